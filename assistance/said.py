"""What a cadre writes down of a contact, and which days it may speak of."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.utils import timezone

from assistance.models import HardshipFile, Pairing
from assistance.vocabulary import ANSWERED, NeedKind
from audit.refusal import Refused

# Written down from memory for so long.
LATE_DAYS, NEXT_DAYS, QUIET_DAYS = 14, 60, 365
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Said:
    """What is written down. `needs`: kind -> what exactly; `on` None: just now.

    `quiet_seen` is the silence the page showed: only what was seen there is lifted by leaving
    `quiet_until` empty.
    """

    channel: str
    result: str
    care: str = ""
    needs: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    on: datetime.date | None = None
    next_on: datetime.date | None = None
    quiet_until: datetime.date | None = None
    quiet_seen: datetime.date | None = None
    asks_for_another: bool = False

    @property
    def is_answered(self) -> bool:
        return self.result in ANSWERED


def with_silence(said: Said, file: HardshipFile, today: datetime.date) -> Said:
    """Silence the person asked for while the page lay open holds, unless the page says otherwise."""
    if said.quiet_until != said.quiet_seen or file.quiet_until == said.quiet_seen:
        return said
    holds = file.quiet_until if file.quiet_until and file.quiet_until > today else None
    return replace(said, quiet_until=holds)


COLUMNS = ("at", "channel", "result", "care", "needs", "note", "next_on", "quiet_until")


def columns(said: Said) -> dict:
    """Nobody who was not reached has agreed on a day."""
    return {
        "channel": said.channel, "result": said.result, "care": said.care,
        "needs": [kind for kind in NeedKind.values if kind in said.needs],
        "note": said.note, "next_on": said.next_on if said.is_answered else None,
        "quiet_until": said.quiet_until if said.is_answered else None,
    }  # fmt: skip


def check_days(said: Said, pairing: Pairing | None, at: datetime.datetime) -> None:
    today = timezone.localdate(at)
    if said.on and said.on > today:
        raise Refused("联系的日子在今天以后，请核对。", field="on")
    if said.on and said.on < _earliest(pairing, today):
        raise Refused(f"最多补记{LATE_DAYS}天以内、结对以后的联系。", field="on")
    if not said.is_answered:
        return
    if said.next_on and not today <= said.next_on <= today + NEXT_DAYS * DAY:
        raise Refused(
            f"下次联系请选今天起{NEXT_DAYS}天以内的日子；对方想清静一阵，请用“先不打扰”。",
            field="next_on",
        )
    if said.quiet_until and not today < said.quiet_until <= today + QUIET_DAYS * DAY:
        raise Refused("“先不打扰”请选明天起一年以内的日子。", field="quiet_until")


def _earliest(pairing: Pairing | None, today: datetime.date) -> datetime.date:
    first = today - LATE_DAYS * DAY
    return max(first, timezone.localdate(pairing.since)) if pairing else first


def moment(said: Said, pairing: Pairing | None, at: datetime.datetime) -> datetime.datetime:
    """Just now; on another day nobody remembers the hour, and noon will do."""
    if said.on is None or said.on == timezone.localdate(at):
        return at
    noon = timezone.localtime(at).replace(
        year=said.on.year, month=said.on.month, day=said.on.day, hour=12, minute=0, second=0,
        microsecond=0,
    )  # fmt: skip
    return max(noon, pairing.since) if pairing else noon
