"""Members made row by row, and the plain slow recount their sums are held against."""

import datetime
from collections import Counter

from django.utils import timezone

from membership.models import STANDING_STATES, Member
from membership.roll import Count
from people.models import Person
from people.vocabulary import Occupation
from tests.factories import local, serial


def a_member(union, occupation=Occupation.FOOD, joined_at=None, **fields) -> Member:
    number = next(serial)
    person = Person.objects.create(
        name=f"李示例{number}", name_pinyin="lishili", name_initials="lsl",
        document_type="identity_card", number_sealed=b"x", number_fingerprint=f"{number:064d}",
        number_masked="6299**********0000", is_demo=True,
    )  # fmt: skip
    return Member.objects.create(
        number=f"62070226{number:07d}", person=person, organization=union, occupation=occupation,
        joined_at=joined_at or local(2026, 11, 23, 10, 0), **fields,
    )  # fmt: skip


def day_of(moment) -> datetime.date:
    return timezone.localdate(moment)


def plain(path, since=None, until=None, key=lambda member: ()) -> dict[tuple, Count]:
    """Counted one by one in Python."""
    since, until = since or datetime.date.min, until or datetime.date.max
    found: Counter = Counter()
    for member in Member.objects.select_related("organization"):
        if not member.organization.path.startswith(path):
            continue
        stands = member.state in STANDING_STATES
        if since <= day_of(member.joined_at) <= until:
            found[key(member), "joined"] += 1
            found[key(member), "standing"] += stands
        if not stands and member.left_at and since <= day_of(member.left_at) <= until:
            found[key(member), "gone"] += 1
    sums: dict[tuple, Count] = {}
    for (where, name), number in found.items():
        sums[where] = sums.get(where, Count()) + Count(**{name: number})
    return {where: count for where, count in sums.items() if count}
