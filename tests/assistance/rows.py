"""Households and pairs as rows, for tests of what is done with them."""

import datetime
import itertools

from django.utils import timezone

from assistance.models import CadreProfile, FileState, HardshipFile, Origin, Pairing
from assistance.vocabulary import Group
from organizations.models import Post, Role
from people import identity
from people import services as people

serial = itertools.count(1)
BORN = datetime.date(1975, 3, 8)


def a_person(name: str = "赵范例"):
    # More people than order numbers of one day.
    born = BORN + datetime.timedelta(days=next(serial))
    number = identity.demo_number(born, 321, "male")
    return people.register(name=name, document_type="identity_card", number=number, is_demo=True)


def a_file(
    organization, *, name: str = "赵范例", state=FileState.ON_FILE, **fields
) -> HardshipFile:
    """On file and consented unless `state` says otherwise."""
    fields.setdefault("person", a_person(name))
    fields.setdefault("division", organization.division)
    fields.setdefault("group", Group.HARDSHIP)
    fields.setdefault("phone", "19900004444")
    if state in (FileState.ON_FILE, FileState.LIFTED, FileState.RELAPSED):
        fields.setdefault("agreed_at", timezone.now())
    return HardshipFile.objects.create(
        organization=organization, state=state, origin=Origin.BY_HAND, **fields
    )


def the_post(user) -> Post:
    return Post.objects.get(user=user, role=Role.CADRE)


def a_pair(file: HardshipFile, user, *, since=None, slot: int = 1, **fields) -> Pairing:
    since = since or timezone.now()
    file.next_due_on = timezone.localdate(since) + datetime.timedelta(days=14)
    file.save(update_fields=["next_due_on"])
    return Pairing.objects.create(file=file, post=the_post(user), since=since, slot=slot, **fields)


def with_cap(user, cap: int) -> CadreProfile:
    profile, _ = CadreProfile.objects.update_or_create(post=the_post(user), defaults={"cap": cap})
    return profile
