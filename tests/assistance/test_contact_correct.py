"""Correcting a contact: by who wrote it, on the day of writing, with all that hangs on it."""

import datetime

import pytest
from django.utils import timezone

from assistance import contacting, needs
from assistance.models import Contact, HardshipFile, Need
from audit.models import Entry
from audit.refusal import Refused
from tests.assistance.cared import contacted, said

DAY = datetime.timedelta(days=1)


def today() -> datetime.date:
    return timezone.localdate()


def correct(contact: Contact, actor, *, at=None, **fields) -> Contact:
    return contacting.correct(contact, said(**fields), actor=actor, at=at)


def again(file: HardshipFile) -> HardshipFile:
    return HardshipFile.objects.get(pk=file.pk)


def test_what_was_no_contact_after_all_moves_no_date(household, cadre):
    due = household.next_due_on
    made = contacted(household, cadre, quiet_until=today() + 40 * DAY)
    correct(made, cadre, result="not_reached", quiet_until=today() + 40 * DAY)
    file = again(household)
    assert (file.last_contact_at, file.quiet_until) == (None, None)
    assert (file.last_tried_at, file.next_due_on) == (made.at, due)


def test_the_contact_before_speaks_again(household, cadre):
    first = contacted(household, cadre, quiet_until=today() + 20 * DAY)
    second = contacted(household, cadre, next_on=today() + 3 * DAY)
    correct(second, cadre, result="not_reached")
    file = again(household)
    assert (file.last_contact_at, file.quiet_until) == (first.at, today() + 20 * DAY)


def test_a_wrong_day_is_put_right(household, cadre):
    made = contacted(household, cadre)
    correct(made, cadre, on=today() - 2 * DAY)
    assert again(household).next_due_on == today() + 12 * DAY


def test_without_another_day_the_moment_stays(household, cadre):
    made = contacted(household, cadre)
    assert correct(made, cadre, note="补一句", on=today()).at == made.at


def test_the_record_names_the_fields_and_not_what_they_say(household, cadre):
    made = contacted(household, cadre, note="身体还好")
    correct(made, cadre, note="住院了", channel="wechat")
    entry = Entry.objects.get(action="assistance.contact_corrected")
    assert entry.data["fields"] == ["channel", "note"]
    assert "住院" not in str(entry.data)


def test_what_changes_nothing_is_quiet(household, cadre):
    made = contacted(household, cadre, note="身体还好", needs={"goods": ""})
    correct(made, cadre, note="身体还好", needs={"goods": ""})
    assert not Entry.objects.filter(action="assistance.contact_corrected").exists()
    assert Need.objects.count() == 1


# --- needs ---------------------------------------------------------------------------------------
def test_a_need_ticked_by_mistake_is_called_off(household, cadre):
    made = contacted(household, cadre, needs={"goods": "", "law": ""})
    correct(made, cadre, needs={"law": "", "work": ""})
    assert dict(Need.objects.values_list("kind", "state")) == {
        "goods": "cancelled", "law": "raised", "work": "raised",
    }  # fmt: skip


def test_what_exactly_is_needed_is_reworded_as_long_as_nobody_has_it_in_hand(household, cadre):
    made = contacted(household, cadre, needs={"goods": "大米"})
    correct(made, cadre, needs={"goods": "面粉"})
    need = Need.objects.get()
    assert need.text == "面粉"
    needs.assign(need, to=cadre, actor=cadre)
    correct(made, cadre, needs={"goods": "食用油"})
    assert Need.objects.get().text == "面粉"


def test_what_is_in_hand_cannot_be_unticked(household, cadre):
    made = contacted(household, cadre, needs={"goods": ""})
    needs.assign(Need.objects.get(), to=cadre, actor=cadre)
    with pytest.raises(Refused, match="已经有人在办") as refused:
        correct(made, cadre)
    assert refused.value.field == "needs"
    assert Contact.objects.get().needs == ["goods"]


# --- who and when --------------------------------------------------------------------------------
def test_only_who_wrote_it(household, cadre, administrator, other_cadre):
    made = contacted(household, cadre)
    for user in (administrator, other_cadre):
        with pytest.raises(Refused, match="谁记的谁来改"):
            correct(made, user, note="改")


def test_only_on_the_day_of_writing(household, cadre):
    yesterday = timezone.now() - DAY
    made = contacted(household, cadre, at=yesterday)
    with pytest.raises(Refused, match="只能当天改"):
        correct(made, cadre, note="改")
    # A visit of yesterday written down today may be.
    late = contacted(household, cadre, on=today() - DAY)
    assert correct(late, cadre, note="改").note == "改"


def test_not_by_who_does_not_call_the_household_any_more(household, cadre):
    made = contacted(household, cadre)
    household.pairings.update(until=timezone.now())
    with pytest.raises(Refused, match="不是您联系的"):
        correct(made, cadre, note="改")


def test_silence_the_person_asked_for_since_then_stays(household, cadre):
    made = contacted(household, cadre)
    until = today() + 30 * DAY
    HardshipFile.objects.filter(pk=household.pk).update(quiet_until=until)
    correct(made, cadre, note="补一句")
    file = again(household)
    assert (file.quiet_until, file.next_due_on) == (until, until)


def test_silence_said_in_the_correction_itself_holds(household, cadre):
    made = contacted(household, cadre)
    HardshipFile.objects.filter(pk=household.pk).update(quiet_until=today() + 30 * DAY)
    correct(made, cadre, quiet_until=today() + 9 * DAY)
    assert again(household).quiet_until == today() + 9 * DAY
