"""Binding another authenticator: the old one counts until the new one has shown a right code."""

import pytest
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import second_factor
from audit.models import Entry
from tests.accounts.doors import (
    ACCOUNT,
    DESK,
    DEVICE,
    SECOND_FACTOR,
    errors,
    give_password,
    is_in,
    not_shown,
    shown,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def inside(at_the_desk):
    inside = at_the_desk()
    inside.get(DEVICE)
    return inside


@pytest.fixture
def new(inside, clerk) -> TOTPDevice:
    return TOTPDevice.objects.get(user=clerk, confirmed=False)


def test_one_stays_signed_in_behind_the_new_device(inside, new, clerk):
    assert inside.post(DEVICE, {"code": shown(new)}).url == ACCOUNT

    assert is_in(inside)
    assert is_in(inside, DESK)
    assert second_factor.device_of(clerk) == new
    entry = Entry.objects.get(action="accounts.device_bound")
    assert (entry.actor_id, entry.subject_id) == (clerk.pk, str(clerk.pk))


def test_the_old_device_counts_no_more(inside, new, clerk, device):
    inside.post(DEVICE, {"code": shown(new)})

    elsewhere = Client()
    give_password(elsewhere, clerk)
    assert errors(elsewhere.post(SECOND_FACTOR, {"code": shown(device, 1)}))
    assert not TOTPDevice.objects.filter(pk=device.pk).exists()


def test_sessions_behind_the_old_device_end(inside, new, at_the_desk, clerk):
    elsewhere = at_the_desk()

    inside.post(DEVICE, {"code": shown(new)})

    assert not is_in(elsewhere)
    listed = inside.get(ACCOUNT).context["open_ones"]
    assert [row.session_key for row in listed] == [inside.session.session_key]


def test_a_wrong_code_leaves_the_old_one_as_it_was(inside, new, clerk, device):
    assert "动态口令不对" in errors(inside.post(DEVICE, {"code": not_shown(new)}))["code"]
    assert second_factor.device_of(clerk) == device
    assert is_in(inside)


def test_a_code_of_the_old_device_does_not_bind_the_new_one(inside, new, clerk, device):
    errors(inside.post(DEVICE, {"code": shown(device, 1)}))
    assert second_factor.device_of(clerk) == device


def test_leaving_the_page_changes_nothing(inside, clerk, device):
    assert second_factor.device_of(clerk) == device
    assert is_in(inside)


def test_a_picture_shown_in_another_session_is_not_the_one_that_is_bound(
    inside, new, at_the_desk, clerk
):
    later = at_the_desk()
    later.get(DEVICE)
    renewed = TOTPDevice.objects.get(user=clerk, confirmed=False)
    assert renewed.key != new.key
    assert later.post(DEVICE, {"code": shown(renewed)}).url == ACCOUNT
    assert second_factor.device_of(clerk).key == renewed.key
