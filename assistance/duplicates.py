"""Who is on file already: found by identity and by phone, before anybody does the work twice.

Where the other file is not the reader's to keep, the sentence names the district and nothing else.
"""

from collections.abc import Iterable

from assistance.models import FileState, HardshipFile
from assistance.permissions import keeps
from organizations import tree
from organizations.models import Organization
from people import names
from people.models import Person


def open_file_of(person: Person) -> HardshipFile | None:
    """The person's file that has not left: there is one at most."""
    return _open().filter(person=person).first()


def with_phone(phone: str, *, besides: Person | None = None) -> list[HardshipFile]:
    """Open files of others under the same phone."""
    if not phone:
        return []
    rows = _open().filter(phone=phone).select_related("person").order_by("created_at")
    return list(rows.exclude(person=besides) if besides else rows)


def left_before(person: Person) -> HardshipFile | None:
    """The latest of the person's files that left, while it still tells whose it is."""
    rows = HardshipFile.objects.filter(person=person, state=FileState.LEFT)
    return rows.select_related("organization").order_by("-left_at").first()


def _open():
    return HardshipFile.objects.exclude(state=FileState.LEFT).select_related("organization")


def same_person(other: HardshipFile, user) -> str:
    """That somebody has an open file, and where."""
    if keeps(user, other.organization):
        return f"本人已有档案，在{other.organization.name}，{other.get_state_display()}。"
    return f"本人已在{district_of(other.organization)}建档，请和那边联系。"


def same_phone(others: Iterable[HardshipFile], user) -> str:
    """Whose files have this phone, as far as the user may know."""
    told = "、".join(_whose(other, user) for other in others)
    return f"这个手机号已经登记在{told}。"


def _whose(other: HardshipFile, user) -> str:
    if keeps(user, other.organization) and other.person:
        return f"{names.mask(other.person.name)}的档案里（{other.organization.name}）"
    return f"{district_of(other.organization)}的一份档案里"


def district_of(organization: Organization) -> Organization:
    """The federation right below the root of the tree that this union belongs to."""
    path = organization.path[: 2 * tree.SEGMENT]
    return Organization.objects.get(path=path) if path != organization.path else organization
