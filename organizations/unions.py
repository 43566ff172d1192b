"""Adding unions below one's own and keeping what is known of them."""

from django.db import transaction

from audit import services as audit
from audit.refusal import Refused
from organizations import permissions, tree
from organizations.models import Organization

FIELDS = ("name", "kind", "division", "occupations", "phone", "address")


@transaction.atomic
def add(*, parent: Organization, actor, **given) -> Organization:
    """A new union below `parent`; `given` are FIELDS. Raises Refused."""
    _check(actor, parent)
    return tree.create(parent=parent, actor=actor, **given)


@transaction.atomic
def edit(union: Organization, *, actor, **given) -> None:
    """Change what is known of a union; `given` are some of FIELDS. Raises Refused."""
    union = Organization.objects.select_for_update(of=("self",)).get(pk=union.pk)
    _check(actor, union)
    changed = [name for name, value in given.items() if getattr(union, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(union, name, given[name])
    _check_name(union)
    union.save(update_fields=changed)
    audit.record(
        "organizations.union_saved",
        actor=actor,
        subject=union,
        unit=union.name,
        data={"changed": changed},
    )


def _check(actor, union: Organization) -> None:
    refusal = permissions.refusal_to_manage(actor, union)
    if refusal:
        raise Refused(refusal)


def _check_name(union: Organization) -> None:
    namesakes = Organization.objects.filter(parent_id=union.parent_id, name=union.name)
    if namesakes.exclude(pk=union.pk).exists():
        raise Refused("同一上级下已有同名工会，请核对名称。", field="name")
    if union.kind != Organization.Kind.HOLDING:
        return
    others = Organization.objects.filter(kind=union.kind, division_id=union.division_id)
    if others.exclude(pk=union.pk).exists():
        raise Refused(f"{union.division.name}已经有会员周转库了。", field="kind")
