"""After the retention period the counts stay and the person goes; said first, done when meant."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from assistance import facts, retention
from assistance.models import (
    Contact,
    FileState,
    HandOver,
    HandOverReason,
    HardshipFile,
    HelpRequest,
    Need,
    Pairing,
    Publication,
    Supply,
)
from audit.models import Entry
from people import services as people
from people.models import Consent, Person, Purpose
from tests.assistance.rows import a_file, the_post
from tests.factories import a_worker, local

NOW = timezone.now()
YEAR = datetime.timedelta(days=366)
SECRET = "不能留下的话"


def left(organization, years: float, **fields) -> HardshipFile:
    return a_file(
        organization, state=FileState.LEFT, left_at=NOW - years * YEAR, agreed_at=NOW - 5 * YEAR,
        **fields,
    )  # fmt: skip


@pytest.fixture
def full(city, cadre) -> HardshipFile:
    """Everything that may stand in and around a file that left four years ago."""
    file = left(
        city.ganzhou_federation, 4, phone="19900001234", unit=city.couriers, unit_name=SECRET,
        division=city.railway, leave_reason=SECRET, language="yugur", hardship_class="deep",
    )  # fmt: skip
    facts.write(file, {"address": SECRET})
    file.save(update_fields=["facts"])
    pairing = Pairing.objects.create(
        file=file, post=the_post(cadre), since=NOW - 5 * YEAR, until=NOW - 4 * YEAR, why=SECRET,
        end_reason=SECRET,
    )  # fmt: skip
    contact = Contact.objects.create(
        file=file, pairing=pairing, by=cadre, channel="call", result="reached", note=SECRET
    )
    need = Need.objects.create(
        file=file, contact=contact, kind="goods", text=SECRET, state="signed", raised_by=cadre,
        closing_note=SECRET,
    )  # fmt: skip
    Supply.objects.create(
        need=need, goods=[{"name": "大米", "quantity": 10, "unit": "公斤"}], bought_by=cadre,
        delivered_at=NOW, signed_at=NOW, signed_name=SECRET, signature=[[[1, 2]]],
        volunteer=SECRET,
    )  # fmt: skip
    HandOver.objects.create(
        file=file, from_pairing=pairing, reason=HandOverReason.ASKED_FOR, decided_at=NOW,
        note=SECRET,
    )  # fmt: skip
    Publication.objects.create(
        file=file, masked_name="赵*例", unit_name=SECRET, hardship_class="deep",
        starts_on=datetime.date(2022, 1, 4), ends_on=datetime.date(2022, 1, 14),
        consented_at=NOW, made_by=cadre,
    )  # fmt: skip
    HelpRequest.objects.create(
        worker=a_worker(), organization=city.ganzhou_federation, division=city.railway,
        cause="own_illness", text=SECRET, state="accepted", file=file,
    )  # fmt: skip
    people.give_consent(file.person, purpose=Purpose.ASSISTANCE, policy_version="1")
    return file


def run(*arguments: str, capsys) -> str:
    call_command("anonymise_files", *arguments)
    return capsys.readouterr().out


def test_first_it_says_what_it_would_do_and_does_nothing(city, full, capsys):
    left(city.minle_federation, 3.5)
    left(city.minle_federation, 1)
    said = run(capsys=capsys)
    day = timezone.localtime(full.left_at).year
    assert "还没有隐去姓名的档案：2份" in said
    assert f"  甘州区总工会，{day}年退出的1份" in said
    assert "什么也没有改" in said
    assert not HardshipFile.objects.filter(anonymised_at__isnull=False).exists()


def test_the_person_and_all_that_was_written_goes_and_the_counts_stay(full, city, capsys):
    person_id = full.person_id
    said = run("--really", capsys=capsys)
    assert "已隐去1份，其中1人在别处没有记录" in said
    full.refresh_from_db()
    assert (full.person, full.phone, full.unit, full.unit_name, bytes(full.facts)) == (
        None, "", None, "", b"",
    )  # fmt: skip
    assert (full.state, full.group, full.hardship_class, full.organization) == (
        FileState.LEFT, "hardship", "deep", city.ganzhou_federation,
    )  # fmt: skip
    assert (full.division, full.language, full.leave_reason) == (city.ganzhou, "mandarin", "")
    assert not Person.objects.filter(pk=person_id).exists()
    assert not Consent.objects.filter(person=person_id).exists()
    assert (Contact.objects.count(), Need.objects.count(), Supply.objects.count()) == (1, 1, 1)
    assert Supply.objects.get().goods[0]["name"] == "大米"
    assert not Publication.objects.exists()
    assert not HelpRequest.objects.exists()


def test_what_was_written_is_nowhere(full):
    retention.anonymise(3, at=NOW)
    for model in (Contact, Need, Supply, Pairing, HandOver, HardshipFile):
        for row in model.objects.values():
            assert SECRET not in str(row), model


def test_whoever_is_known_otherwise_stays_known(full):
    a_worker(person=full.person)
    assert retention.anonymise(3, at=NOW).people == 0
    full.refresh_from_db()
    assert full.person is None
    assert Person.objects.exists()


@pytest.mark.parametrize(
    ("state", "years", "goes"),
    [
        (FileState.LEFT, 3.01, True), (FileState.LEFT, 2.9, False),
        (FileState.LIFTED, 9, False), (FileState.ON_FILE, 9, False),
    ],
)  # fmt: skip
def test_only_what_left_longer_ago_than_that(city, state, years, goes):
    file = left(city.ganzhou_federation, years)
    HardshipFile.objects.filter(pk=file.pk).update(state=state)
    assert retention.anonymise(3, at=NOW).files == goes
    file.refresh_from_db()
    assert (file.anonymised_at is not None) == goes


def test_a_person_on_file_again_stays_with_the_new_file(city):
    old = left(city.ganzhou_federation, 4)
    new = a_file(city.ganzhou_federation, person=old.person)
    retention.anonymise(3, at=NOW)
    new.refresh_from_db()
    assert new.person.name == "赵范例"


def test_each_is_on_record_without_the_person(full):
    retention.anonymise(3, at=NOW)
    entry = Entry.objects.get(action="assistance.anonymised")
    assert (entry.subject_id, entry.person_id, entry.actor_id) == (str(full.pk), None, None)


def test_twice_is_once(full):
    assert retention.anonymise(3, at=NOW).files == 1
    assert retention.anonymise(3, at=NOW).files == 0


def test_more_than_a_batch_goes_in_several(city, monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    for _ in range(5):
        left(city.ganzhou_federation, 4)
    assert retention.anonymise(3, at=NOW).files == 5


def test_the_page_of_such_a_file_still_opens(full, district_administrator, signed_in):
    retention.anonymise(3, at=NOW)
    client = signed_in(district_administrator)
    page = client.get(f"/desk/assistance/files/{full.pk}/").content.decode()
    assert "已隐去姓名" in page
    assert "赵范例" not in client.get("/desk/assistance/files/").content.decode()
    answer = client.post(f"/desk/assistance/files/{full.pk}/number/", {"reason": "想看一看"})
    assert answer.status_code == 302


@pytest.mark.parametrize("years", ["0", "-1", "101"])
def test_years_that_cannot_be_meant(db, years):
    with pytest.raises(CommandError):
        call_command("anonymise_files", "--years", years)


def test_a_leap_day_has_a_boundary():
    assert retention.boundary(3, local(2028, 2, 29, 12)).day == 28
