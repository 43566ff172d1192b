"""Files by COPY: two hundred thousand within two minutes, not row by row.

Of persons on record already (a demo city's members). Everything is drawn from the serial number,
so that two loads of one size are alike.
"""

import datetime
import itertools
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from assistance import facts
from assistance.models import (
    CadreProfile,
    Contact,
    FileState,
    HandOver,
    HardshipFile,
    Need,
    Pairing,
    Supply,
)
from assistance.vocabulary import Care, Cause, Group, HardshipClass, NeedKind
from audit.copying import copy
from organizations.models import Division, Organization, Post, Role
from people.models import Person

CHUNK = 20_000
HOUSEHOLDS = 10
INTERVAL = 14
DAY = datetime.timedelta(days=1)
PLACES = ("顺丰演示站点", "中通演示分拨", "美团演示站", "货拉拉演示车队", "甘绿演示蔬菜", "")
_STATES = (
    *[FileState.SURVEYED] * 4, *[FileState.ASKED] * 4, *[FileState.ON_FILE] * 84,
    *[FileState.RELAPSED] * 3, *[FileState.LIFTED] * 3, *[FileState.LEFT] * 2,
)  # fmt: skip
_GROUPS, _CLASSES, _CAUSES, _KINDS, _CARES = map(
    tuple, (Group.values, HardshipClass.values, Cause.values, NeedKind.values, Care.values)
)


@dataclass(frozen=True)
class City:
    """`places`: (union that keeps the file, township); `posts`: (post, user) of who calls."""

    places: list[tuple[Organization, Division]]
    posts: list[tuple[uuid.UUID, int]]
    now: datetime.datetime
    sealed: str


def load(number: int, *, now: datetime.datetime) -> None:
    """`number` files, a cadre for ten of them, one contact each, and what some of them need."""
    places = _places()
    posts = _cadres(number // HOUSEHOLDS + 1, places, now)
    city = City(places, posts, now, _sealed())
    ids = enumerate(people().order_by("pk").values_list("pk", flat=True)[:number].iterator(CHUNK))
    while chunk := list(itertools.islice(ids, CHUNK)):
        _load_chunk([_Row(serial, pk, city) for serial, pk in chunk])


def people() -> QuerySet[Person]:
    """Whom a file can be made for."""
    return Person.objects.filter(is_demo=True, hardship_files=None)


def _sealed() -> str:
    """One address for all: what is sealed costs the same to read, and is read one at a time."""
    file = HardshipFile()
    facts.write(file, {"address": "演示小区1号楼", "income_fen": 150_000})
    return "\\x" + file.facts.hex()


def _places() -> list[tuple[Organization, Division]]:
    """(district's federation, township), each township once."""
    federations = {
        union.division_id: union
        for union in Organization.objects.filter(kind=Organization.Kind.FEDERATION)
    }
    townships = Division.objects.filter(level=Division.Level.TOWNSHIP).order_by("pk")
    return [
        (federations[each.parent_id], each) for each in townships if each.parent_id in federations
    ]


def _place_of(cadre: int, places: list[tuple[Organization, Division]]):
    """Where a cadre and the households of that cadre are."""
    return places[cadre * 11 % len(places)]


def _cadres(count: int, places, now: datetime.datetime) -> list[tuple[uuid.UUID, int]]:
    """(post, user) of callers in the federations, without passwords."""
    serials = range(count)
    copy(User, _USER, (_user(serial, now) for serial in serials))
    users = dict(User.objects.filter(username__startswith="caller").values_list("username", "pk"))
    posts = [(_id(0xCA, serial), users[_username(serial)]) for serial in serials]
    copy(Post, ("id", "user_id", "organization_id", "role", "since"), (
        (post, user, _place_of(serial, places)[0].pk, Role.CADRE, now - 200 * DAY)
        for serial, (post, user) in enumerate(posts)
    ))  # fmt: skip
    # A few may call fewer than they do: the alarm of the supervisor's page.
    copy(CadreProfile, ("post_id", "cap", "languages", "skills"), (
        (post, HOUSEHOLDS if serial % 100 else HOUSEHOLDS - 2, "{}", "{}")
        for serial, (post, _) in enumerate(posts)
    ))  # fmt: skip
    return posts


_USER = (
    "password", "is_superuser", "public_id", "kind", "name", "username", "is_active", "is_staff",
    "is_demo", "must_change_password", "created_at",
)  # fmt: skip


def _username(serial: int) -> str:
    return f"caller{serial:06d}"


def _user(serial: int, now: datetime.datetime) -> tuple:
    return (
        "!", False, _id(0xCB, serial), "staff", f"干部{serial % 1000:03d}演示", _username(serial),
        True, False, True, False, now - 200 * DAY,
    )  # fmt: skip


def _id(kind: int, serial: int) -> uuid.UUID:
    return uuid.UUID(int=(kind << 120) + serial)


class _Row:
    """One household: of a hundred, four are silent, two were only tried, three want silence, two
    wait for a cadre.
    """

    def __init__(self, serial: int, person_id: uuid.UUID, city: City):
        now = city.now
        self.serial, self.person_id, self.now, self.sealed = serial, person_id, now, city.sealed
        self.union, self.township = _place_of(serial // HOUSEHOLDS, city.places)
        self.state = _STATES[serial * 37 % 100]
        self.id, self.pairing_id = _id(0xF1, serial), _id(0xF2, serial)
        self.contact_id, self.need_id = _id(0xF3, serial), _id(0xF4, serial)
        self.post_id, self.user_id = city.posts[serial // HOUSEHOLDS]
        self.lot = serial * 7919 % 100
        self.cared_for = self.state in (FileState.ON_FILE, FileState.RELAPSED)
        self.paired = self.cared_for and self.lot not in (98, 99)
        self.agreed = self.state not in (FileState.SURVEYED, FileState.ASKED, FileState.LEFT)
        self.created = (
            now - (200 - serial % 120) * DAY - serial % 3600 * datetime.timedelta(seconds=1)
        )
        ago = 16 + serial % 14 if self.lot < 6 else serial * 13 % INTERVAL
        self.contact_at = now - ago * DAY
        # Two of the silent six were tried after that.
        self.tried_at = now - serial % 5 * DAY if self.lot < 2 else self.contact_at
        self.quiet_until = self.today + 20 * DAY if self.lot in (6, 7, 8) else None

    @property
    def unit(self) -> str:
        """Some ten or twenty households in each; one in six without."""
        place = PLACES[self.serial * 5 % len(PLACES)]
        return place and f"{place}{self.serial // 400 + 1}号"

    @property
    def today(self) -> datetime.date:
        return timezone.localdate(self.now)

    @property
    def due(self) -> datetime.date | None:
        if not self.paired:
            return None
        return self.quiet_until or timezone.localdate(self.contact_at) + INTERVAL * DAY

    @property
    def need(self) -> str:
        """One household in forty needs something; of these every fourth has signed for it."""
        if not self.paired or self.serial % 40:
            return ""
        return ("raised", "assigned", "delivered", "signed")[self.serial // 40 % 4]


def _load_chunk(rows: list[_Row]) -> None:
    paired = [row for row in rows if row.paired]
    needy = [row for row in paired if row.need]
    copy(HardshipFile, _FILE, map(_file, rows))
    copy(Pairing, ("id", "file_id", "post_id", "slot", "since", "end_reason", "why"), (
        (row.pairing_id, row.id, row.post_id, row.serial % HOUSEHOLDS + 1, row.created, "", "演示")
        for row in paired
    ))  # fmt: skip
    copy(Contact, _CONTACT, map(_contact, paired))
    copy(Need, _NEED, map(_need, needy))
    copy(Supply, _SUPPLY, (
        _supply(row) for row in needy if row.need in ("delivered", "signed")
    ))  # fmt: skip
    copy(HandOver, ("id", "file_id", "reason", "asked_at", "note"), _hand_overs(rows))


_FILE = (
    "id", "person_id", "organization_id", "unit_name", "division_id", "phone", "state", "origin",
    "group", "hardship_class", "cause", "language", "household_size", "has_minor", "needs", "facts",
    "agreed_at", "left_at", "leave_reason", "quiet_until", "last_contact_at", "last_tried_at",
    "next_due_on", "created_at", "is_demo",
)  # fmt: skip


def _file(row: _Row) -> tuple:
    serial = row.serial
    return (
        row.id, row.person_id, row.union.pk, row.unit, row.township.pk, "",
        row.state, "survey", _GROUPS[serial % 4], _CLASSES[serial % 3], _CAUSES[serial % 8],
        "mandarin", 1 + serial % 5, False, "{}", row.sealed,
        row.created if row.agreed else None,
        row.created + DAY if row.state == FileState.LEFT else None,
        "搬走了" if row.state == FileState.LEFT else "", row.quiet_until if row.paired else None,
        row.contact_at if row.paired else None, row.tried_at if row.paired else None, row.due,
        row.created, True,
    )  # fmt: skip


_CONTACT = (
    "id", "client_id", "file_id", "pairing_id", "by_id", "at", "recorded_at", "channel", "result",
    "care", "needs", "note", "is_demo",
)  # fmt: skip


def _contact(row: _Row) -> tuple:
    return (
        row.contact_id, row.contact_id, row.id, row.pairing_id, row.user_id, row.contact_at,
        row.contact_at, "call", "reached", _CARES[row.serial % 3], "{}", "", True,
    )  # fmt: skip


_NEED = (
    "id", "file_id", "contact_id", "kind", "text", "state", "raised_by_id", "raised_at",
    "assigned_to_id", "closed_at", "closing_note", "is_demo",
)  # fmt: skip


def _need(row: _Row) -> tuple:
    return (
        row.need_id, row.id, row.contact_id, _KINDS[row.serial // 40 % 8], "", row.need,
        row.user_id, row.contact_at, None if row.need == "raised" else row.user_id,
        row.now if row.need == "signed" else None, "", True,
    )  # fmt: skip


_SUPPLY = (
    "id", "need_id", "goods", "cost_fen", "bought_at", "bought_by_id", "delivered_at",
    "delivered_by_id", "volunteer", "without_contact", "signed_at", "signed_name", "signature",
)  # fmt: skip


def _supply(row: _Row) -> tuple:
    signed = row.need == "signed"
    return (
        row.need_id, row.need_id, '[{"name": "大米", "quantity": 10, "unit": "公斤"}]', 0,
        row.contact_at, row.user_id, row.contact_at, row.user_id, "", True,
        row.now if signed else None, "演示签收" if signed else "", "[]",
    )  # fmt: skip


def _hand_overs(rows: list[_Row]) -> Iterator[tuple]:
    for row in rows:
        if row.cared_for and row.lot == 98:
            yield (_id(0xF5, row.serial), row.id, "post_ended", row.now - 2 * DAY, "")
