"""Opening a hardship file and keeping it up to date."""

import datetime
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from assistance import consenting, duplicates
from assistance import described as households
from assistance.described import Described
from assistance.ending import lock_file
from assistance.models import FileState, HardshipFile, Origin
from assistance.permissions import refusal_to_keep
from assistance.recording import check, record
from audit.refusal import Refused
from organizations.models import Organization
from people import services as people
from people.models import Person

# Pressed twice, or sent once more because no answer came.
SAME_PRESS = datetime.timedelta(minutes=2)
OTHER_NAME = "这个证件号码登记的是另一个姓名，请对照证件，把姓名和号码再填一遍。"
CONFIRM = "确实是另一户，请勾选“不是同一户”再保存。"
# Agreed once: the child's data are under the guardian's consent as well.
AGREED = (FileState.ON_FILE, FileState.LIFTED, FileState.RELAPSED)


@dataclass(frozen=True)
class Identity:
    name: str
    document_type: str
    number: str


class OnFile(Refused):
    """Somebody has an open file already: `file`."""

    def __init__(self, file: HardshipFile, actor):
        super().__init__(duplicates.same_person(file, actor), field="number")
        self.file = file


def open_file(
    described: Described,
    *,
    who: Identity,
    organization: Organization,
    actor: User,
    is_confirmed: bool = False,
    at: datetime.datetime | None = None,
) -> HardshipFile:
    """Open a file by hand. Raises Refused: a number that cannot be right, a person on file already
    (OnFile), a phone of somebody else's file unless `is_confirmed`.
    """
    check(refusal_to_keep(actor, organization))
    with transaction.atomic():
        person = people.register(name=who.name, document_type=who.document_type, number=who.number)
        if person.name != who.name:
            raise Refused(OTHER_NAME, field="name")
        return open_for(
            person, described, organization=organization, actor=actor,
            is_confirmed=is_confirmed, at=at,
        )  # fmt: skip


def open_for(
    person: Person,
    described: Described,
    *,
    organization: Organization,
    actor: User,
    origin: str = Origin.BY_HAND,
    is_confirmed: bool = False,
    at: datetime.datetime | None = None,
) -> HardshipFile:
    """The same for a person on record. The same press once more is quiet."""
    at = at or timezone.now()
    check(refusal_to_keep(actor, organization))
    if not organization.is_active:
        raise Refused("这个工会已停用，请另选一个。", field="organization")
    households.check(described, timezone.localdate(at))
    known = duplicates.open_file_of(person)
    if known:
        return _same_press(known, actor, at)
    _check_phone(described.phone, person, actor, is_confirmed=is_confirmed)
    file = HardshipFile(
        person=person, organization=organization, origin=origin, created_by=actor, created_at=at,
        is_demo=person.is_demo,
    )  # fmt: skip
    _fill(file, described, at)
    try:
        with transaction.atomic():
            file.save(force_insert=True)
            record("assistance.filed", file, actor, at, data={"origin": origin})
    except IntegrityError:
        # Two at once: the constraint decided, and the other one's file stands.
        other = duplicates.open_file_of(person)
        if other is None:
            raise
        return _same_press(other, actor, at)
    return file


def _same_press(known: HardshipFile, actor: User, at: datetime.datetime) -> HardshipFile:
    """The file that is there, when it was this very user who has just opened it."""
    if known.created_by_id == actor.pk and at - known.created_at < SAME_PRESS:
        return known
    raise OnFile(known, actor)


def edit(
    file: HardshipFile,
    described: Described,
    *,
    actor: User,
    is_confirmed: bool = False,
    guardian_agreed: bool = False,
    at: datetime.datetime | None = None,
) -> HardshipFile:
    """Write the household anew; the person stays who they are. Raises Refused."""
    at = at or timezone.now()
    households.check(described, timezone.localdate(at))
    with transaction.atomic():
        consenting.hold(file)
        file = lock_file(file)
        check(refusal_to_keep(actor, file.organization))
        if file.state == FileState.LEFT:
            raise Refused("这份档案已经退出，重新征求意见以后再改。")
        if described.phone != file.phone:
            _check_phone(described.phone, file.person, actor, is_confirmed=is_confirmed)
        before = {name: getattr(file, name) for name in households.COLUMNS}
        _fill(file, described, at)
        agreed = _note_the_guardian(file, guardian_agreed=guardian_agreed, actor=actor, at=at)
        changed = [n for n in households.COLUMNS if n != "facts" and before[n] != getattr(file, n)]
        file.save(update_fields=[*households.COLUMNS, *agreed])
        record("assistance.edited", file, actor, at, data={"changed": changed})
    return file


def _note_the_guardian(file: HardshipFile, *, guardian_agreed: bool, actor, at) -> list[str]:
    """A child came to be known of after the person had agreed: the guardian is asked as well."""
    if not file.has_minor or file.state not in AGREED or file.guardian_agreed_at:
        return []
    if not guardian_agreed:
        raise Refused(consenting.GUARDIAN, field="guardian_agreed")
    given = consenting.give_guardians(file, actor=actor, at=at)
    for name, value in given.items():
        setattr(file, name, value)
    return list(given)


def _fill(file: HardshipFile, described: Described, at: datetime.datetime) -> None:
    unit = households.unit_called(described.unit_name)
    households.fill(file, described, unit=unit, today=timezone.localdate(at))


def _check_phone(phone: str, person, actor, *, is_confirmed: bool) -> None:
    others = [] if is_confirmed else duplicates.with_phone(phone, besides=person)
    if others:
        raise Refused(duplicates.same_phone(others, actor) + CONFIRM, field="phone")
