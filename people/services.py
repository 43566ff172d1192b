"""The acts on a person's record, and who has looked at it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from audit import services as audit
from audit.models import Entry
from audit.refusal import Refused
from people import consequences, crypto, identity, names
from people.models import Consent, Person

# What is authenticated along with each number: its place.
NUMBER = "people_person.number_sealed"
SHORTEST_REASON = 4

LOOK_WORDS = {
    "people.revealed": "查看了您的完整证件号码",
    "assistance.file_exported": "导出了写有您姓名的帮扶名单",
    "assistance.opened": "打开了您的帮扶档案",
    "assistance.request_opened": "看了您的帮扶申请",
    "assistance.shown": "看了写有您姓名的帮扶名单",
    "campaigns.grant_exported": "导出了写有您姓名的领取名单",
    "campaigns.grant_opened": "打开了您的一份领取登记",
    "campaigns.recipient_found": "登记发放时核对了您的姓名和证件",
    "membership.opened": "打开了您的入会申请",
    "membership.card_checked": "核对了您的会员卡",
    "membership.attachment_opened": "查看了您补充的照片",
    "campaigns.wish_opened": "打开了您的微心愿",
}

# Who looked, where no union is on record; a card may be scanned by anybody.
STAFF, ANYBODY = "工会工作人员", "扫码核对的人"


@dataclass(frozen=True)
class Look:
    """One look, as the person concerned sees it: the unit, never the name of who looked."""

    at: datetime.datetime
    unit: str
    what: str
    reason: str


@dataclass(frozen=True)
class Looks:
    rows: list[Look]
    month: int  # how many in the last 30 days


def build(
    *,
    name: str,
    document_type: str,
    number: str,
    sex: str = "",
    birth_date: datetime.date | None = None,
    is_demo: bool = False,
) -> Person:
    """A person not yet saved, every derived column filled; for `register` and bulk loading."""
    number = identity.normalise(document_type, number)
    derived = identity.derive(document_type, number)
    pinyin, initials = names.search_columns(name)
    return Person(
        name=name,
        name_pinyin=pinyin,
        name_initials=initials,
        document_type=document_type,
        number_sealed=crypto.seal(number, NUMBER),
        number_fingerprint=crypto.fingerprint(document_type, number),
        number_masked=crypto.mask(number),
        sex=derived.sex if derived else sex,
        birth_date=derived.birth_date if derived else birth_date,
        is_demo=is_demo,
    )


def register(
    *,
    name: str,
    document_type: str,
    number: str,
    sex: str = "",
    birth_date: datetime.date | None = None,
    is_demo: bool = False,
) -> Person:
    """The person with this document: the one on record, or a new one.

    Two at once get the same row. A person on record under another name is returned as is; the
    caller compares. Raises Refused for a number that cannot be right.
    """
    problem = identity.check(document_type, number, timezone.localdate())
    if problem:
        raise Refused(problem, field="number")
    person = build(
        name=name, document_type=document_type, number=number, sex=sex,
        birth_date=birth_date, is_demo=is_demo,
    )  # fmt: skip
    # The unique fingerprint decides, also between two at once; the loser reads the winner's row.
    Person.objects.bulk_create([person], ignore_conflicts=True)
    return Person.objects.get(number_fingerprint=person.number_fingerprint)


def register_all(persons: Iterable[Person]) -> dict[str, Person]:
    """Many at once, each made by `build`: fingerprint -> the person now on record. Two queries.

    Whoever was on record before stays as they are; the caller compares the names.
    """
    persons = list(persons)
    Person.objects.bulk_create(persons, ignore_conflicts=True, batch_size=1000)
    wanted = [person.number_fingerprint for person in persons]
    found = Person.objects.filter(number_fingerprint__in=wanted)
    return {person.number_fingerprint: person for person in found}


def forget(ids: Iterable[Any]) -> int:
    """Delete those of these people whom no row of any room speaks of; returns how many that were.

    What they agreed to goes with them.
    """
    rows = Person.objects.filter(pk__in=list(ids))
    for link in Person._meta.related_objects:
        if link.related_model is not Consent:
            name = link.field.name
            known = link.related_model._base_manager.filter(**{name: OuterRef("pk")})
            rows = rows.exclude(Exists(known))
    found = list(rows.values_list("pk", flat=True))
    Person.objects.filter(pk__in=found).delete()
    return len(found)


def find(document_type: str, number: str) -> Person | None:
    fingerprint = crypto.fingerprint(document_type, number)
    return Person.objects.filter(number_fingerprint=fingerprint).first()


@transaction.atomic
def reveal(
    person: Person,
    *,
    viewer: Any,
    reason: str,
    unit: str = "",
    at: datetime.datetime | None = None,
) -> str:
    """The full number, for somebody with a reason; the look is on record before it is shown."""
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise Refused(f"请写明查看原因，至少{SHORTEST_REASON}个字，本人会看到。", field="reason")
    if identity.stands_in(reason):
        raise Refused("请不要在原因里写证件号码。", field="reason")
    audit.record(
        "people.revealed",
        actor=viewer, subject=person, person=person, unit=unit, reason=reason, at=at,
    )  # fmt: skip
    return crypto.unseal(person.number_sealed, NUMBER)


def hold(person_id: Any) -> None:
    """Lock the person, for acts that rest on what they agree to: one at a time.

    First of all locks: what stands agreed is read afterwards, and nobody waits in a circle.
    """
    rows = Person.objects.filter(pk=person_id).select_for_update(no_key=True)
    list(rows.values_list("pk"))


# Part of a greater act, which stands or falls as a whole: no savepoint of its own.
@transaction.atomic(savepoint=False)
def give_consent(
    person: Person,
    *,
    purpose: str,
    policy_version: str,
    actor: Any = None,
    at: datetime.datetime | None = None,
    anew: bool = False,
) -> Consent:
    """Agreeing twice to the same text is agreeing once; `anew`, it takes the place of what was
    agreed before.
    """
    at = at or timezone.now()
    if anew:
        standing = Consent.objects.filter(person=person, purpose=purpose, withdrawn_at=None)
        standing.update(withdrawn_at=at)
    consent, new = Consent.objects.get_or_create(
        person=person, purpose=purpose, policy_version=policy_version, withdrawn_at=None,
        defaults={"given_at": at},
    )  # fmt: skip
    if new:
        _record("people.consent_given", person, consent, actor, at)
    return consent


@transaction.atomic
def withdraw_consent(
    person: Person, *, purpose: str, actor: Any = None, at: datetime.datetime | None = None
) -> int:
    """Withdraw every standing consent to this purpose; how many there were. Twice is quiet."""
    at = at or timezone.now()
    hold(person.pk)
    standing = Consent.objects.filter(person=person, purpose=purpose, withdrawn_at__isnull=True)
    consents = list(standing.select_for_update())
    for consent in consents:
        consent.withdrawn_at = at
        consent.save(update_fields=["withdrawn_at"])
        _record("people.consent_withdrawn", person, consent, actor, at)
    consequences.follow(person, purpose=purpose, actor=actor, at=at)
    return len(consents)


def _record(action: str, person: Person, consent: Consent, actor: Any, at) -> None:
    data = {"purpose": consent.purpose, "policy_version": consent.policy_version}
    audit.record(action, actor=actor, subject=person, person=person, data=data, at=at)


def look(entry: Entry) -> Look:
    return Look(
        at=entry.at,
        unit=entry.actor_unit or (STAFF if entry.actor_id else ANYBODY),
        what=LOOK_WORDS.get(entry.action, "查看了您的信息"),
        reason=entry.reason,
    )


def recent_looks(person: Person, limit: int = 3, at: datetime.datetime | None = None) -> Looks:
    """The latest looks, for a card on the person's own page."""
    month_ago = (at or timezone.now()) - datetime.timedelta(days=30)
    entries = audit.looks_at(person)
    return Looks(
        rows=[look(entry) for entry in entries[:limit]],
        month=entries.filter(at__gte=month_ago).count(),
    )
