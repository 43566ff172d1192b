"""Demo contacts and the fifteen: as the acts would have left them."""

import datetime
import uuid

import pytest
from django.utils import timezone

from assistance import schedule
from assistance.demo import care
from assistance.models import Contact, HardshipFile, Need, Pairing, Supply
from funds import proof
from tests.assistance.rows import a_file, a_pair, with_cap

DAY = datetime.timedelta(days=1)


@pytest.fixture
def pairs(city, cadre):
    with_cap(cadre, 30)
    for slot in range(1, 31):
        a_pair(a_file(city.couriers), cadre, slot=slot, since=timezone.now() - (50 + slot) * DAY)
    return Pairing.objects.select_related("file", "post__user").order_by("slot")


def test_the_files_are_as_their_contacts_leave_them(pairs):
    made = care.contacts(pairs, timezone.now())
    assert made == Contact.objects.count() > 100
    for file in HardshipFile.objects.all():
        tried = file.contacts.order_by("-at").first()
        reached = file.contacts.exclude(result="not_reached").order_by("-at").first()
        assert file.last_tried_at == (tried.at if tried else None)
        assert file.last_contact_at == (reached.at if reached else None)
        since = timezone.localdate(file.pairings.get().since)
        assert file.next_due_on == schedule.due_on(file, paired_on=since)


def test_most_are_called_and_some_have_fallen_silent(pairs):
    care.contacts(pairs, timezone.now())
    silent = HardshipFile.objects.silent(timezone.localdate()).count()
    assert 0 < silent < 10
    assert {"raised", "settled"} <= set(Need.objects.values_list("state", flat=True))


def test_two_loads_are_alike(pairs):
    care.contacts(pairs, timezone.now())
    first = sorted(Contact.objects.values_list("note", "result"))
    Need.objects.all().delete()
    Contact.objects.all().delete()
    care.contacts(pairs, timezone.now())
    assert sorted(Contact.objects.values_list("note", "result")) == first


def test_fifteen_are_supplied_to_the_receipt(city, administrator):
    shares = {city.ganzhou_federation: 5_000_00}
    for _ in range(2):
        fund = care.money(city.root, administrator, amount_fen=20_000_00, shares=shares)
    assert fund.allocations.get().granted_fen == 5_000_00
    files = [a_file(city.couriers) for _ in range(20)]
    at = timezone.now() - DAY
    made = care.supply_fifteen(files, actor=administrator, at=at)
    assert [supply.need.state for supply in made] == ["signed"] * 15
    assert all(supply.delivered_at < supply.signed_at for supply in made)
    assert {bool(supply.signature) for supply in made} == {True, False}
    assert fund.allocations.get().spent_fen == 15 * care.EACH_FEN
    # The same day once more is the same fifteen.
    care.supply_fifteen(files, actor=administrator, at=at)
    assert Supply.objects.count() == 15
    assert proof.recount(write=False) == []


def test_without_money_it_is_donated(city, administrator):
    files = [a_file(city.couriers) for _ in range(3)]
    made = care.supply_fifteen(
        files, actor=administrator, at=timezone.now() - DAY, serial=str(uuid.uuid4())
    )
    assert {supply.cost_fen for supply in made} == {0}
