"""Columns of sealed values, and sealing them anew after another key became the first.

An app that seals anything declares the column as a SealedField: that is all `reencrypt` needs to
find it, in whichever room it stands.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models, transaction
from django.db.models.functions import Substr

from people import crypto

BATCH = 500


class SealedField(models.BinaryField):
    """What `crypto.seal` made under the context "table.column", or nothing at all (b"")."""

    @property
    def context(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def __str__(self) -> str:
        return self.context

    def deconstruct(self):
        # To migrations it is plain bytes, as it is to the database.
        name, _, arguments, options = super().deconstruct()
        return name, "django.db.models.BinaryField", arguments, options


@dataclass
class Resealed:
    """What came of one run over one column."""

    changed: int = 0
    unreadable: int = 0


def columns() -> list[SealedField]:
    """Every sealed column of the installed apps."""
    fields = (each for model in apps.get_models() for each in model._meta.local_concrete_fields)
    return [each for each in fields if isinstance(each, SealedField)]


def outdated(column: SealedField) -> models.QuerySet:
    """The rows whose value was sealed with another key than the first of the ring."""
    mark = crypto.key_mark()
    begins = Substr(column.name, 1, len(mark), output_field=models.BinaryField())
    rows = column.model._base_manager.annotate(sealed_by=begins)
    return rows.exclude(**{column.name: b""}).exclude(sealed_by=mark)


def reseal(
    column: SealedField, *, report: Callable[[str], None] = print, batch: int = BATCH
) -> Resealed:
    """Seal every outdated value with the first key; each batch is a transaction of its own.

    Stopped half way, it goes on from where it was; run twice at once, the two share the rows.
    A value that no key opens stays as it is, and `report` hears of it.
    """
    done = Resealed()
    for keys in _batches(column, batch):
        with transaction.atomic():
            # A row held by somebody else is left to them: another run, or a worker saving a
            # draft, seals it with the first key too.
            rows = outdated(column).filter(pk__in=keys).select_for_update(skip_locked=True)
            opened = [row for row in rows if _reseal(column, row, done, report)]
            column.model._base_manager.bulk_update(opened, [column.name])
        done.changed += len(opened)
    return done


def _batches(column: SealedField, size: int) -> Iterator[list]:
    rows = outdated(column).order_by("pk").values_list("pk", flat=True)
    keys = list(rows[:size])
    while keys:
        yield keys
        keys = list(rows.filter(pk__gt=keys[-1])[:size])


def _reseal(column: SealedField, row: models.Model, done: Resealed, report) -> bool:
    try:
        text = crypto.unseal(getattr(row, column.attname), column.context)
    except crypto.Unreadable as reason:
        done.unreadable += 1
        report(f"{column} {row.pk}: {reason}")
        return False
    setattr(row, column.attname, crypto.seal(text, column.context))
    return True
