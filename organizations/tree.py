"""The one writer of `Organization.path`."""

import secrets

from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from audit import services as audit
from audit.refusal import Refused
from organizations.models import Organization

CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # read aloud and typed: no 0/O, 1/I


def new_code(length: int = 8) -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(length))


SEGMENT = 7


def segment(pk: int) -> str:
    """One step of a path: seven digits, so that plain string order is tree order."""
    return f"{pk:0{SEGMENT}d}"


def create(*, name, kind, division, parent=None, actor=None, **fields) -> Organization:
    """Add a union below `parent`. Raises Refused when a sibling has the same name."""
    if Organization.objects.filter(parent=parent, name=name).exists():
        raise Refused("同一上级下已有同名工会，请核对名称。", field="name")
    fields.setdefault("code", new_code())
    with transaction.atomic():
        organization = Organization(
            name=name, kind=kind, division=division, parent=parent, **fields
        )
        organization.pk = _next_pk()
        organization.path = (parent.path if parent else "") + segment(organization.pk)
        organization.save(force_insert=True)
        audit.record("organizations.created", actor=actor, subject=organization)
    return organization


def move(organization: Organization, *, parent: Organization, actor) -> None:
    """Put a union and all below it under another one; what its posts open moves with it.

    Raises Refused when the new parent lies inside the moved subtree.
    """
    with transaction.atomic():
        # The whole tree is locked in one order: two moves at once could close a circle.
        list(Organization.objects.order_by("pk").select_for_update().values_list("pk"))
        organization.refresh_from_db()
        parent.refresh_from_db()
        if parent.path.startswith(organization.path):
            raise Refused("不能移到自己的下级工会里。", field="parent")
        old, new = organization.path, parent.path + segment(organization.pk)
        if old == new:
            return
        Organization.objects.filter(path__startswith=old).update(
            path=Concat(Value(new), Substr(F("path"), len(old) + 1))
        )
        Organization.objects.filter(pk=organization.pk).update(parent=parent)
        audit.record(
            "organizations.moved",
            actor=actor,
            subject=organization,
            data={"from": old, "to": new},
        )


def ancestors(organization: Organization):
    """The organization and all above it, nearest first."""
    path = organization.path
    prefixes = [path[:end] for end in range(SEGMENT, len(path) + 1, SEGMENT)]
    return Organization.objects.filter(path__in=prefixes).order_by("-path")


def _next_pk() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [Organization._meta.db_table]
        )
        return cursor.fetchone()[0]
