"""结对 at the desk: the households nobody calls, and choosing one cadre for one of them."""

import datetime
import uuid

import pytest
from django.urls import reverse

from assistance.models import Avoidance, HardshipFile, Pairing, Proposal, ProposalState
from audit.models import Entry
from organizations.models import Role
from people import identity
from tests import factories
from tests.assistance.paired_pages import after, errors_on, text_of
from tests.assistance.rows import a_file, a_pair, the_post

pytestmark = pytest.mark.django_db
PAIRS = reverse("assistance:pairs")
ODD = ("", "\0", "x" * 300, "9" * 40, "00000000-0000-0000-0000-000000000000", "<script>")


@pytest.fixture
def desk(signed_in, district_administrator):
    return signed_in(district_administrator)


@pytest.fixture
def file(city):
    return a_file(city.ganzhou_federation, name="赵范例")


def at(name: str, *args) -> str:
    return reverse(f"assistance:{name}", args=args)


def test_who_waits_longest_comes_first(city, desk, cadre):
    for name, day in (("新范例", 2), ("老范例", 1)):
        a_file(city.ganzhou_federation, name=name, agreed_at=factories.local(2026, 11, day))
    page = text_of(desk.get(PAIRS))
    assert page.index("老范例") < page.index("新范例")


def test_who_is_called_or_not_on_file_does_not_wait(city, desk, cadre):
    a_pair(a_file(city.ganzhou_federation, name="有范例"), cadre)
    a_file(city.ganzhou_federation, name="摸范例", state="surveyed")
    a_file(city.minle_federation, name="民范例")
    page = text_of(desk.get(PAIRS))
    for name in ("有范例", "摸范例", "民范例"):
        assert name not in page
    assert "每一户都有人联系" in page


def test_the_figures_stand_above(city, desk, file, cadre, other_cadre):
    a_pair(a_file(city.couriers), cadre)
    context = desk.get(PAIRS).context
    assert (context["unpaired"], context["places"], context["hand_overs"]) == (1, 1, 0)


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    city, desk, cadre, number, django_assert_num_queries
):
    for _ in range(number):
        a_file(city.ganzhou_federation)
        Proposal.objects.create(organization=city.couriers, made_by=cadre)
    desk.get(PAIRS)
    with django_assert_num_queries(11):
        desk.get(PAIRS)


def test_names_in_the_list_are_looks_once_a_day(desk, file):
    for _ in range(2):
        desk.get(PAIRS)
    assert Entry.objects.filter(action="assistance.shown", person_id=file.person_id).count() == 1


def test_one_cadre_is_chosen_for_one_household(desk, file, cadre):
    page = desk.get(at("pair", file.pk))
    assert "褚演示" in text_of(page)
    assert Entry.objects.filter(action="assistance.opened").count() == 1
    answer = desk.post(at("pair", file.pk), {"post": the_post(cadre).pk})
    assert "今后联系这一户" in text_of(after(desk, answer))
    made = Pairing.objects.get()
    assert (made.file, made.why) == (file, "同在甘州区。")


def test_pressed_twice_it_is_one_pair(desk, file, cadre):
    for _ in range(2):
        desk.post(at("pair", file.pk), {"post": the_post(cadre).pk})
    assert Pairing.objects.count() == 1


def test_a_cadre_taken_meanwhile_is_said_on_the_page(city, desk, file, cadre):
    a_pair(a_file(city.couriers), cadre)
    page = desk.post(at("pair", file.pk), {"post": the_post(cadre).pk})
    assert page.status_code == 200
    assert "褚演示联系的户数已满" in errors_on(page)


@pytest.mark.parametrize("odd", ODD)
def test_odd_choices_are_asked_again(desk, file, cadre, odd):
    page = desk.post(at("pair", file.pk), {"post": odd})
    assert "请选一位干部" in errors_on(page)
    assert not Pairing.objects.exists()


def test_a_cadre_of_another_district_is_no_choice(desk, file, far_cadre):
    page = desk.post(at("pair", file.pk), {"post": the_post(far_cadre).pk})
    assert "请选一位干部" in errors_on(page)


def test_a_cadre_is_found_by_name_and_by_union(desk, file, cadre, other_cadre):
    for text, found in (("褚", {"褚演示"}), ("快递", {"褚演示"}), ("没有", set()), ("\0", set())):
        page = desk.get(at("pair", file.pk), {"text": text})
        names = {each.post.user.name for each in page.context["candidates"]}
        assert names == (found or ({"褚演示", "尤演示"} if text == "\0" else set()))


def test_a_household_with_a_cadre_is_led_to_the_hand_over(desk, file, cadre):
    a_pair(file, cadre)
    page = text_of(desk.get(at("pair", file.pk)))
    assert "褚演示正在联系" in page
    assert at("hand-over-ask", file.pk) in page


def test_who_left_is_not_paired(desk, file):
    HardshipFile.objects.update(state="left")
    assert "现在不用结对" in text_of(desk.get(at("pair", file.pk)))


def test_only_who_keeps_the_file_opens_it(
    signed_in, file, cadre, stranger, auditor, reviewer, city
):
    a_pair(file, cadre)
    minle = factories.a_member_of_staff("钱试样", city.minle_federation, Role.ADMINISTRATOR)
    for user in (cadre, stranger, auditor, reviewer, minle):
        for name in ("pair", "avoid"):
            assert signed_in(user).get(at(name, file.pk)).status_code == 404
            assert signed_in(user).post(at(name, file.pk)).status_code == 404
    assert not Entry.objects.filter(action="assistance.opened").exists()


def test_an_area_is_chosen_and_the_list_is_on_its_way(desk, city, file, cadre):
    given = {"organization": city.ganzhou_federation.public_id}
    answer = desk.post(at("propose"), given)
    proposal = Proposal.objects.get()
    assert answer.url == at("proposal", proposal.pk)
    assert proposal.state == ProposalState.COMPUTING
    assert "正在给1户找合适的干部" in text_of(desk.get(answer.url))


def test_a_district_cannot_cross_districts_and_the_city_may(
    signed_in, city, file, administrator, district_administrator
):
    district = signed_in(district_administrator).get(PAIRS).context["form"]
    assert "allows_across" not in district.fields
    client = signed_in(administrator)
    given = {"organization": city.root.public_id, "allows_across": "on"}
    client.post(at("propose"), given)
    assert Proposal.objects.get().allows_across


@pytest.mark.parametrize("odd", ODD)
def test_odd_areas_are_asked_again(desk, file, odd):
    page = desk.post(at("propose"), {"organization": odd})
    assert page.status_code == 200
    assert "请选" in text_of(page)
    assert not Proposal.objects.exists()


def test_another_district_is_no_area(desk, file, city):
    page = desk.post(at("propose"), {"organization": city.minle_federation.public_id})
    assert "请选列出来的工会" in text_of(page)


def test_with_nobody_waiting_the_page_says_so(desk, city, cadre):
    page = desk.post(at("propose"), {"organization": city.ganzhou_federation.public_id})
    assert "没有等着结对的户" in text_of(page)


def test_whom_to_avoid_is_found_by_name_and_said_why(desk, file, cadre):
    found = desk.get(at("avoid", file.pk), {"text": "褚"})
    assert f"?post={the_post(cadre).pk}" in text_of(found)
    url = f"{at('avoid', file.pk)}?post={the_post(cadre).pk}"
    assert "请写一句原因" in text_of(desk.post(url, {"reason": " "}))
    page = after(desk, desk.post(url, {"reason": "亲属"}))
    assert "亲属" in text_of(page)
    assert Entry.objects.get(action="assistance.avoided").data == {"cadre": cadre.pk}
    assert not desk.get(at("pair", file.pk)).context["candidates"]


def test_said_twice_it_is_once_and_can_be_taken_back(desk, file, cadre):
    url = f"{at('avoid', file.pk)}?post={the_post(cadre).pk}"
    for _ in range(2):
        desk.post(url, {"reason": "亲属"})
    gone = at("avoid-no-more", file.pk, Avoidance.objects.get().pk)
    for _ in range(2):
        assert desk.post(gone).status_code == 302
    assert not Avoidance.objects.exists()
    assert Entry.objects.filter(action="assistance.avoided_no_more").count() == 1


def test_whoever_calls_now_is_handed_over_first(desk, file, cadre):
    a_pair(file, cadre)
    page = desk.post(f"{at('avoid', file.pk)}?post={the_post(cadre).pk}", {"reason": "亲属"})
    assert "请先在“换一位”里交给别人" in errors_on(page)


def test_a_document_number_is_no_reason(desk, file, cadre):
    url = f"{at('avoid', file.pk)}?post={the_post(cadre).pk}"
    number = identity.demo_number(datetime.date(1975, 3, 8), 321, "male")
    page = desk.post(url, {"reason": f"{number}是亲属"})
    assert page.status_code == 200
    assert not Avoidance.objects.exists()


@pytest.mark.parametrize("odd", ODD)
def test_odd_people_are_nobody(desk, file, odd):
    assert desk.get(at("avoid", file.pk), {"post": odd, "text": odd}).status_code == 200
    assert desk.post(f"{at('avoid', file.pk)}?post=x", {"reason": odd}).status_code == 200


def test_ids_of_nothing_are_404(desk, file):
    assert desk.get(at("pair", uuid.uuid4())).status_code == 404
    assert desk.post(at("avoid-no-more", file.pk, 9**30)).status_code == 302
