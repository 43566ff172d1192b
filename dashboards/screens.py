"""Screen links: made and revoked by an administrator, opened by whoever stands at the screen."""

import datetime
import hashlib
import secrets

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from audit import services as audit
from audit.refusal import Refused
from dashboards import scope
from dashboards.models import ScreenLink
from dashboards.scope import Scope
from organizations.models import Organization

# Read out and typed on a remote control: nothing that looks like something else. 79 bits.
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH, GROUP = 16, 4
# As many at once for one union.
MOST = 20
TOO_MANY = f"一个工会最多同时有{MOST}个大屏链接，先停用一个不用的。"
# Opened again within this time, it is the same screen starting anew.
OPENED_EVERY = datetime.timedelta(days=1)


@transaction.atomic
def make(
    *, union: Organization, place: str, days: int, actor, at: datetime.datetime | None = None
) -> tuple[ScreenLink, str]:
    """A link for `days` days, and its token, which is shown this once. Raises Refused."""
    at = at or timezone.now()
    Organization.objects.select_for_update(of=("self",)).get(pk=union.pk)
    if ScreenLink.objects.open_at(at).filter(organization=union).count() >= MOST:
        raise Refused(TOO_MANY)
    token = _token()
    link = ScreenLink.objects.create(
        organization=union, place=place, token_hash=_hashed(token), made_by=actor,
        created_at=at, expires_at=at + datetime.timedelta(days=days),
    )  # fmt: skip
    audit.record(
        "dashboards.screen_made", actor=actor, subject=link, unit=union.name, at=at,
        data={"place": place, "days": days},
    )  # fmt: skip
    return link, token


@transaction.atomic
def revoke(link: ScreenLink, *, actor, at: datetime.datetime | None = None) -> None:
    """It shows nothing any more from the next refresh on; doing it again changes nothing."""
    link = ScreenLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if link.revoked_at:
        return
    link.revoked_at, link.revoked_by = at or timezone.now(), actor
    link.save(update_fields=["revoked_at", "revoked_by"])
    audit.record(
        "dashboards.screen_revoked", actor=actor, subject=link, unit=link.organization.name,
        at=at, data={"place": link.place},
    )  # fmt: skip


def find(token: str) -> ScreenLink | None:
    rows = ScreenLink.objects.select_related("organization", "made_by")
    return rows.filter(token_hash=_hashed(token)).first() if token else None


def opened(link: ScreenLink, at: datetime.datetime) -> None:
    """Once a day at most: a screen that is switched on each morning."""
    if link.opened_at and at - link.opened_at < OPENED_EVERY:
        return
    with transaction.atomic():
        ScreenLink.objects.filter(pk=link.pk).update(opened_at=at)
        audit.record(
            "dashboards.screen_opened", subject=link, unit=link.organization.name, at=at,
            data={"place": link.place},
        )  # fmt: skip


def scope_of(link: ScreenLink | None, at: datetime.datetime) -> Scope | None:
    """What the link shows now: nothing when it is over, or when who made it could not see it
    themselves any more.
    """
    if link is None or not link.is_open(at):
        return None
    try:
        return scope.read(link.made_by, str(link.organization.public_id))
    except Http404:
        return None


def _token() -> str:
    drawn = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return "-".join(drawn[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def _hashed(token: str) -> str:
    """Long enough to be random by itself: no salt, and found by an index."""
    plain = token.replace("-", "").strip().lower()
    return hashlib.sha256(plain.encode(errors="replace")).hexdigest()
