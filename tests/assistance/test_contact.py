"""Writing a contact down: what it moves, who may, and what becomes of what was heard."""

import datetime
import uuid

import pytest
from django.utils import timezone

from assistance.models import Absence, Contact, HandOver, HardshipFile, Need
from audit.models import Entry
from audit.refusal import Refused
from notifications.models import Message
from organizations.models import Role
from tests import factories
from tests.assistance.cared import a_need, contacted
from tests.assistance.rows import a_file, the_post

DAY = datetime.timedelta(days=1)


def today() -> datetime.date:
    return timezone.localdate()


def again(file: HardshipFile) -> HardshipFile:
    return HardshipFile.objects.get(pk=file.pk)


def test_an_answered_call_starts_the_interval_anew(household, cadre):
    made = contacted(household, cadre, care="human", note="身体还好")
    file = again(household)
    assert (made.channel, made.result, made.care, made.note) == (
        "call", "reached", "human", "身体还好",
    )  # fmt: skip
    assert file.last_contact_at == file.last_tried_at == made.at
    assert file.next_due_on == today() + 14 * DAY


def test_it_belongs_to_the_pair(household, cadre):
    assert contacted(household, cadre).pairing == household.pairings.get()


def test_tried_and_not_reached_is_tried_and_no_contact(household, cadre):
    due = household.next_due_on
    made = contacted(household, cadre, result="not_reached", next_on=today() + 3 * DAY)
    file = again(household)
    assert (file.last_tried_at, file.last_contact_at) == (made.at, None)
    # Nobody who was not reached has agreed on a day.
    assert (file.next_due_on, made.next_on) == (due, None)


@pytest.mark.parametrize("result", ["declined", "passed_on"])
def test_somebody_who_answers_is_a_contact_whatever_they_say(household, cadre, result):
    made = contacted(household, cadre, result=result)
    assert again(household).last_contact_at == made.at


def test_trying_in_vain_after_a_contact_leaves_its_dates(household, cadre):
    contacted(household, cadre, next_on=today() + 5 * DAY)
    tried = contacted(household, cadre, result="not_reached")
    file = again(household)
    assert file.next_due_on == today() + 5 * DAY
    assert file.last_tried_at == tried.at > file.last_contact_at


def test_a_day_agreed_on_is_when_it_is_due(household, cadre):
    contacted(household, cadre, next_on=today() + 3 * DAY)
    assert again(household).next_due_on == today() + 3 * DAY


def test_silence_asked_for_moves_the_day_behind_it(household, cadre):
    contacted(household, cadre, quiet_until=today() + 40 * DAY)
    file = again(household)
    assert (file.quiet_until, file.next_due_on) == (today() + 40 * DAY, today() + 40 * DAY)


def test_silence_holds_until_it_is_lifted(household, cadre):
    contacted(household, cadre, quiet_until=today() + 40 * DAY)
    contacted(household, cadre, result="not_reached")
    assert again(household).quiet_until == today() + 40 * DAY
    # A page that does not know of it leaves it alone.
    contacted(household, cadre)
    assert again(household).quiet_until == today() + 40 * DAY
    # The page showed it, and it was emptied.
    contacted(household, cadre, quiet_seen=today() + 40 * DAY)
    assert again(household).quiet_until is None
    assert again(household).next_due_on == today() + 14 * DAY


def test_silence_asked_for_while_the_page_lay_open_holds(household, cadre):
    until = today() + 30 * DAY
    HardshipFile.objects.filter(pk=household.pk).update(quiet_until=until)
    made = contacted(household, cadre)
    assert (made.quiet_until, again(household).quiet_until) == (until, until)
    # What the page itself says counts.
    contacted(household, cadre, quiet_until=today() + 5 * DAY)
    assert again(household).quiet_until == today() + 5 * DAY


def test_silence_that_is_over_is_not_written_down_again(household, cadre):
    HardshipFile.objects.filter(pk=household.pk).update(quiet_until=today() - DAY)
    assert contacted(household, cadre).quiet_until is None


def test_what_was_yesterday_counts_for_yesterday(household, cadre):
    made = contacted(household, cadre, channel="visit", on=today() - DAY)
    assert timezone.localdate(made.at) == today() - DAY
    assert again(household).next_due_on == today() + 13 * DAY


def test_an_older_contact_written_down_later_moves_nothing_back(household, cadre):
    now = contacted(household, cadre)
    contacted(household, cadre, on=today() - 5 * DAY, quiet_until=today() + 90 * DAY)
    file = again(household)
    assert (file.last_contact_at, file.quiet_until) == (now.at, None)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"on": today() + DAY}, "on"),
        ({"on": today() - 15 * DAY}, "on"),
        ({"next_on": today() - DAY}, "next_on"),
        ({"next_on": today() + 61 * DAY}, "next_on"),
        ({"quiet_until": today()}, "quiet_until"),
        ({"quiet_until": today() + 366 * DAY}, "quiet_until"),
    ],
)
def test_days_that_cannot_be_are_refused_at_their_field(household, cadre, fields, field):
    with pytest.raises(Refused) as refused:
        contacted(household, cadre, **fields)
    assert refused.value.field == field
    assert not Contact.objects.exists()


def test_nothing_is_written_down_for_before_the_pair(city, cadre, household):
    household.pairings.update(since=timezone.now() - 2 * DAY)
    with pytest.raises(Refused, match="结对以后"):
        contacted(household, cadre, on=today() - 3 * DAY)
    contacted(household, cadre, on=today() - 2 * DAY)


def test_sent_twice_it_is_one_contact(household, cadre):
    once = uuid.uuid4()
    first = contacted(household, cadre, client_id=once, needs={"goods": "大米"})
    second = contacted(household, cadre, client_id=once, needs={"goods": "大米"})
    assert first == second
    assert (Contact.objects.count(), Need.objects.count()) == (1, 1)
    assert Entry.objects.filter(action="assistance.contacted").count() == 1


def test_the_same_page_is_not_for_another_household(city, household, cadre, administrator):
    other, once = a_file(city.couriers), uuid.uuid4()
    contacted(household, administrator, client_id=once)
    with pytest.raises(Refused, match="重新打开"):
        contacted(other, administrator, client_id=once)


# --- what was heard ------------------------------------------------------------------------------
def test_every_need_becomes_one_that_can_be_followed(household, cadre):
    made = contacted(household, cadre, needs={"medicine": "", "goods": "大米10公斤"})
    assert made.needs == ["goods", "medicine"]
    assert sorted(made.raised.values_list("kind", "text", "state", "raised_by")) == [
        ("goods", "大米10公斤", "raised", cadre.pk), ("medicine", "", "raised", cadre.pk),
    ]  # fmt: skip


def test_a_need_that_still_waits_is_not_raised_again(household, cadre):
    a_need(household, cadre, kind="medicine")
    contacted(household, cadre, needs={"medicine": ""})
    assert Need.objects.count() == 1
    contacted(household, cadre, needs={"medicine": "降压药"})
    assert Need.objects.count() == 2


def test_the_wish_for_somebody_else_goes_to_the_union(household, cadre, district_administrator):
    contacted(household, cadre, asks_for_another=True)
    found = HandOver.objects.get()
    assert (found.file, found.reason, found.decided_at) == (household, "asked_for", None)
    assert Message.objects.filter(
        kind="assistance.hand_over_waiting", recipient=district_administrator
    ).exists()
    # The pair goes on until somebody else is found.
    assert household.pairings.standing().exists()


# --- who may -------------------------------------------------------------------------------------
def test_a_stand_in_calls_for_the_pair(household, cadre, other_cadre, administrator):
    with pytest.raises(Refused):
        contacted(household, other_cadre)
    Absence.objects.create(
        post=the_post(cadre), stand_in=the_post(other_cadre), since_on=today(),
        until_on=today() + DAY, recorded_by=administrator,
    )  # fmt: skip
    made = contacted(household, other_cadre)
    assert (made.by, made.pairing) == (other_cadre, household.pairings.get())
    assert again(household).last_contact_at == made.at


def test_the_supervisor_line_may_call_when_nobody_does(city, administrator, district_administrator):
    file = a_file(city.couriers)
    for user in (administrator, district_administrator):
        made = contacted(file, user)
        assert made.pairing is None
    assert HardshipFile.objects.get(pk=file.pk).next_due_on is None


def test_nobody_else_may(city, household, other_cadre, far_cadre, stranger, auditor, worker):
    sibling = factories.a_member_of_staff("钱试样", city.minle_federation, Role.ADMINISTRATOR)
    for user in (other_cadre, far_cadre, stranger, auditor, worker, sibling):
        with pytest.raises(Refused, match="不是您联系的"):
            contacted(household, user)


@pytest.mark.parametrize("state", ["surveyed", "asked", "lifted", "left"])
def test_only_who_is_on_file_is_called(city, administrator, state):
    file = a_file(city.couriers, state=state)
    with pytest.raises(Refused, match="不用再记联系"):
        contacted(file, administrator)


# --- the record ----------------------------------------------------------------------------------
def test_the_record_says_that_there_was_a_contact_and_not_what_was_said(household, cadre):
    made = contacted(household, cadre, note="老赵住院了", needs={"medicine": "降压药"})
    entry = Entry.objects.get(action="assistance.contacted")
    assert (entry.actor_id, entry.person_id) == (cadre.pk, household.person_id)
    assert entry.data == {"contact": str(made.pk), "result": "reached", "needs": 1}
    assert entry.actor_unit == "甘州区快递外卖行业工会联合会"
