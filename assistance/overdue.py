"""What is overdue in 1+1 and who hears of it, as rows not told of before (models/notice.py).

Days, not moments: what fell due yesterday is due from this morning on. The base of each kind says
what is overdue at all, and is asked once more the moment before a message leaves.
"""

import datetime
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce, TruncDate

from assistance.models import (
    Absence,
    HandOver,
    HardshipFile,
    Need,
    NeedState,
    Noticed,
    NoticeKind,
    Pairing,
    Supply,
)
from audit.days import midnight

HAND_OVER_DAYS, NEED_DAYS, RECEIPT_DAYS = 2, 5, 2
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Occasion:
    """One row that is overdue. Told to `reader`, a user's id; without one to the supervisors of the
    union at `path`.
    """

    about: uuid.UUID
    file_id: uuid.UUID
    due_on: datetime.date
    path: str = ""
    round: int = 0
    reader: int | None = None


@dataclass(frozen=True)
class Kind:
    base: Callable[[datetime.date], QuerySet]
    occasions: Callable[[datetime.date], Iterator[Occasion]]


def silent(today: datetime.date) -> QuerySet[HardshipFile]:
    """Past the day of the next contact, and not for having asked for silence; with `round`: how
    many whole intervals ago that was, as schedule.round_of_silence counts them.
    """
    rows = HardshipFile.objects.silent(today).filter(_not_quiet(today))
    late = Func(
        Value(today), F("next_due_on"), template="(%(expressions)s)", arg_joiner=" - ",
        output_field=IntegerField(),
    )  # fmt: skip
    interval = Coalesce("interval_days", Value(settings.CONTACT_INTERVAL_DAYS))
    return rows.annotate(due=F("next_due_on"), round=(late - 1) / interval)


def _not_quiet(today: datetime.date, file: str = "") -> Q:
    name = f"{file}quiet_until"
    return Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__lte": today})


def _silent(today: datetime.date) -> Iterator[Occasion]:
    """To who calls: the cadre, on days of absence the stand-in."""
    rows = _untold(silent(today), NoticeKind.SILENT).values_list("pk", "due", "round")
    found = {about: (due, number) for about, due, number in rows}
    # Asked for apart: a sweep that finds nothing new reads no pairs.
    pairs = Pairing.objects.standing().filter(file__in=found) if found else Pairing.objects.none()
    stand_ins = _stand_ins(today) if found else {}
    for about, post, user in pairs.values_list("file", "post", "post__user"):
        due, number = found[about]
        yield Occasion(about, about, due, round=number, reader=stand_ins.get(post, user))


def _stand_ins(today: datetime.date) -> dict[uuid.UUID, int]:
    """Post -> who stands in on that day."""
    rows = Absence.objects.filter(
        since_on__lte=today, until_on__gte=today, ended_at__isnull=True,
        stand_in__user__is_active=True,
    )  # fmt: skip
    return dict(rows.values_list("post_id", "stand_in__user_id"))


def _escalated(today: datetime.date) -> Iterator[Occasion]:
    """Still silent some days after who calls was reminded."""
    told = Noticed.objects.filter(
        **_same(NoticeKind.SILENT),
        at__lt=midnight(today - (settings.ESCALATE_AFTER_DAYS - 1) * DAY),
    )
    rows = _untold(silent(today), NoticeKind.ESCALATED).filter(Exists(told))
    for about, *rest in rows.values_list("pk", "due", "organization__path", "round"):
        yield Occasion(about, about, *rest)


def hand_overs(today: datetime.date) -> QuerySet[HandOver]:
    """Nobody has chosen another cadre yet."""
    return _since(HandOver.objects.pending(), "asked_at", today, HAND_OVER_DAYS)


def _hand_overs(today: datetime.date) -> Iterator[Occasion]:
    rows = _untold(hand_overs(today), NoticeKind.HAND_OVER)
    found = list(rows.values_list("pk", "file", "due"))
    files = HardshipFile.objects.filter(pk__in=[file for _, file, _ in found])
    paths = dict(files.values_list("pk", "organization__path")) if found else {}
    for about, file, due in found:
        yield Occasion(about, file, due, paths[file])


def needs(today: datetime.date) -> QuerySet[Need]:
    """Open for days, and not yet brought (receipts are asked for below)."""
    states = (NeedState.RAISED, NeedState.ASSIGNED, NeedState.BOUGHT)
    rows = Need.objects.filter(_not_quiet(today, "file__"), state__in=states)
    return _since(rows, "raised_at", today, NEED_DAYS)


def _needs(today: datetime.date) -> Iterator[Occasion]:
    """To who has it in hand; what nobody has, to the supervisors."""
    rows = _untold(needs(today), NoticeKind.NEED)
    of = ("pk", "file", "due", "file__organization__path", "assigned_to", "supply__bought_by")
    for about, file, due, path, assigned, bought in rows.values_list(*of):
        yield Occasion(about, file, due, path, reader=assigned or bought)


def receipts(today: datetime.date) -> QuerySet[Supply]:
    """Brought, and nobody has signed."""
    rows = Supply.objects.filter(
        _not_quiet(today, "need__file__"), signed_at__isnull=True, need__state=NeedState.DELIVERED
    )
    return _since(rows, "delivered_at", today, RECEIPT_DAYS)


def _receipts(today: datetime.date) -> Iterator[Occasion]:
    rows = _untold(receipts(today), NoticeKind.RECEIPT)
    of = ("pk", "need__file", "due", "need__file__organization__path", "delivered_by")
    for about, file, due, path, user in rows.values_list(*of):
        yield Occasion(about, file, due, path, reader=user)


def to_ask_again(today: datetime.date) -> QuerySet[HardshipFile]:
    """“Later” was the answer, and the day named then has come."""
    rows = HardshipFile.objects.to_ask_again(today)
    return rows.annotate(due=F("ask_again_on"), round=Value(0))


def _to_ask_again(today: datetime.date) -> Iterator[Occasion]:
    rows = _untold(to_ask_again(today), NoticeKind.AGAIN)
    for about, due, path in rows.values_list("pk", "due", "organization__path"):
        yield Occasion(about, about, due, path)


def _since(rows: QuerySet, column: str, today: datetime.date, days: int) -> QuerySet:
    """Those that are so many days old."""
    old = rows.filter(**{f"{column}__lt": midnight(today - (days - 1) * DAY)})
    return old.annotate(due=TruncDate(column), round=Value(0))


def _untold(rows: QuerySet, kind: NoticeKind) -> QuerySet:
    return rows.filter(~Exists(Noticed.objects.filter(**_same(kind)))).order_by("pk")


def _same(kind: NoticeKind) -> dict:
    occasion = {"about": "pk", "due_on": "due", "round": "round"}
    return {"kind": kind, **{name: OuterRef(column) for name, column in occasion.items()}}


KINDS = {
    NoticeKind.SILENT: Kind(silent, _silent),
    NoticeKind.ESCALATED: Kind(silent, _escalated),
    NoticeKind.HAND_OVER: Kind(hand_overs, _hand_overs),
    NoticeKind.NEED: Kind(needs, _needs),
    NoticeKind.RECEIPT: Kind(receipts, _receipts),
    NoticeKind.AGAIN: Kind(to_ask_again, _to_ask_again),
}


def is_left(about: QuerySet[Noticed], kind: str, today: datetime.date, reader) -> bool:
    """Whether any of these is overdue still, and the reader is the one to hear of it."""
    rows = KINDS[NoticeKind(kind)].base(today).filter(pk__in=about.values("about"))
    if kind == NoticeKind.SILENT:
        rows = rows.filter(pk__in=HardshipFile.objects.kept_by(reader))
    return rows.exists()
