"""Planning sessions: several stops in one go, each once."""

import pytest

from audit.models import Entry
from audit.refusal import Refused
from campaigns import sessions
from campaigns.models import Campaign, CampaignState, Session
from campaigns.sessions import Stop
from tests.campaigns.booked import DAY, HOUR, tomorrow


@pytest.fixture
def shared(campaign):
    return {"kind": "health_vehicle", "item": campaign.items.first(), "title": "巡回体检专车"}


def a_stop(city, place="火车站驿站", starts_at=None, **fields):
    starts_at = starts_at or tomorrow(9)
    given = {"division": city.railway, "ends_at": starts_at + 2 * HOUR, "capacity": 30}
    return Stop(place=place, starts_at=starts_at, **given | fields)


def test_each_stop_becomes_a_session_and_is_recorded(campaign, city, officer, shared):
    stops = [
        a_stop(city),
        a_stop(city, "物流园", tomorrow(14)),
        a_stop(city, "快递园", tomorrow(9) + DAY),
    ]
    made = sessions.plan(
        campaign, organization=city.ganzhou_federation, stops=stops, actor=officer, **shared
    )
    assert [each.place for each in made] == ["火车站驿站", "物流园", "快递园"]
    assert {each.title for each in made} == {"巡回体检专车"}
    assert all((each.taken, each.left, each.is_health_check) == (0, 30, True) for each in made)
    entries = Entry.objects.filter(action="campaigns.session_planned")
    assert [entry.actor_unit for entry in entries] == ["甘州区总工会"] * 3


def test_sent_twice_it_is_planned_once(campaign, city, officer, shared):
    given = {"organization": city.ganzhou_federation, "actor": officer, **shared}
    first = sessions.plan(campaign, stops=[a_stop(city)], **given)
    again = sessions.plan(campaign, stops=[a_stop(city), a_stop(city, "物流园")], **given)
    assert again[0] == first[0]
    assert Session.objects.count() == 2


def test_nobody_plans_for_another_union(campaign, city, other_officer, shared):
    with pytest.raises(Refused, match="不能替这个工会"):
        sessions.plan(
            campaign, organization=city.ganzhou_federation, stops=[a_stop(city)],
            actor=other_officer, **shared,
        )  # fmt: skip


@pytest.mark.parametrize("state", [CampaignState.ENDED, CampaignState.ARCHIVED])
def test_a_month_that_is_over_takes_no_more(campaign, city, officer, shared, state):
    Campaign.objects.update(state=state)
    with pytest.raises(Refused, match="不能再加场次"):
        sessions.plan(
            campaign, organization=city.ganzhou_federation, stops=[a_stop(city)], actor=officer,
            **shared,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("stop", "more", "field", "reason"),
    [
        ({"ends_at": tomorrow(9)}, {}, "until", "结束时间要在开始时间之后"),
        ({"starts_at": tomorrow(9) - 2 * DAY}, {}, "day", "开始时间要在现在之后"),
        ({"starts_at": tomorrow(9) + 60 * DAY}, {}, "day", "日期要在服务月之内"),
        ({}, {"booking_opens_at": tomorrow(9)}, "booking_opens_at", "要在场次开始之前"),
    ],
)
def test_a_window_that_cannot_be_is_refused_and_nothing_is_planned(
    campaign, city, officer, shared, stop, more, field, reason
):
    with pytest.raises(Refused, match=reason) as refused:
        sessions.plan(
            campaign, organization=city.ganzhou_federation, actor=officer,
            stops=[a_stop(city, "物流园"), a_stop(city, **stop)] if not more else [a_stop(city)],
            **shared, **more,
        )  # fmt: skip
    assert refused.value.field == field
    assert not Session.objects.exists()
