"""Two officers, one person: the database lets one through, the other is told by whom."""

import threading
import uuid

import pytest

from audit.refusal import Refused
from campaigns import benefits, giving, tallies
from campaigns.gifts import Gift, Signed
from campaigns.models import Booking, Grant, HealthBenefit
from funds import proof
from funds.models import FundEntry
from tests.campaigns.booked import a_check_up, a_known_worker
from tests.campaigns.given import give
from tests.people.conftest import a_number, a_person
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)

SUBSIDY = {"kind": "checkup_subsidy", "amount_fen": 150_00}


def refusals(results) -> list[str]:
    assert not [r for r in results if isinstance(r, Exception) and not isinstance(r, Refused)]
    return [result.message for result in results if isinstance(result, Refused)]


def agree() -> None:
    assert proof.recount(write=False) == []
    assert tallies.recount(write=False) == []


def test_asking_first_would_let_both_through(campaign, money, city, officer, other_officer):
    """What the unique constraint is for: both ask before either has written."""
    person, asked = a_person(), threading.Barrier(2)

    def ask_and_see():
        refusal = giving.refusal_before(campaign, person.pk, "solatium")
        asked.wait(10)
        return refusal

    assert together(ask_and_see, ask_and_see) == ["", ""]


def test_two_districts_giving_at_once_give_once(campaign, money, city, officer, other_officer):
    person = a_person()
    results = together(
        lambda: give(campaign, city.ganzhou_federation, officer, person),
        lambda: give(campaign, city.minle_federation, other_officer, person),
    )
    (said,) = refusals(results)
    first = Grant.objects.select_related("organization").get()
    assert f"已由{first.organization}登记领过慰问金" in said
    assert FundEntry.objects.filter(kind="spend").count() == 1
    agree()


def test_one_form_sent_four_times_at_once_is_one_gift(campaign, money, city, officer):
    person, once = a_person(), uuid.uuid4()
    results = together(
        *[lambda: give(campaign, city.ganzhou_federation, officer, person, client_id=once)] * 4
    )
    assert refusals(results) == []
    assert {result.pk for result in results} == {Grant.objects.get().pk}
    agree()


def test_the_last_of_a_share_goes_to_one_of_two_people(campaign, money, city, officer):
    people = [a_person("李示例"), a_person("孙范例")]
    results = together(*[
        lambda person=person: give(
            campaign, city.ganzhou_federation, officer, person, amount_fen=600_00
        )
        for person in people
    ])  # fmt: skip
    assert refusals(results) == ["甘州区总工会的专项资金只剩400元，不够支出600元。"]
    assert Grant.objects.count() == 1
    agree()


def test_two_officers_registering_one_new_person_make_one(
    campaign, money, city, officer, other_officer
):
    number = a_number()

    def act(actor, union, kind):
        found = giving.recipients.by_document(
            name="李示例", document_type="identity_card", number=number, actor=actor, unit=union
        )
        gift = Gift(
            campaign=campaign, item=campaign.items.first(), organization=union, kind=kind,
            occupation="food", given_on=campaign.starts_on, amount_fen=100_00,
        )  # fmt: skip
        signed = Signed(name="李示例", agreed=True)
        return giving.give(gift, to=found, signed=signed, actor=actor, client_id=uuid.uuid4())

    results = together(
        lambda: act(officer, city.ganzhou_federation, "solatium"),
        lambda: act(other_officer, city.minle_federation, "accident"),
    )
    assert refusals(results) == []
    assert len({result.person_id for result in results}) == 1
    agree()


def test_reversed_by_two_at_once_it_goes_back_once(campaign, money, city, officer, city_officer):
    given = give(campaign, city.ganzhou_federation, officer)
    results = together(
        lambda: giving.reverse(given, reason="登记重复了", actor=officer),
        lambda: giving.reverse(given, reason="登记重复了", actor=city_officer),
    )
    assert refusals(results) == []
    assert FundEntry.objects.filter(reverses=given.entry).count() == 1
    agree()


def test_giving_again_while_it_is_reversed_waits_for_the_answer(
    campaign, money, city, officer, other_officer
):
    given = give(campaign, city.ganzhou_federation, officer)
    results = together(
        lambda: giving.reverse(given, reason="登记重复了", actor=officer),
        lambda: give(campaign, city.minle_federation, other_officer, given.person),
    )
    # Either it was still there, and that was said, or it was gone already.
    assert len(refusals(results)) + Grant.objects.standing().count() == 1
    agree()


def test_a_check_up_and_a_subsidy_at_once_are_one(campaign, money, city, officer):
    worker = a_known_worker()
    session = a_check_up(campaign, city.ganzhou_federation)
    booking = Booking.objects.create(
        session=session, worker=worker, state="booked", code="A1B2C3D4"
    )
    results = together(
        lambda: benefits.claim_for_booking(campaign, worker.person, booking),
        lambda: give(campaign, city.ganzhou_federation, officer, worker.person, **SUBSIDY),
    )
    (said,) = refusals(results)
    held = HealthBenefit.objects.get()
    assert ("只能选一样" in said, Grant.objects.count()) == (True, int(held.grant_id is not None))
    agree()
