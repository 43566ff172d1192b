"""Every figure of 看全局 equals a slow, plain count of the rows (counted.py)."""

import datetime
import random
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from assistance import care_days
from assistance.care_days import AGES
from assistance.models import HardshipFile
from dashboards import drive, households, messages, overview
from dashboards.period import DAY, Period, last_days
from dashboards.promise import Page
from dashboards.promise_public import Month
from dashboards.scope import Scope
from membership import promising
from membership.models import Application, Member, State
from organizations.models import Organization
from tests.dashboards.proofs import counted, promised
from tests.dashboards.proofs.coverage import COVERAGE, check_coverage, days


def today() -> datetime.date:
    return timezone.localdate()


PERIODS = (1, 30, 60)


@pytest.mark.parametrize("username", ["admin", "ganzhou-admin", "ganzhou-campaign"])
def test_each_cell_of_the_coverage_table(username, changed, signed_in):
    client = signed_in(changed.user(username))
    for asked in COVERAGE:
        query = {name: value for name, value in asked.items() if name != "days"}
        since, until = days(asked)
        if since and until:
            query |= {"since": since.isoformat(), "until": until.isoformat()}
        answer = client.get(reverse("dashboards:coverage"), query)
        check_coverage(asked, answer.context["months"], answer.context["heat"])


@pytest.mark.parametrize("folded", [False, True])
def test_each_figure_and_each_median_of_the_promise(area, folded):
    if folded:
        promising.fold_all()
    chance, now = random.Random(area.path), timezone.localtime()
    rows = Application.objects.exclude(state=State.DRAFT)
    below = Organization.objects.under(area.union).filter(kind="joint").order_by("path")
    for union in (area.union, chance.choice(below)):
        for period in promised.periods(now.date(), chance):
            page = Page(Scope(area.user, union, area.roles), period, now)
            promised.check_promise(page, rows)


def test_each_month_of_a_long_period_is_the_sum_of_its_days(area):
    now, chance = timezone.localtime(), random.Random(area.path)
    for length in (80, chance.randrange(81, 366)):
        until = now.date() - chance.randrange(9) * DAY
        promised.check_months(Page(area, last_days(until, length), now))


def test_each_figure_of_the_public_page(changed):
    rows = counted.below(Application.objects.exclude(state=State.DRAFT), changed.root)
    first = today().replace(day=1)
    for _ in range(3):
        promised.check_public(Month(changed.root, first, today()), rows)
        first = (first - DAY).replace(day=1)


def test_each_figure_of_the_drive(area):
    rows = counted.below(Member.objects.all(), area.union)
    for year in (today().year, today().year - 1):
        found = drive.read(area, year, today())
        true = counted.new_members(rows, datetime.date(year, 1, 1), datetime.date(year, 12, 31))
        known = counted.paths()
        assert found.whole.total == sum(true.values())
        for line in found.areas:
            own = line.union.pk == area.union.pk
            new = {
                occupation: 0 for _, occupation, _ in true
            }  # fmt: skip
            for (union, occupation, _), number in true.items():
                inside = known[union].startswith(line.union.path)
                mine = union == area.union.pk if own else inside
                new[occupation] += number * mine
            assert {k: v for k, v in line.new.items() if v} == {k: v for k, v in new.items() if v}
        for month in found.months:
            joined = [n for (*_, first), n in true.items() if first == month.first]
            assert month.total == sum(joined)
        standing = [row for row in rows if row.state in counted.STANDING]
        assert found.whole.members == len(standing)


def test_each_figure_of_the_households(area):
    files = counted.below(HardshipFile.objects.all(), area.union)
    true = counted.households(files, today())
    assert all(true.values()) or area.union.parent_id, true
    found = households.read(area, today(), last_days(today()))
    for cover in (households.cover_of(area, today()), found.cover):
        assert {name: getattr(cover, name) for name in true} == dict(true)
    for line in found.table.lines:
        own = [file for file in files if file.organization_id == line.union.pk]
        own = counted.below(files, line.union) if line.opens else own
        true_line = counted.households(own, today())
        assert {name: getattr(line.cover, name) for name in true_line} == dict(true_line)
    contacts = counted.contacts_below(area.union)
    period = last_days(today())
    by_day = {
        day.day: (day.contacts.reached, day.contacts.tried)
        for day in found.contacts.days
        if day.contacts.total
    }
    assert by_day == counted.contacts(contacts, period)
    before = counted.contacts(contacts, period.before)
    assert found.contacts.before.reached == sum(reached for reached, _ in before.values())
    ages = counted.open_needs(files, today())
    assert {each.age.name: each.number for each in found.needs} == {
        age.name: sum(n for since, n in ages.items() if age.holds(since)) for age in AGES
    }
    assert sum(care_days.open_needs(area.path, today()).values()) == true["needs"]


def test_each_figure_of_the_messages(area):
    for length in PERIODS:
        period = last_days(today(), length)
        true = counted.messages(area.union, period)
        rows = messages.Rows.read(area, period, "")
        assert {choice.label: choice.number for choice in rows.choices} == {
            "应发": true["due"], "已发": true["sent"], "不再需要": true["suppressed"],
            "未送达": true["failed"], "在途": true["waiting"],
        }  # fmt: skip


def test_each_figure_of_the_tiles(area):
    tiles = {tile.name: tile for tile in overview.tiles(area, today())}
    month = last_days(today())
    rows = counted.below(Application.objects.exclude(state=State.DRAFT), area.union)
    answered = [counted.promise(rows, period) for period in (month, month.before)]
    _trend(tiles["promise"], *(_daily(each["on_time"] + each["late"]) for each in answered))
    members = counted.below(Member.objects.all(), area.union)
    _trend(tiles["members"], *(
        _joined(members, period) for period in (month, month.before)
    ))  # fmt: skip
    assert _number(tiles["members"].value) == sum(m.state in counted.STANDING for m in members)
    due = [counted.messages(area.union, period) for period in (month, month.before)]
    _trend(
        tiles["messages"], *({k: v for k, v in d.items() if not isinstance(k, str)} for d in due)
    )
    day = Period(today(), today())
    assert _number(tiles["messages"].value) == counted.messages(area.union, day)["due"]


def _daily(found) -> dict[datetime.date, int]:
    by_day: dict[datetime.date, int] = {}
    for (day, _), number in found.items():
        by_day[day] = by_day.get(day, 0) + number
    return by_day


def _joined(members, period) -> dict[datetime.date, int]:
    found: dict[datetime.date, int] = {}
    for row in members:
        day = counted.day_of(row.joined_at)
        if period.since <= day <= period.until:
            found[day] = found.get(day, 0) + 1
    return found


def _trend(tile, now: dict, before: dict) -> None:
    shown = dict(zip(tile.trend.days, tile.trend.values, strict=True))
    assert {day: n for day, n in shown.items() if n} == {day: n for day, n in now.items() if n}
    assert tile.trend.before == sum(before.values())


def _number(text: str) -> int:
    return int(re.sub(r"[^\d]", "", text))
