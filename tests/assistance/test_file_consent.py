"""Consent is a row of its own; a guardian's where there is a child; taken back, all falls with it."""

import datetime
import threading

import pytest
from django.utils import timezone

from assistance import consenting, facts, filing, moving
from assistance.models import FileState, HardshipFile, Pairing, Publication
from audit.models import Entry
from audit.refusal import Refused
from notifications.models import Message
from people import services as people
from people.models import Consent, Purpose
from tests.assistance.rows import a_file, a_pair
from tests.assistance.typed import described
from tests.factories import a_worker
from tests.together import together, until_somebody_waits

TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)


def standing(person) -> set[str]:
    rows = Consent.objects.filter(person=person, withdrawn_at=None)
    return set(rows.values_list("purpose", flat=True))


@pytest.fixture
def asked(city) -> HardshipFile:
    return a_file(city.ganzhou_federation, state=FileState.ASKED)


def test_agreeing_is_a_row_with_the_text_that_was_agreed_to(
    asked, district_administrator, settings
):
    file = moving.agree(asked, actor=district_administrator)
    consent = Consent.objects.get()
    assert (consent.person, consent.purpose, consent.policy_version) == (
        file.person, Purpose.ASSISTANCE, settings.POLICY_VERSION,
    )  # fmt: skip
    assert consent.given_at == file.agreed_at


def test_with_a_child_the_guardian_is_asked_too(city, district_administrator):
    file = a_file(city.ganzhou_federation, state=FileState.ASKED, has_minor=True)
    with pytest.raises(Refused) as refused:
        moving.agree(file, actor=district_administrator)
    assert refused.value.field == "guardian_agreed"
    assert not Consent.objects.exists()
    file = moving.agree(file, actor=district_administrator, guardian_agreed=True)
    assert file.guardian_agreed_at == file.agreed_at
    assert standing(file.person) == {Purpose.ASSISTANCE, Purpose.GUARDIAN}


def test_that_there_is_a_child_may_come_out_at_the_door(asked, district_administrator):
    moving.agree(asked, actor=district_administrator, guardian_agreed=True)
    file = HardshipFile.objects.get()
    assert (file.has_minor, file.guardian_agreed_at is not None) == (True, True)


def test_whoever_is_asked_anew_agrees_anew(asked, district_administrator):
    file = moving.agree(asked, actor=district_administrator)
    file = moving.leave(file, reason="搬走", actor=district_administrator)
    file = moving.reopen(file, actor=district_administrator)
    file = moving.agree(file, actor=district_administrator)
    old, new = Consent.objects.order_by("given_at")
    assert (old.withdrawn_at is not None, new.withdrawn_at) == (True, None)
    assert new.given_at == file.agreed_at


def test_whoever_has_an_account_reads_that_it_was_written_down(asked, district_administrator):
    worker = a_worker(person=asked.person)
    moving.agree(asked, actor=district_administrator)
    message = Message.objects.get(kind="assistance.consent_noted")
    assert (message.recipient, message.channel) == (worker, "inbox")
    assert "困难" not in message.title + message.body


def test_a_child_written_in_later_needs_the_guardian_as_well(city, asked, district_administrator):
    file = moving.agree(asked, actor=district_administrator)
    changed = described(
        city, household_size=2, facts={"members": [{"name": "赵小样", "birth_year": TODAY.year}]}
    )
    with pytest.raises(Refused) as refused:
        filing.edit(file, changed, actor=district_administrator)
    assert refused.value.field == "guardian_agreed"
    filing.edit(file, changed, actor=district_administrator, guardian_agreed=True)
    assert Purpose.GUARDIAN in standing(file.person)


# --- taken back -------------------------------------------------------------------------------
@pytest.fixture
def helped(city, cadre, district_administrator) -> HardshipFile:
    """On file with a child, paired, and shown to everybody."""
    file = a_file(city.ganzhou_federation, state=FileState.ASKED, has_minor=True)
    facts.write(file, {"members": [
        {"name": "赵小样", "birth_year": TODAY.year - 5}, {"name": "钱大样", "birth_year": 1980},
        {"name": "孙不详"},
    ]})  # fmt: skip
    file.save(update_fields=["facts"])
    file = moving.agree(file, actor=district_administrator, guardian_agreed=True)
    people.give_consent(file.person, purpose=Purpose.PUBLICATION, policy_version="1")
    a_pair(file, cadre)
    Publication.objects.create(
        file=file, masked_name="赵*例", unit_name="某公司", hardship_class="deep",
        starts_on=TODAY, ends_on=TODAY + 9 * DAY, consented_at=timezone.now(),
        made_by=district_administrator,
    )  # fmt: skip
    return file


def withdraw(file, purpose, actor=None) -> int:
    return people.withdraw_consent(file.person, purpose=purpose, actor=actor)


def test_taken_back_the_file_closes_with_pair_and_publication(helped, district_administrator):
    worker = a_worker(person=helped.person)
    assert withdraw(helped, Purpose.ASSISTANCE, worker) == 1
    helped.refresh_from_db()
    assert (helped.state, helped.leave_reason) == (FileState.LEFT, "撤回同意")
    assert not Pairing.objects.standing().exists()
    assert Publication.objects.get().taken_down_at is not None
    assert Entry.objects.get(action="assistance.left").actor_id == worker.pk


def test_those_who_keep_the_file_are_told_without_a_name(helped, district_administrator):
    withdraw(helped, Purpose.ASSISTANCE)
    message = Message.objects.get(kind="assistance.consent_withdrawn")
    assert message.recipient == district_administrator
    assert "赵" not in message.title + message.body


def test_twice_is_quiet(helped, district_administrator):
    withdraw(helped, Purpose.ASSISTANCE)
    assert withdraw(helped, Purpose.ASSISTANCE) == 0
    assert Entry.objects.filter(action="assistance.left").count() == 1


def test_whoever_was_only_asked_is_not_asked_any_more(asked):
    withdraw(asked, Purpose.ASSISTANCE)
    asked.refresh_from_db()
    assert asked.state == FileState.LEFT


def test_what_is_shown_to_everybody_is_taken_back_by_itself(helped):
    withdraw(helped, Purpose.PUBLICATION)
    helped.refresh_from_db()
    assert (helped.state, Publication.objects.get().taken_down_at is not None) == (
        FileState.ON_FILE, True,
    )  # fmt: skip


def test_without_the_guardian_the_child_is_forgotten_and_the_household_stays(helped):
    withdraw(helped, Purpose.GUARDIAN)
    helped.refresh_from_db()
    assert (helped.state, helped.has_minor, helped.guardian_agreed_at) == (
        FileState.ON_FILE, False, None,
    )  # fmt: skip
    assert [member["name"] for member in facts.read(helped)["members"]] == ["钱大样"]


def test_other_consents_have_nothing_to_do_with_it(helped):
    people.give_consent(helped.person, purpose=Purpose.JOIN, policy_version="1")
    withdraw(helped, Purpose.JOIN)
    helped.refresh_from_db()
    assert helped.state == FileState.ON_FILE


def test_from_the_own_page_too(helped, signed_in):
    client = signed_in(a_worker(person=helped.person))
    client.post("/me/data/withdraw/", {"purpose": Purpose.ASSISTANCE})
    helped.refresh_from_db()
    assert helped.state == FileState.LEFT


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("turn", range(3))
def test_agreed_at_the_desk_while_taken_back_on_the_phone(
    city, district_administrator, before, turn
):
    """Whichever comes first: on file as long as a consent stands, and no deadlock; also where
    something was agreed to before (by whoever asked for help).
    """
    file = a_file(city.ganzhou_federation, state=FileState.ASKED)
    if before:
        people.give_consent(file.person, purpose=Purpose.ASSISTANCE, policy_version="0")
    results = together(
        lambda: moving.agree(file, actor=district_administrator),
        lambda: withdraw(file, Purpose.ASSISTANCE),
    )
    failed = [each for each in results if isinstance(each, Exception)]
    assert all(isinstance(each, Refused) for each in failed)
    file.refresh_from_db()
    agreed = Purpose.ASSISTANCE in standing(file.person)
    assert (file.state == FileState.ON_FILE) == agreed


@pytest.mark.django_db(transaction=True)
def test_without_holding_the_consent_first_the_two_would_lock_each_other_out(
    city, district_administrator, monkeypatch
):
    file = a_file(city.ganzhou_federation, state=FileState.ASKED)
    people.give_consent(file.person, purpose=Purpose.ASSISTANCE, policy_version="0")
    monkeypatch.setattr(consenting, "hold", lambda file: None)
    give, has_the_file = consenting.give, threading.Event()

    def give_late(*args, **options):
        has_the_file.set()
        # The withdrawal holds the consent by then, and waits for the file.
        until_somebody_waits()
        give(*args, **options)

    def take_back():
        has_the_file.wait(10)
        withdraw(file, Purpose.ASSISTANCE)

    monkeypatch.setattr(consenting, "give", give_late)
    results = together(lambda: moving.agree(file, actor=district_administrator), take_back)
    assert [type(each).__name__ for each in results if isinstance(each, Exception)] == [
        "OperationalError"
    ]
