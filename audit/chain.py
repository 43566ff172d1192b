"""The hash chain over the record: whoever changes or removes a sealed entry is found out.

The database refuses changes to these tables (migration 0002), but its owner can lift that. The
chain makes it visible: each seal's hash is SHA-256 over the previous hash and the canonical JSON
of every entry since, in id order. A copy of the last hash kept elsewhere guards the end itself.
"""

import datetime
import hashlib
import json
from collections.abc import Iterable

from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from audit.models import Entry, Seal

# Small enough that a broken seal points at a short stretch of the record.
BATCH = 5_000
UNSEALED_FOR_TOO_LONG = datetime.timedelta(hours=1)
ONE_SEALER = 0x5EA1


def seal(at: datetime.datetime | None = None) -> int:
    """Seal all entries committed so far; returns how many.

    Seals nothing when writers hold the table just then or another sealer is at work: the next
    run does it.
    """
    ceiling = _ceiling()
    if ceiling is None:
        return 0
    with transaction.atomic():
        if not _alone():
            return 0
        return _seal_up_to(ceiling, at or timezone.now())


def _ceiling() -> int | None:
    """The highest id below which nothing can appear any more; None when it cannot be known now.

    Ids are drawn from the sequence before commit, so a lower id may become visible after a
    higher one. The lock (SHARE MODE, migration 0003) waits until no writer is left; it is given
    up at once after that, so that hashing holds up nobody.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '300ms'")
            cursor.execute("SELECT audit_ceiling()")
            return cursor.fetchone()[0]
    except OperationalError:
        return None


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_SEALER])
        return cursor.fetchone()[0]


def _seal_up_to(ceiling: int, at: datetime.datetime) -> int:
    sealed = 0
    last = Seal.objects.order_by("last_id").last()
    while batch := list(_between(last.last_id if last else 0, ceiling)[:BATCH]):
        previous = last.hash if last else ""
        last = Seal.objects.create(
            sealed_at=at,
            first_id=batch[0].pk,
            last_id=batch[-1].pk,
            entries=len(batch),
            previous_hash=previous,
            hash=digest(previous, batch),
        )
        sealed += len(batch)
    return sealed


def _between(after: int, up_to: int) -> QuerySet[Entry]:
    return Entry.objects.filter(pk__gt=after, pk__lte=up_to).order_by("pk")


def digest(previous: str, entries: Iterable[Entry]) -> str:
    running = hashlib.sha256(previous.encode())
    for entry in entries:
        running.update(canonical(entry))
    return running.hexdigest()


def canonical(entry: Entry) -> bytes:
    """The entry in the one way it can be written, a line of JSON with sorted keys."""
    fields = {field.attname: getattr(entry, field.attname) for field in Entry._meta.fields}
    fields["at"] = entry.at.astimezone(datetime.UTC).isoformat(timespec="microseconds")
    fields["person_id"] = str(entry.person_id or "")
    return json.dumps(fields, sort_keys=True, ensure_ascii=False).encode() + b"\n"


def verify(at: datetime.datetime | None = None) -> list[str]:
    """Recompute the whole chain, one seal at a time; returns what is wrong, in plain words."""
    problems: list[str] = []
    last_id, previous = 0, ""
    for link in Seal.objects.order_by("last_id").iterator(chunk_size=500):
        problems += _check(link, last_id, previous)
        last_id, previous = link.last_id, link.hash
    return problems + _left_unsealed(last_id, at or timezone.now())


def _check(link: Seal, last_id: int, previous: str) -> list[str]:
    entries = list(_between(last_id, link.last_id))
    name = f"第{link.first_id}至{link.last_id}号记录"
    problems = []
    if link.previous_hash != previous:
        problems.append(f"{name}的封存接不上前一个：前面的封存少了或被改过")
    if len(entries) < link.entries:
        problems.append(f"{name}少了{link.entries - len(entries)}条")
    elif len(entries) > link.entries:
        problems.append(f"{name}多出{len(entries) - link.entries}条")
    elif digest(link.previous_hash, entries) != link.hash:
        problems.append(f"{name}被改动过")
    return problems


def _left_unsealed(last_id: int, at: datetime.datetime) -> list[str]:
    late = Entry.objects.filter(pk__gt=last_id, at__lt=at - UNSEALED_FOR_TOO_LONG).count()
    return [f"有{late}条记录超过1小时没有封存，请检查定时任务"] if late else []
