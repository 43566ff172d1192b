import pytest

from audit.models import Entry
from audit.refusal import Refused
from membership import deciding, drafts
from membership.models import Application, Measure, Member, State, TallyDelta
from notifications.models import Message
from organizations.models import Post
from tests.factories import local
from tests.membership.conftest import MORNING, a_number

NOON = local(2026, 11, 23, 11, 30)
NEXT_DAY = local(2026, 11, 24, 9, 30)


def test_approval_makes_a_member_of_the_named_union(application, reviewer, city):
    member = deciding.approve(application, actor=reviewer, at=NOON)

    assert (member.organization, member.person, member.joined_at) == (
        city.couriers, application.person, NOON,
    )  # fmt: skip
    assert member.number.startswith("62070226")
    application.refresh_from_db()
    assert (application.state, application.decided_by, application.was_late) == (
        State.APPROVED, reviewer, False,
    )  # fmt: skip


def test_it_is_recorded_tallied_and_told(application, reviewer, worker):
    deciding.approve(application, actor=reviewer, at=NOON)

    entry = Entry.objects.get(action="membership.approved")
    assert (entry.actor_name, entry.actor_unit) == ("陈演示", "甘州区快递外卖行业工会联合会")
    measures = TallyDelta.objects.exclude(measure=Measure.SUBMITTED).values_list(
        "measure", flat=True
    )
    assert sorted(measures) == ["approved", "joined", "on_time"]
    told = Message.objects.filter(recipient=worker, kind="membership.approved")
    assert sorted(told.values_list("channel", flat=True)) == ["inbox", "sms"]


def test_two_reviewers_make_one_decision_and_the_second_hears_who_decided(
    application, reviewer, colleague
):
    deciding.approve(application, actor=reviewer, at=NOON)

    with pytest.raises(Refused, match="陈演示已在11月23日 11:30答复：已通过"):
        deciding.refuse(application, reason="重复", actor=colleague, at=NOON)

    assert (
        Entry.objects.filter(action__in=["membership.approved", "membership.refused"]).count() == 1
    )


def test_pressing_twice_gives_the_same_member(application, reviewer):
    first = deciding.approve(application, actor=reviewer, at=NOON)
    again = deciding.approve(application, actor=reviewer, at=NOON)

    assert first == again
    assert Member.objects.count() == 1


def test_a_reviewer_of_another_district_is_refused(application, stranger):
    with pytest.raises(Refused, match="审批范围"):
        deciding.approve(application, actor=stranger, at=NOON)

    assert not Member.objects.exists()


def test_a_draft_is_nobodys_to_decide(worker, reviewer):
    with pytest.raises(Refused, match="不在您的审批范围内"):
        deciding.approve(drafts.open_draft(worker), actor=reviewer, at=MORNING)


def test_a_post_that_ended_decides_nothing_any_more(application, reviewer):
    Post.objects.filter(user=reviewer).update(until=local(2026, 11, 23, 11, 0))

    with pytest.raises(Refused, match="审批范围"):
        deciding.approve(application, actor=reviewer, at=NOON)


def test_a_late_approval_demands_a_reason(application, reviewer):
    with pytest.raises(Refused, match="超时原因") as refused:
        deciding.approve(application, actor=reviewer, at=NEXT_DAY)

    assert refused.value.field == "late_reason"
    assert not Member.objects.exists()


def test_a_late_approval_tells_the_worker_the_reason(application, reviewer):
    deciding.approve(application, actor=reviewer, late_reason="系统升级", at=NEXT_DAY)

    application.refresh_from_db()
    assert (application.was_late, application.late_reason) == (True, "系统升级")
    inbox = Message.objects.get(kind="membership.approved", channel="inbox")
    assert "原因：系统升级" in inbox.body
    assert TallyDelta.objects.filter(measure=Measure.LATE).count() == 1


def test_a_person_who_became_a_member_meanwhile_is_not_admitted_twice(application, reviewer, city):
    Member.objects.create(
        number="X", person=application.person, organization=city.joint,
        occupation=application.occupation, joined_at=MORNING,
    )  # fmt: skip

    with pytest.raises(Refused, match="已经是会员"):
        deciding.approve(application, actor=reviewer, at=NOON)

    application.refresh_from_db()
    assert application.state == State.SUBMITTED


def test_a_batch_approves_the_clean_ones_each_by_itself(submit, worker, other_worker, reviewer):
    clean = submit(worker, number=a_number())
    doubtful = submit(other_worker, number=a_number())

    members, left = deciding.approve_many([clean, doubtful], actor=reviewer, at=NOON)

    assert [member.application for member in members] == [clean]
    assert left == [(doubtful, "有提醒或已超时，请打开单独办理。")]
    assert Entry.objects.filter(action="membership.approved").count() == 1
    assert Application.objects.get(pk=doubtful.pk).state == State.SUBMITTED
