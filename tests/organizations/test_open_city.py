"""An empty portal gets its city and its first administrator; everything else is done at the desk."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import User
from organizations.models import Division, Organization
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def first():
    return factories.a_member_of_staff("冯模拟")


def test_the_first_administrator_finds_the_desk_open(first, signed_in, settings, capsys):
    call_command("open_city", first.username)

    root = Organization.objects.get()
    assert (root.name, root.parent, root.division.level) == (
        settings.CITY_NAME, None, Division.Level.CITY,
    )  # fmt: skip
    assert root.office_hours.cutoff.hour == 16
    page = signed_in(User.objects.get(pk=first.pk)).get(
        reverse("organizations:desk-unions"), follow=True
    )
    assert root.name in page.content.decode()
    assert settings.CITY_NAME in capsys.readouterr().out


def test_a_city_is_opened_once(first):
    call_command("open_city", first.username)
    with pytest.raises(CommandError, match="已经有工会"):
        call_command("open_city", first.username)
    assert Organization.objects.count() == 1


@pytest.mark.parametrize("username", ["nobody", ""])
def test_somebody_unknown_opens_nothing(username):
    with pytest.raises(CommandError, match="createsuperuser"):
        call_command("open_city", username)
    assert not Organization.objects.exists()


def test_a_worker_opens_nothing(worker):
    with pytest.raises(CommandError, match="createsuperuser"):
        call_command("open_city", worker.phone)
