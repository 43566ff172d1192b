"""帮扶干部: what they speak and know, how many households, who stands in when."""

import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from assistance import profiles
from assistance.models import Absence, CadreProfile
from audit.models import Entry
from audit.refusal import Refused
from organizations.models import Role
from tests import factories
from tests.assistance.paired_pages import after, text_of
from tests.assistance.rows import a_file, a_pair, the_post, with_cap

pytestmark = pytest.mark.django_db
LIST = reverse("assistance:cadres")
DAY = datetime.timedelta(days=1)
ODD = ("", "\0", "x", "9" * 40, "-1", "31", "1.5")


@pytest.fixture
def desk(signed_in, district_administrator):
    return signed_in(district_administrator)


def page_of(who, name="cadre") -> str:
    return reverse(f"assistance:{name}", args=[the_post(who).pk])


def test_the_list_says_how_many_and_marks_who_has_too_many(desk, city, cadre, other_cadre):
    for slot in (1, 2):
        a_pair(a_file(city.couriers), cadre, slot=slot)
    page = text_of(desk.get(LIST))
    assert "2 / 1户" in page
    assert page.count("偏多") == 1
    assert "0 / 1户" in page


def test_the_order_is_by_union_and_never_by_number(desk, city, cadre, other_cadre):
    a_pair(a_file(city.couriers), cadre)
    rows = [post.user for post, *_ in desk.get(LIST).context["rows"]]
    assert rows == [other_cadre, cadre]


def test_only_the_own_subtree_and_only_who_serves(desk, cadre, far_cadre, other_cadre):
    other_cadre.is_active = False
    other_cadre.save(update_fields=["is_active"])
    assert [post.user for post, *_ in desk.get(LIST).context["rows"]] == [cadre]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    desk, city, number, django_assert_num_queries
):
    for serial in range(number):
        who = factories.a_member_of_staff(f"第{serial}演示", city.couriers, Role.CADRE)
        a_pair(a_file(city.couriers), who)
    desk.get(LIST)
    with django_assert_num_queries(6):
        desk.get(LIST)


def test_the_supervisor_keeps_all_of_it(desk, cadre):
    given = {"languages": ["yugur"], "skills": ["law", "goods"], "cap": "3"}
    assert "已保存" in text_of(after(desk, desk.post(page_of(cadre), given)))
    profile = CadreProfile.objects.get()
    assert (profile.cap, profile.languages, profile.skills) == (3, ["yugur"], ["goods", "law"])
    entry = Entry.objects.get(action="assistance.cadre_edited")
    assert entry.data["changed"] == ["languages", "skills", "cap"]
    assert "裕固语、生活物资、法律" in text_of(desk.get(LIST))


def test_saved_again_unchanged_is_quiet(desk, cadre):
    for _ in range(2):
        desk.post(page_of(cadre), {"skills": ["law"], "cap": "1"})
    assert Entry.objects.filter(action="assistance.cadre_edited").count() == 1


def test_the_cadre_says_what_they_know_and_not_how_many(signed_in, cadre):
    client = signed_in(cadre)
    with_cap(cadre, 2)
    page = client.get(page_of(cadre))
    assert "cap" not in page.context["form"].fields
    client.post(page_of(cadre), {"skills": ["mind"], "cap": "30"})
    assert (CadreProfile.objects.get().cap, CadreProfile.objects.get().skills) == (2, ["mind"])
    with pytest.raises(Refused):
        profiles.edit(the_post(cadre), actor=cadre, cap=9, languages=[], skills=[])


def test_the_own_page_is_found_from_ones_households(signed_in, cadre, other_cadre):
    assert signed_in(cadre).get("/desk/households/me/").url == page_of(cadre)
    assert signed_in(cadre).get(page_of(other_cadre)).status_code == 404
    assert signed_in(cadre).get(LIST).status_code == 404


@pytest.mark.parametrize("odd", ODD)
def test_odd_input_is_asked_again(desk, cadre, odd):
    page = desk.post(page_of(cadre), {"cap": odd, "skills": [odd], "languages": [odd]})
    assert page.status_code == 200
    assert not CadreProfile.objects.exists()


def test_days_away_are_arranged_and_ended_by_hand(signed_in, cadre, other_cadre):
    client, today = signed_in(cadre), timezone.localdate()
    given = {
        "since_on": today.isoformat(), "until_on": (today + 3 * DAY).isoformat(),
        "stand_in": str(the_post(other_cadre).pk),
    }  # fmt: skip
    page = after(client, client.post(page_of(cadre, "cadre-absence"), given))
    assert "尤演示代管，到期自动结束" in text_of(page)
    end = reverse("assistance:absence-end", args=[Absence.objects.get().pk])
    for _ in range(2):
        assert client.post(end).status_code == 302
    assert Absence.objects.get().ended_at


def test_the_list_says_who_is_away_today(desk, cadre, other_cadre):
    today = timezone.localdate()
    Absence.objects.create(
        post=the_post(cadre), stand_in=the_post(other_cadre), since_on=today,
        until_on=today + DAY, recorded_by=cadre,
    )  # fmt: skip
    assert "尤演示代管到" in text_of(desk.get(LIST))


def test_refusals_stand_beside_their_fields(signed_in, cadre, other_cadre, far_cadre):
    client, today = signed_in(cadre), timezone.localdate()
    url = page_of(cadre, "cadre-absence")
    given = {
        "since_on": (today - DAY).isoformat(), "until_on": today.isoformat(),
        "stand_in": str(the_post(other_cadre).pk),
    }  # fmt: skip
    assert "开始的日子已经过去了" in text_of(client.post(url, given))
    far = given | {"since_on": today.isoformat(), "stand_in": str(the_post(far_cadre).pk)}
    assert "请从列出来的人里选" in text_of(client.post(url, far))


@pytest.mark.parametrize("odd", ["", "\0", "2026-02-30", "9999999-01-01", "x" * 99])
def test_odd_days_are_asked_again(signed_in, cadre, other_cadre, odd):
    given = {"since_on": odd, "until_on": odd, "stand_in": odd}
    page = signed_in(cadre).post(page_of(cadre, "cadre-absence"), given)
    assert page.status_code == 200
    assert not Absence.objects.exists()


def test_another_district_finds_no_cadre_here(
    signed_in, city, cadre, other_cadre, stranger, auditor, far_cadre
):
    minle = factories.a_member_of_staff("钱试样", city.minle_federation, Role.ADMINISTRATOR)
    today = timezone.localdate()
    absence = Absence.objects.create(
        post=the_post(cadre), stand_in=the_post(other_cadre), since_on=today, until_on=today,
        recorded_by=cadre,
    )  # fmt: skip
    for user in (stranger, auditor, far_cadre, minle):
        client = signed_in(user)
        for name in ("cadre", "cadre-absence"):
            assert client.get(page_of(cadre, name)).status_code == 404
            assert client.post(page_of(cadre, name)).status_code == 404
        end = reverse("assistance:absence-end", args=[absence.pk])
        assert client.post(end).status_code == 404
        assert (
            client.post(reverse("assistance:absence-end", args=[uuid.uuid4()])).status_code == 404
        )
