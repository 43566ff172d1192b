"""Hardship files that can be tried out: a survey's sheet to import, and files in every state."""

import datetime

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from assistance import described as households
from assistance import scope
from assistance.demo.households import Household, household
from assistance.described import Described
from assistance.models import ClassRule, FileState, HardshipFile, Origin
from assistance.survey_sheet import Known, columns
from assistance.vocabulary import Cause, Group, HardshipClass, Language, NeedKind
from audit import services as audit
from audit.models import Entry
from organizations.models import Division, Organization, Post, Role
from people import crypto
from people import services as people
from people.models import Consent, Person, Purpose
from people.vocabulary import DocumentType
from spreadsheets.models import Import
from spreadsheets.writing import Sheet, book

# The sheet holds the first of the serial numbers, `load` takes these.
LOADED_FROM = 1_200
DAY = datetime.timedelta(days=1)
STATES = (
    *[FileState.ON_FILE] * 12, *[FileState.ASKED] * 3, *[FileState.SURVEYED] * 2,
    FileState.RELAPSED, FileState.LIFTED, FileState.LEFT,
)  # fmt: skip
AGREED = (FileState.ON_FILE, FileState.RELAPSED, FileState.LIFTED)
# Ceilings of the demo city, yuan a head and month; not those of any real one.
CEILINGS = {"deep": 700, "relative": 1_300, "sudden": 2_000}
BASIS = "演示标准，不是真实文件"


def ceilings(year: int) -> None:
    """This year's and last year's ceilings, where there are none."""
    for each, share in ((year - 1, 95), (year, 100)):
        for kind, yuan in CEILINGS.items():
            ClassRule.objects.get_or_create(
                year=each, hardship_class=kind,
                defaults={"ceiling_fen": yuan * share, "note": BASIS},
            )  # fmt: skip


def survey_book(number: int, actor: User) -> bytes:
    """The workbook of a survey over all districts this user keeps, ready to be imported."""
    held = Post.objects.filter(user=actor, role=Role.ADMINISTRATOR).order_by("organization__path")
    post = held.select_related("organization").first()
    if post is None:
        raise ValueError("an administrator uploads the survey")
    known = Known.of(Import(organization=post.organization, uploaded_by=actor))
    heads = [column.title for column in columns(known)]
    return book(Sheet("摸底", heads, survey_rows(number, list(known.townships))))


def survey_rows(number: int, townships: list[str]) -> list[list]:
    """The rows of the sheet: `number` households, the townships in turn."""
    return [_row(household(serial), townships) for serial in range(number)]


def _row(of: Household, townships: list[str]) -> list:
    return [
        of.name, DocumentType.IDENTITY_CARD.label, of.number, of.phone, of.unit,
        townships[of.serial % len(townships)], Group(of.group).label,
        HardshipClass(of.hardship_class).label, Cause(of.cause).label, of.size,
        Language(of.language).label, "、".join(NeedKind(need).label for need in of.needs),
        of.address, of.income, of.note,
    ]  # fmt: skip


def load(number: int, *, now: datetime.datetime) -> list[HardshipFile]:
    """`number` files in every state, over the districts of the demo city, with their consents."""
    serials = [household(LOADED_FROM + turn) for turn in range(number)]
    persons = people.register_all(_person(of) for of in serials)
    unions = list(
        Organization.objects.filter(kind=Organization.Kind.FEDERATION, parent__isnull=False)
    )
    townships = list(
        Division.objects.filter(level=Division.Level.TOWNSHIP).select_related("parent")
    )
    keepers = _keepers()
    files = [
        _file(of, persons, unions, townships[of.serial % len(townships)], keepers, now)
        for of in serials
    ]  # fmt: skip
    HardshipFile.objects.bulk_create(files)
    Consent.objects.bulk_create(_consents(files), ignore_conflicts=True)
    audit.record_all(entry for file in files for entry in _entries(file))
    return files


def _person(of: Household) -> Person:
    return people.build(
        name=of.name, document_type=DocumentType.IDENTITY_CARD, number=of.number, is_demo=True
    )


def _keepers() -> dict[int, User]:
    """Union -> who administers it."""
    posts = Post.objects.filter(role=Role.ADMINISTRATOR).select_related("user")
    return {post.organization_id: post.user for post in posts}


def _file(  # noqa: PLR0917 - what all of them share
    of: Household, persons, unions, township, keepers, now: datetime.datetime
) -> HardshipFile:
    union = scope.keeper_of(township, unions) or unions[0]
    file = HardshipFile(
        person=persons[crypto.fingerprint(DocumentType.IDENTITY_CARD, of.number)],
        organization=union, origin=Origin.SURVEY, is_demo=True,
        created_at=now - (20 + of.serial % 60) * DAY, created_by=keepers.get(union.pk),
        state=STATES[of.serial % len(STATES)],
    )  # fmt: skip
    described = Described(
        division=township, group=of.group, phone=of.phone, unit_name=of.unit,
        hardship_class=of.hardship_class, cause=of.cause, language=of.language,
        household_size=of.size, needs=of.needs,
        facts={"address": of.address, "note": of.note, "income_fen": of.income * of.size * 100},
    )  # fmt: skip
    households.fill(file, described, unit=None, today=timezone.localdate(now))
    _lead(file, now)
    return file


def _lead(file: HardshipFile, now: datetime.datetime) -> None:
    """The days that go with its state."""
    if file.state == FileState.SURVEYED:
        return
    file.asked_at = file.created_at + 3 * DAY
    if file.state == FileState.ASKED:
        file.ask_again_on = timezone.localdate(now) + DAY * (int(file.phone[-4:]) // 20 % 20 - 3)
    elif file.state in AGREED:
        file.agreed_at = file.created_at + 5 * DAY
    else:
        file.left_at, file.leave_reason = file.created_at + 9 * DAY, "不同意建档"


def _consents(files: list[HardshipFile]) -> list[Consent]:
    return [
        Consent(
            person=file.person, purpose=Purpose.ASSISTANCE, given_at=file.agreed_at,
            policy_version=settings.POLICY_VERSION,
        )
        for file in files
        if file.agreed_at and file.person
    ]  # fmt: skip


def _entries(file: HardshipFile) -> list[Entry]:
    said = [("assistance.filed", file.created_at)]
    if file.asked_at:
        said.append(("assistance.asked", file.asked_at))
    if file.agreed_at:
        said.append(("assistance.agreed", file.agreed_at))
    if file.left_at:
        said.append(("assistance.declined", file.left_at))
    return [
        audit.entry(
            action, actor=file.created_by, subject=file, person=file.person_id,
            unit=file.organization.name, at=at,
        )
        for action, at in said
    ]  # fmt: skip
