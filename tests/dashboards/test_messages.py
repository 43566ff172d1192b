# ruff: noqa: F401, F811 - the fixture of another room, asked for by name
"""Messages of an area: the city's are everybody's, a district's those to its own staff."""

import datetime
import random

import pytest
from django.urls import reverse
from django.utils import timezone

from dashboards import messages, period, scope
from dashboards.period import Period
from dashboards.tile_messages import tile
from notifications import message_days
from notifications.message_days import Messages
from notifications.models import Channel, Message, State
from organizations.models import Post
from tests.factories import a_worker
from tests.notifications.conftest import a_message
from tests.organizations.queries import queries_of

pytestmark = pytest.mark.django_db
ROWS = "dashboards:rows-messages"
DAY = datetime.timedelta(days=1)


def today() -> datetime.date:
    return timezone.localdate()


def moment(days_ago: int = 0) -> datetime.datetime:
    midnight = datetime.datetime.combine(today() - days_ago * DAY, datetime.time())
    return timezone.make_aware(midnight)


def of(user, union) -> scope.Scope:
    return scope.read(user, str(union.public_id))


def month() -> Period:
    return period.last_days(today())


@pytest.fixture
def full(a_message, reviewer, stranger):
    """Today: of 甘州区's reviewer one sent and one failed; of 民乐县's one waiting, of a worker one."""
    a_message(recipient=reviewer, state=State.SENT, created_at=moment())
    a_message(
        recipient=reviewer, state=State.FAILED, created_at=moment(), error="手机号不能接收短信"
    )
    a_message(recipient=stranger, created_at=moment(), channel=Channel.INBOX)
    a_message(state=State.SUPPRESSED, created_at=moment(2), title="不给别人看的标题")
    a_message(recipient=reviewer, state=State.SENT, created_at=moment(31))


def test_the_city_counts_everybodys(administrator, city, full):
    found = messages.by_day(of(administrator, city.root), month())
    assert found == {
        today(): Messages(3, sent=1, failed=1), today() - 2 * DAY: Messages(1, suppressed=1),
    }  # fmt: skip


def test_a_district_counts_those_to_its_own_staff(administrator, city, full):
    found = messages.by_day(of(administrator, city.ganzhou_federation), month())
    assert found == {today(): Messages(2, sent=1, failed=1)}
    found = messages.by_day(of(administrator, city.minle_federation), month())
    assert found == {today(): Messages(1)}


def test_who_left_is_no_more_of_the_staff(administrator, city, full, reviewer):
    Post.objects.filter(user=reviewer).update(until=timezone.now() - DAY)
    assert messages.by_day(of(administrator, city.ganzhou_federation), month()) == {}


def test_the_tile_says_what_did_not_arrive(administrator, city, full):
    made = tile(of(administrator, city.root), today())
    assert (made.value, made.under, made.alarm) == ("3", "今天应发", "1条消息未送达")
    assert [(fact.label, fact.value, fact.kind) for fact in made.facts] == [
        ("已发", "1条", ""), ("不再需要", "0条", ""), ("未送达", "1条", "late"), ("在途", "1条", ""),
    ]  # fmt: skip
    assert (made.trend.total, made.trend.before) == (4, 1)
    assert made.url == reverse("notifications:reconciliation")


@pytest.mark.parametrize("area", ["root", "ganzhou_federation", "minle_federation"])
def test_every_number_leads_to_exactly_its_rows(signed_in, administrator, city, full, area):
    client, union = signed_in(administrator), getattr(city, area)
    made = tile(of(administrator, union), today())
    for url, value in [(made.rows_url, made.value), *((f.url, f.value) for f in made.facts)]:
        page = client.get(url)
        assert len(page.context["page"].rows) == int(value.rstrip("条"))
        assert page.context["rows"].number == int(value.rstrip("条"))
        for choice in page.context["rows"].choices:
            rows = client.get(choice.url).context["page"].rows
            assert len(rows) == choice.number


def test_sums_equal_a_plain_recount_after_whatever_happens(
    administrator,
    city,
    full,
    a_message,
    reviewer,
    stranger,
):
    lots = random.Random(1125)
    for step in range(15):
        a_message(
            recipient=lots.choice([reviewer, stranger, None, a_worker()]),
            created_at=moment(lots.randrange(40)), state=lots.choice(State.values),
        )  # fmt: skip
        some = lots.sample(list(Message.objects.order_by("dedupe_key")), 2)
        Message.objects.filter(pk__in=[row.pk for row in some]).update(
            state=lots.choice(State.values)
        )
        if step % 4 == 0:
            message_days.fold()
        for union in (city.root, city.ganzhou_federation):
            area = of(administrator, union)
            rows = messages.Rows.read(area, month(), "")
            assert rows.number == rows.queryset().count()
            for outcome in messages.OUTCOMES:
                rows = messages.Rows.read(area, month(), outcome)
                assert rows.number == rows.queryset().count()


def test_the_rows_say_neither_whose_nor_what(signed_in, administrator, full, reviewer):
    body = signed_in(administrator).get(reverse(ROWS)).content.decode()
    assert "入会申请通过" in body
    assert "不给别人看的标题" not in body
    assert "手机号不能接收短信" not in body
    assert f">{reviewer.name}<" not in body


def test_another_district_does_not_exist(signed_in, district_administrator, city, full):
    client = signed_in(district_administrator)
    assert client.get(reverse(ROWS), {"union": city.minle_federation.public_id}).status_code == 404
    assert client.get(reverse(ROWS)).context["rows"].number == 2


@pytest.mark.parametrize(
    "query", [{"since": "nothing"}, {"outcome": "\0"}, {"before": "~"}, {"until": "3000-01-01"}]
)
def test_bad_input_is_answered_with_the_last_thirty_days(signed_in, administrator, full, query):
    answer = signed_in(administrator).get(reverse(ROWS), query)
    assert answer.status_code == 200
    assert answer.context["rows"].number == 4


@pytest.mark.parametrize("number", [1, 3])
def test_it_takes_as_many_queries_for_one_as_for_three(
    signed_in,
    administrator,
    a_message,
    reviewer,
    number,
):
    for _ in range(number):
        a_message(recipient=reviewer)
    assert queries_of(signed_in(administrator), reverse(ROWS)) == 8
