"""Rounds: opened, given their stations, closed; by whom and what stands against it."""

import pytest

from audit.models import Entry
from audit.refusal import Refused
from campaigns import delivering, rounds
from campaigns.models import CampaignState, Delivery, DeliveryRound
from organizations.models import Role
from organizations.register import Filters
from tests import factories
from tests.campaigns.conftest import a_campaign, item
from tests.campaigns.delivered import DAY, a_round, brought, of, some_stations, today


@pytest.fixture
def stations(city):
    return some_stations(city)


def opened(campaign, actor, **given) -> DeliveryRound:
    given = {
        "name": "医药箱进站点", "goods": "医药箱", "starts_on": today(), "ends_on": today() + DAY,
    } | given  # fmt: skip
    return rounds.open_round(campaign=campaign, actor=actor, **given)


def names(delivery_round) -> list[str]:
    rows = delivery_round.deliveries.order_by("station__name")
    return sorted(rows.values_list("station__name", flat=True))


def test_a_round_is_opened_for_the_union_that_runs_the_month(campaign, city, city_officer):
    made = opened(campaign, city_officer, item=item(campaign), warn_days=45)
    assert (made.organization, made.item, made.warn_days) == (city.root, item(campaign), 45)
    entry = Entry.objects.get(action="campaigns.round_opened")
    assert (entry.actor_id, entry.subject_id) == (city_officer.pk, str(made.pk))


def test_a_double_click_opens_one_round(campaign, city_officer):
    assert opened(campaign, city_officer) == opened(campaign, city_officer)
    assert Entry.objects.filter(action="campaigns.round_opened").count() == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [({"ends_on": today() - DAY}, "ends_on"), ({"goods": "血压计"}, "name")],
)
def test_what_does_not_fit_is_refused_beside_its_field(campaign, city_officer, given, field):
    if field == "name":
        opened(campaign, city_officer)
    with pytest.raises(Refused) as refused:
        opened(campaign, city_officer, **given)
    assert refused.value.field == field


def test_districts_open_no_round_of_the_city_s_month(campaign, officer):
    with pytest.raises(Refused, match="由主办工会管理"):
        opened(campaign, officer)


@pytest.mark.parametrize("state", CampaignState.values)
def test_a_round_is_opened_until_the_month_is_archived(campaign, city_officer, state):
    campaign.state = state
    campaign.save(update_fields=["state"])
    if state == CampaignState.ARCHIVED:
        with pytest.raises(Refused, match="已归档"):
            opened(campaign, city_officer)
    else:
        assert opened(campaign, city_officer)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, "丙乙本甲"),
        ({"kind": "platform"}, "乙"),
        ({"platform": "顺丰"}, "乙"),
        ({"text": "本级"}, "本"),
        ({"district": "ganzhou"}, "乙甲"),
        ({"district": "minle"}, "丙"),
        ({"kind": "driver"}, ""),
    ],
)
def test_stations_are_chosen_by_what_they_are(
    campaign, city, city_officer, stations, filters, found
):
    if "district" in filters:
        filters = {"district": getattr(city, filters["district"]).pk}
    made = opened(campaign, city_officer)
    came = rounds.add_stations(made, filters=Filters(**filters), actor=city_officer)
    assert came == len(found)
    assert "".join(sorted(name[0] for name in names(made))) == "".join(sorted(found))


def test_stations_are_added_later_and_each_stands_once(campaign, city, city_officer, stations):
    made = opened(campaign, city_officer)
    assert rounds.add_stations(made, filters=Filters(kind="platform"), actor=city_officer) == 1
    assert rounds.add_stations(made, filters=Filters(), actor=city_officer) == 3
    assert rounds.add_stations(made, filters=Filters(), actor=city_officer) == 0
    factories.a_station("新驿站", city.couriers)
    assert rounds.add_stations(made, filters=Filters(), actor=city_officer) == 1
    assert len(names(made)) == 5
    told = Entry.objects.filter(action="campaigns.round_stations_added").order_by("id")
    assert [entry.data["stations"] for entry in told] == [1, 3, 1]


def test_what_is_out_of_use_or_belongs_to_others_does_not_come(campaign, city, officer, stations):
    factories.a_station("停用驿站", city.couriers, is_active=False)
    theirs = a_campaign(city.ganzhou_federation, officer, title="甘州区自己的服务月")
    made = opened(theirs, officer)
    rounds.add_stations(made, filters=Filters(), actor=officer)
    assert names(made) == sorted(["甲驿站", "乙驿站"])


def test_a_station_is_left_out_while_nothing_was_brought(campaign, city_officer, stations):
    made = a_round(campaign, city_officer)
    rounds.leave_out(of(made, stations.c), actor=city_officer)
    assert "丙驿站" not in names(made)
    delivered = brought(of(made, stations.a), city_officer)
    with pytest.raises(Refused, match="先撤销记录"):
        rounds.leave_out(delivered, actor=city_officer)


def test_left_out_twice_is_left_out(campaign, city_officer, stations):
    planned = of(a_round(campaign, city_officer), stations.c)
    rounds.leave_out(planned, actor=city_officer)
    rounds.leave_out(planned, actor=city_officer)
    assert Entry.objects.filter(action="campaigns.round_station_left_out").count() == 1


def test_a_closed_round_stands_still_until_it_is_opened_again(campaign, city_officer, stations):
    made = a_round(campaign, city_officer)
    planned, delivered = of(made, stations.a), brought(of(made, stations.b), city_officer)
    rounds.set_closed(made, True, actor=city_officer)
    rounds.set_closed(made, True, actor=city_officer)
    acts = (
        lambda: rounds.add_stations(made, filters=Filters(), actor=city_officer),
        lambda: rounds.leave_out(planned, actor=city_officer),
        lambda: brought(planned, city_officer),
        lambda: delivering.undo(
            delivered, recorded_at=delivered.recorded_at, actor=city_officer
        ),
    )  # fmt: skip
    for act in acts:
        with pytest.raises(Refused, match="已结束"):
            act()
    # Goods expire long after the round.
    assert delivering.set_restocked(delivered, actor=city_officer).restocked
    rounds.set_closed(made, False, actor=city_officer)
    assert brought(planned, city_officer).delivered_on == today()
    assert Entry.objects.filter(action="campaigns.round_closed").count() == 1
    assert Entry.objects.filter(action="campaigns.round_reopened").count() == 1


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.CADRE, Role.ORGANISER])
def test_only_officers_do_anything_here(campaign, city, city_officer, stations, role):
    made = a_round(campaign, city_officer)
    other = factories.a_member_of_staff("褚测试", city.root, role)
    planned = of(made, stations.a)
    for act in (
        lambda: rounds.add_stations(made, filters=Filters(), actor=other),
        lambda: rounds.set_closed(made, True, actor=other),
        lambda: rounds.leave_out(planned, actor=other),
        lambda: brought(planned, other),
    ):
        with pytest.raises(Refused):
            act()
    assert Delivery.objects.filter(delivered_on=None).count() == 4
