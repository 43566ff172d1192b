"""当日答复: its figures are those of the rows, and every number leads to exactly its rows."""

import datetime
import random
import re
from html import unescape

import pytest
from django.urls import reverse

from dashboards import promise, rows_applications, scope
from dashboards.period import Period
from dashboards.rows_applications import MEASURES
from membership import tallies
from membership.models import Application
from tests.factories import local
from tests.membership import promised

PERIOD = Period(datetime.date(2026, 11, 3), datetime.date(2026, 11, 5))
NOW = local(2026, 11, 5, 12, 0)
PAGE_QUERIES = 15
ROWS_QUERIES = 7
SPAN = f"since={PERIOD.since}&until={PERIOD.until}"


@pytest.fixture
def unions(city):
    return [city.root, city.ganzhou_federation, city.couriers, city.joint, city.minle_holding]


@pytest.fixture
def rows(unions):
    return promised.applications(unions, 150, random.Random(11))


def a_page(user, union) -> promise.Page:
    return promise.Page(scope.read(user, str(union.public_id)), PERIOD, NOW)


def read(page: promise.Page, url: str) -> rows_applications.Rows:
    """The rows of an address as the view reads them."""
    query = dict(part.split("=") for part in url.partition("?")[2].split("&"))
    return rows_applications.read(page.scope, query, NOW)


def test_the_page_counts_as_a_plain_recount_does(rows, city, administrator):
    page = a_page(administrator, city.root)
    everything = promised.rows(city.root.path)
    assert page.total.sums == promised.counted(everything, PERIOD.since, PERIOD.until)
    by_name = {line.name: line for line in page.lines}
    below = promised.rows(city.ganzhou_federation.path)
    assert by_name["甘州区"].sums == promised.counted(below, PERIOD.since, PERIOD.until)
    assert by_name["甘州区"].median == promised.median(below, PERIOD.since, PERIOD.until)
    own = [row for row in everything if row.organization == city.root]
    assert by_name["张掖市总工会本级"].sums == promised.counted(own, PERIOD.since, PERIOD.until)
    assert by_name["张掖市总工会本级"].median == promised.median(own, PERIOD.since, PERIOD.until)


@pytest.mark.parametrize("measure", sorted(MEASURES))
def test_every_number_leads_to_as_many_rows(rows, city, administrator, measure):
    page = a_page(administrator, city.root)
    for line in [page.total, *page.lines, *page.hours, *page.days]:
        if measure in ("overdue", "stopped"):
            if line in page.hours or line in page.days:
                continue
            shown = getattr(line.waiting, measure)
        else:
            shown = getattr(line.sums, measure)
        behind = read(page, line.links[measure])
        assert (behind.number, behind.queryset().count()) == (shown, shown), line.name


def test_the_rows_of_an_hour_are_those_of_the_citys_time(rows, city, administrator):
    page = a_page(administrator, city.root)
    line = next(line for line in page.hours if line.sums.late)
    for row in read(page, line.links["late"]).queryset():
        assert f"{row.decided_at.astimezone(NOW.tzinfo).hour}点" == line.name
        assert row.was_late


def test_pages_of_rows_leave_none_out_and_show_none_twice(rows, city, administrator):
    behind = read(page := a_page(administrator, city.root), page.total.links["submitted"])
    seen, listed = [], behind.page()
    while True:
        seen += [row.pk for row in listed.rows]
        if not listed.after:
            break
        listed = behind.page(after=listed.after)
    assert len(seen) == len(set(seen)) == behind.number > 50


def test_the_headline_answers(rows, city, administrator):
    page = a_page(administrator, city.root)
    percent = page.total.sums.percent
    expected = f"11月3日至11月5日{percent}%按时答复，还有{page.waiting.overdue}份超时"
    assert page.headline == expected


def test_without_any_application_the_page_says_so(city, administrator, signed_in):
    answer = signed_in(administrator).get(reverse("dashboards:promise"))
    assert answer.status_code == 200
    assert "近30天没有收到申请，现在没有超时的" in answer.content.decode()
    assert "这段时间没有申请" in answer.content.decode()


def test_names_are_masked_and_no_officer_is_named(rows, city, administrator, reviewer, signed_in):
    Application.objects.filter(decided_at__isnull=False).update(
        decided_by=reviewer, late_reason="系统升级"
    )
    client = signed_in(administrator)
    for url in (f"{reverse('dashboards:promise')}?{SPAN}", address("late")):
        text = client.get(url).content.decode()
        assert "李**" in text
        assert "李示例" not in text
        assert "系统升级" in text
        assert reviewer.name not in text


def address(measure: str, **more: str) -> str:
    asked = "&".join(f"{name}={value}" for name, value in more.items())
    return f"{reverse('dashboards:applications-rows')}?measure={measure}&{SPAN}&{asked}"


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow(
    city, unions, administrator, signed_in, number, django_assert_num_queries
):
    for union in unions:
        for seed in range(number):
            promised.applications([union], 12, random.Random(seed))
    client = signed_in(administrator)
    for url, queries in (
        (f"{reverse('dashboards:promise')}?{SPAN}", PAGE_QUERIES), (address("late"), ROWS_QUERIES),
    ):  # fmt: skip
        client.get(url)
        with django_assert_num_queries(queries):
            assert client.get(url).status_code == 200


def test_a_district_sees_its_own_alone(rows, city, district_administrator, signed_in):
    client = signed_in(district_administrator)
    page = a_page(district_administrator, city.ganzhou_federation)
    below = promised.rows(city.ganzhou_federation.path)
    assert page.total.sums == promised.counted(below, PERIOD.since, PERIOD.until)
    shown = client.get(address("decided")).content.decode()
    assert f"答复了的申请，{page.total.sums.decided}份" in shown
    for elsewhere in (city.root, city.minle_federation):
        for name in ("promise", "applications-rows"):
            url = reverse(f"dashboards:{name}")
            assert client.get(url, {"union": elsewhere.public_id}).status_code == 404
    # A union that is not right below is no part of this area's figures.
    assert client.get(address("decided", of=str(city.minle_holding.public_id))).status_code == 404


def test_addresses_typed_by_hand_do_no_harm(rows, city, administrator, signed_in):
    client = signed_in(administrator)
    for query in (
        "measure=nothing", "hour=99", "hour=%00", "hour=٣", "since=2026-99-99", "after=x~y",
        "until=%00", "measure=overdue&hour=3", "before=~", "measure=returned&of=own&hour=4",
        "since=2026-11-05&until=2026-11-01", "after=~00000000-0000-0000-0000-000000000000",
    ):  # fmt: skip
        for name in ("promise", "applications-rows"):
            url = f"{reverse(f'dashboards:{name}')}?{query}"
            assert client.get(url).status_code == 200, url
    for bad in ("of=x", "of=%00", "union=x"):
        assert client.get(f"{reverse('dashboards:applications-rows')}?{bad}").status_code == 404
    wrong = client.get(f"{reverse('dashboards:promise')}?since=2026-11-05&until=2026-11-01")
    assert "开始的日子在结束的后面" in wrong.content.decode()


def test_every_link_of_the_page_opens(rows, city, administrator, signed_in):
    client = signed_in(administrator)
    text = client.get(f"{reverse('dashboards:promise')}?{SPAN}").content.decode()
    links = {unescape(url) for url in re.findall(r'href="([^"]*rows/applications/[^"]*)"', text)}
    assert len(links) > 40
    for url in sorted(links)[::9]:
        assert client.get(url).status_code == 200, url


def test_the_day_of_the_desk_says_the_same(rows, city, administrator, signed_in):
    tallies.recount(write=True)
    day = PERIOD.since
    desk = signed_in(administrator).get(reverse("membership:today"), {"day": day.isoformat()})
    page = promise.Page(scope.read(administrator), Period(day, day), NOW)
    total = desk.context["total"]
    assert (total.submitted, total.decided, total.on_time, total.late, total.percent_on_time) == (
        page.total.sums.submitted, page.total.sums.decided, page.total.sums.on_time,
        page.total.sums.late, page.total.sums.percent,
    )  # fmt: skip
