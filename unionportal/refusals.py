"""Why this portal must not open its doors to real people yet; empty outside production."""

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Refusal:
    """`id` for the system check, the environment `variable` to mend, and what is wrong with it."""

    id: str
    variable: str
    says: str
    hint: str


KEYS_HINT = "32 random bytes in base64: openssl rand -base64 32"


def refusals() -> list[Refusal]:
    """Everything that is missing at once, so that nobody mends one by one."""
    if not settings.PRODUCTION:
        return []
    return [*_keys(), *_addresses(), *_gateway(), *_debug()]


def refuse_unsafe_settings() -> None:
    """Raises ImproperlyConfigured naming every variable that is missing or unsafe."""
    found = refusals()
    if found:
        lines = [f"- {refusal.variable}: {refusal.says} ({refusal.hint})" for refusal in found]
        raise ImproperlyConfigured("\n".join(["PORTAL_MODE=production, but:", *lines]))


def demo_accounts() -> int:
    """How many demo users, whose password everybody knows, are in the database."""
    return apps.get_model("accounts", "User").objects.filter(is_demo=True).count()


def refuse_demo_accounts() -> None:
    """Raises ImproperlyConfigured; needs the apps loaded and the database migrated."""
    if settings.PRODUCTION and demo_accounts():
        raise ImproperlyConfigured(
            f"PORTAL_MODE=production, but DATABASE_URL holds {demo_accounts()} demo accounts whose"
            " password is public. Use an empty database."
        )


def _keys() -> Iterator[Refusal]:
    secret = _secret_key()
    if len(secret) < 50 or secret == settings.DEMO_SECRET_KEY:
        yield Refusal(
            "E001", "SECRET_KEY", "missing, shorter than 50 characters, or the public demo key",
            "openssl rand -base64 48",
        )  # fmt: skip
    ring = settings.IDENTITY_KEYS
    demo_keys = set(settings.DEMO_IDENTITY_KEYS.values())
    if not ring or demo_keys & set(ring.values()) or not all(map(_is_key, ring.values())):
        yield Refusal(
            "E002", "IDENTITY_KEYS", "missing, malformed, or with the public demo key",
            f'"id:key", newest first. {KEYS_HINT}',
        )  # fmt: skip
    fingerprint = settings.FINGERPRINT_KEY
    if fingerprint == settings.DEMO_FINGERPRINT_KEY or not _is_key(fingerprint):
        yield Refusal(
            "E003", "FINGERPRINT_KEY", "missing, malformed, or the public demo key", KEYS_HINT
        )


def _addresses() -> Iterator[Refusal]:
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        yield Refusal("E004", "ALLOWED_HOSTS", "missing or open to every name", "join.example.cn")
    if not settings.DATABASE_URL:
        yield Refusal("E005", "DATABASE_URL", "missing", "postgresql://user:password@host:5432/db")
    if not settings.REDIS_URL:
        yield Refusal("E006", "REDIS_URL", "missing", "redis://host:6379/0")


def _gateway() -> Iterator[Refusal]:
    if settings.SMS_GATEWAY in ("", "outbox"):
        yield Refusal(
            "E007",
            "SMS_GATEWAY",
            "missing, or the outbox that shows every code on a page",
            "aliyun",
        )
    if settings.SMS_GATEWAY == "aliyun":
        for name in ("access_key_id", "access_key_secret", "sign_name", "templates"):
            if not settings.ALIYUN_SMS[name]:
                variable = "ALIYUN_" + ("" if name.startswith("access") else "SMS_") + name.upper()
                yield Refusal("E008", variable, "missing", "see docs/deploy.md")


def _debug() -> Iterator[Refusal]:
    if settings.DEBUG:
        yield Refusal("E009", "DEBUG", "on: error pages would show personal data", "unset it")


def _secret_key() -> str:
    try:
        return settings.SECRET_KEY
    except ImproperlyConfigured:  # Django's own word for an empty one
        return ""


def _is_key(value: str) -> bool:
    try:
        return len(base64.b64decode(value, validate=True)) == 32
    except (ValueError, binascii.Error):
        return False
