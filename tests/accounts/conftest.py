"""Staff who have a password; an authenticator nobody has used yet."""

import pytest
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from organizations.models import Role
from tests import factories
from tests.accounts import doors


@pytest.fixture(autouse=True)
def _quick_hashes(settings):
    """A password takes half a second to check on purpose; here it is checked a hundred times."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def clerk(city):
    user = factories.a_member_of_staff("王演示", city.ganzhou_federation, Role.REVIEWER)
    user.set_password(doors.PASSWORD)
    user.save(update_fields=["password"])
    return user


@pytest.fixture
def device(clerk):
    return TOTPDevice.objects.get(user=clerk)


@pytest.fixture
def newcomer(clerk):
    """Staff with a first password and no second factor yet."""
    TOTPDevice.objects.filter(user=clerk).delete()
    clerk.must_change_password = True
    clerk.save(update_fields=["must_change_password"])
    return clerk


@pytest.fixture
def at_the_desk(clerk, device):
    """`at_the_desk()` is another browser in which the clerk signs in through the real doors."""

    def enter(agent: str = "Mozilla/5.0 (Windows NT 10.0) Firefox/128.0") -> Client:
        device.refresh_from_db()
        device.last_t = -1
        device.save(update_fields=["last_t"])
        client = Client(headers={"User-Agent": agent})
        doors.give_password(client, clerk)
        answer = client.post(doors.SECOND_FACTOR, {"code": doors.shown(device)})
        assert answer.status_code == 302
        return client

    return enter
