"""A file is kept up to date; the person stays who they are."""

import datetime

import pytest
from django.utils import timezone

from assistance import facts, filing
from assistance.models import FileState, HardshipFile
from audit.models import Entry
from audit.refusal import Refused
from tests.assistance.rows import a_file
from tests.assistance.typed import described


@pytest.fixture
def file(city) -> HardshipFile:
    return a_file(
        city.ganzhou_federation, phone="19900001111", unit_name="旧单位", division=city.railway
    )


def test_what_was_typed_takes_the_place_of_what_was(city, file, district_administrator):
    filing.edit(
        file,
        described(city, group="frontline", phone="19900002222", interval_days=30,
                  facts={"address": "西街2号"}),
        actor=district_administrator,
    )  # fmt: skip
    file.refresh_from_db()
    assert (file.group, file.phone, file.unit_name, file.interval_days) == (
        "frontline", "19900002222", "", 30,
    )  # fmt: skip
    assert facts.read(file) == {"address": "西街2号"}
    assert file.state == FileState.ON_FILE


def test_which_columns_changed_is_on_record_and_nothing_of_what_they_hold(
    city, file, district_administrator
):
    filing.edit(
        file, described(city, phone="19900002222", facts={"address": "西街2号"}),
        actor=district_administrator,
    )  # fmt: skip
    entry = Entry.objects.get(action="assistance.edited")
    assert entry.data == {"changed": ["unit_name", "phone"]}


def test_a_file_that_left_is_not_edited(city, district_administrator):
    file = a_file(city.ganzhou_federation, state=FileState.LEFT)
    with pytest.raises(Refused):
        filing.edit(file, described(city), actor=district_administrator)


def test_another_files_phone_has_to_be_confirmed_when_it_is_new(city, file, district_administrator):
    a_file(city.ganzhou_federation, phone="19900002222")
    changed = described(city, phone="19900002222")
    with pytest.raises(Refused) as refused:
        filing.edit(file, changed, actor=district_administrator)
    assert refused.value.field == "phone"
    filing.edit(file, changed, actor=district_administrator, is_confirmed=True)
    # It is this file's own by now.
    filing.edit(file, changed, actor=district_administrator)


def test_only_those_who_keep_it_edit_it(city, file, cadre, auditor, stranger):
    for actor in (cadre, auditor, stranger):
        with pytest.raises(Refused):
            filing.edit(file, described(city), actor=actor)


def test_a_child_known_before_the_answer_needs_no_guardian_yet(city, district_administrator):
    file = a_file(city.ganzhou_federation, state=FileState.SURVEYED)
    born = timezone.localdate().year - 5
    members = {"members": [{"name": "赵小样", "birth_year": born}]}
    filing.edit(
        file, described(city, household_size=2, facts=members), actor=district_administrator,
        at=timezone.now() + datetime.timedelta(days=1),
    )  # fmt: skip
    file.refresh_from_db()
    assert (file.has_minor, file.guardian_agreed_at) == (True, None)
