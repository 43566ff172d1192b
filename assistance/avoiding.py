"""Whom a household is not to be paired with: a relative, the own superior, an old quarrel."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from assistance.cadres import serving
from assistance.ending import lock_file, standing
from assistance.models import Avoidance, HardshipFile
from assistance.models.file import STEWARDS
from assistance.permissions import refusal_to_keep
from assistance.recording import check, record
from audit.refusal import Refused
from organizations.posts import within

FOUND = 20


@transaction.atomic
def avoid(file: HardshipFile, user: User, *, reason: str, actor) -> Avoidance:
    """Never pair these two; said again it is quiet. Raises Refused while they are a pair."""
    file = lock_file(file)
    check(refusal_to_keep(actor, file.organization))
    known = Avoidance.objects.filter(file=file, user=user).first()
    if known:
        return known
    pairing = standing(file)
    if pairing and pairing.post.user_id == user.pk:
        raise Refused(f"现在就是{user}联系这一户，请先在“换一位”里交给别人。")
    made = Avoidance.objects.create(file=file, user=user, reason=reason.strip())
    record("assistance.avoided", file, actor, timezone.now(), data={"cadre": user.pk})
    return made


@transaction.atomic
def forget(file: HardshipFile, pk: int, *, actor) -> None:
    """They may be paired after all. Twice is quiet. Raises Refused."""
    file = lock_file(file)
    check(refusal_to_keep(actor, file.organization))
    found = Avoidance.objects.filter(file=file, pk=pk).first()
    if found:
        found.delete()
        record(
            "assistance.avoided_no_more", file, actor, timezone.now(), data={"cadre": found.user_id}
        )


def of(file: HardshipFile) -> list[Avoidance]:
    return list(file.avoidances.select_related("user").order_by("pk"))


def found(user, text: str) -> list:
    """Cadres under the user's posts whom a name or a union finds; full ones are avoided as well."""
    if not text:
        return []
    rows = serving().filter(within(user, STEWARDS, "organization__path"))
    rows = rows.filter(Q(user__name__contains=text) | Q(organization__name__contains=text))
    return list(rows.select_related("user", "organization").order_by("user__name", "pk")[:FOUND])
