import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import Entry
from notifications import services as notifications
from notifications.models import Channel, Message, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_the_inbox(a_message):
    """`in_the_inbox(user, title)` is a message that has arrived, each newer than the last."""
    start = timezone.now() - datetime.timedelta(days=1)

    def arrive(user, title, minutes=0, **fields):
        at = start + datetime.timedelta(minutes=minutes)
        fields = {"channel": Channel.INBOX, "state": State.SENT, "created_at": at, **fields}
        return a_message(recipient=user, title=title, **fields)

    return arrive


def titles(response) -> list[str]:
    return [message.title for message in response.context["page"].rows]


def test_the_newest_stands_first_and_nobody_elses_is_there(
    worker, other_worker, in_the_inbox, signed_in
):
    in_the_inbox(worker, "旧的", 1)
    in_the_inbox(worker, "新的", 2)
    in_the_inbox(worker, "还没发", 3, state=State.QUEUED)
    in_the_inbox(worker, "短信", 4, channel=Channel.SMS)
    in_the_inbox(other_worker, "别人的", 5)
    response = signed_in(worker).get(reverse("notifications:inbox"))
    assert titles(response) == ["新的", "旧的"]


def test_opening_the_inbox_reads_what_it_shows(worker, other_worker, in_the_inbox, signed_in):
    in_the_inbox(worker, "消息")
    in_the_inbox(other_worker, "别人的")
    client = signed_in(worker)
    assert notifications.unread_count(worker) == 1
    first = client.get(reverse("notifications:inbox")).content.decode()
    assert (first.count('class="new"'), notifications.unread_count(worker)) == (1, 0)
    again = client.get(reverse("notifications:inbox")).content.decode()
    assert again.count('class="new"') == 0
    assert notifications.unread_count(other_worker) == 1


def test_a_page_holds_twenty_five_and_leads_on(worker, in_the_inbox, signed_in):
    for number in range(30):
        in_the_inbox(worker, f"{number}", number)
    client = signed_in(worker)
    first = client.get(reverse("notifications:inbox"))
    assert titles(first) == [str(number) for number in range(29, 4, -1)]
    second = client.get(reverse("notifications:inbox"), {"after": first.context["page"].after})
    assert titles(second) == ["4", "3", "2", "1", "0"]
    # What is on a page not opened is still news.
    assert notifications.unread_count(worker) == 0


@pytest.mark.parametrize("cursor", ["~", "\0", "x~y", "9999~1", "2026-11-23T10:00~nothing"])
def test_a_cursor_typed_by_hand_shows_the_first_page(worker, in_the_inbox, signed_in, cursor):
    in_the_inbox(worker, "消息")
    response = signed_in(worker).get(reverse("notifications:inbox"), {"after": cursor})
    assert (response.status_code, titles(response)) == (200, ["消息"])


def test_words_of_a_message_cannot_become_markup(worker, in_the_inbox, signed_in):
    in_the_inbox(worker, "<script>1</script>", body="<b>粗</b>\n第二行")
    page = signed_in(worker).get(reverse("notifications:inbox")).content.decode()
    assert "&lt;script&gt;1&lt;/script&gt;" in page
    assert "&lt;b&gt;粗&lt;/b&gt;<br>第二行" in page


def test_an_empty_inbox_says_what_would_be_here(worker, signed_in):
    page = signed_in(worker).get(reverse("notifications:inbox")).content.decode()
    assert "还没有消息" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_inbox_costs_the_same_for_one_and_three(
    worker, in_the_inbox, signed_in, rows, django_assert_num_queries
):
    for number in range(rows):
        in_the_inbox(worker, "消息", number)
    client = signed_in(worker)
    client.get(reverse("notifications:inbox"))
    Message.objects.update(read_at=None)
    with django_assert_num_queries(4):
        client.get(reverse("notifications:inbox"))


def test_the_desk_has_its_own_inbox(reviewer, in_the_inbox, signed_in):
    in_the_inbox(reviewer, "有一份申请快到时限")
    response = signed_in(reviewer).get(reverse("notifications:desk-inbox"))
    assert titles(response) == ["有一份申请快到时限"]
    assert notifications.unread_count(reviewer) == 0


@pytest.mark.parametrize("name", ["inbox", "desk-inbox"])
def test_nobody_reads_without_signing_in(client, name):
    response = client.get(reverse(f"notifications:{name}"))
    assert response.status_code == 302


def test_a_worker_does_not_get_to_the_desk(worker, signed_in):
    response = signed_in(worker).get(reverse("notifications:desk-inbox"))
    assert response.status_code in (302, 404)


def test_no_sms_and_sms_again_each_recorded_once(worker, signed_in):
    client = signed_in(worker)
    for wanted in ("0", "0", "1", "瞎填"):
        response = client.post(reverse("notifications:sms"), {"wanted": wanted})
        assert (response.status_code, response.url) == (302, reverse("notifications:inbox"))
    assert list(Entry.objects.order_by("id").values_list("action", "actor_id")) == [
        ("notifications.sms_off", worker.pk),
        ("notifications.sms_on", worker.pk),
    ]
    assert notifications.wants_sms(worker) is True


def test_marking_read_touches_only_ones_own(worker, other_worker, in_the_inbox):
    own, foreign = in_the_inbox(worker, "自己的"), in_the_inbox(other_worker, "别人的")
    assert notifications.mark_read(worker, [own, foreign]) == 1
    assert notifications.mark_read(worker, [own]) == 0
    assert notifications.mark_read(worker, []) == 0
    assert notifications.unread_count(other_worker) == 1
