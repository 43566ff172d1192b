"""A machine proposes pairs for an area; nothing happens until a person confirms."""

import datetime

import pytest
from django.utils import timezone

from assistance import computing, confirming, proposal_rows, proposing
from assistance.computing import NOBODY_NEAR
from assistance.models import (
    Avoidance,
    FileState,
    HardshipFile,
    Pairing,
    Proposal,
    ProposalState,
    ProposedPair,
)
from assistance.pairing import pair
from assistance.vocabulary import Language, NeedKind
from audit.models import Entry
from audit.refusal import Refused
from notifications.models import Message
from organizations.models import Role
from tests import factories
from tests.assistance.rows import a_file, the_post, with_cap

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)


def proposed(organization, actor, **options) -> Proposal:
    proposal = proposing.start(organization, actor=actor, **options)
    computing.compute(proposal.pk)
    proposal.refresh_from_db()
    return proposal


def pairs_of(proposal) -> dict:
    rows = proposal.pairs.select_related("post__user", "file__person")
    return {row.file.person.name: row.post and row.post.user.name for row in rows}


def refusal(act, *args, **options) -> str:
    with pytest.raises(Refused) as said:
        act(*args, **options)
    return said.value.message


@pytest.fixture
def files(city, cadre, other_cadre):
    """One household of the couriers, one of the township; a cadre of each could serve."""
    return (
        a_file(city.ganzhou_federation, name="赵范例", unit=city.couriers),
        a_file(city.ganzhou_federation, name="钱范例", division=city.railway),
    )


def test_each_gets_the_nearest_and_reads_why(city, files, district_administrator):
    proposal = proposed(city.ganzhou_federation, district_administrator)
    assert (proposal.state, proposal.files, proposal.places) == (ProposalState.READY, 2, 2)
    assert pairs_of(proposal) == {"赵范例": "褚演示", "钱范例": "尤演示"}
    whys = {row.file.person.name: row.why for row in proposal.pairs.select_related("file__person")}
    assert whys == {
        "赵范例": "同一个单位。", "钱范例": "同在甘州区。",
    }  # fmt: skip


def test_nothing_happens_to_anybody_until_it_is_confirmed(city, files, district_administrator):
    proposed(city.ganzhou_federation, district_administrator)
    assert not Pairing.objects.exists()
    assert not Message.objects.exists()
    assert HardshipFile.objects.unpaired().count() == 2


def test_confirmed_they_are_all_paired_in_one_go(city, files, cadre, district_administrator):
    proposal = proposed(city.ganzhou_federation, district_administrator)
    at = timezone.now()
    done = confirming.confirm(proposal, actor=district_administrator, at=at)
    assert (done.state, done.decided_by, done.decided_at) == (
        ProposalState.CONFIRMED, district_administrator, at,
    )  # fmt: skip
    assert Pairing.objects.standing().count() == 2
    assert Pairing.objects.get(post__user=cadre).why == "同一个单位。"
    assert Message.objects.filter(kind="assistance.paired_cadre").count() == 2
    entry = Entry.objects.get(action="assistance.proposal_confirmed")
    assert entry.data == {"paired": 2, "left": 0}


def test_confirmed_twice_is_confirmed_once(city, files, district_administrator):
    proposal = proposed(city.ganzhou_federation, district_administrator)
    for _ in range(2):
        confirming.confirm(proposal, actor=district_administrator)
    assert Pairing.objects.count() == 2
    assert Entry.objects.filter(action="assistance.proposal_confirmed").count() == 1


def test_who_was_taken_meanwhile_is_listed_with_the_reason_and_still_waits(
    city, files, cadre, other_cadre, district_administrator
):
    proposal = proposed(city.ganzhou_federation, district_administrator)
    late = a_file(city.ganzhou_federation, name="孙范例")
    pair(late, the_post(cadre), actor=district_administrator)
    confirming.confirm(proposal, actor=district_administrator)
    left = proposal.pairs.exclude(left_because="").get()
    assert (left.file, left.left_because) == (files[0], "褚演示联系的户数已满。")
    assert HardshipFile.objects.unpaired().get() == files[0]
    assert Pairing.objects.standing().get(file=files[1]).post.user == other_cadre


def test_who_left_meanwhile_is_not_paired(city, files, district_administrator):
    proposal = proposed(city.ganzhou_federation, district_administrator)
    HardshipFile.objects.filter(pk=files[0].pk).update(state=FileState.LEFT)
    confirming.confirm(proposal, actor=district_administrator)
    assert proposal.pairs.get(file=files[0]).left_because == "这一户现在是“退出”，不用结对。"
    assert Pairing.objects.count() == 1


def test_more_households_than_cadres_the_rest_stays_in_the_list(
    city, files, district_administrator
):
    a_file(city.ganzhou_federation, name="孙范例")
    proposal = proposed(city.ganzhou_federation, district_administrator)
    assert sorted(map(str, pairs_of(proposal).values())) == ["None", "尤演示", "褚演示"]
    assert proposal.pairs.get(post=None).why == NOBODY_NEAR
    confirming.confirm(proposal, actor=district_administrator)
    assert HardshipFile.objects.unpaired().count() == 1


def test_whom_nobody_can_serve_is_read_first(city, files, district_administrator):
    a_file(city.ganzhou_federation, name="孙范例")
    proposal = proposed(city.ganzhou_federation, district_administrator)
    assert proposal.pairs.order_by("-pk").first().post is None


def test_language_and_skills_count(city, cadre, other_cadre, district_administrator):
    speaks = a_file(city.ganzhou_federation, name="白范例", language=Language.YUGUR)
    needs = a_file(city.ganzhou_federation, name="吴范例", needs=[NeedKind.LAW])
    profile = with_cap(other_cadre, 1)
    profile.languages = [Language.YUGUR]
    profile.save()
    lawyer = with_cap(cadre, 1)
    lawyer.skills = [NeedKind.LAW]
    lawyer.save()
    proposal = proposed(city.ganzhou_federation, district_administrator)
    assert proposal.pairs.get(file=speaks).why == "同在甘州区，会说裕固语。"
    assert proposal.pairs.get(file=needs).why == "同在甘州区，能帮法律。"


def test_never_with_somebody_to_be_avoided(city, files, cadre, other_cadre, district_administrator):
    for file in files:
        Avoidance.objects.create(file=file, user=other_cadre, reason="亲属")
    proposal = proposed(city.ganzhou_federation, district_administrator)
    assert sorted(map(str, pairs_of(proposal).values())) == ["None", "褚演示"]


def test_across_districts_only_when_the_supervisor_allows_it(city, files, far_cadre, administrator):
    third = a_file(city.ganzhou_federation, name="孙范例")
    assert pairs_of(proposed(city.root, administrator))["孙范例"] in (None, "褚演示", "尤演示")
    allowed = proposed(city.root, administrator, allows_across=True)
    assert "许演示" in pairs_of(allowed).values()
    row = allowed.pairs.get(is_across=True)
    assert row.why.startswith("民乐县的干部，本区县没有空位了")
    assert third in {each.file for each in allowed.pairs.select_related("file")}


def test_the_citys_own_cadres_serve_any_district_when_the_city_asks(
    city, files, administrator, district_administrator
):
    factories.a_member_of_staff("城演示", city.root, Role.CADRE)
    a_file(city.ganzhou_federation, name="孙范例")
    by_city = proposed(city.ganzhou_federation, administrator)
    assert "城演示" in pairs_of(by_city).values()
    by_district = proposed(city.ganzhou_federation, district_administrator)
    assert "城演示" not in pairs_of(by_district).values()


def test_an_area_holds_its_own_households_only(city, files, far_cadre, administrator):
    a_file(city.minle_federation, name="民范例")
    assert pairs_of(proposed(city.minle_federation, administrator)) == {"民范例": "许演示"}


def test_started_twice_while_it_is_computed_it_is_one(city, files, district_administrator):
    made = [
        proposing.start(city.ganzhou_federation, actor=district_administrator) for _ in range(2)
    ]
    assert made[0] == made[1]


def test_computed_twice_it_is_one_list(city, files, district_administrator):
    proposal = proposing.start(city.ganzhou_federation, actor=district_administrator)
    assert [computing.compute(proposal.pk) for _ in range(2)] == [True, False]
    assert proposal.pairs.count() == 2


def test_with_nobody_waiting_there_is_nothing_to_propose(city, cadre, district_administrator):
    said = refusal(proposing.start, city.ganzhou_federation, actor=district_administrator)
    assert said == "这个范围里没有等着结对的户。"


def test_only_the_supervisor_line_of_the_area(
    city, files, cadre, stranger, auditor, district_administrator
):
    minle = factories.a_member_of_staff("钱试样", city.minle_federation, Role.ADMINISTRATOR)
    proposal = proposed(city.ganzhou_federation, district_administrator)
    row = proposal.pairs.first()
    for actor in (cadre, stranger, auditor, minle):
        assert refusal(proposing.start, city.ganzhou_federation, actor=actor)
        assert refusal(confirming.confirm, proposal, actor=actor)
        assert refusal(proposing.drop, proposal, actor=actor)
        assert refusal(proposal_rows.change, row, post=None, actor=actor)
        assert refusal(proposal_rows.leave_out, row, actor=actor)
        assert not Proposal.objects.visible_to(actor).exists()
    assert Proposal.objects.visible_to(district_administrator).get() == proposal


def test_a_row_is_changed_by_hand(city, files, cadre, other_cadre, district_administrator):
    proposal = proposed(city.ganzhou_federation, district_administrator)
    ours, theirs = (proposal.pairs.get(file=file) for file in files)
    said = refusal(
        proposal_rows.change, ours, post=the_post(other_cadre), actor=district_administrator
    )
    assert said == "尤演示现在没有空位，或者和这一户要回避，请另选一位。"
    proposal_rows.change(theirs, post=None, actor=district_administrator)
    proposal_rows.change(ours, post=the_post(other_cadre), actor=district_administrator)
    ours.refresh_from_db()
    assert (ours.post.user, ours.changed_by_hand) == (other_cadre, True)
    assert ours.why == "同在甘州区。"
    confirming.confirm(proposal, actor=district_administrator)
    assert Pairing.objects.get().post.user == other_cadre
    assert HardshipFile.objects.unpaired().get() == files[1]


def test_a_row_left_out_waits_for_the_next_list(city, files, district_administrator):
    proposal = proposed(city.ganzhou_federation, district_administrator)
    row = proposal.pairs.get(file=files[0])
    for _ in range(2):
        proposal_rows.leave_out(row, actor=district_administrator)
    confirming.confirm(proposal, actor=district_administrator)
    assert HardshipFile.objects.unpaired().get() == files[0]


def test_a_dropped_list_pairs_nobody(city, files, district_administrator):
    proposal = proposed(city.ganzhou_federation, district_administrator)
    for _ in range(2):
        proposing.drop(proposal, actor=district_administrator)
    assert refusal(confirming.confirm, proposal, actor=district_administrator) == (
        "这份名单现在是“已放弃”，不能再改。"
    )
    assert not Pairing.objects.exists()


ACTS = {
    "confirm": lambda proposal, actor: confirming.confirm(proposal, actor=actor),
    "drop": lambda proposal, actor: proposing.drop(proposal, actor=actor),
    "change": lambda proposal, actor: proposal_rows.change(
        proposal.pairs.first(), post=None, actor=actor
    ),
    "leave_out": lambda proposal, actor: proposal_rows.leave_out(
        proposal.pairs.first(), actor=actor
    ),
}
ALLOWED = {
    ProposalState.COMPUTING: set(), ProposalState.READY: set(ACTS),
    ProposalState.CONFIRMING: {"confirm"}, ProposalState.CONFIRMED: {"confirm"}, ProposalState.DROPPED: {"drop"},
    ProposalState.FAILED: {"drop"},
}  # fmt: skip


@pytest.mark.parametrize("state", ProposalState.values)
@pytest.mark.parametrize("act", ACTS)
def test_every_act_in_every_state(city, files, district_administrator, state, act):
    proposal = proposed(city.ganzhou_federation, district_administrator)
    Proposal.objects.filter(pk=proposal.pk).update(state=state)
    if act in ALLOWED[state]:
        ACTS[act](proposal, district_administrator)
    else:
        assert "不能再改" in refusal(ACTS[act], proposal, district_administrator)
        assert not Pairing.objects.exists()


def test_a_list_without_pairs_is_not_confirmed(city, district_administrator):
    a_file(city.ganzhou_federation)
    proposal = proposed(city.ganzhou_federation, district_administrator)
    assert proposal.pairs.get().post is None
    said = refusal(confirming.confirm, proposal, actor=district_administrator)
    assert said == "这份名单里没有可以结的对，请先给户选干部。"


def test_what_fails_says_so_and_leaves_no_half_list(
    city, files, district_administrator, monkeypatch
):
    proposal = proposing.start(city.ganzhou_federation, actor=district_administrator)
    monkeypatch.setattr(computing, "assign", lambda *_, **__: 1 / 0)
    computing.compute(proposal.pk)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.FAILED
    assert not ProposedPair.objects.exists()


def test_the_sweep_hands_over_what_waits_and_gives_up_what_never_ends(
    city, files, district_administrator
):
    proposal = proposing.start(city.ganzhou_federation, actor=district_administrator)
    assert computing.sweep(proposal.made_at + MINUTE) == 1
    assert computing.sweep(proposal.made_at + 16 * MINUTE) == 0
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.FAILED
