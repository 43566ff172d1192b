"""Hundreds of files at once: opened out of a survey's sheet, and taken back as long as nobody has
done anything with them.
"""

import datetime
from collections.abc import Callable, Sequence

from django.db import IntegrityError
from django.utils import timezone

from assistance import described as households
from assistance.filing import OTHER_NAME
from assistance.models import FileState, HardshipFile, Origin
from audit import services as audit
from audit.models import Entry
from audit.refusal import Refused
from organizations.models import Organization
from people import services as people
from people.models import Person
from spreadsheets.kinds import Row
from spreadsheets.models import Import

BATCH = 500
MEANWHILE = "刚才同时有人给表里的某一位建了档，请再导入一次，看看新标出来的行。"
# What happened to a file that nobody has done anything with.
UNTOUCHED = ("assistance.filed", "assistance.opened", "assistance.shown")


def file_all(job: Import, rows: Sequence[Row], tick: Callable[[int], None]) -> None:
    """Each row a file in the survey's state, as if opened by who uploaded the sheet.

    In the caller's transaction; who is on file already has been asked in it (survey_check.py), and
    the constraint decides between two sheets at once. Raises Refused.
    """
    at = timezone.now()
    for start in range(0, len(rows), BATCH):
        files = _files(rows[start : start + BATCH], job, at)
        try:
            HardshipFile.objects.bulk_create(files)
        except IntegrityError:
            raise Refused(MEANWHILE) from None
        audit.record_all(_entry(file, job, at) for file in files)
        tick(start + len(files))


def _files(rows: Sequence[Row], job: Import, at: datetime.datetime) -> list[HardshipFile]:
    persons = people.register_all(_person(row, job) for row in rows)
    units = households.units_called(row.values["unit_name"] for row in rows)
    return [_file(row, persons, units, job, at) for row in rows]


def _person(row: Row, job: Import) -> Person:
    given = row.values
    return people.build(
        name=given["name"], document_type=given["document_type"], number=given["number"],
        is_demo=job.is_demo,
    )  # fmt: skip


def _file(
    row: Row, persons: dict[str, Person], units: dict[str, Organization], job: Import, at
) -> HardshipFile:
    described, person = row.values["described"], persons[row.values["fingerprint"]]
    if person.name != row.values["name"]:
        raise Refused(f"第{row.number}行：{OTHER_NAME}")
    file = HardshipFile(
        person=person, organization=row.values["organization"],
        origin=Origin.SURVEY, import_id=job.pk, created_by=job.uploaded_by, created_at=at,
        is_demo=job.is_demo,
    )  # fmt: skip
    unit = units.get(described.unit_name)
    households.fill(file, described, unit=unit, today=timezone.localdate(at))
    return file


def _entry(file: HardshipFile, job: Import, at: datetime.datetime) -> Entry:
    return audit.entry(
        "assistance.filed", actor=job.uploaded_by, subject=file, person=file.person_id,
        unit=file.organization.name, data={"origin": file.origin}, at=at,
    )  # fmt: skip


def refusal_to_take_back(job: Import) -> str:
    """Why not to take all of it back: somebody has gone on with it. Two queries."""
    files = HardshipFile.objects.filter(import_id=job.pk)
    ids = [str(pk) for pk in files.values_list("pk", flat=True)]
    moved = files.exclude(state=FileState.SURVEYED).values_list("pk", flat=True)
    number = len({str(pk) for pk in moved} | _touched(ids))
    if number:
        return f"导入的档案里有{number}份已经征求过意见或改过，不能整批撤销，请逐份办理。"
    return ""


def _touched(ids: Sequence[str]) -> set[str]:
    """Those that something was done to, as the record has it."""
    record = Entry.objects.filter(
        subject_type=audit.subject_type(HardshipFile()), subject_id__in=ids
    )
    return set(record.exclude(action__in=UNTOUCHED).values_list("subject_id", flat=True))


def take_back(job: Import) -> None:
    """Delete the files, and the people nobody else knows of. In the caller's transaction.

    Raises Refused.
    """
    found = HardshipFile.objects.filter(import_id=job.pk).order_by("pk")
    # Held from here on: nobody asks a household that is on its way out.
    persons = [person for _, person in found.select_for_update().values_list("pk", "person")]
    refusal = refusal_to_take_back(job)
    if refusal:
        raise Refused(refusal)
    found.delete()
    people.forget(persons)
