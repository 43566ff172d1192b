import base64
import datetime
import json

import pytest
from django.conf import settings
from django.db import transaction
from django.template import TemplateDoesNotExist

from notifications import services as notifications
from notifications.models import Channel, Message, State
from tests import processes
from tests.factories import local

QUEUE = "celery"


@pytest.fixture
def tell_post():
    """Tell somebody of a post: a message whose words need no application."""

    def tell(recipient, dedupe="1", **more):
        more.setdefault("channels", (Channel.INBOX,))
        notifications.enqueue(
            "organizations.post_appointed",
            recipient=recipient,
            context={"role": "审批员", "union": "甘州区<总工会>"},
            dedupe=dedupe,
            **more,
        )

    return tell


@pytest.mark.django_db
def test_a_message_is_written_with_its_words_and_all_it_needs(worker, tell_post):
    at = local(2026, 11, 23, 10, 0)
    expires = at + datetime.timedelta(days=1)
    tell_post(worker, about=worker, link="/desk/", expires_at=expires, at=at)
    message = Message.objects.get()
    row = Message.objects.filter(pk=message.pk).values().get()
    row.pop("next_try_at")
    assert row == {
        "id": message.pk,
        "kind": "organizations.post_appointed",
        "channel": "inbox",
        "recipient_id": worker.pk,
        "to": "",
        "title": "您有了新的岗位：审批员",
        # Plain text: nothing is escaped for HTML.
        "body": "您从现在起是甘州区<总工会>的审批员。左边的栏目就是您能办的事。",
        "link": "/desk/",
        "params": {},
        "about": f"accounts.user:{worker.pk}",
        "dedupe_key": "organizations.post_appointed:inbox:1",
        "state": "queued",
        "created_at": at,
        "expires_at": expires,
        "claimed_at": None,
        "finished_at": None,
        "read_at": None,
        "attempts": 0,
        "uncertain": 0,
        "error": "",
    }


@pytest.mark.django_db
def test_the_same_message_twice_is_written_once(worker, tell_post):
    tell_post(worker)
    tell_post(worker)
    assert Message.objects.count() == 1
    tell_post(worker, dedupe="2")
    assert Message.objects.count() == 2


@pytest.mark.django_db
def test_writing_is_one_query(worker, tell_post, django_assert_num_queries):
    with django_assert_num_queries(1):
        tell_post(worker)


@pytest.mark.django_db
def test_a_code_goes_to_a_phone_without_an_account():
    notifications.enqueue(
        "accounts.code", to="19900000001", channels=(Channel.SMS,), context={"code": "135790"},
        dedupe="abc",
    )  # fmt: skip
    message = Message.objects.get()
    assert (message.recipient, message.to) == (None, "19900000001")
    assert message.body == f"【{settings.CITY_NAME}】验证码135790，10分钟内有效，请勿转告他人。"
    assert message.params == {"code": "135790"}


@pytest.mark.django_db
def test_a_kind_without_words_is_an_error_of_ours(worker):
    with pytest.raises(TemplateDoesNotExist):
        notifications.enqueue("no.such_kind", recipient=worker, dedupe="1")


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_of_a_message_whose_act_was_rolled_back(worker, tell_post):
    def act_that_fails():
        with transaction.atomic():
            tell_post(worker)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act_that_fails()
    assert Message.objects.count() == 0
    assert queued_ids() == []


@pytest.mark.django_db(transaction=True)
def test_after_commit_the_ids_are_in_the_queue_and_nothing_else(worker, tell_post):
    with transaction.atomic():
        tell_post(worker)
        assert queued_ids() == []
    message = Message.objects.get()
    assert message.state == State.QUEUED
    assert queued_ids() == [[str(message.pk)]]


def queued_ids() -> list[list[str]]:
    """The ids of each task waiting in the broker."""
    with processes.broker() as broker:
        waiting = broker.lrange(QUEUE, 0, -1)
    return [json.loads(base64.b64decode(json.loads(task)["body"]))[0][0] for task in waiting]
