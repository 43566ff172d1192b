"""A second factor that is gone, by whatever hand, takes the sessions it opened with it."""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import second_factor
from tests.accounts.doors import DESK, is_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("ways", ["one row", "in bulk", "by the service", "doubted"])
def test_its_sessions_end_at_the_next_click(
    clerk, device, at_the_desk, django_capture_on_commit_callbacks, ways
):
    first, second = at_the_desk(), at_the_desk()
    assert is_in(first)
    with django_capture_on_commit_callbacks(execute=True):
        _remove(clerk, device, ways)
    assert not is_in(first)
    assert not is_in(second)
    assert not Session.objects.exists()


def _remove(clerk, device, ways):
    if ways == "one row":
        device.delete()
    elif ways == "in bulk":
        TOTPDevice.objects.filter(user=clerk).delete()
    elif ways == "by the service":
        second_factor.forget(clerk)
    else:
        device.confirmed = False
        device.save()


def test_a_picture_that_was_only_begun_ends_nothing(clerk, at_the_desk):
    client = at_the_desk()
    TOTPDevice.objects.create(user=clerk, confirmed=False).delete()
    assert is_in(client)


def test_the_device_is_not_asked_for_at_every_click(at_the_desk):
    client = at_the_desk()
    with CaptureQueriesContext(connection) as asked:
        assert is_in(client, DESK)
    assert "totp" not in str(asked.captured_queries)
