"""The one writer of `Organization.path`."""

import secrets

from django.db import connection, transaction
from django.db.models import F, Max, Value
from django.db.models.functions import Concat, Length, Substr

from audit import services as audit
from audit.refusal import Refused
from audit.sums import Where
from organizations.models import PATH_LENGTH, Organization

CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # read aloud and typed: no 0/O, 1/I


def new_code(length: int = 8) -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(length))


SEGMENT = 7


def segment(pk: int) -> str:
    """One step of a path: seven digits, so that plain string order is tree order."""
    return f"{pk:0{SEGMENT}d}"


def ids(path: str) -> list[int]:
    """The ids a path is made of, from the root down to the union itself."""
    return [int(path[start : start + SEGMENT]) for start in range(0, len(path), SEGMENT)]


def create(*, name, kind, division, parent=None, actor=None, **fields) -> Organization:
    """Add a union below `parent`. Raises Refused when a sibling has the same name."""
    fields.setdefault("code", new_code())
    with transaction.atomic():
        if parent:
            # Its path must not change under our hands, nor a namesake come in beside us.
            parent = Organization.objects.select_for_update(of=("self",)).get(pk=parent.pk)
        refusal = _refusal_to_place(name, kind, division, parent)
        if refusal:
            raise refusal
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
        refusal = _refusal_to_move(organization, parent)
        if refusal:
            raise Refused(refusal, field="parent")
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


def _refusal_to_place(name, kind, division, parent) -> Refused | None:
    if parent and len(parent.path) + SEGMENT > PATH_LENGTH:
        return Refused("层级太深了，请挂在更高一级的工会下面。", field="parent")
    if Organization.objects.filter(parent=parent, name=name).exists():
        return Refused("同一上级下已有同名工会，请核对名称。", field="name")
    holding = Organization.Kind.HOLDING
    if kind == holding and Organization.objects.filter(kind=kind, division=division).exists():
        return Refused(f"{division.name}已经有会员周转库了。", field="kind")
    return None


def _refusal_to_move(organization: Organization, parent: Organization) -> str:
    if parent.path.startswith(organization.path):
        return "不能移到自己的下级工会里。"
    deepest = Organization.objects.under(organization).aggregate(length=Max(Length("path")))
    below = deepest["length"] - len(organization.path)
    if len(parent.path) + SEGMENT + below > PATH_LENGTH:
        return "移过去层级就太深了，请选更高一级的工会。"
    namesakes = Organization.objects.filter(parent=parent, name=organization.name)
    if namesakes.exclude(pk=organization.pk).exists():
        return "那个工会下面已有同名工会，请先改名。"
    return ""


def inside(*paths: str) -> Where:
    """Rows of a union (`organization_id`) in one of these subtrees."""
    below = " OR ".join("path LIKE %s" for _ in paths) or "FALSE"
    return Where(
        f"organization_id IN (SELECT id FROM organizations_organization WHERE {below})",  # noqa: S608
        tuple(f"{path}%" for path in paths),
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
