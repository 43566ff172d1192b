"""What a brief or a wall says equals a slow, plain count of the rows (briefs.py, counted.py)."""

import re

import pytest
from django.utils import timezone

from assistance.models import HardshipFile
from campaigns.models import Campaign
from dashboards import brief_campaign, briefs, overview, period, scope, small, wall
from dashboards.navigation import OFFICERS
from membership.models import Member
from tests.dashboards.proofs import counted
from tests.dashboards.proofs.briefs import check_campaign, check_month, few, section


def test_each_figure_of_the_brief_of_a_month(area):
    today = timezone.localdate()
    for first in briefs.months(today)[:3]:
        _, brief = briefs.of_month(area.user, "", first, today)
        check_month(brief, area.union, period.month(first))


def test_what_it_says_of_the_households(area):
    today = timezone.localdate()
    _, brief = briefs.of_month(area.user, "", today.replace(day=1), today)
    true = counted.households(counted.below(HardshipFile.objects.all(), area.union), today)
    said = section(brief, "一对一帮扶").paragraphs[-1]
    assert said.split("，", 1)[1] == (
        f"在册{few(true['files'])}户，已同意{few(true['consented'])}户，"
        f"已结对{few(true['paired'])}户，按时联系过的{few(true['contacted'])}户。"
    )
    steps = section(brief, "下一步").steps if section(brief, "下一步") else []
    waits = [true[name] for name in ("silent", "old_needs", "hand_overs") if true[name]]
    assert [re.match(r"(不到)?[\d,]+", step)[0] for step in steps] == [few(n) for n in waits]


@pytest.mark.parametrize("username", ["campaign", "ganzhou-campaign"])
def test_each_figure_of_the_brief_of_a_service_month(username, changed):
    found = scope.read(changed.user(username), "", OFFICERS)
    rows = Campaign.objects.all()
    told = 0
    for campaign in rows:
        columns = brief_campaign.columns(found, campaign)
        if columns:
            _, brief = briefs.of_campaign(found.user, "", campaign.pk, timezone.localdate())
            check_campaign(brief, campaign, columns)
            told += 1
    assert told


def test_a_wall_says_what_the_overview_says(area):
    now = timezone.localtime()
    tiles = {tile.name: tile for tile in overview.tiles(area, now.date())}
    shown = {tile.name: tile for tile in wall.read(area, now).tiles}
    assert shown.keys() == tiles.keys()
    for name, tile in shown.items():
        if not any(word in f"{tile.value}{tile.under}" for word in small.HIDDEN):
            assert (tile.value, tile.unit) == (tiles[name].value, tiles[name].unit)
        assert tile.trend == tiles[name].trend
    members = counted.below(Member.objects.all(), area.union)
    assert shown["members"].value == f"{sum(m.state in counted.STANDING for m in members):,}"
