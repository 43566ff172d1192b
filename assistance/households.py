"""我的帮扶对象: the households one calls, those of colleagues one stands in for, and what is open."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from assistance.models import Absence, Contact, HardshipFile, Need, Pairing
from assistance.vocabulary import ANSWERED
from organizations.models import Division
from people import names

MOST_NEEDS = 30
FAR = datetime.date.max


class Badge(NamedTuple):
    """For components/state.html."""

    kind: str
    icon: str
    word: str


@dataclass(frozen=True)
class Household:
    """`until`: the last day on which one stands in for its cadre; None for one's own."""

    file: HardshipFile
    today: datetime.date
    cadre: str = ""
    last: Contact | None = None
    until: datetime.date | None = None

    @property
    def is_quiet(self) -> bool:
        return self.file.quiet_until is not None and self.file.quiet_until > self.today

    @property
    def days_late(self) -> int:
        due = self.file.next_due_on
        return (self.today - due).days if due and due < self.today else 0

    @property
    def is_due(self) -> bool:
        """To be called today at the latest."""
        due = self.file.next_due_on
        return bool(due and due <= self.today) and not self.is_quiet

    @property
    def badge(self) -> Badge | None:
        if self.is_quiet:
            return Badge("calm", "pause", "先不打扰")
        if self.days_late:
            return Badge("late", "warn", f"已过期{self.days_late}天")
        return Badge("wait", "clock", "今天该联系") if self.is_due else None

    @property
    def tried_since(self) -> datetime.datetime | None:
        """When nobody answered, after the last contact."""
        tried, reached = self.file.last_tried_at, self.file.last_contact_at
        return tried if tried and (reached is None or tried > reached) else None

    @property
    def place(self) -> str:
        return place_of(self.file)

    @property
    def face(self) -> str:
        return self.file.person.name[:1] if self.file.person else ""


def place_of(file: HardshipFile) -> str:
    """甘州区南街街道"""
    division = file.division
    above = division.parent if division.level == Division.Level.TOWNSHIP else None
    return f"{above.short_name if above else ''}{division.name}"


@dataclass(frozen=True)
class Mine:
    own: list[Household]
    stood_in: list[Household]

    @property
    def files(self) -> list[HardshipFile]:
        return [household.file for household in (*self.own, *self.stood_in)]

    @property
    def ids(self) -> set:
        return {file.pk for file in self.files}

    @property
    def until(self) -> datetime.date | None:
        """The day until which one stands in, when it is the same for all."""
        days = {household.until for household in self.stood_in}
        return days.pop() if len(days) == 1 else None


def of_user(user, today: datetime.date | None = None) -> Mine:
    """Whom one calls, the most pressing first and those who want silence last. Four queries."""
    today = today or timezone.localdate()
    pairs = list(_pairs(user))
    last = _last_of([pairing.file_id for pairing in pairs])
    days = _days_of_standing_in(user, today)
    found = [
        Household(
            file=pairing.file,
            today=today,
            cadre=str(pairing.post.user),
            last=last.get(pairing.file_id),
            until=None if pairing.post.user_id == user.pk else days.get(pairing.post_id, today),
        )
        for pairing in pairs
    ]
    found.sort(key=lambda one: (one.is_quiet, one.file.next_due_on or FAR, str(one.file.pk)))
    return Mine(
        own=[one for one in found if one.until is None],
        stood_in=[one for one in found if one.until is not None],
    )


def of_file(file: HardshipFile, today: datetime.date | None = None) -> Household:
    """One household, for its own page. Two queries."""
    rows = Pairing.objects.standing().filter(file=file).select_related("post__user")
    pairing = rows.first()
    return Household(
        file=file,
        today=today or timezone.localdate(),
        cadre=str(pairing.post.user) if pairing else "",
        last=_last_of([file.pk]).get(file.pk),
    )


def _pairs(user):
    rows = Pairing.objects.standing().filter(file__in=kept_ids(user)).defer("file__facts")
    return rows.select_related(
        "file__person", "file__organization", "file__division__parent", "post__user"
    )


def _last_of(file_ids: Iterable) -> dict:
    """The last contact of each in which somebody answered."""
    rows = Contact.objects.filter(file__in=list(file_ids), result__in=ANSWERED)
    latest = rows.order_by("file", "-at", "-pk").distinct("file")
    return {contact.file_id: contact for contact in latest}


def _days_of_standing_in(user, today: datetime.date) -> dict:
    rows = Absence.objects.filter(
        stand_in__user=user, since_on__lte=today, until_on__gte=today, ended_at__isnull=True
    )
    return dict(rows.values_list("post_id", "until_on"))


def kept_ids(user) -> set:
    """The households one calls today: whose names one reads. One query."""
    return set(HardshipFile.objects.kept_by(user).values_list("pk", flat=True))


def open_needs(user, kept: set) -> list[Need]:
    """What is to be followed: of the households one calls, and what one was asked to see to. One
    query.
    """
    rows = Need.objects.open().filter(Q(file__in=kept) | Q(assigned_to=user))
    return with_names(with_related(rows).order_by("raised_at", "pk")[:MOST_NEEDS], kept)


def with_related(rows):
    """What a line about a need shows."""
    return rows.select_related(
        "file__person", "file__organization", "file__division__parent", "assigned_to", "supply"
    ).defer("file__facts", "supply__signature")


def with_names(needs: Iterable[Need], kept: set) -> list[Need]:
    """`is_kept` on each: whether one calls the household, and so reads the name."""
    found = list(needs)
    for need in found:
        need.is_kept = need.file_id in kept
    return found


def shown_name(need: Need) -> str:
    """As lists show it (_need_who.html): whole to who calls the household, else 赵**."""
    person = need.file.person
    if person is None:
        return "已隐去"
    return person.name if need.is_kept else names.mask(person.name)


def history(file: HardshipFile):
    """All contacts of a household, for keyset pages by `-at`."""
    return Contact.objects.filter(file=file).select_related("by")
