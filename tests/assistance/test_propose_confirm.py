"""A long list is confirmed by a worker, block by block; each household exactly once."""

import pytest
from django.urls import reverse

from assistance import confirming, proposing
from assistance.models import FileState, HardshipFile, Pairing, Proposal, ProposalState
from audit.models import Entry
from audit.refusal import Refused
from notifications.models import Message
from tests.assistance.paired_pages import proposed, text_of
from tests.assistance.rows import a_file, with_cap
from tests.together import together

CONFIRMED = "assistance.proposal_confirmed"
pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(city, cadre, district_administrator, monkeypatch) -> Proposal:
    """Five pairs, in blocks of two."""
    monkeypatch.setattr(confirming, "AT_ONCE", 4)
    monkeypatch.setattr(confirming, "BLOCK", 2)
    with_cap(cadre, 6)
    for _ in range(5):
        a_file(city.ganzhou_federation)
    return proposed(city.ganzhou_federation, district_administrator)


def begun(proposal, actor) -> Proposal:
    return confirming.confirm(proposal, actor=actor)


def test_the_press_alone_pairs_nobody_and_is_kept(proposal, district_administrator):
    for _ in range(2):
        found = begun(proposal, district_administrator)
    assert (found.state, found.decided_by) == (ProposalState.CONFIRMING, district_administrator)
    assert not Pairing.objects.exists()
    with pytest.raises(Refused, match="正在结对"):
        proposing.drop(proposal, actor=district_administrator)


def test_block_by_block_until_nobody_is_left(proposal, district_administrator):
    begun(proposal, district_administrator)
    for _ in range(2):
        confirming.go_on(proposal.pk)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.CONFIRMED
    assert Pairing.objects.standing().count() == 5
    assert Message.objects.filter(kind="assistance.paired_cadre").count() == 5
    assert Entry.objects.get(action=CONFIRMED).data == {"paired": 5, "left": 0}


def test_a_worker_that_died_is_followed_by_another(proposal, district_administrator):
    begun(proposal, district_administrator)
    assert confirming._next_block(proposal.pk, None)
    assert Pairing.objects.count() == 2
    assert confirming.sweep() == 1
    confirming.go_on(proposal.pk)
    assert Pairing.objects.count() == 5
    assert confirming.sweep() == 0


def test_each_refusal_is_named_beside_its_row(proposal, district_administrator):
    begun(proposal, district_administrator)
    gone = proposal.pairs.first().file_id
    HardshipFile.objects.filter(pk=gone).update(state=FileState.LEFT)
    confirming.go_on(proposal.pk)
    left = proposal.pairs.exclude(left_because="").get()
    assert (left.file_id, left.left_because) == (gone, "这一户现在是“退出”，不用结对。")
    assert Entry.objects.get(action=CONFIRMED).data == {"paired": 4, "left": 1}


def test_what_stops_a_block_is_found_row_by_row(proposal, district_administrator, monkeypatch):
    """One broken row neither holds up the others nor is tried for ever."""
    begun(proposal, district_administrator)
    broken = proposal.pairs.first().file_id
    pair_all = confirming.pair_all

    def breaks(choices, **options):
        if broken in {choice.file_id for choice in choices}:
            raise ZeroDivisionError
        return pair_all(choices, **options)

    monkeypatch.setattr(confirming, "pair_all", breaks)
    confirming.go_on(proposal.pk)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.CONFIRMED
    assert proposal.pairs.exclude(left_because="").get().file_id == broken
    assert Pairing.objects.count() == 4


def test_whoever_lost_the_right_meanwhile_pairs_nobody(proposal, district_administrator):
    begun(proposal, district_administrator)
    district_administrator.posts.all().delete()
    confirming.go_on(proposal.pk)
    assert not Pairing.objects.exists()
    assert proposal.pairs.exclude(left_because="").count() == 5


def test_the_page_says_how_far_it_is_and_goes_to_the_list(
    proposal, signed_in, district_administrator
):
    desk, url = (
        signed_in(district_administrator),
        reverse("assistance:proposal", args=[proposal.pk]),
    )
    desk.post(reverse("assistance:proposal-confirm", args=[proposal.pk]))
    confirming._next_block(proposal.pk, None)
    page = text_of(desk.get(url))
    assert "2 / 5对" in page
    assert 'value="2" max="5"' in page
    confirming.go_on(proposal.pk)
    assert desk.get(url, headers={"HX-Request": "true"})["HX-Redirect"] == url
    assert "5</b>户结好了" in text_of(desk.get(url))


@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_pair_each_once(proposal, district_administrator):
    begun(proposal, district_administrator)
    assert together(*[lambda: confirming.go_on(proposal.pk)] * 4) == [None] * 4
    confirming.go_on(proposal.pk)
    assert Pairing.objects.count() == 5
    assert Message.objects.filter(kind="assistance.paired_cadre").count() == 5
    assert Entry.objects.filter(action=CONFIRMED).count() == 1
