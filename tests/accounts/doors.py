"""At the doors: what a browser sends, and what a phone shows meanwhile."""

import time

import redis
from django.conf import settings
from django.urls import reverse
from django.utils.html import escape
from django_otp.oath import hotp

from notifications.models import Message

SIGN_IN, SIGN_IN_CODE, SIGN_OUT = (
    reverse(f"accounts:{name}") for name in ("sign-in", "sign-in-code", "sign-out")
)
STAFF, SECOND_FACTOR, ENROL = (
    reverse(f"accounts:staff-{name}") for name in ("sign-in", "second-factor", "enrol")
)
ACCOUNT, STEP_UP, SET_PASSWORD, DEVICE, PHONE, PHONE_CODE = (
    reverse(f"accounts:staff-{name}")
    for name in ("account", "step-up", "password", "device", "phone", "phone-code")
)
DESK = reverse("membership:desk")
MINE = reverse("membership:me")
A_PHONE = "19900009999"
PASSWORD = "a quiet pond and five geese"


def sms_code(phone: str = A_PHONE) -> str:
    """The code in the newest message to this phone."""
    messages = Message.objects.filter(kind="accounts.code", to=phone)
    return messages.latest("created_at").params["code"]


def another(code: str) -> str:
    """Six digits that are not this code."""
    return f"{(int(code) + 1) % 10**6:06d}"


def ask_for_a_code(client, phone: str = A_PHONE, **given) -> str:
    answer = client.post(SIGN_IN, {"phone": phone} | given)
    assert answer.status_code == 302, errors(answer)
    return sms_code(phone)


def shown(device, steps: int = 0) -> str:
    """What the authenticator shows now, or so many half minutes later."""
    return f"{hotp(device.bin_key, int(time.time()) // 30 + steps):06d}"


def not_shown(device) -> str:
    near = {shown(device, steps) for steps in range(-2, 3)}
    return next(code for code in map("{:06d}".format, range(9)) if code not in near)


def give_password(client, user, password: str = PASSWORD, **given):
    return client.post(STAFF, {"username": user.username, "password": password} | given)


def errors(answer) -> dict[str, str]:
    """The first sentence at each field."""
    form = [context["form"] for context in answer.context if "form" in context][-1]
    found = {name: said[0] for name, said in form.errors.items()}
    page = answer.content.decode()
    assert all(escape(said) in page for said in found.values())
    return found


def is_in(client, page: str = ACCOUNT) -> bool:
    return client.get(page).status_code == 200


def everything_in_redis() -> dict[str, str]:
    """Every key with all it holds, raw."""
    raw = redis.Redis.from_url(settings.REDIS_URL)
    read = {
        b"string": raw.get,
        b"list": lambda key: raw.lrange(key, 0, -1),
        b"set": raw.smembers,
        b"hash": raw.hgetall,
        b"zset": lambda key: raw.zrange(key, 0, -1),
    }
    return {key.decode(): str(read[raw.type(key)](key)) for key in raw.scan_iter(count=1000)}
