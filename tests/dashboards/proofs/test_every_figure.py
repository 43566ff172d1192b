"""Every figure of 看全局 equals a slow, plain count of the rows (counted.py)."""

import datetime
import random
import re

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from assistance import care_days, covering
from assistance.care_days import AGES
from assistance.models import Contact, HardshipFile
from dashboards import drive, households, messages, overview, scope
from dashboards.period import Period, last_days
from dashboards.promise import Page
from membership.models import Application, Member, State
from organizations.models import Organization
from tests.dashboards.proofs import counted
from tests.dashboards.proofs.changes import District
from tests.dashboards.proofs.coverage import COVERAGE, check_coverage, days

VIEWERS = ("admin", "ganzhou-admin")


@pytest.fixture(scope="module", params=[11, 12])
def _work(request, _demo_rows, django_db_blocker):
    """Days of work in two districts, other work with each seed."""
    with django_db_blocker.unblock(), transaction.atomic():
        for nth, name in enumerate(("甘州区总工会", "民乐县总工会")):
            union = Organization.objects.get(name=name)
            District(union, random.Random(request.param * 10 + nth)).everything()
        covering.keep()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def changed(_work, demo):
    return demo


@pytest.fixture(params=VIEWERS)
def area(request, changed):
    return scope.read(changed.user(request.param))


def today() -> datetime.date:
    return timezone.localdate()


PERIODS = (1, 30, 60)


@pytest.mark.parametrize("username", [*VIEWERS, "ganzhou-campaign"])
def test_each_cell_of_the_coverage_table(username, changed, signed_in):
    client = signed_in(changed.user(username))
    for asked in COVERAGE:
        query = {name: value for name, value in asked.items() if name != "days"}
        since, until = days(asked)
        if since and until:
            query |= {"since": since.isoformat(), "until": until.isoformat()}
        answer = client.get(reverse("dashboards:coverage"), query)
        check_coverage(asked, answer.context["months"], answer.context["heat"])


def test_each_figure_of_the_promise(area):
    for length in PERIODS:
        period = last_days(today(), length)
        page = Page(area, period, timezone.localtime())
        rows = counted.below(Application.objects.exclude(state=State.DRAFT), area.union)
        _promised(page.figures.total, rows, period)
        for day, sums in page.figures.by_day.items():
            _promised(sums, rows, Period(day, day))
        for line in page.lines:
            own = [
                row for row in rows
                if (line.union and _is_below(row, line.union))
                or (not line.union and not any(_is_below(row, each) for each in page.unions))
            ]  # fmt: skip
            _promised(line.sums, own, period)
        for name in ("submitted", "on_time", "late"):
            by_hour = {hour: getattr(sums, name) for hour, sums in page.figures.by_hour.items()}
            true: dict[int, int] = dict.fromkeys(by_hour, 0)
            for (_, hour), number in counted.promise(rows, period)[name].items():
                true[hour] += number
            assert by_hour == true
        late = [r for r in rows if r.state == State.SUBMITTED and r.due_at < page.at]
        stopped = [row for row in rows if row.state == State.RETURNED]
        assert (page.waiting.overdue, page.waiting.stopped) == (len(late), len(stopped))


def _promised(sums, rows, period) -> None:
    true = counted.promise(rows, period)
    assert {name: getattr(sums, name) for name in true} == {
        name: sum(found.values()) for name, found in true.items()
    }


def _is_below(row: Application, union: Organization) -> bool:
    return row.organization.path.startswith(union.path)


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
    cover = households.cover_of(area, today())
    assert {name: getattr(cover, name) for name in true} == dict(true)
    found = households.read(area, today(), last_days(today()))
    assert {name: getattr(found.cover, name) for name in true} == dict(true)
    inside = {file.pk for file in files}
    contacts = [row for row in Contact.objects.all() if row.file_id in inside]
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
