"""After a new key was put first, `reencrypt` seals everything with it and loses nothing."""

import threading
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models, transaction

from audit.models import Entry
from membership import drafts
from membership.models import Application
from people import crypto, sealed, services
from people.models import Person
from tests.factories import a_worker
from tests.people.conftest import NEW_KEY, a_number, a_person, number_of
from tests.together import together

NUMBERS = "people_person.number_sealed"
DRAFTS = "membership_application.draft"
FACTS = "assistance_hardshipfile.facts"
ROWS = "spreadsheets_importrow.sealed"
OURS = (
    "accounts", "assistance", "audit", "campaigns", "funds", "membership", "notifications",
    "organizations", "people", "spreadsheets",
)  # fmt: skip


def run(*arguments: str) -> tuple[str, str, int]:
    """What the command wrote, what it complained of, and its exit code."""
    out, err = StringIO(), StringIO()
    try:
        call_command("reencrypt", *arguments, stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), err.getvalue() + str(error), error.returncode
    return out.getvalue(), err.getvalue(), 0


def keys_of(rows, field: str) -> set[str]:
    return {crypto.key_id_of(blob) for blob in rows.values_list(field, flat=True)}


@pytest.fixture
def number_column():
    return Person._meta.get_field("number_sealed")


@pytest.fixture
def three(db):
    return several(3)


def several(count: int) -> dict:
    """People on record: primary key -> number."""
    numbers = [a_number() for _ in range(count)]
    return {a_person("李示例", number).pk: number for number in numbers}


def opened(rows=None) -> dict:
    rows = Person.objects.all() if rows is None else rows
    return {person.pk: number_of(person) for person in rows}


def stored(rows) -> dict:
    return {pk: bytes(blob) for pk, blob in rows.values_list("pk", "number_sealed")}


def test_every_sealed_column_of_the_house_is_found():
    assert sorted(map(str, sealed.columns())) == [FACTS, DRAFTS, NUMBERS, ROWS]


def test_no_column_of_bytes_is_forgotten():
    """Whatever holds bytes in one of our tables is sealed."""
    models_of_ours = [
        model for model in apps.get_models() if model.__module__.split(".")[0] in OURS
    ]
    binary = [
        field
        for model in models_of_ours
        for field in model._meta.local_fields
        if isinstance(field, models.BinaryField)
    ]
    assert len(binary) >= 2
    assert [field for field in binary if not isinstance(field, sealed.SealedField)] == []


def test_a_column_knows_the_place_its_values_are_sealed_for(number_column):
    assert number_column.context == services.NUMBER
    assert Application._meta.get_field("draft").context == drafts.CONTEXT


def test_to_migrations_a_sealed_column_is_plain_bytes(number_column):
    assert number_column.deconstruct()[1] == "django.db.models.BinaryField"


def test_everything_is_sealed_with_the_new_key_and_reads_the_same(three, new_key_first):
    worker = a_worker()
    typed = {"name": "李示例", "number": a_number()}
    draft = drafts.open_draft(worker)
    drafts.save(draft, typed)
    drafts.open_draft(a_worker())  # nothing typed yet: nothing sealed
    new_key_first()

    out, err, code = run()

    assert (err, code) == ("", 0)
    assert f"{NUMBERS}：换了3条，打不开0条" in out
    assert f"{DRAFTS}：换了1条，打不开0条" in out
    assert "旧密钥可以拿掉了" in out
    assert keys_of(Person.objects.all(), "number_sealed") == {"2027"}
    assert opened() == three
    draft.refresh_from_db()
    assert crypto.key_id_of(draft.draft) == "2027"
    assert drafts.read(draft) == typed


def test_afterwards_the_old_key_is_needed_no_more(three, new_key_first, settings):
    new_key_first()
    run()
    settings.IDENTITY_KEYS = {"2027": NEW_KEY}
    assert opened() == three


def test_the_run_is_on_record_and_a_run_without_work_is_not(three, new_key_first):
    new_key_first()
    run()
    run()
    (entry,) = Entry.objects.filter(action="people.reencrypted")
    assert entry.data == {"key": "2027", "changed": {NUMBERS: 3, DRAFTS: 0, FACTS: 0, ROWS: 0}}


def test_what_the_new_key_sealed_already_is_left_alone(three, new_key_first):
    new_key_first()
    fresh = a_person("李示丁")
    before = bytes(fresh.number_sealed)
    run()
    fresh.refresh_from_db()
    assert bytes(fresh.number_sealed) == before


def test_check_counts_and_changes_nothing(three, new_key_first):
    assert run("--check")[2] == 0
    new_key_first()
    before = stored(Person.objects.all())

    out, err, code = run("--check")

    assert code == 1
    assert f"{NUMBERS}：还有3条不是用密钥“2027”加密的" in out
    assert err == "旧密钥还不能拿掉。"
    assert stored(Person.objects.all()) == before
    run()
    assert run("--check")[2] == 0


def test_what_cannot_be_opened_is_named_kept_and_stops_nobody(three, new_key_first):
    lost, strange, moved = (a_person(f"孙示{letter}").pk for letter in "甲乙丙")
    blobs = {
        lost: b"\x04gone" + b"x" * 40,
        strange: b"\x00",
        moved: crypto.seal("6299", "membership_application.draft"),
    }
    for pk, blob in blobs.items():
        Person.objects.filter(pk=pk).update(number_sealed=blob)
    new_key_first()

    out, err, code = run()

    assert code == 1
    assert f"{NUMBERS}：换了3条，打不开3条" in out
    assert f"{lost}: no key 'gone' in IDENTITY_KEYS" in err
    assert f"{strange}: not a sealed value" in err
    assert f"{moved}: cannot be opened as {NUMBERS}" in err
    assert stored(Person.objects.filter(pk__in=blobs)) == blobs
    assert opened(Person.objects.exclude(pk__in=blobs)) == three


@pytest.mark.parametrize("batch", [1, 2, 3, 4])
def test_batches_of_any_size_come_to_an_end(three, new_key_first, number_column, batch):
    new_key_first()
    assert sealed.reseal(number_column, batch=batch) == sealed.Resealed(changed=3)
    assert opened() == three


def test_unreadable_ones_do_not_hold_the_batches_up(three, new_key_first, number_column):
    Person.objects.filter(pk=min(three)).update(number_sealed=b"?")
    new_key_first()
    done = sealed.reseal(number_column, report=[].append, batch=1)
    assert done == sealed.Resealed(changed=2, unreadable=1)


@pytest.mark.django_db(transaction=True)
def test_a_run_cut_off_has_kept_its_batches_and_the_next_goes_on(new_key_first, number_column):
    numbers = several(3)
    broken = sorted(numbers)[1]
    Person.objects.filter(pk=broken).update(number_sealed=b"?")
    new_key_first()

    def pull_the_plug(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sealed.reseal(number_column, report=pull_the_plug, batch=1)
    assert sealed.outdated(number_column).count() == 2
    assert sealed.reseal(number_column, report=[].append).changed == 1


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_share_the_rows(new_key_first, number_column):
    numbers = several(40)
    new_key_first()

    results = together(*[lambda: sealed.reseal(number_column, batch=3)] * 3)

    assert sum(result.changed for result in results) == 40
    assert opened() == numbers


@pytest.mark.django_db(transaction=True)
def test_a_row_somebody_holds_is_left_to_them(new_key_first):
    """A worker saving a draft is neither waited for nor overwritten."""
    draft = drafts.open_draft(a_worker())
    drafts.save(draft, {"name": "旧的"})
    new_key_first()
    held, done = threading.Event(), threading.Event()

    def a_worker_typing():
        with transaction.atomic():
            Application.objects.select_for_update().get(pk=draft.pk)
            held.set()
            done.wait(10)
            drafts.save(draft, {"name": "新的"})

    def the_command():
        held.wait(10)
        result = sealed.reseal(Application._meta.get_field("draft"))
        done.set()
        return result

    _, result = together(a_worker_typing, the_command)

    assert result == sealed.Resealed()
    draft.refresh_from_db()
    assert drafts.read(draft) == {"name": "新的"}
    assert crypto.key_id_of(draft.draft) == "2027"
