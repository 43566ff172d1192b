"""Test clients of people who have signed in already."""

from django.conf import settings
from django.test import Client
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice


def signed_in(user) -> Client:
    """A client in which that user has signed in, second factor included."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["signed_in_at"] = session["seen_at"] = timezone.now().timestamp()
    device = TOTPDevice.objects.filter(user=user).first()
    if device:
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return client


def cookie_of(client: Client, address: str) -> dict:
    """The client's session, for a browser that looks at `address`."""
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": address}
