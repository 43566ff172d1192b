"""Every sum the pages read is equal to its rows, and `recount` finds each one that is not."""

import io
import random

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import DateField, ForeignKey, IntegerField, Model
from django.utils import timezone

from tests.dashboards.proofs.changes import District
from unionportal.management.commands.recount import ALL

# Rooms that keep sums, and how their models are called.
ROOMS = ("membership", "campaigns", "assistance", "notifications")
ENDINGS = ("tally", "sum", "delta")


def sums() -> list[type[Model]]:
    """Models that hold sums: told by their names, folded ones and what is not folded yet."""
    models = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
    return [model for model in models if model._meta.model_name.endswith(ENDINGS)]


def differences(room: str = "", *, write: bool = False) -> list[str]:
    asked = [recount for recount in ALL if recount.__module__.startswith(room)]
    return [line for recount in asked for line in recount(write=write)]


def test_the_demo_city_is_in_order_and_stays_so(demo):
    assert differences() == []
    for union in (demo.ganzhou, demo.minle):
        District(union, random.Random(1)).everything()
    assert differences() == []
    out = io.StringIO()
    call_command("recount", check=True, stdout=out)
    assert out.getvalue() == "0 处不同\n"


@pytest.mark.parametrize("model", sums(), ids=lambda model: model._meta.label_lower)
def test_a_sum_that_is_off_by_one_is_found_and_mended(demo, model):
    room = model._meta.app_label
    plant(model)
    assert differences(room)
    differences(room, write=True)
    assert differences(room) == []


def plant(model: type[Model]) -> None:
    """One more than there is: in a row of the sums, or in one that waits to be folded."""
    row = model.objects.first() or as_delta(model)
    name = next(field.name for field in model._meta.concrete_fields if counts(field))
    setattr(row, name, (getattr(row, name) or 0) + 1)
    row.save()


def counts(field) -> bool:
    return (
        isinstance(field, IntegerField)
        and not field.primary_key
        and not isinstance(field, ForeignKey)
        and field.name not in ("hour", "twenty", "minute")
    )


def as_delta(model: type[Model]) -> Model:
    """What an act of today would append, counting nothing yet."""
    return model(**{field.name: _plain(field) for field in model._meta.concrete_fields[1:]})


def _plain(field):
    if isinstance(field, ForeignKey):
        return None if field.null else field.related_model.objects.first()
    if isinstance(field, IntegerField):
        return None if field.null else 0
    if isinstance(field, DateField):
        return timezone.localdate()
    return field.choices[0][0] if field.choices else field.get_default()
