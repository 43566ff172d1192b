"""Whom something is given to: found by document or phone, carried sealed from page to page.

Somebody not on record yet is registered only when they sign: until then the number travels in
the page, under the key that seals it in the database.
"""

import base64
import uuid
from dataclasses import asdict, dataclass
from typing import Any

from django.core import signing
from django.utils import timezone

from accounts.models import Kind, User
from audit import services as audit
from audit.refusal import Refused
from organizations.models import Organization
from people import crypto, identity, names
from people import services as people
from people.models import Person

PLACE = "campaigns.recipients"
# How long the page may lie open between finding and signing.
SECONDS = 2 * 60 * 60
OTHER_NAME = "这个证件号码登记的是另一个姓名，请对照证件，把姓名和号码再填一遍。"
TOO_YOUNG = f"实名登记的要年满{identity.MINIMUM_AGE}周岁，请登记给家里的职工本人。"
STALE = "这一页放得太久了，请重新找一次人。"


@dataclass(frozen=True)
class Recipient:
    """`person_id` "": not on record yet, then `sealed` holds the number."""

    name: str
    document_type: str
    masked: str
    person_id: str = ""
    sealed: str = ""


def of(person: Person) -> Recipient:
    return Recipient(person.name, person.document_type, person.number_masked, str(person.pk))


def by_document(
    *, name: str, document_type: str, number: str, actor: Any, unit: Organization
) -> Recipient:
    """Whoever has this document. Raises Refused: a wrong number, another name, too young."""
    name, today = names.clean(name), timezone.localdate()
    problem = identity.check(document_type, number, today)
    if problem:
        raise Refused(problem, field="number")
    derived = identity.derive(document_type, number)
    if derived and identity.age(derived.birth_date, today) < identity.MINIMUM_AGE:
        raise Refused(TOO_YOUNG, field="number")
    person = people.find(document_type, number)
    if person is None:
        return _unknown(name, document_type, number)
    if person.name != name:
        raise Refused(OTHER_NAME, field="name")
    return _seen(person, actor, unit)


def _unknown(name: str, document_type: str, number: str) -> Recipient:
    number = identity.normalise(document_type, number)
    sealed = base64.b64encode(crypto.seal(number, PLACE)).decode()
    return Recipient(name, document_type, crypto.mask(number), sealed=sealed)


def by_phone(phone: str, *, actor: Any, unit: Organization) -> Recipient:
    """The worker who signs in with this phone. Raises Refused when nobody known does."""
    rows = User.objects.filter(kind=Kind.WORKER, phone=phone, is_active=True)
    user = rows.select_related("person").first()
    if user is None or user.person is None:
        raise Refused("这个手机号还没有实名登记，请改用证件号码。", field="phone")
    return _seen(user.person, actor, unit)


def _seen(person: Person, actor: Any, unit: Organization) -> Recipient:
    """Name and masked number are about to be shown: a look."""
    audit.record(
        "campaigns.recipient_found", actor=actor, subject=person, person=person, unit=unit.name
    )
    return of(person)


def settled(recipient: Recipient) -> Person:
    """The person, registered now if need be, in the caller's transaction. Raises Refused."""
    if recipient.person_id:
        return Person.objects.get(pk=recipient.person_id)
    number = crypto.unseal(base64.b64decode(recipient.sealed), PLACE)
    person = people.register(
        name=recipient.name, document_type=recipient.document_type, number=number
    )
    if person.name != recipient.name:
        raise Refused(OTHER_NAME, field="signed_name")
    return person


def pack(recipient: Recipient, *, bound: dict[str, str]) -> str:
    """The recipient as a page carries them, good for these circumstances only."""
    return signing.dumps({"bound": bound, "to": asdict(recipient)}, salt=PLACE)


def unpack(text: str, *, bound: dict[str, str]) -> tuple[Recipient, dict[str, str]]:
    """What was packed, with all that it was bound to. Raises Refused.

    `bound` are the circumstances that must be the same now.
    """
    try:
        held = signing.loads(text, salt=PLACE, max_age=SECONDS)
    except signing.BadSignature:
        raise Refused(STALE) from None
    if any(held["bound"].get(key) != value for key, value in bound.items()):
        raise Refused(STALE)
    return Recipient(**held["to"]), held["bound"]


def person_id(recipient: Recipient) -> uuid.UUID | None:
    return uuid.UUID(recipient.person_id) if recipient.person_id else None
