"""What was kept long enough: of a file that left, the counts stay and the person goes.

The record (audit) stays as it was: it names acts and ids, never what stood in a file.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Count, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import ExtractYear
from django.utils import timezone

from assistance.models import (
    Avoidance,
    Contact,
    FileState,
    HandOver,
    HardshipFile,
    HelpRequest,
    Need,
    Pairing,
    ProposedPair,
    Publication,
    Supply,
)
from assistance.vocabulary import Language
from audit import services as audit
from organizations.models import Division
from people import services as people

BATCH = 500
# Rows that speak of nobody but this household, and columns in which somebody may have written
# something about it.
GO: tuple[type[Model], ...] = (Publication, Avoidance, ProposedPair, HelpRequest)
BLANKED: dict[type[Model], dict[str, object]] = {
    Contact: {"note": ""},
    Need: {"text": "", "closing_note": ""},
    Pairing: {"why": "", "end_reason": ""},
    HandOver: {"note": ""},
}


@dataclass
class Done:
    files: int = 0
    # Whom nothing else in the portal speaks of: their document number is gone as well.
    people: int = 0
    by_union: dict[str, int] = field(default_factory=dict)


def boundary(years: int, at: datetime.datetime) -> datetime.datetime:
    """So many years before; 29 February becomes the 28th."""
    local = timezone.localtime(at)
    try:
        return local.replace(year=local.year - years)
    except ValueError:
        return local.replace(year=local.year - years, day=28)


def due(years: int, at: datetime.datetime) -> QuerySet[HardshipFile]:
    """Files that left longer ago than that, and still tell whose they are."""
    return HardshipFile.objects.filter(
        state=FileState.LEFT, left_at__lt=boundary(years, at), anonymised_at__isnull=True
    )


def foretell(years: int, at: datetime.datetime) -> list[tuple[str, int, int]]:
    """(union, year in which they left, how many) of what would go. One query, nothing changes."""
    counted = due(years, at).order_by().annotate(year=ExtractYear("left_at"))
    rows = counted.values_list("organization__name", "year").annotate(n=Count("pk"))
    return [
        (name, year, number) for name, year, number in rows.order_by("organization__path", "year")
    ]


def anonymise(years: int, *, at: datetime.datetime | None = None) -> Done:
    """Do it, some hundreds at a time, each batch a transaction of its own: stopped half way, the
    next run goes on from there.
    """
    at, done = at or timezone.now(), Done()
    while True:
        with transaction.atomic():
            rows = due(years, at).select_for_update(of=("self",), skip_locked=True)
            files = list(rows.select_related("organization").defer("facts").order_by("pk")[:BATCH])
            if not files:
                return done
            _anonymise(files, at, done)


def _anonymise(files: Sequence[HardshipFile], at: datetime.datetime, done: Done) -> None:
    ids = [file.pk for file in files]
    for gone in GO:
        gone._default_manager.filter(file__in=ids).delete()
    for model, columns in BLANKED.items():
        model._default_manager.filter(file__in=ids).update(**columns)
    Supply.objects.filter(need__file__in=ids).update(signed_name="", signature=[], volunteer="")
    known = [file.person_id for file in files if file.person_id]
    _blank(ids, at)
    done.people += people.forget(known)
    done.files += len(files)
    for file in files:
        name = file.organization.name
        done.by_union[name] = done.by_union.get(name, 0) + 1
    audit.record_all(_entries(files, at))


def _blank(ids: Iterable, at: datetime.datetime) -> None:
    """Group, class, cause and the days stay, with the district instead of the township."""
    district = Division.objects.filter(children=OuterRef("division"), level="district")
    files = HardshipFile.objects.filter(pk__in=ids)
    files.filter(division__parent__level="district").update(
        division=Subquery(district.values("pk")[:1])
    )
    files.update(
        person=None, phone="", unit=None, unit_name="", facts=b"", leave_reason="",
        language=Language.MANDARIN, import_id=None, anonymised_at=at,
    )  # fmt: skip


def _entries(files: Sequence[HardshipFile], at: datetime.datetime) -> Iterator:
    for file in files:
        unit = file.organization.name
        yield audit.entry("assistance.anonymised", subject=file, unit=unit, at=at)
