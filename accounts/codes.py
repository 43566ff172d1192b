"""Codes by SMS: six digits, hashed, bound to the browser that asked, five tries, ten minutes, once.

The code's state lives in Redis under a random challenge that only the asking session knows; what
is checked is the challenge and the code together.
"""

import datetime
import hmac
import secrets
import uuid

from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.devices import network_of
from accounts.limits import Limit, client, in_words, spend
from audit.refusal import Refused
from notifications import services as notifications
from notifications.models import Channel

LIFETIME = datetime.timedelta(minutes=10)
AGAIN_AFTER = 60  # seconds until the same phone gets another one
TRIES = Limit("code-tries", 5, 600)
# Asked in this order, the one that hurts others least first. An address is shared by many phones
# behind one mobile gateway, so its limit is wide.
PER_DEVICE = Limit("code-device", 10, 3600)
PER_ADDRESS = Limit("code-address", 60, 3600)
PER_PHONE = (
    Limit("code-phone", 1, AGAIN_AFTER),
    Limit("code-phone-hour", 5, 3600),
    Limit("code-phone-day", 10, 86400),
)
EXPIRED = "验证码过期了，请重新获取。"


def send(phone: str, *, device: str, address: str) -> str:
    """Send a code to this phone; returns the challenge to keep in the asking session.

    Raises Refused when this phone, device or address has asked too often.
    """
    _spend(PER_DEVICE, device, "这台手机上获取得太频繁了")
    _spend(PER_ADDRESS, network_of(address), "您所在的网络获取得太频繁了")
    for limit in PER_PHONE:
        _spend(limit, phone, "这个手机号获取得太频繁了")
    challenge, code = uuid.uuid4().hex, f"{secrets.randbelow(10**6):06d}"
    client().set(_key(challenge), f"{phone}:{_digest(challenge, code)}", ex=LIFETIME)
    notifications.enqueue(
        "accounts.code",
        to=phone,
        channels=(Channel.SMS,),
        context={"code": code},
        dedupe=challenge,
        expires_at=timezone.now() + LIFETIME,
    )
    return challenge


def check(challenge: str, code: str) -> str:
    """The phone whose code this is; the code is used up. Raises Refused with what to do next."""
    kept = str(client().get(_key(challenge)) or "")
    if not kept:
        raise Refused(EXPIRED, field="code")
    spent = spend(TRIES, challenge)
    if spent.wait:
        client().delete(_key(challenge))
        raise Refused("输错的次数太多，请重新获取验证码。", field="code")
    phone, _, digest = kept.partition(":")
    if not hmac.compare_digest(digest, _digest(challenge, code)):
        raise Refused(_wrong(spent.left), field="code")
    # Of several that send the right code together one deletes it, and that one is let in.
    if not client().delete(_key(challenge)):
        raise Refused(EXPIRED, field="code")
    return phone


def _wrong(left: int) -> str:
    if not left:
        return "验证码不对。已经试了5次，请重新获取验证码。"
    return f"验证码不对，请再看一遍短信，还可以试{left}次。"


def _spend(limit: Limit, who: str, complaint: str) -> None:
    wait = spend(limit, who).wait
    if wait:
        raise Refused(f"{complaint}，请{in_words(wait)}后再试。", field="phone")


def _digest(challenge: str, code: str) -> str:
    return salted_hmac("accounts.code", f"{challenge}:{code}", algorithm="sha256").hexdigest()


def _key(challenge: str) -> str:
    return f"portal:code:{challenge}"
