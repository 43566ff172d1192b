import datetime

import pytest
from django.db import connection
from django.utils import timezone

from notifications import delivery
from notifications import services as notifications
from notifications.channels.base import ChannelError
from notifications.models import Channel, Message, State
from notifications.tasks import deliver
from tests.factories import a_worker

pytestmark = pytest.mark.django_db


def outcome(message: Message) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, message.error


@pytest.fixture
def troubled_gateway(monkeypatch):
    """`troubled_gateway(error)` makes the gateway raise it; returns the texts it was given."""

    def trouble(error, only: str = ""):
        asked = []

        def send(phone, message):
            asked.append(message.body)
            if only in message.body:
                raise error

        monkeypatch.setattr("notifications.gateways.outbox.send", send)
        return asked

    return trouble


def test_an_inbox_message_is_sent_by_being_marked(a_message):
    message = a_message(channel=Channel.INBOX)
    assert deliver([str(message.pk)]) == 1
    assert outcome(message) == (State.SENT, "")
    assert message.attempts == 1
    assert message.claimed_at <= message.finished_at
    assert list(Message.objects.inbox_of(message.recipient)) == [message]


def test_an_sms_leaves_for_the_phone_the_account_has_now(a_message):
    message = a_message()
    message.recipient.phone = "19900009999"
    message.recipient.save()
    deliver([str(message.pk)])
    from_outbox = delivery.sms.outbox.latest()
    assert [(row["phone"], row["text"]) for row in from_outbox] == [("19900009999", message.body)]


def test_delivered_four_times_by_the_queue_is_sent_once(a_message, sent_texts):
    message = a_message()
    ids = [str(message.pk)]
    assert [deliver(ids), deliver(ids), deliver(ids + ids), deliver(ids)] == [1, 0, 0, 0]
    assert sent_texts() == [message.body]


def test_an_id_that_does_not_exist_is_no_harm():
    assert deliver(["00000000-0000-4000-8000-000000000000"]) == 0


def test_no_phone_is_a_reason_on_record(a_message, sent_texts):
    message = a_message(recipient=a_worker(phone=None))
    deliver([str(message.pk)])
    assert outcome(message) == (State.SUPPRESSED, "没有登记手机号")
    assert sent_texts() == []


def test_a_disabled_account_hears_nothing(a_message, sent_texts):
    message = a_message(recipient=a_worker(is_active=False))
    deliver([str(message.pk)])
    assert outcome(message) == (State.SUPPRESSED, "账号已停用")
    assert sent_texts() == []


def test_whoever_chose_no_sms_gets_the_inbox_only(a_message, worker, sent_texts):
    notifications.choose_sms(worker, wanted=False)
    sms, inbox = a_message(recipient=worker), a_message(recipient=worker, channel=Channel.INBOX)
    deliver([str(sms.pk), str(inbox.pk)])
    assert outcome(sms) == (State.SUPPRESSED, "本人选择不收短信")
    assert outcome(inbox) == (State.SENT, "")
    assert sent_texts() == []


def test_what_came_too_late_is_not_sent(a_message, sent_texts):
    message = a_message(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    deliver([str(message.pk)])
    assert outcome(message) == (State.SUPPRESSED, "已过有效时间")
    assert sent_texts() == []


def test_one_bad_message_does_not_stop_the_others(a_message, troubled_gateway):
    messages = [a_message(body=body) for body in ("一", "坏", "三")]
    asked = troubled_gateway(RuntimeError("surprise"), only="坏")
    assert deliver([str(message.pk) for message in messages]) == 3
    assert asked == ["一", "坏", "三"]
    assert [outcome(message)[0] for message in messages] == [
        State.SENT,
        State.QUEUED,
        State.SENT,
    ]


def test_a_permanent_error_ends_it(a_message, troubled_gateway):
    troubled_gateway(ChannelError("手机号不能接收短信", permanent=True))
    message = a_message()
    deliver([str(message.pk)])
    assert outcome(message) == (State.FAILED, "手机号不能接收短信")
    assert message.finished_at is not None


def test_a_passing_error_waits_longer_each_time_and_then_fails(a_message, troubled_gateway):
    asked = troubled_gateway(ChannelError("短信网关忙"))
    message = a_message()
    waits = []
    for _ in range(delivery.MAX_ATTEMPTS):
        deliver([str(message.pk)])
        message.refresh_from_db()
        if message.state == State.QUEUED:
            waits.append(round((message.next_try_at - message.claimed_at).total_seconds()))
            make_due(message)
    assert waits == [15, 60, 300, 900, 3600]
    assert outcome(message) == (State.FAILED, "短信网关忙")
    assert len(asked) == message.attempts == delivery.MAX_ATTEMPTS


def make_due(message: Message) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notifications_message SET next_try_at = now() WHERE id = %s", [message.pk]
        )


def test_before_its_next_try_nobody_can_claim_it(a_message, troubled_gateway):
    asked = troubled_gateway(ChannelError("短信网关忙"))
    message = a_message()
    assert [deliver([str(message.pk)]) for _ in range(3)] == [1, 0, 0]
    assert len(asked) == 1


def test_a_lost_answer_is_counted(a_message, troubled_gateway):
    troubled_gateway(ChannelError("短信网关没有回音", answer_lost=True))
    message = a_message()
    deliver([str(message.pk)])
    assert outcome(message) == (State.QUEUED, "短信网关没有回音")
    assert message.uncertain == 1


def test_a_sign_in_code_does_not_stay_in_the_database(sent_texts):
    notifications.enqueue(
        "accounts.code", to="19900000001", channels=(Channel.SMS,), context={"code": "135790"},
        dedupe="1",
    )  # fmt: skip
    message = Message.objects.get()
    deliver([str(message.pk)])
    assert ["135790" in text for text in sent_texts()] == [True]
    row = Message.objects.filter(pk=message.pk).values().get()
    assert (row["state"], row["body"], row["params"]) == (State.SENT, "", {})
    assert "135790" not in str(row)


def test_a_code_that_came_too_late_does_not_stay_either(a_message):
    message = a_message(
        kind="accounts.code", to="19900000001", params={"code": "135790"},
        expires_at=timezone.now() - datetime.timedelta(seconds=1),
    )  # fmt: skip
    deliver([str(message.pk)])
    message.refresh_from_db()
    assert (message.state, message.body, message.params) == (State.SUPPRESSED, "", {})


def test_a_worker_that_wakes_up_late_does_not_overwrite_what_happened(a_message):
    message = a_message()
    stale = delivery.claim(message.pk)
    Message.objects.filter(pk=message.pk).update(attempts=2, state=State.SENDING)
    delivery._finish(stale, State.FAILED, "旧的结果")
    assert outcome(message) == (State.SENDING, "")


def test_without_a_gateway_the_reason_says_so(a_message, settings):
    settings.SMS_GATEWAY = ""
    message = a_message()
    deliver([str(message.pk)])
    assert outcome(message) == (State.QUEUED, "没有配置短信网关")
