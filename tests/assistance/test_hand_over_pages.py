"""交接 at the desk: all that wait at once, the best free cadre chosen beforehand."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from assistance import handing_over, releasing
from assistance.models import HandOver, Pairing
from audit.models import Entry
from organizations.models import Role
from tests import factories
from tests.assistance.paired_pages import after, errors_on, text_of
from tests.assistance.rows import a_file, a_pair, the_post, with_cap

pytestmark = pytest.mark.django_db
LIST = reverse("assistance:hand-overs")
ODD = ("", "\0", "x", "9" * 40, "00000000-0000-0000-0000-000000000000")


@pytest.fixture
def desk(signed_in, district_administrator):
    return signed_in(district_administrator)


@pytest.fixture
def files(city, cadre):
    files = [a_file(city.ganzhou_federation, name=name) for name in ("赵范例", "钱范例")]
    for slot, file in enumerate(files, 1):
        a_pair(file, cadre, slot=slot)
    return files


@pytest.fixture
def released(files, cadre, district_administrator):
    """The cadre went: both wait."""
    return releasing.release(the_post(cadre), actor=district_administrator, at=timezone.now())


@pytest.fixture
def asked(files, cadre):
    return handing_over.ask(files[0], reason="asked_for", actor=cadre, note="想找会说藏语的")


def at(name: str, *args) -> str:
    return reverse(f"assistance:{name}", args=args)


def test_all_that_wait_are_on_one_page_with_the_best_chosen_beforehand(
    desk, released, cadre, other_cadre
):
    with_cap(cadre, 0)
    rows = desk.get(LIST).context["rows"]
    chosen = [row.chosen for row in rows]
    # One free place: chosen for one of them, not for both.
    assert sorted(map(str, chosen)) == sorted(["None", str(the_post(other_cadre).pk)])


def test_the_page_says_who_called_and_that_nobody_does(desk, released):
    page = text_of(desk.get(LIST))
    assert "原来是褚演示，现在没有人联系" in page


def test_who_asked_for_another_one_is_still_called_and_that_one_is_no_choice(
    desk, asked, cadre, other_cadre
):
    with_cap(cadre, 9)
    page = desk.get(LIST)
    assert "褚演示仍在联系" in text_of(page)
    [row] = page.context["rows"]
    assert {each.post.user for each in row.candidates} == {other_cadre}


def test_confirmed_they_are_handed_over(desk, released, other_cadre):
    with_cap(other_cadre, 2)
    post = the_post(other_cadre).pk
    answer = desk.post(LIST, {f"choice-{found.pk}": post for found in released})
    page = after(desk, answer)
    assert "2户交接好了" in text_of(page)
    assert "没有等着交接的户" in text_of(page)
    made = Pairing.objects.standing().filter(post=post)
    assert {pairing.why for pairing in made} == {"同在甘州区。"}


def test_what_could_not_be_done_is_shown_again_with_the_reason_beside_it(
    desk, released, other_cadre
):
    post = the_post(other_cadre).pk
    page = desk.post(LIST, {f"choice-{found.pk}": post for found in released})
    assert page.status_code == 200
    assert "尤演示联系的户数已满" in errors_on(page)
    assert HandOver.objects.pending().count() == 1


def test_left_undecided_it_stays_in_the_list(desk, released):
    answer = desk.post(LIST, {f"choice-{found.pk}": "" for found in released})
    assert "没有选干部" in text_of(after(desk, answer))
    assert HandOver.objects.pending().count() == 2


def test_pressed_twice_nothing_more_happens(desk, released, other_cadre):
    given = {f"choice-{released[0].pk}": the_post(other_cadre).pk}
    for _ in range(2):
        assert desk.post(LIST, given).status_code == 302
    assert Pairing.objects.standing().count() == 1


@pytest.mark.parametrize("odd", ODD)
def test_odd_choices_change_nothing(desk, released, odd):
    given = {f"choice-{released[0].pk}": odd, f"choice-{odd}": odd, odd or "x": odd}
    assert desk.post(LIST, given).status_code == 302
    assert HandOver.objects.pending().count() == 2


def test_a_cadre_of_another_district_is_no_choice(desk, released, far_cadre):
    desk.post(LIST, {f"choice-{released[0].pk}": the_post(far_cadre).pk})
    assert HandOver.objects.pending().count() == 2


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    city, desk, cadre, other_cadre, number, django_assert_num_queries
):
    for slot in range(1, number + 1):
        file = a_file(city.ganzhou_federation)
        a_pair(file, cadre, slot=slot)
        handing_over.ask(file, reason="overload", actor=cadre)
    desk.get(LIST)
    with django_assert_num_queries(14):
        desk.get(LIST)


def test_one_household_by_itself_any_free_cadre(desk, asked, other_cadre):
    page = desk.get(at("hand-over", asked.pk))
    assert "想找会说藏语的" in text_of(page)
    assert Entry.objects.filter(action="assistance.opened").count() == 1
    answer = desk.post(at("hand-over", asked.pk), {"post": the_post(other_cadre).pk})
    assert "已交给尤演示联系" in text_of(after(desk, answer))
    assert "由尤演示联系" in text_of(desk.get(at("hand-over", asked.pk)))


@pytest.mark.parametrize("odd", ODD)
def test_one_household_odd_choices_are_asked_again(desk, asked, odd):
    page = desk.post(at("hand-over", asked.pk), {"post": odd})
    assert "请选一位干部" in errors_on(page)


def test_talked_over_it_stays_as_it_is(desk, asked, cadre):
    url = at("hand-over-keep", asked.pk)
    page = desk.post(url, {"note": " "})
    assert page.status_code == 200
    assert "请写一句怎么谈的" in text_of(page)
    answer = desk.post(url, {"note": "当面谈过，愿意继续"})
    assert "仍由原来的干部联系" in text_of(after(desk, answer))
    assert Pairing.objects.standing().filter(post=the_post(cadre)).count() == 2


def test_where_nobody_calls_nobody_can_stay(desk, released):
    page = desk.post(at("hand-over-keep", released[0].pk), {"note": "不换"})
    assert "现在没有人联系这一户，请选一位干部" in errors_on(page)
    assert "谈过以后，不换了" not in text_of(desk.get(at("hand-over", released[0].pk)))


def test_the_supervisor_asks_and_goes_on_to_choose(desk, files):
    url = at("hand-over-ask", files[0].pk)
    assert "请选一种" in text_of(desk.post(url, {}))
    answer = desk.post(url, {"reason": "overload", "note": ""})
    assert answer.url == at("hand-over", HandOver.objects.get().pk)


def test_the_cadre_asks_and_goes_on_calling(signed_in, files, cadre):
    client = signed_in(cadre)
    answer = client.post(at("hand-over-ask", files[0].pk), {"reason": "overload"})
    assert answer.url == "/desk/households/"
    assert HandOver.objects.pending().get().file == files[0]


@pytest.mark.parametrize("odd", ODD)
def test_odd_reasons_are_asked_again(desk, files, odd):
    page = desk.post(at("hand-over-ask", files[0].pk), {"reason": odd, "note": odd * 200})
    assert page.status_code == 200
    assert not HandOver.objects.exists()


def test_a_household_without_a_cadre_has_nobody_to_change(desk, city):
    file = a_file(city.ganzhou_federation)
    page = desk.post(at("hand-over-ask", file.pk), {"reason": "overload"})
    assert "现在还没有联系干部" in errors_on(page)


def test_another_district_the_auditor_and_other_cadres_find_nothing(
    signed_in, city, asked, files, stranger, auditor, other_cadre
):
    minle = factories.a_member_of_staff("钱试样", city.minle_federation, Role.ADMINISTRATOR)
    for user in (stranger, auditor, other_cadre, minle):
        client = signed_in(user)
        for name, pk in (
            ("hand-over", asked.pk), ("hand-over-ask", files[0].pk), ("hand-over", uuid.uuid4()),
        ):  # fmt: skip
            assert client.get(at(name, pk)).status_code == 404
        assert client.post(at("hand-over-keep", asked.pk), {"note": "x"}).status_code == 404
    assert "赵范例" not in text_of(signed_in(minle).get(LIST))
    signed_in(minle).post(LIST, {f"choice-{asked.pk}": the_post(other_cadre).pk})
    assert HandOver.objects.pending().get() == asked
