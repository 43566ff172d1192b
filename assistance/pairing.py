"""Pairing a household with the cadre who calls it: one, or a whole list in one go.

Locks are taken in one order by everybody: the cadres' posts, then the files, each by falling
nothing but their own key. Ending a post locks it first as well (organizations.appointments).
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils import timezone

from assistance import schedule
from assistance.admitting import Books, Choice
from assistance.models import HardshipFile, Pairing
from assistance.telling import Outbox
from audit import services as audit
from audit.refusal import Refused
from organizations.models import Post

HANDED_ON = "交接给另一位干部"
TAKEN = "刚刚有人同时在办，请再看一遍名单。"


@dataclass
class Outcome:
    made: list[Pairing] = field(default_factory=list)
    # What could not be made, each with the reason: listed, never lost.
    left: list[tuple[Choice, str]] = field(default_factory=list)


def pair(
    file: HardshipFile, post: Post, *, actor, why: str = "", at: datetime.datetime | None = None
) -> Pairing:
    """Pair one household with one cadre; again the same pair is quiet. Raises Refused.

    `actor=None` is the system itself (the demo city).
    """
    outcome = pair_all([Choice(file.pk, post.pk, why)], actor=actor, at=at)
    if outcome.left:
        raise Refused(outcome.left[0][1], field="post")
    made = outcome.made[0]
    file.next_due_on = made.file.next_due_on
    return made


def pair_all(
    choices: Iterable[Choice], *, actor, at: datetime.datetime | None = None, handing_over=False
) -> Outcome:
    """Make all of these pairs that can be made, and say of each other one why not.

    `handing_over`: the households wait for another cadre; a pair that still stands ends with it.
    """
    try:
        with transaction.atomic():
            return _pair_all(list(choices), actor, at, handing_over=handing_over)
    except IntegrityError as error:
        # Somebody wrote past the locks; the constraints hold, and nothing was made.
        raise Refused(TAKEN) from error


def _pair_all(choices: list[Choice], actor, at: datetime.datetime | None, *, handing_over: bool):
    books = Books(choices, actor, at, handing_over=handing_over)
    outcome, new = Outcome(), []
    for choice in choices:
        known = books.made_already(choice)
        refusal = "" if known else books.refusal(choice)
        if refusal:
            outcome.left.append((choice, refusal))
            continue
        if not known:
            new.append(books.take(choice))
        outcome.made.append(known or new[-1])
    _write(new, books)
    return outcome


def _write(new: list[Pairing], books: Books) -> None:
    outbox = Outbox(books.at)
    _end_former(new, books, outbox)
    _set_due(new, books.at)
    Pairing.objects.bulk_create(new, batch_size=1000)
    _settle(new, books)
    audit.record_all(_entry(pairing, books) for pairing in new)
    for pairing in new:
        outbox.paired(pairing)
    outbox.send()


def _end_former(new: list[Pairing], books: Books, outbox: Outbox) -> None:
    for pairing in new:
        former = books.standing.get(pairing.file_id)
        if former:
            former.until, former.end_reason = max(books.at, former.since), HANDED_ON
            former.save(update_fields=["until", "end_reason"])
            outbox.handed_on(former)


def _set_due(new: list[Pairing], at: datetime.datetime) -> None:
    """One statement for each day, and the days are few."""
    by_day: dict[datetime.date | None, list] = {}
    today = timezone.localdate(at)
    for pairing in new:
        pairing.file.next_due_on = schedule.due_on(pairing.file, paired_on=today)
        by_day.setdefault(pairing.file.next_due_on, []).append(pairing.file_id)
    for day, files in by_day.items():
        HardshipFile.objects.filter(pk__in=files).update(next_due_on=day)


def _settle(new: list[Pairing], books: Books) -> None:
    """Whoever waited for a cadre has one now."""
    for pairing in new:
        found = books.waiting.get(pairing.file_id)
        if found:
            found.decided_at, found.decided_by, found.to_pairing = books.at, books.actor, pairing
            found.save(update_fields=["decided_at", "decided_by", "to_pairing"])


def _entry(pairing: Pairing, books: Books):
    handed_over = pairing.file_id in books.waiting
    return audit.entry(
        "assistance.handed_over" if handed_over else "assistance.paired", actor=books.actor, subject=pairing.file,
        person=pairing.file.person_id, unit=pairing.post.organization.name,
        data={"pairing": str(pairing.pk), "cadre": pairing.post.user_id}, at=books.at,
    )  # fmt: skip
