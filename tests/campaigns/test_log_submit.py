"""Submitting: what must be there, where it counts, whose money it takes, and once only."""

import datetime
import uuid

import pytest
from django.utils import timezone

from audit.models import Entry as Record
from audit.refusal import Refused
from campaigns import logging, tallies
from campaigns.entries import Goods, Group
from campaigns.models import Activity, ActivityState, Campaign, CampaignState
from funds.models import FundEntry
from people.vocabulary import Occupation
from tests.campaigns.conftest import a_campaign, item
from tests.campaigns.typed import all_sums_hold, an_entry, submitted
from tests.factories import a_station

DAY = datetime.timedelta(days=1)


def test_everything_typed_stands_in_the_rows(campaign, city, officer, money):
    station = a_station("火车站工会爱心驿站", city.couriers)
    entry = an_entry(
        campaign, items=(5, 3), station=station, place="", money_fen=126_001, partner="顺丰甘州站",
        note="保暖包36份", goods=(Goods("保暖包", 36, "个"), Goods("手套", 10)),
        reach=(Group(Occupation.FOOD, 30, "美团"), Group(Occupation.PARCEL, 6, "顺丰"),
               Group(Occupation.FOOD, 4, "美团")),
    )  # fmt: skip
    money.ganzhou.granted_fen = 200_000
    money.ganzhou.save()

    made = logging.submit(campaign, entry, organization=city.ganzhou_federation, actor=officer)

    activity = Activity.objects.get()
    assert made == activity
    assert (activity.state, activity.place) == (ActivityState.SUBMITTED, "火车站工会爱心驿站")
    assert (activity.people, activity.money_fen) == (40, 126_001)
    shares = activity.served.order_by("item__position").values_list("item__position", "money_fen")
    assert list(shares) == [(3, 63_001), (5, 63_000)]
    reach = activity.reach.order_by("people").values_list("occupation", "platform", "people")
    assert list(reach) == [("parcel", "顺丰", 6), ("food", "美团", 34)]
    assert [str(row) for row in activity.goods.all()] == ["保暖包36个", "手套10份"]
    assert activity.submitted_at


def test_it_waits_in_its_cells_and_is_counted_in_none(campaign, city, officer):
    submitted(campaign, city.ganzhou_federation, officer, items=(5, 6))

    column = city.ganzhou_federation.pk
    cells = tallies.cells(campaign, [column])
    assert cells == {
        (column, None): tallies.Cell(pending=1),
        (column, item(campaign, 5).pk): tallies.Cell(pending=1),
        (column, item(campaign, 6).pk): tallies.Cell(pending=1),
    }


def test_a_township_counts_in_its_districts_column_and_the_city_in_its_own(
    campaign, city, city_officer, officer
):
    below = submitted(campaign, city.railway_union, officer)
    own = submitted(campaign, city.root, city_officer)

    assert below.district == city.ganzhou_federation
    assert own.district == city.root


def test_the_money_comes_from_the_districts_share(campaign, city, officer, money):
    activity = submitted(campaign, city.railway_union, officer, money_fen=300_00)

    money.ganzhou.refresh_from_db()
    assert money.ganzhou.remaining_fen == 700_00
    assert activity.allocation == money.ganzhou
    entry = FundEntry.objects.get(source_id=str(activity.pk))
    assert (entry.amount_fen, entry.source_type) == (300_00, "campaigns.activity")
    assert "火车站广场" in entry.purpose
    assert all_sums_hold()


def test_what_is_not_there_cannot_be_spent(campaign, city, officer, money):
    with pytest.raises(Refused, match="只剩1,000元") as refused:
        submitted(campaign, city.ganzhou_federation, officer, money_fen=1_000_01)

    assert refused.value.field == "money"
    assert not Activity.objects.exists()
    assert not tallies.CampaignTallyDelta.objects.exists()


def test_without_a_share_there_is_nothing_to_spend(campaign, city, officer):
    with pytest.raises(Refused, match="甘州区总工会在这个服务月还没有专项资金") as refused:
        submitted(campaign, city.ganzhou_federation, officer, money_fen=1)

    assert refused.value.field == "money"


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"items": ()}, "items", "请选送了哪一项"),
        ({"place": ""}, "place", "请填在哪里"),
        ({"reach": ()}, "people", "至少1人"),
        ({"reach": (Group(Occupation.FOOD, 0),)}, "people", "至少1人"),
        ({"reach": (Group(Occupation.FOOD, 100_001),)}, "people", "最多"),
        ({"reach": (Group(Occupation.FOOD, -1),)}, "people", "负数"),
        ({"reach": (Group("astronaut", 1),)}, "occupation", "从业类别"),
        ({"reach": (Group(Occupation.FOOD, 1, "某某"),)}, "platform", "列出的平台"),
        ({"goods": (Goods("保暖包", 0),)}, "goods", "大于0"),
        ({"money_fen": -1}, "money", "负数"),
    ],
)
def test_what_is_missing_or_impossible_is_said_at_its_field(
    campaign, city, officer, fields, field, sentence
):
    with pytest.raises(Refused, match=sentence) as refused:
        submitted(campaign, city.ganzhou_federation, officer, **fields)

    assert refused.value.field == field
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("days", "sentence"), [(-11, "请选这段时间里的一天"), (1, "还没到"), (20, "请选这段时间")]
)
def test_the_day_lies_in_the_month_and_not_ahead(campaign, city, officer, days, sentence):
    held_on = timezone.localdate() + days * DAY

    with pytest.raises(Refused, match=sentence) as refused:
        submitted(campaign, city.ganzhou_federation, officer, held_on=held_on)

    assert refused.value.field == "held_on"


@pytest.mark.parametrize("days", [-10, 0])
def test_the_first_day_and_today_are_fine(campaign, city, officer, days):
    held_on = timezone.localdate() + days * DAY

    assert submitted(campaign, city.ganzhou_federation, officer, held_on=held_on).pk


@pytest.mark.parametrize("state", CampaignState)
def test_a_month_takes_activities_while_it_runs_and_after(campaign, city, officer, state):
    Campaign.objects.filter(pk=campaign.pk).update(state=state)
    campaign.refresh_from_db()

    if state in (CampaignState.RUNNING, CampaignState.ENDED):
        assert submitted(campaign, city.ganzhou_federation, officer).pk
    else:
        with pytest.raises(Refused, match="不能记活动"):
            submitted(campaign, city.ganzhou_federation, officer)


def test_an_item_of_another_month_is_none_of_this(campaign, city, city_officer, officer):
    other = a_campaign(city.root, city_officer, variant="jilin", title="另一个")
    entry = an_entry(other)

    with pytest.raises(Refused, match="这个服务月的项目") as refused:
        logging.submit(campaign, entry, organization=city.ganzhou_federation, actor=officer)
    assert refused.value.field == "items"


def test_one_logs_for_ones_own_unions_alone(campaign, city, other_officer):
    with pytest.raises(Refused, match="不能替这个工会") as refused:
        submitted(campaign, city.ganzhou_federation, other_officer)
    assert refused.value.field == "organization"


def test_a_union_outside_the_months_tree_does_not_take_part(city, city_officer, officer):
    own = a_campaign(city.ganzhou_federation, officer, title="甘州区的")

    with pytest.raises(Refused, match="不在这个服务月里"):
        submitted(own, city.root, city_officer)


def test_the_same_entry_sent_again_is_the_same_activity_unchanged(campaign, city, officer, money):
    sent = {"organization": city.ganzhou_federation, "actor": officer, "client_id": uuid.uuid4()}
    first = logging.submit(campaign, an_entry(campaign, money_fen=100_00), **sent)

    again = logging.submit(campaign, an_entry(campaign, place="改了", money_fen=200_00), **sent)

    assert (again.pk, again.place, again.money_fen) == (first.pk, "火车站广场", 100_00)
    assert Activity.objects.count() == FundEntry.objects.filter(kind="spend").count() == 1
    assert all_sums_hold()


def test_it_is_known_even_when_the_month_takes_nothing_any_more(campaign, city, officer):
    sent = {"organization": city.ganzhou_federation, "actor": officer, "client_id": uuid.uuid4()}
    first = logging.submit(campaign, an_entry(campaign), **sent)
    campaign.state = CampaignState.ARCHIVED
    campaign.save(update_fields=["state"])

    assert logging.submit(campaign, an_entry(campaign), **sent) == first


def test_one_id_of_two_people_are_two_activities(campaign, city, officer, city_officer):
    client_id = uuid.uuid4()
    for actor in (officer, city_officer):
        logging.submit(
            campaign, an_entry(campaign), organization=city.ganzhou_federation, actor=actor,
            client_id=client_id,
        )  # fmt: skip

    assert Activity.objects.count() == 2


def test_it_is_on_record(campaign, city, officer):
    activity = submitted(campaign, city.ganzhou_federation, officer)

    record = Record.objects.get(action="campaigns.activity_submitted")
    assert (record.subject_id, record.actor_id) == (str(activity.pk), officer.pk)
    assert record.actor_unit == "甘州区总工会"
    assert record.data["people"] == 36
