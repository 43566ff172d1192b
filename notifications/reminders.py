"""What is due and who hears of it, as data. Each app's `reminders.py` lists its own.

Due means from a moment onwards: a skipped day loses nothing, a row in `Reminded` makes it once.
"""

import datetime
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model, QuerySet

from notifications import services
from notifications.models import Channel, Message, Reminded

logger = logging.getLogger("portal.notifications")

CHUNK = 200


def _no_link(subject: Any) -> str:
    return ""


def _always(subject: Any, at: datetime.datetime) -> str:
    return ""


@dataclass(frozen=True)
class Reminder:
    """One kind of reminder; `name` is also the kind of its messages.

    `due(at)` gives the subjects due at `at` or before; `dedupe(subject)` names this occasion, so
    a new run of a clock is a new one. `still_due(about, at)` is asked when a message leaves and
    answers "" or the reason why it is no longer needed.
    """

    name: str
    due: Callable[[datetime.datetime], Iterable[Any]]
    recipients: Callable[[Any], Sequence[Any]]
    context: Callable[[Any, datetime.datetime], dict[str, Any]]
    dedupe: Callable[[Any], str]
    channels: Sequence[str] = (Channel.INBOX, Channel.SMS)
    link: Callable[[Any], str] = _no_link
    still_due: Callable[[Any, datetime.datetime], str] = _always


@cache
def registry() -> dict[str, Reminder]:
    """All reminders of the modules in settings.REMINDERS, by name."""
    modules = [import_module(name) for name in settings.REMINDERS]
    return {reminder.name: reminder for module in modules for reminder in module.REMINDERS}


def run(reminder: Reminder, at: datetime.datetime) -> int:
    """Write the messages of all that is due and was not written before; returns how many.

    They are not handed over here: ten thousand due would mean ten thousand tasks. The sweep that
    called does it in batches. A subject that fails is logged and tried again by the next sweep.
    """
    written = 0
    for subjects in _chunks(reminder.due(at)):
        fresh = _fresh(reminder, subjects)
        composed = {key: _compose(reminder, subject, at) for key, subject in fresh.items()}
        messages = [message for each in composed.values() for message in each]
        with transaction.atomic():
            services.store(messages)
            # Without a reader yet (no reviewer appointed) it stays due.
            done = [Reminded(key=key, at=at) for key, each in composed.items() if each]
            Reminded.objects.bulk_create(done, ignore_conflicts=True)
        written += len(messages)
    return written


def _chunks(due: Iterable[Any]) -> Iterator[list[Any]]:
    rows = iter(due.iterator(chunk_size=CHUNK) if isinstance(due, QuerySet) else due)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _fresh(reminder: Reminder, subjects: list[Any]) -> dict[str, Any]:
    keyed = {f"{reminder.name}:{reminder.dedupe(subject)}": subject for subject in subjects}
    known = set(Reminded.objects.filter(key__in=keyed).values_list("key", flat=True))
    return {key: subject for key, subject in keyed.items() if key not in known}


def _compose(reminder: Reminder, subject: Any, at: datetime.datetime) -> list[Message]:
    try:
        return [
            message
            for recipient in reminder.recipients(subject)
            for message in services.compose(
                reminder.name,
                recipient=recipient,
                channels=reminder.channels,
                context=reminder.context(subject, at),
                dedupe=f"{reminder.dedupe(subject)}:{recipient.pk}",
                about=subject if isinstance(subject, Model) else None,
                link=reminder.link(subject),
                at=at,
            )
        ]
    except Exception:
        logger.exception("reminder %s failed for %s", reminder.name, subject.pk)
        return []
