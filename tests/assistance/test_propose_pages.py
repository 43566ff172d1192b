"""The page of one list: on its way, ready to change, confirmed."""

import pytest
from django.urls import reverse

from assistance import proposing
from assistance.models import HardshipFile, Pairing, Proposal, ProposalState
from audit.models import Entry
from organizations.models import Role
from tests import factories
from tests.assistance.paired_pages import after, errors_on, proposed, text_of
from tests.assistance.rows import a_file, the_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(signed_in, district_administrator):
    return signed_in(district_administrator)


@pytest.fixture
def files(city, cadre, other_cadre):
    return (
        a_file(city.ganzhou_federation, name="赵范例", unit=city.couriers),
        a_file(city.ganzhou_federation, name="钱范例"),
        a_file(city.ganzhou_federation, name="孙范例"),
    )


@pytest.fixture
def proposal(city, files, district_administrator) -> Proposal:
    return proposed(city.ganzhou_federation, district_administrator)


def at(name: str, *args) -> str:
    return reverse(f"assistance:{name}", args=args)


def row_of(proposal, file):
    return proposal.pairs.get(file=file)


def test_while_it_is_computed_the_page_asks_again_by_itself(
    desk, city, files, district_administrator
):
    waiting = proposing.start(city.ganzhou_federation, actor=district_administrator)
    url = at("proposal", waiting.pk)
    assert 'hx-trigger="every 1s"' in text_of(desk.get(url))
    part = desk.get(url, headers={"HX-Request": "true"})
    assert "<html" not in text_of(part)
    Proposal.objects.update(state=ProposalState.READY)
    assert desk.get(url, headers={"HX-Request": "true"})["HX-Redirect"] == url


def test_what_failed_offers_another_try(desk, proposal):
    Proposal.objects.update(state=ProposalState.FAILED)
    assert "再排一次" in text_of(desk.get(at("proposal", proposal.pk)))


def test_the_list_says_who_with_whom_and_why_and_who_has_nobody(desk, proposal):
    page = desk.get(at("proposal", proposal.pk))
    for words in ("褚演示", "尤演示", "同一个单位", "没有合适的空位"):
        assert words in text_of(page)
    context = page.context
    assert (context["total"], context["paired"], context["without"]) == (3, 2, 1)


def test_the_list_is_narrowed(desk, proposal):
    page = desk.get(at("proposal", proposal.pk), {"show": "without"})
    assert [row.post for row in page.context["page"].rows] == [None]
    odd = desk.get(at("proposal", proposal.pk), {"show": "\0", "after": "9" * 30, "before": "x"})
    assert len(odd.context["page"].rows) == 3


def test_phones_and_numbers_are_not_in_the_list(desk, proposal, files):
    page = text_of(desk.get(at("proposal", proposal.pk)))
    for file in files:
        assert file.phone not in page
        assert file.person.number_masked not in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(
    desk, proposal, number, django_assert_num_queries
):
    for row in proposal.pairs.all()[number:]:
        row.delete()
    desk.get(at("proposal", proposal.pk))
    with django_assert_num_queries(8):
        desk.get(at("proposal", proposal.pk))


def test_another_cadre_for_one_household(desk, proposal, files, cadre, other_cadre):
    ours, theirs = (row_of(proposal, file) for file in files[:2])
    other = theirs if theirs.post else row_of(proposal, files[2])
    answer = desk.post(at("proposal-row", proposal.pk, other.pk), {"post": "nobody"})
    assert "改好了" in text_of(after(desk, answer))
    page = desk.get(at("proposal-row", proposal.pk, ours.pk))
    assert [each.post.user for each in page.context["candidates"]] == [other_cadre]
    desk.post(at("proposal-row", proposal.pk, ours.pk), {"post": the_post(other_cadre).pk})
    ours.refresh_from_db()
    assert (ours.post.user, ours.changed_by_hand) == (other_cadre, True)
    assert "手工改过" in text_of(desk.get(at("proposal", proposal.pk)))


def test_a_cadre_given_away_in_this_list_is_refused_with_the_reason(
    desk, proposal, files, other_cadre
):
    ours = row_of(proposal, files[0])
    page = desk.post(at("proposal-row", proposal.pk, ours.pk), {"post": the_post(other_cadre).pk})
    assert "尤演示现在没有空位" in errors_on(page)


@pytest.mark.parametrize("odd", ["", "\0", "x", "9" * 40])
def test_odd_choices_are_asked_again(desk, proposal, files, odd):
    ours = row_of(proposal, files[0])
    page = desk.post(at("proposal-row", proposal.pk, ours.pk), {"post": odd})
    assert "请选一位干部" in errors_on(page)


def test_a_row_left_out(desk, proposal, files):
    ours = row_of(proposal, files[0])
    url = at("proposal-row-out", proposal.pk, ours.pk)
    for _ in range(2):
        assert desk.post(url).status_code == 302
    assert proposal.pairs.count() == 2
    assert files[0] in HardshipFile.objects.unpaired()


def test_confirmed_it_says_how_many_and_who_was_left(desk, proposal, files):
    ours = row_of(proposal, files[0])
    HardshipFile.objects.filter(pk=ours.file_id).update(state="lifted")
    answer = desk.post(at("proposal-confirm", proposal.pk))
    page = after(desk, answer)
    context = page.context
    assert (context["paired"], context["left"], context["without"]) == (1, 1, 1)
    assert "这一户现在是“脱困”，不用结对" in text_of(page)
    assert at("proposal-row", proposal.pk, ours.pk) not in text_of(page)
    assert Pairing.objects.count() == 1


def test_pressed_twice_it_is_confirmed_once(desk, proposal):
    for _ in range(2):
        desk.post(at("proposal-confirm", proposal.pk))
    assert Pairing.objects.count() == 2


def test_dropped_it_says_that_nobody_was_paired(desk, proposal):
    answer = desk.post(at("proposal-drop", proposal.pk))
    assert "谁也没有结对" in text_of(after(desk, answer))
    answer = desk.post(at("proposal-confirm", proposal.pk))
    assert "不能再改" in text_of(after(desk, answer))


def test_choosing_for_a_row_is_a_look_at_the_file(desk, proposal, files):
    desk.get(at("proposal-row", proposal.pk, row_of(proposal, files[0]).pk))
    assert Entry.objects.get(action="assistance.opened").person_id == files[0].person_id


def test_another_district_and_the_auditor_find_nothing(
    signed_in, city, proposal, files, stranger, auditor, cadre
):
    minle = factories.a_member_of_staff("钱试样", city.minle_federation, Role.ADMINISTRATOR)
    row = row_of(proposal, files[0])
    for user in (stranger, auditor, cadre, minle):
        client = signed_in(user)
        assert client.get(at("proposal", proposal.pk)).status_code == 404
        assert client.get(at("proposal-row", proposal.pk, row.pk)).status_code == 404
        for name in ("proposal-confirm", "proposal-drop"):
            assert client.post(at(name, proposal.pk)).status_code == 404
        assert client.post(at("proposal-row-out", proposal.pk, row.pk)).status_code == 404
    assert proposal.pairs.count() == 3


def test_a_row_belongs_to_its_own_list(desk, city, proposal, files, district_administrator):
    other = proposed(city.ganzhou_federation, district_administrator)
    row = row_of(other, files[0])
    assert desk.get(at("proposal-row", proposal.pk, row.pk)).status_code == 404
    assert desk.get(at("proposal-row", proposal.pk, 9**30)).status_code == 404
