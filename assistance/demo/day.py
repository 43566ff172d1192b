"""The day of 943 in the demo city, three weeks ago: a sheet imported, consents taken, pairs made,
everybody called the same day, fifteen supplied to the receipt; and what has been since.

The sheet, the pairs and the fifteen go the way people go; consents and calls are written in bulk,
as the acts would leave them.
"""

import datetime
import itertools
import uuid

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import User
from assistance import covering, funding, overload
from assistance.demo import care, files, pairs
from assistance.imports import SURVEY
from assistance.models import FileState, HardshipFile, NoticeKind, Pairing
from assistance.reminders import REMINDERS
from audit import services as audit
from funds import services as funds
from notifications import reminders
from organizations.models import Organization, Role
from organizations.posts import holders
from people.models import Consent, Purpose
from spreadsheets import deciding, running, uploading
from spreadsheets.models import Import

HOUSEHOLDS, CADRES = 943, 1_000
# The serial numbers before are those of the other cadres of the demo city (city.py).
FIRST_CADRE = 1_000
DAYS_AGO = 21
FUND, MONEY_FEN = "一对一联系专项", 5_000_00
DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)


def load(
    now: datetime.datetime, *, households: int = HOUSEHOLDS, cadres: int = CADRES
) -> list[Pairing]:
    """The pairs made that day; none in a city without an administrator."""
    root = Organization.objects.get(parent=None)
    actor = next(iter(holders(root, Role.ADMINISTRATOR)), None)
    if actor is None:
        return []
    morning = (timezone.localtime(now) - DAYS_AGO * DAY).replace(
        hour=9, minute=0, second=0, microsecond=0
    )
    pairs.cadres(cadres, since=morning - 60 * DAY, first=FIRST_CADRE)
    found = _imported(households, actor, morning)
    _consent(found, actor, morning)
    waiting = HardshipFile.objects.unpaired().filter(pk__in=[file.pk for file in found])
    made = pairs.pair(waiting, at=morning + HOUR, actor=actor, across=True)
    _supply(root, made, actor, morning)
    care.contacts(made, now)
    remind(now)
    covering.keep()
    overload.keep()
    return made


def _imported(households: int, actor: User, morning: datetime.datetime) -> list[HardshipFile]:
    upload = SimpleUploadedFile("摸底排查.xlsx", files.survey_book(households, actor))
    organization = actor.posts.filter(role=Role.ADMINISTRATOR)[0].organization
    job = uploading.take_in(
        kind=SURVEY, organization=organization, context={}, upload=upload, client_id=uuid.uuid4(),
        actor=actor,
    )  # fmt: skip
    running.run(Import, job.pk)
    deciding.confirm(Import.objects.get(pk=job.pk), actor=actor)
    running.run(Import, job.pk)
    Import.objects.filter(pk=job.pk).update(created_at=morning - 5 * DAY)
    found = HardshipFile.objects.filter(import_id=job.pk)
    found.update(created_at=morning - 5 * DAY)
    return list(found.select_related("organization").order_by("pk"))


def _consent(found: list[HardshipFile], actor: User, at: datetime.datetime) -> None:
    HardshipFile.objects.filter(pk__in=[file.pk for file in found]).update(
        state=FileState.ON_FILE, asked_at=at - 2 * DAY, agreed_at=at
    )
    Consent.objects.bulk_create(
        Consent(
            person_id=file.person_id, purpose=Purpose.ASSISTANCE, given_at=at,
            policy_version=settings.POLICY_VERSION,
        )
        for file in found
        if file.person_id
    )  # fmt: skip
    audit.record_all(
        audit.entry(
            "assistance.agreed", actor=actor, subject=file, person=file.person_id,
            unit=file.organization.name, at=at,
        )
        for file in found
    )  # fmt: skip


def _supply(
    root: Organization, made: list[Pairing], actor: User, morning: datetime.datetime
) -> None:
    fund = funding.set_up(root, name=FUND, amount_fen=MONEY_FEN, actor=actor, is_demo=True)
    if not fund.allocated_fen:
        funds.allocate(fund, organization=root, amount_fen=MONEY_FEN, actor=actor)
    care.supply_fifteen(
        (pairing.file for pairing in made), actor=actor, at=morning + 6 * HOUR, serial="the day"
    )


def remind(now: datetime.datetime) -> None:
    """What the sweeps of the last days told of those who are silent now."""
    kinds = {f"assistance.{kind}" for kind in (NoticeKind.SILENT, NoticeKind.ESCALATED)}
    told = [reminder for reminder in REMINDERS if reminder.name in kinds]
    for days, reminder in itertools.product(range(7, 0, -1), told):
        reminders.run(reminder, now - days * DAY)
