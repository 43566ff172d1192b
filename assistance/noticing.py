"""Gathers what is overdue into one notice a reader: a cadre or a supervisor reads one message,
however many households it is about, and each household is told of once an occasion.

A constraint keeps the occasions (models/notice.py), so that sweeps may be doubled, killed halfway
or run side by side.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from django.db import transaction
from django.db.models import CharField, Count, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from assistance.models import Notice, Noticed, NoticeKind
from assistance.models.file import STEWARDS
from assistance.overdue import KINDS, Occasion
from notifications.models import Reminded
from organizations import tree
from organizations.models import Post

# What fell due at midnight is told in the morning.
MORNING = datetime.timedelta(hours=8)


def day_of(at: datetime.datetime) -> datetime.date:
    """The day whose reminders may be written at that moment."""
    return timezone.localdate(at - MORNING)


def untold(kind: NoticeKind, name: str, at: datetime.datetime):
    """Notices whose messages are still to be written, with `number` of households; what has become
    overdue is gathered before. `name` is that of the reminder.
    """
    key = Concat(Value(f"{name}:"), Cast(OuterRef("pk"), CharField()))
    waiting = Notice.objects.filter(kind=kind, is_told=False)
    waiting.filter(Exists(Reminded.objects.filter(key=key))).update(is_told=True)
    gather(kind, at)
    return waiting.annotate(number=Count("occasions")).select_related("reader", "organization")


@transaction.atomic
def gather(kind: NoticeKind, at: datetime.datetime) -> None:
    """Write down what is overdue and was not told of. What nobody could hear of stays due."""
    notices, told = [], []
    for reader, occasions in _by_reader(KINDS[kind].occasions(day_of(at))).items():
        notices.append(Notice(kind=kind, at=at, **dict([reader])))
        told += [_noticed(notices[-1], occasion) for occasion in occasions]
    Notice.objects.bulk_create(notices, batch_size=1000)
    Noticed.objects.bulk_create(told, ignore_conflicts=True, batch_size=1000)
    # Another sweep was quicker: all of its households are told of already.
    Notice.objects.filter(pk__in=[notice.pk for notice in notices], occasions=None).delete()


def _noticed(notice: Notice, occasion: Occasion) -> Noticed:
    return Noticed(
        notice=notice, kind=notice.kind, at=notice.at, about=occasion.about,
        file_id=occasion.file_id, due_on=occasion.due_on, round=occasion.round,
    )  # fmt: skip


def _by_reader(occasions: Iterable[Occasion]) -> dict[tuple[str, int], list[Occasion]]:
    """(column of the notice, its value) -> what that reader is told of."""
    found: dict[tuple[str, int], list[Occasion]] = defaultdict(list)
    supervisors = _Supervisors()
    for occasion in occasions:
        union_id = None if occasion.reader else supervisors.of(occasion.path)
        if occasion.reader:
            found["reader_id", occasion.reader].append(occasion)
        elif union_id:
            found["organization_id", union_id].append(occasion)
    return found


class _Supervisors:
    """The nearest union at or above another one that has supervisors. One query, when asked."""

    @cached_property
    def unions(self) -> dict[str, int]:
        posts = Post.objects.current().filter(role__in=STEWARDS, user__is_active=True)
        return dict(posts.values_list("organization__path", "organization_id"))

    def of(self, path: str) -> int | None:
        steps = range(len(path), 0, -tree.SEGMENT)
        return next((self.unions[path[:n]] for n in steps if path[:n] in self.unions), None)
