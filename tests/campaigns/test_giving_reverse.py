"""冲销: by a counter-entry alone; the first entry stays, the person may receive again."""

import datetime

import pytest
from django.utils import timezone

from audit.models import Entry
from audit.refusal import Refused
from campaigns import giving, planning, tallies
from campaigns.models import Grant, HealthBenefit
from funds import proof
from funds.models import FundEntry
from notifications.models import Message
from organizations.models import Role
from tests import factories
from tests.campaigns.booked import a_known_worker
from tests.campaigns.given import give
from tests.people.conftest import a_person

REASON = "登记重复了"


@pytest.fixture
def given(campaign, money, city, officer):
    return give(campaign, city.ganzhou_federation, officer)


def test_the_money_is_there_again_and_both_entries_stand(given, money, officer):
    taken_back = giving.reverse(given, reason=f" {REASON} ", actor=officer)

    assert (taken_back.is_reversed, taken_back.reverse_reason, taken_back.reversed_by) == (
        True, REASON, officer,
    )  # fmt: skip
    money.ganzhou.refresh_from_db()
    assert money.ganzhou.spent_fen == 0
    against = FundEntry.objects.get(reverses=given.entry)
    assert (against.amount_fen, against.reason, against.source_id) == (
        -300_00, REASON, str(given.pk),
    )  # fmt: skip
    assert proof.recount(write=False) == []


def test_it_is_counted_no_more(given, campaign, city, officer):
    giving.reverse(given, reason=REASON, actor=officer)
    assert tallies.cells(campaign, [city.ganzhou_federation.pk]) == {}
    assert tallies.recount(write=False) == []


def test_what_was_signed_for_stays_as_it_was(given, officer):
    before = Grant.objects.values().get(pk=given.pk)
    giving.reverse(given, reason=REASON, actor=officer)
    after = Grant.objects.values().get(pk=given.pk)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"is_reversed", "reversed_at", "reversed_by_id", "reverse_reason"}


def test_the_person_may_receive_again(given, campaign, city, officer):
    giving.reverse(given, reason=REASON, actor=officer)
    again = give(campaign, city.ganzhou_federation, officer, given.person)
    assert Grant.objects.standing().get() == again


def test_and_the_benefit_is_free_again(campaign, money, city, officer):
    person = a_person()
    subsidy = give(campaign, city.ganzhou_federation, officer, person, kind="checkup_subsidy")
    assert HealthBenefit.objects.get().grant == subsidy
    giving.reverse(subsidy, reason=REASON, actor=officer)
    assert not HealthBenefit.objects.exists()
    give(campaign, city.ganzhou_federation, officer, person, kind="checkup_subsidy")


def test_twice_is_quiet(given, officer):
    first = giving.reverse(given, reason=REASON, actor=officer)
    again = giving.reverse(given, reason="再按一次", actor=officer)
    assert (again.reverse_reason, again.reversed_at) == (REASON, first.reversed_at)
    assert Entry.objects.filter(action="campaigns.gift_reversed").count() == 1


def test_a_gift_without_money_is_reversed_too(campaign, money, city, officer):
    pack = give(
        campaign, city.ganzhou_federation, officer, kind="warm_pack", amount_fen=0, goods="1份"
    )
    assert giving.reverse(pack, reason=REASON, actor=officer).is_reversed
    assert not FundEntry.objects.filter(kind="spend").exists()


def test_it_is_on_record_with_the_reason_and_the_person_is_told(campaign, money, city, officer):
    worker = a_known_worker()
    given = give(campaign, city.ganzhou_federation, officer, worker.person)
    giving.reverse(given, reason=REASON, actor=officer)
    entry = Entry.objects.get(action="campaigns.gift_reversed")
    assert (entry.reason, entry.person_id, entry.actor_unit) == (
        REASON, worker.person_id, "甘州区总工会",
    )  # fmt: skip
    message = Message.objects.get(kind="campaigns.gift_reversed")
    assert (message.recipient, "已冲销，原因：登记重复了。" in message.body) == (worker, True)


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_reason_is_asked_for(given, officer, reason):
    with pytest.raises(Refused, match="写明冲销原因") as refused:
        giving.reverse(given, reason=reason, actor=officer)
    assert refused.value.field == "reason"
    given.refresh_from_db()
    assert not given.is_reversed


def test_a_colleague_may_and_another_district_may_not(given, city, other_officer):
    with pytest.raises(Refused, match="不归您冲销"):
        giving.reverse(given, reason=REASON, actor=other_officer)
    colleague = factories.a_member_of_staff(
        "尤演示", city.ganzhou_federation, Role.CAMPAIGN_OFFICER
    )
    assert giving.reverse(given, reason=REASON, actor=colleague).reversed_by == colleague


@pytest.mark.parametrize(("moves", "allowed"), [(("end",), True), (("end", "archive"), False)])
def test_archived_books_are_closed(given, campaign, officer, city_officer, moves, allowed):
    for move in moves:
        planning.move(campaign, move, actor=city_officer)
    if allowed:
        assert giving.reverse(given, reason=REASON, actor=officer).is_reversed
    else:
        with pytest.raises(Refused, match="已经归档"):
            giving.reverse(given, reason=REASON, actor=officer)


def test_the_time_is_an_argument(given, officer):
    at = timezone.now() - datetime.timedelta(days=1)
    assert giving.reverse(given, reason=REASON, actor=officer, at=at).reversed_at == at
