"""该联系没联系: who has waited longest first, what was done, and whose name is read is on record."""

import datetime

import pytest
from django.utils import timezone

from assistance.models import Absence, HardshipFile
from assistance.reminders import REMINDERS
from audit.models import Entry
from notifications import reminders
from organizations.models import Role
from tests import factories
from tests.assistance.cared import contacted
from tests.assistance.rows import a_file, a_pair, the_post, with_cap
from tests.organizations.queries import queries_of

ADDRESS = "/desk/assistance/silent/"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def desk(district_administrator, signed_in):
    return signed_in(district_administrator)


def silent(file, cadre, days: int = 1, slot: int = 1) -> HardshipFile:
    a_pair(file, cadre, slot=slot, since=timezone.now() - 30 * DAY)
    HardshipFile.objects.filter(pk=file.pk).update(next_due_on=timezone.localdate() - days * DAY)
    return file


def listed(client, query: str = "") -> list[str]:
    rows = client.get(ADDRESS + query).context["page"].rows
    return [row.file.person.name for row in rows]


def test_who_has_waited_longest_comes_first(desk, city, cadre):
    with_cap(cadre, 5)
    for slot, (name, days) in enumerate([("赵范例", 2), ("钱范例", 9), ("孙范例", 1)], 1):
        silent(a_file(city.couriers, name=name), cadre, days, slot)
    silent(a_file(city.couriers, name="李范例"), cadre, 0, slot=4)
    assert listed(desk) == ["钱范例", "赵范例", "孙范例"]


def test_whoever_asked_for_silence_is_not_in_it(desk, city, cadre):
    file = silent(a_file(city.couriers), cadre)
    HardshipFile.objects.update(quiet_until=timezone.localdate() + DAY)
    assert listed(desk) == []
    HardshipFile.objects.update(quiet_until=timezone.localdate())
    assert listed(desk) == [file.person.name]


def test_each_supervisor_of_the_own_and_by_union(signed_in, city, cadre, far_cadre, administrator):
    silent(a_file(city.couriers, name="赵范例"), cadre, 2)
    silent(a_file(city.minle_federation, name="钱范例"), far_cadre)
    minle = factories.a_member_of_staff("钱试样", city.minle_federation, Role.ADMINISTRATOR)
    city_client = signed_in(administrator)
    assert listed(city_client) == ["赵范例", "钱范例"]
    assert listed(city_client, f"?union={city.minle_federation.public_id}") == ["钱范例"]
    assert listed(signed_in(minle)) == ["钱范例"]
    assert listed(signed_in(minle), f"?union={city.couriers.public_id}") == ["钱范例"]


def test_it_says_who_was_told_and_when(desk, city, cadre, other_cadre):
    file = silent(a_file(city.couriers), cadre, 4)
    assert "还没有提醒" in desk.get(ADDRESS).content.decode()
    at = timezone.localtime().replace(hour=10)
    for days in (3, 0):
        for reminder in REMINDERS:
            reminders.run(reminder, at - days * DAY)
    row = desk.get(ADDRESS).context["page"].rows[0]
    assert row.file == file
    assert (timezone.localdate(row.reminded), timezone.localdate(row.escalated)) == (
        timezone.localdate(at - 3 * DAY), timezone.localdate(at),
    )  # fmt: skip


def test_it_says_when_somebody_tried_and_who_stands_in(desk, city, cadre, other_cadre):
    file = silent(a_file(city.couriers), cadre)
    contacted(file, cadre, result="not_reached")
    HardshipFile.objects.update(next_due_on=timezone.localdate() - DAY)
    today = timezone.localdate()
    Absence.objects.create(
        post=the_post(cadre), stand_in=the_post(other_cadre), since_on=today, until_on=today,
        recorded_by=cadre,
    )  # fmt: skip
    text = desk.get(ADDRESS).content.decode()
    assert "打过没打通" in text
    assert "尤演示代管到" in text


def test_a_new_silence_knows_nothing_of_the_last_one(desk, city, cadre):
    silent(a_file(city.couriers), cadre, 1)
    at = timezone.localtime().replace(hour=10)
    reminders.run(REMINDERS[0], at)
    HardshipFile.objects.update(next_due_on=timezone.localdate() - 2 * DAY)
    assert desk.get(ADDRESS).context["page"].rows[0].reminded is None


def test_reading_the_names_is_on_record_once_a_day(desk, city, cadre):
    file = silent(a_file(city.couriers), cadre)
    desk.get(ADDRESS)
    desk.get(ADDRESS)
    looks = Entry.objects.filter(action="assistance.shown", person_id=file.person_id)
    assert looks.count() == 1


def test_no_number_stands_in_it(desk, city, cadre):
    file = silent(a_file(city.couriers, phone="19900001234"), cadre)
    text = desk.get(ADDRESS).content.decode()
    assert "19900001234" not in text
    assert file.person.number_masked not in text


@pytest.mark.parametrize("number", [1, 3])
def test_it_takes_as_many_queries_for_one_as_for_three(desk, city, cadre, number):
    with_cap(cadre, 5)
    for slot in range(1, number + 1):
        silent(a_file(city.couriers), cadre, slot=slot)
    assert queries_of(desk, ADDRESS) == 12


def test_page_by_page(desk, city, cadre):
    with_cap(cadre, 30)
    for slot in range(1, 28):
        silent(a_file(city.couriers), cadre, days=slot, slot=slot)
    first = desk.get(ADDRESS).context["page"]
    second = desk.get(ADDRESS, {"after": first.after}).context["page"]
    days = [row.days_late for row in (*first.rows, *second.rows)]
    assert days == sorted(range(1, 28), reverse=True)


@pytest.mark.parametrize("query", ["?after=x", "?after=%00", "?before=~", "?union=x", "?union=%00"])
def test_an_address_typed_by_hand_is_no_error(desk, query):
    assert desk.get(ADDRESS + query).status_code == 200
