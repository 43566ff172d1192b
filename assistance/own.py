"""What the person helped sees of it on the own phone: who calls, what came, what is open.

Looking at one's own file leaves no trace: the record is of what others look at.
"""

import datetime
from dataclasses import dataclass, field
from functools import cached_property

from django.utils import timezone

from accounts.models import User
from assistance import callers
from assistance.callers import Callers
from assistance.models import Contact, FileState, HandOver, HardshipFile, Need, NeedState
from assistance.models.care import OPEN_NEED_STATES
from assistance.vocabulary import ANSWERED, ContactChannel

MOST_CONTACTS, MOST_NEEDS, MOST_GOT = 5, 20, 20
# How it was, in the words of who was called.
CALLED = {
    ContactChannel.CALL: "打过电话", ContactChannel.WECHAT: "微信联系过",
    ContactChannel.SMS: "发过短信", ContactChannel.VISIT: "上门看过您",
    ContactChannel.DELIVERY: "送过东西", ContactChannel.VIDEO: "视频联系过",
}  # fmt: skip
STEPS = {
    NeedState.RAISED: "工会知道了，正在安排", NeedState.ASSIGNED: "有人在办",
    NeedState.BOUGHT: "东西备好了，等着送", NeedState.DELIVERED: "送到了，等您签收",
}  # fmt: skip


@dataclass(frozen=True)
class Own:
    """The file and all that the page says of it."""

    file: HardshipFile
    today: datetime.date
    callers: Callers = field(default_factory=Callers)
    # The wish for somebody else, or what became of the cadre: open until there is a choice.
    hand_over: HandOver | None = None
    contacts: list[Contact] = field(default_factory=list)
    last: Contact | None = None

    @property
    def is_asked(self) -> bool:
        """The union has the name and asks whether it may keep a file."""
        return self.file.state in (FileState.SURVEYED, FileState.ASKED)

    @property
    def is_quiet(self) -> bool:
        return self.file.quiet_until is not None and self.file.quiet_until > self.today

    @property
    def is_late(self) -> bool:
        due = self.file.next_due_on
        return due is not None and due < self.today

    @property
    def last_words(self) -> str:
        return CALLED[ContactChannel(self.last.channel)] if self.last else ""

    @cached_property
    def tried(self) -> Contact | None:
        """Nobody was reached since the last word."""
        latest = self.contacts[0] if self.contacts else None
        return latest if latest and latest.result not in ANSWERED else None


def file_of(user: User) -> HardshipFile | None:
    """The open file of this person; else the one that left last. One query."""
    rows = HardshipFile.objects.of_person(user.person_id).select_related("organization")
    rows = rows.defer("facts").order_by("-created_at", "-pk")
    found = list(rows)
    return next((file for file in found if file.state != FileState.LEFT), None) or next(
        iter(found), None
    )


def of_file(file: HardshipFile, at: datetime.datetime | None = None) -> Own:
    """A constant number of queries."""
    at = at or timezone.now()
    today = timezone.localdate(at)
    if not file.is_cared_for:
        return Own(file, today)
    contacts = Contact.objects.filter(file=file).order_by("-at", "-pk")
    return Own(
        file, today, callers.of(file, at),
        hand_over=HandOver.objects.filter(file=file, decided_at=None).first(),
        contacts=list(contacts[:MOST_CONTACTS]),
        last=contacts.filter(result__in=ANSWERED).first(),
    )  # fmt: skip


def needs_of(user: User) -> list[Need]:
    """What is under way, whatever became of the file: what was bought is still handed over."""
    rows = _needs(user).filter(state__in=OPEN_NEED_STATES).order_by("raised_at", "pk")
    found = list(rows[:MOST_NEEDS])
    for need in found:
        need.step = STEPS[NeedState(need.state)]
    # What stands at the door comes before what is talked about.
    return sorted(found, key=lambda need: need.state != NeedState.DELIVERED)


def got_by(user: User) -> list[Need]:
    """What was brought and signed for, newest first; what waits for a signature is still open."""
    rows = _needs(user).filter(state=NeedState.SIGNED).order_by("-supply__delivered_at", "-pk")
    return list(rows[:MOST_GOT])


def receipts_of(user: User):
    """What stands before the own door, signed for or not yet."""
    return _needs(user).filter(state__in=(NeedState.DELIVERED, NeedState.SIGNED))


def _needs(user: User):
    rows = (
        Need.objects.filter(file__person=user.person_id) if user.person_id else Need.objects.none()
    )
    return rows.select_related("supply__delivered_by", "file").defer(
        "file__facts", "supply__signature"
    )  # fmt: skip
