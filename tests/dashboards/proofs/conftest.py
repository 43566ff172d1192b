"""One demo city for all proofs, gone again after them; and the same after days of work."""

import io
import random
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from accounts.models import User
from assistance import covering
from dashboards import scope
from organizations.models import Organization
from tests.dashboards.proofs.changes import District


@pytest.fixture(scope="package")
def _demo_rows(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), override_settings(DEMO=True), transaction.atomic():
        call_command("load_demo", members=200, activities=300, households=60, stdout=io.StringIO())
        # As the clock hand does every minute.
        covering.keep()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(_demo_rows, db):
    """The demo city: some of its unions, and users by name (membership/demo/accounts.py)."""
    named = {union.name: union for union in Organization.objects.filter(kind="federation")}
    return SimpleNamespace(
        root=named["张掖市总工会"], ganzhou=named["甘州区总工会"], minle=named["民乐县总工会"],
        user=lambda username: User.objects.get(username=username),
    )  # fmt: skip


@pytest.fixture(scope="module", params=[11, 12])
def _work(request, _demo_rows, django_db_blocker):
    """Days of work in two districts, other work with each seed."""
    with django_db_blocker.unblock(), transaction.atomic():
        for nth, name in enumerate(("甘州区总工会", "民乐县总工会")):
            union = Organization.objects.get(name=name)
            District(union, random.Random(request.param * 10 + nth)).everything()
        covering.keep()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def changed(_work, demo):
    return demo


@pytest.fixture(params=["admin", "ganzhou-admin"])
def area(request, changed):
    return scope.read(changed.user(request.param))
