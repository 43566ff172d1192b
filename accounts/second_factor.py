"""Time-based one-time passwords (RFC 6238) of staff: binding an authenticator and checking codes."""

import base64
import math

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils import timezone
from django_otp.oath import hotp
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import sessions
from accounts.limits import Limit, forgive, in_words, spend
from accounts.models import User
from audit import services as audit
from audit.refusal import Refused
from people.qr import qr

TRIES = Limit("second-factor", 5, 15 * 60)
BEGUN = "begun_device"  # in the session: whose picture it has been shown
WRONG = "动态口令不对，请看一眼手机上现在显示的6位数字。"


def device_of(user: User) -> TOTPDevice | None:
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def check(user: User, code: str) -> TOTPDevice:
    """The device that shows this code now; a code counts once. Raises Refused."""
    return _check(user, code, confirmed=True)


@transaction.atomic
def begin(user: User, session: SessionBase) -> TOTPDevice:
    """A device to be bound: the one begun in this session, so that a reload shows the same
    picture; else a new one, since whoever saw the last picture may hold its key.
    """
    User.objects.select_for_update().get(pk=user.pk)
    unbound = TOTPDevice.objects.filter(user=user, confirmed=False)
    device = unbound.filter(pk=session.get(BEGUN)).first()
    if device is None:
        unbound.delete()
        device = TOTPDevice.objects.create(user=user, confirmed=False, name="动态口令")
        session[BEGUN] = device.pk
    return device


@transaction.atomic
def bind(user: User, code: str, *, keep_session: str | None = None) -> TOTPDevice:
    """The new device has shown a right code: from now on it is the one, and every session but
    the one with this key ends. Raises Refused.
    """
    device = _check(user, code, confirmed=False)
    others = TOTPDevice.objects.filter(user=user).exclude(pk=device.pk)
    # A confirmed one would take the present session with it (receivers.py).
    others.update(confirmed=False)
    others.delete()
    sessions.end_all(user, but=keep_session)
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    audit.record("accounts.device_bound", actor=user, subject=user)
    return device


def forget(user: User) -> None:
    TOTPDevice.objects.filter(user=user).delete()


def _check(user: User, code: str, *, confirmed: bool) -> TOTPDevice:
    spent = spend(TRIES, str(user.pk))
    if spent.wait:
        raise Refused(f"输错的次数太多，请{in_words(spent.wait)}后再试。", field="code")
    with transaction.atomic():
        # Locked: of two that send the same code together one is let in.
        rows = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=confirmed)
        device = rows.first()
        refusal = _refusal(device, code)
    if refusal or device is None:
        raise Refused(refusal or WRONG, field="code")
    forgive(TRIES, str(user.pk))
    return device


def _refusal(device: TOTPDevice | None, code: str) -> str:
    if device is None:
        return WRONG
    if device.last_t >= 0 and code == _shown(device, device.last_t):
        return "这个动态口令刚才用过了，请等手机上换一个新的。"
    allowed, why = device.verify_is_allowed()
    if not allowed:
        left = math.ceil((why["locked_until"] - timezone.now()).total_seconds())
        return f"刚才输错了，请等{max(1, left)}秒再试。"
    return "" if device.verify_token(code) else WRONG


def _now(device: TOTPDevice) -> int:
    return (int(timezone.now().timestamp()) - device.t0) // device.step


def _shown(device: TOTPDevice, t: int) -> str:
    """What an authenticator shows in the time step `t`."""
    return f"{hotp(device.bin_key, t, digits=device.digits):0{device.digits}d}"


def picture(device: TOTPDevice) -> str:
    """The QR that an authenticator reads, as an SVG without a style attribute."""
    return qr(device.config_url)


def spelled(device: TOTPDevice) -> str:
    """The key in groups of four, for typing it where no camera is."""
    key = base64.b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))


def demo_code(user: User, device: TOTPDevice | None) -> str:
    """In the demo the page shows the code itself: the next one that has not been used. Else ""."""
    if not settings.DEMO or not user.is_demo or device is None:
        return ""
    now = _now(device)
    return _shown(device, max(now, min(device.last_t + 1, now + device.tolerance)))
