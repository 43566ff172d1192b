"""The e-card: a QR anybody may scan to see that this is a member, name masked, for two minutes."""

import base64
import binascii
import uuid

from django.core import signing
from django.core.cache import cache
from django.db import transaction

from audit import services as audit
from membership.models import Member

SALT = "membership.card"
# The page shows a new code every minute; a scanned one is good for two, so that a slow phone works.
LIFETIME_SECONDS = 120


def token(member: Member) -> str:
    short = base64.urlsafe_b64encode(member.pk.bytes).rstrip(b"=").decode()
    return signing.TimestampSigner(salt=SALT).sign(short)


def check(text: str) -> Member | None:
    """The member of a fresh, genuine code; records once per code that it was checked."""
    try:
        short = signing.TimestampSigner(salt=SALT).unsign(text, max_age=LIFETIME_SECONDS)
        pk = uuid.UUID(bytes=base64.urlsafe_b64decode(short + "=="))
    except (signing.BadSignature, binascii.Error, ValueError):
        return None
    member = Member.objects.filter(pk=pk).select_related("person", "organization").first()
    if member and cache.add(f"card:{text}", 1, LIFETIME_SECONDS):
        with transaction.atomic():
            audit.record(
                "membership.card_checked",
                subject=member,
                person=member.person_id,
                reason="扫码核对，只看到隐去名字的会员状态",
            )
    return member
