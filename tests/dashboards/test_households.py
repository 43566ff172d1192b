"""一对一: the figures of the supervisors' overview, each leading to exactly its rows."""

import datetime
import random

import pytest
from django.urls import reverse
from django.utils import timezone

from assistance import coverage, covering, overload
from assistance.models import Contact, FileState, HandOver, Need
from assistance.vocabulary import Result
from dashboards import figure_households, households, period, scope, tables_households
from dashboards import tile_households as tiles
from dashboards.period import Period
from tests.assistance.rows import a_file, a_pair, with_cap
from tests.clients import signed_in as client_of
from tests.organizations.queries import queries_of

pytestmark = pytest.mark.django_db
PAGE, ROWS = "dashboards:households", "dashboards:rows-contacts"
DAY = datetime.timedelta(days=1)


def today() -> datetime.date:
    return timezone.localdate()


def moment(days_ago: int, hour: int = 10) -> datetime.datetime:
    midnight = datetime.datetime.combine(today() - days_ago * DAY, datetime.time(hour))
    return timezone.make_aware(midnight)


def a_contact(file, by, days_ago: int = 0, result="reached", **fields) -> Contact:
    at = moment(days_ago, hour=0) if not days_ago else moment(days_ago)
    return Contact.objects.create(
        file=file, by=by, at=at, recorded_at=at, channel="call", result=result, **fields
    )


def a_need(file, by, days_ago: int = 0, **fields) -> Need:
    at = timezone.now() - days_ago * DAY
    return Need.objects.create(file=file, kind="goods", raised_by=by, raised_at=at, **fields)


def paired(union, by, slot: int, **fields):
    file = a_file(union)
    a_pair(file, by, slot=slot)
    for name, value in fields.items():
        setattr(file, name, value)
    file.save()
    return file


@pytest.fixture
def full(city, cadre, far_cadre):
    """Of 甘州区: one surveyed, one without a cadre, one called, one silent; of 民乐县: one called."""
    with_cap(cadre, 9)
    a_file(city.couriers, state=FileState.SURVEYED)
    a_file(city.ganzhou_federation)
    called = paired(city.couriers, cadre, 1, last_contact_at=moment(3))
    silent = paired(city.couriers, cadre, 2, next_due_on=today() - 2 * DAY, unit_name="演示砖厂")
    far = paired(city.minle_federation, far_cadre, 1, last_contact_at=moment(2))
    a_contact(called, cadre, 3)
    a_contact(silent, cadre, 1, "not_reached")
    a_contact(silent, cadre, 40)
    a_contact(far, far_cadre, 2)
    for days in (0, 3, 4, 5, 14, 15, 90):
        a_need(called, cadre, days)
    a_need(far, far_cadre, 6)
    HandOver.objects.create(file=silent, reason="overload")
    covering.keep()
    return {"called": called, "silent": silent, "far": far}


def of(user, union) -> scope.Scope:
    return scope.read(user, str(union.public_id))


def month() -> Period:
    return period.last_days(today())


def test_the_steps_are_those_of_the_supervisors_overview(administrator, city, full):
    found = households.read(of(administrator, city.root), today(), month())
    assert [(step.label, step.value) for step in found.steps] == [
        ("建档", 5), ("已同意", 4), ("已结对", 3), ("按时联系过", 2),
    ]  # fmt: skip
    kept = coverage.total(coverage.by_union([city.root.path]).values())
    assert found.cover == kept


def test_a_district_has_its_own(administrator, city, full):
    found = households.read(of(administrator, city.ganzhou_federation), today(), month())
    assert [step.value for step in found.steps] == [4, 3, 2, 1]
    assert (found.contacts.sum.reached, found.contacts.sum.tried) == (1, 1)
    assert found.contacts.before.reached == 1
    assert found.contacts.trend.comparison == "和前30天一样"
    assert [need.number for need in found.needs] == [1, 2, 2, 2]


def test_the_page_names_no_household(signed_in, administrator, full):
    body = signed_in(administrator).get(reverse(PAGE)).content.decode()
    assert "有1户该联系没联系" in body
    assert "褚演示联系的一户" in body
    assert full["silent"].person.name not in body


@pytest.mark.parametrize("who", ["administrator", "district_administrator"])
def test_every_number_leads_to_exactly_its_rows(request, city, full, who):
    """As many rows behind the link as the number says."""
    user = request.getfixturevalue(who)
    client = client_of(user)
    area = of(user, city.root if who == "administrator" else city.ganzhou_federation)
    found = households.read(area, today(), month())
    links = [(step.url, step.value) for step in found.steps]
    links += [(need.url, need.number) for need in found.needs]
    links += [
        (found.reached_url, found.contacts.sum.reached),
        (found.tried_url, found.contacts.sum.tried),
    ]
    links += [(day.url, day.contacts.total) for day in found.contacts.days if day.url]
    for fact in tiles.tile(area, today()).facts:
        links.append((fact.url, int(fact.value.rstrip("户件"))))
    for line in found.table.lines:
        links.append((f"{reverse('assistance:needs')}{line.rest}", line.cover.needs))
        links.append((f"{reverse('assistance:hand-overs')}{line.rest}", line.cover.hand_overs))
    assert len(links) >= 20
    for url, number in links:
        answer = client.get(url)
        page = answer.context["page"]
        assert (url, len(page.rows)) == (url, number)


def test_overdue_needs_are_counted_alike_on_both_pages(administrator, city, full):
    found = households.read(of(administrator, city.root), today(), month())
    assert sum(need.number for need in found.needs[2:]) == found.cover.old_needs == 5
    assert sum(need.number for need in found.needs) == found.cover.needs == 8


def test_contacts_equal_a_plain_recount_after_whatever_happens(city, administrator, full, cadre):
    lots = random.Random(6)
    files = [full["called"], full["silent"]]
    area = of(administrator, city.root)
    for _ in range(12):
        a_contact(lots.choice(files), cadre, lots.randrange(60), lots.choice(Result.values))
        row = lots.choice(list(Contact.objects.order_by("at", "pk")))
        Contact.objects.filter(pk=row.pk).update(result=lots.choice(Result.values))
        moved = lots.choice((city.couriers, city.minle_federation))
        type(files[0]).objects.filter(pk=files[0].pk).update(organization=moved)
        for inside in (area, of(administrator, city.ganzhou_federation)):
            found = households.ContactDays.read(inside, month())
            assert (found.sum.reached, found.sum.tried) == _plain(inside, month())


def _plain(area, days) -> tuple[int, int]:
    rows = Contact.objects.filter(
        file__organization__path__startswith=area.path, at__gte=days.starts_at, at__lt=days.ends_at
    )
    tried = sum(row.result == Result.NOT_REACHED for row in rows)
    return len(rows) - tried, tried


def test_only_cadres_of_the_area_who_have_too_much_are_named(
    signed_in, administrator, city, cadre, full
):
    for _ in range(5):
        a_need(full["called"], cadre, assigned_to=cadre)
    overload.keep()
    client = signed_in(administrator)
    found = client.get(reverse(PAGE), {"union": city.ganzhou_federation.public_id})
    assert [alarm.post.user for alarm in found.context["page"].alarms] == [cadre]
    assert "手上有5件需要没办完" in found.content.decode()
    found = client.get(reverse(PAGE), {"union": city.minle_federation.public_id})
    assert found.context["page"].alarms == []


@pytest.mark.parametrize("view", [PAGE, ROWS])
def test_another_district_does_not_exist(signed_in, district_administrator, city, view):
    client = signed_in(district_administrator)
    answer = client.get(reverse(view), {"union": city.minle_federation.public_id})
    assert answer.status_code == 404
    assert client.get(reverse(view), {"union": "nothing\0"}).status_code == 404


def test_a_district_officer_sees_the_own_contacts_alone(signed_in, district_administrator, full):
    page = signed_in(district_administrator).get(reverse(ROWS)).context["page"]
    assert {row.file for row in page.rows} == {full["called"], full["silent"]}


def test_the_contacts_name_nobody_and_quote_nothing(signed_in, administrator, full, cadre):
    a_contact(full["called"], cadre, 1, note="只有档案里才看得到的话")
    body = signed_in(administrator).get(reverse(ROWS)).content.decode()
    assert "褚演示" in body
    assert "演示砖厂" in body
    assert "只有档案里才看得到的话" not in body
    assert full["called"].person.name not in body
    assert full["called"].phone not in body


@pytest.mark.parametrize(
    "query",
    [
        {"since": "2026-13-01"}, {"since": "2026-11-02", "until": "2026-11-01"},
        {"since": "1800-01-01"}, {"result": "<b>"}, {"after": "x~y"}, {"since": "\0"},
    ],
)  # fmt: skip
@pytest.mark.parametrize("view", [PAGE, ROWS])
def test_bad_input_is_answered_with_the_last_thirty_days(
    signed_in, administrator, full, view, query
):
    answer = signed_in(administrator).get(reverse(view), query)
    assert answer.status_code == 200
    assert answer.context["period"] == month()


def test_a_year_is_drawn_without_a_number_on_each_day(signed_in, administrator, full):
    since = (today() - 365 * DAY).isoformat()
    answer = signed_in(administrator).get(reverse(PAGE), {"since": since, "until": today()})
    assert answer.context["period"].length == 366
    assert 'class="trend"' in answer.content.decode()


@pytest.mark.parametrize(("view", "queries"), [(PAGE, 19), (ROWS, 8)])
@pytest.mark.parametrize("number", [1, 3])
def test_it_takes_as_many_queries_for_one_as_for_three(
    signed_in, administrator, city, cadre, number, view, queries
):
    with_cap(cadre, 5)
    for slot in range(1, number + 1):
        late = paired(city.couriers, cadre, slot, next_due_on=today() - DAY)
        a_contact(late, cadre, 1)
        a_need(late, cadre)
    covering.keep()
    assert queries_of(signed_in(administrator), reverse(view)) == queries


def test_the_tile_says_how_many_were_called_and_whom_to_look_at(administrator, city, full):
    made = tiles.tile(of(administrator, city.root), today())
    assert (made.value, made.unit) == ("66", "%")
    assert made.under == "按时联系过2户，已结对3户"
    assert made.alarm == "1户该联系没联系"
    assert [fact.value for fact in made.facts] == ["1户", "1户", "1户", "5件"]
    assert made.trend.total == 2


def test_a_city_without_households_says_so(signed_in, administrator, city):
    made = tiles.tile(of(administrator, city.root), today())
    assert (made.value, made.alarm) == ("0", "")
    assert {fact.kind for fact in made.facts} == {""}
    body = signed_in(administrator).get(reverse(PAGE)).content.decode()
    assert "这里还没有建档的户" in body


def test_the_map_is_coloured_by_the_shares_of_each_district(administrator, city, full):
    contacted, paired_share = (
        figure.read(of(administrator, city.root), today()) for figure in figure_households.FIGURES
    )
    ganzhou, minle = city.ganzhou_federation.pk, city.minle_federation.pk
    assert {pk: (s.part, s.whole) for pk, s in contacted.items()} == {
        ganzhou: (1, 2),
        minle: (1, 1),
    }
    assert {pk: (s.part, s.whole) for pk, s in paired_share.items()} == {
        ganzhou: (2, 3), minle: (1, 1),
    }  # fmt: skip


def test_a_district_stands_for_itself_on_its_own_map(district_administrator, city, full):
    found = figure_households.contacted(
        of(district_administrator, city.ganzhou_federation), today()
    )
    assert [(share.part, share.whole) for share in found.values()] == [(1, 2)]


def test_the_tables_are_the_page_to_the_digit(administrator, city, full):
    area = of(administrator, city.root)
    unions, needs, contacts = tables_households.tables(area, {})
    assert [row[0] for row in unions.rows] == ["甘州区总工会", "民乐县总工会", "合计"]
    assert unions.rows[-1][1:5] == [5, 4, 3, 2]
    assert [row[1] for row in needs.rows] == [1, 2, 3, 2]
    assert [row[1:] for row in contacts.rows] == [[1, 0], [1, 0], [0, 1]]


def test_shared_they_hide_groups_of_fewer_than_five_households(administrator, city, full):
    unions, *_ = tables_households.tables(of(administrator, city.root), {})
    shown = unions.shared().rows
    assert shown[-1][1] in (5, "—")
    assert {cell for row in shown for cell in row[1:6]} <= {"少于5", "—", 0, 5}
