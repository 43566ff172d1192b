import pytest

from accounts.models import User
from audit.models import Entry
from audit.refusal import Refused
from membership import deciding, drafts, joining
from membership.models import Application, Measure, State, TallyDelta
from notifications.models import Message
from people.models import Consent, Person
from tests.factories import local
from tests.membership.conftest import MORNING, a_number


def test_a_complete_application_waits_for_us_with_a_due_time_today(application, worker, city):
    assert application.state == State.SUBMITTED
    assert application.submitted_at == MORNING
    assert application.due_at == local(2026, 11, 23, 18, 0)
    assert application.organization == city.couriers
    assert application.person.name == "李示例"
    assert User.objects.get(pk=worker.pk).person == application.person


def test_after_the_cut_off_the_answer_is_due_next_working_day(submit, worker):
    friday_evening = local(2026, 11, 20, 16, 0)

    application = submit(worker, at=friday_evening)

    assert application.due_at == local(2026, 11, 23, 18, 0)


def test_it_is_recorded_tallied_consented_and_told(application, worker, city):
    entry = Entry.objects.get(action="membership.submitted")
    assert (entry.actor_id, entry.person_id) == (worker.pk, application.person_id)
    delta = TallyDelta.objects.get()
    assert (delta.organization, delta.measure, delta.amount) == (
        city.couriers,
        Measure.SUBMITTED,
        1,
    )
    assert Consent.objects.filter(person=application.person, purpose="join").count() == 1
    told = Message.objects.filter(recipient=worker, kind="membership.received")
    assert sorted(told.values_list("channel", flat=True)) == ["inbox", "sms"]


def test_pressing_twice_is_one_application_and_one_message_a_channel(application, worker, details):
    again = joining.submit(application, details=details(), actor=worker, at=MORNING)

    assert again == application
    assert Application.objects.count() == 1
    assert Message.objects.filter(kind="membership.received").count() == 2


def test_another_persons_draft_cannot_be_submitted(worker, other_worker, details):
    draft = drafts.open_draft(worker)

    with pytest.raises(Refused, match="申请人本人"):
        joining.submit(draft, details=details(), actor=other_worker)

    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_a_member_is_told_that_there_is_no_need_to_apply(submit, worker, other_worker, reviewer):
    number = a_number()
    deciding.approve(submit(worker, number=number), actor=reviewer, at=MORNING)

    with pytest.raises(Refused, match=r"已经是会员.*接转") as refused:
        submit(other_worker, number=number)

    assert refused.value.field == "number"
    assert Application.objects.exclude(state=State.DRAFT).count() == 1


def test_a_number_with_an_open_application_is_refused_on_another_phone(
    submit, worker, other_worker
):
    number = a_number()
    submit(worker, number=number)

    with pytest.raises(Refused, match="已有一份申请正在办理"):
        submit(other_worker, number=number)


def test_a_number_registered_with_another_phone_points_to_the_counter(
    submit, worker, other_worker, reviewer
):
    number = a_number()
    first = submit(worker, number=number)
    deciding.refuse(first, reason="请在工作地申请", actor=reviewer, at=MORNING)

    with pytest.raises(Refused, match=r"另一个手机号登记.*窗口"):
        submit(other_worker, number=number)


def test_a_phone_of_another_member_points_to_the_counter(submit, worker, reviewer, details):
    deciding.approve(submit(worker), actor=reviewer, at=MORNING)
    draft = drafts.open_draft(User.objects.get(pk=worker.pk))

    with pytest.raises(Refused, match=r"另一位会员名下.*窗口"):
        joining.submit(draft, details=details(), actor=User.objects.get(pk=worker.pk))


def test_a_refused_applicant_may_apply_again(submit, worker, reviewer):
    number = a_number()
    first = submit(worker, number=number)
    deciding.refuse(first, reason="请在工作地申请", actor=reviewer, at=MORNING)

    second = submit(User.objects.get(pk=worker.pk), number=number)

    assert second != first
    assert second.state == State.SUBMITTED
    assert [f["code"] for f in second.findings if f["level"] == "info"] == ["earlier"]
    assert Person.objects.count() == 1


def test_a_wrong_number_leaves_nothing_behind(submit, worker):
    with pytest.raises(Refused) as refused:
        submit(worker, number="629900198805061233")

    assert refused.value.field == "number"
    assert (
        Person.objects.count(),
        Entry.objects.filter(action="membership.submitted").count(),
    ) == (0, 0)


def test_a_namesake_with_the_same_birthday_is_pointed_out(submit, worker, other_worker):
    submit(worker, number=a_number())

    twin = submit(other_worker, number=a_number())

    assert [f["code"] for f in twin.findings if f["level"] == "warn"] == ["twin"]


def test_a_number_known_under_another_name_is_pointed_out(submit, worker, reviewer):
    number = a_number()
    deciding.refuse(submit(worker, number=number), reason="请重新填写", actor=reviewer, at=MORNING)

    again = submit(User.objects.get(pk=worker.pk), number=number, name="李示范")

    about_the_name = [f["text"] for f in again.findings if f["code"] == "name"]
    assert "以前登记的姓名是“李示例”" in "".join(about_the_name)
