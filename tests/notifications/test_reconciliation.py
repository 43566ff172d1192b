"""due = sent + suppressed + failed (+ what still waits), whatever happened on the way."""

import datetime

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.models import Entry
from notifications import delivery, reconciliation, sweeping
from notifications import services as notifications
from notifications.channels.base import ChannelError
from notifications.models import Channel, Message, State
from notifications.reconciliation import Line
from tests.factories import a_worker, local

pytestmark = pytest.mark.django_db

PAGE = "notifications:reconciliation"


def all_lines() -> list[Line]:
    return reconciliation.lines(local(2026, 1, 1), timezone.now() + datetime.timedelta(days=2))


def drill(monkeypatch) -> None:
    """Deliver everything while the gateway misbehaves in every way, workers die and time passes."""
    real, turn = delivery.sms.outbox.send, iter(range(10_000))

    def unsteady(phone, message):
        troubles = {
            1: ChannelError("短信网关忙"),
            2: ChannelError("短信网关没有回音", answer_lost=True),
            3: ChannelError("手机号不能接收短信", permanent=True),
            4: RuntimeError("surprise"),
        }
        trouble = troubles.get(next(turn) % 5)
        if trouble:
            raise trouble
        real(phone, message)

    monkeypatch.setattr("notifications.gateways.outbox.send", unsteady)
    monkeypatch.setattr(sweeping, "hand_over", delivery.deliver)
    for _ in range(delivery.MAX_ATTEMPTS + 2):
        killed = Message.objects.filter(state=State.QUEUED).first()
        if killed:
            delivery.claim(killed.pk)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE notifications_message SET next_try_at = now(),"
                           " claimed_at = claimed_at - interval '6 minutes'")  # fmt: skip
        sweeping.sweep()


def test_after_every_kind_of_trouble_the_sum_is_right(a_message, monkeypatch):
    for _ in range(15):
        a_message()
        a_message(channel=Channel.INBOX)
    for _ in range(3):
        a_message(recipient=a_worker(phone=None))
        a_message(expires_at=timezone.now() - datetime.timedelta(minutes=1))
    drill(monkeypatch)
    [line] = all_lines()
    assert (line.due, line.waiting, line.adds_up) == (36, 0, True)
    assert line.due == line.sent + line.suppressed + line.failed
    assert line.suppressed == 6
    assert min(line.sent - 14, line.failed, line.uncertain) >= 1


def test_each_day_and_kind_has_its_line(a_message):
    day, before = local(2026, 11, 23, 0, 5), local(2026, 11, 22, 23, 55)
    a_message(created_at=before, state=State.SENT)
    a_message(created_at=day, state=State.SENT, uncertain=2)
    a_message(created_at=day, state=State.FAILED)
    a_message(created_at=day, state=State.SENDING)
    a_message(created_at=day, kind="accounts.code", state=State.SUPPRESSED)
    assert reconciliation.lines(local(2026, 11, 22), local(2026, 11, 24)) == [
        Line(day.date(), "accounts.code", 1, 0, 1, 0, 0, 0),
        Line(day.date(), "membership.approved", 3, 1, 0, 1, 1, 2),
        Line(before.date(), "membership.approved", 1, 1, 0, 0, 0, 0),
    ]
    assert reconciliation.total(reconciliation.lines(local(2026, 11, 22), local(2026, 11, 24))) == {
        "due": 5, "sent": 2, "suppressed": 1, "failed": 1, "waiting": 1, "uncertain": 2,
    }  # fmt: skip


def test_the_page_shows_the_figures_and_what_failed(administrator, a_message, signed_in):
    a_message(state=State.FAILED, error="手机号不能接收短信", finished_at=timezone.now())
    a_message(state=State.SENT)
    response = signed_in(administrator).get(reverse(PAGE))
    assert response.context["total"]["due"] == 2
    assert [row.error for row in response.context["page"].rows] == ["手机号不能接收短信"]
    page = response.content.decode()
    assert "重新发送" in page
    assert "入会申请通过" in page


def test_a_district_sees_figures_and_no_names(district_administrator, a_message, signed_in):
    message = a_message(
        state=State.FAILED, finished_at=timezone.now(), recipient=a_worker(name="查不得")
    )
    client = signed_in(district_administrator)
    response = client.get(reverse(PAGE))
    assert response.context["total"]["failed"] == 1
    assert "查不得" not in response.content.decode()
    answer = client.post(reverse("notifications:resend", args=[message.pk]))
    assert answer.status_code == 404
    message.refresh_from_db()
    assert message.state == State.FAILED


@pytest.mark.parametrize("who", ["reviewer", "auditor"])
def test_for_others_the_page_does_not_exist(request, who, signed_in):
    response = signed_in(request.getfixturevalue(who)).get(reverse(PAGE))
    assert response.status_code == 404


def test_sending_again_is_recorded_and_sends(administrator, a_message, signed_in, sent_texts):
    message = a_message(
        state=State.FAILED, attempts=6, error="短信网关忙", finished_at=timezone.now()
    )
    url = reverse("notifications:resend", args=[message.pk])
    client = signed_in(administrator)
    assert client.post(url).url == reverse(PAGE)
    # A second press finds nothing that failed.
    assert client.post(url).status_code == 404
    delivery.deliver([message.pk])
    message.refresh_from_db()
    assert (message.state, message.attempts, message.error) == (State.SENT, 1, "")
    assert sent_texts() == [message.body]
    assert list(Entry.objects.filter(action="notifications.resent").values_list(
        "actor_id", "subject_id"
    )) == [(administrator.pk, str(message.pk))]  # fmt: skip


def test_a_used_up_code_cannot_be_sent_again(administrator, a_message, signed_in):
    message = a_message(kind="accounts.code", body="", to="19900000001", state=State.FAILED,
                        finished_at=timezone.now())  # fmt: skip
    client = signed_in(administrator)
    response = client.post(reverse("notifications:resend", args=[message.pk]), follow=True)
    assert "验证码不能重发" in response.content.decode()
    message.refresh_from_db()
    assert message.state == State.FAILED


def test_sending_again_twice_is_quiet(administrator, a_message):
    message = a_message(state=State.FAILED, finished_at=Now())
    for _ in range(2):
        notifications.resend(message, actor=administrator)
    assert Entry.objects.filter(action="notifications.resent").count() == 1


@pytest.mark.parametrize("day", ["", "2026-11-23", "0001-01-01", "9999-12-31", "昨天", "\0"])
def test_any_day_gets_an_answer(administrator, signed_in, day):
    response = signed_in(administrator).get(reverse(PAGE), {"day": day})
    assert response.status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_one_and_three(
    administrator, a_message, signed_in, rows, django_assert_num_queries
):
    for _ in range(rows):
        a_message(state=State.FAILED, finished_at=timezone.now())
    client = signed_in(administrator)
    client.get(reverse(PAGE))
    with django_assert_num_queries(6):
        client.get(reverse(PAGE))


def test_the_recipient_of_a_message_is_kept(a_message):
    message = a_message()
    with pytest.raises(Exception, match="protected"):
        User.objects.get(pk=message.recipient_id).delete()
