"""One file as its page shows it: by what the reader is to the household."""

from typing import Any

from django.utils import timezone

from assistance import classes, facts, moving, story
from assistance.models import Contact, HardshipFile, Pairing
from assistance.models.file import FILE_MOVES
from assistance.permissions import calls, keeps
from assistance.vocabulary import NeedKind
from people.models import Consent, Purpose

CONTACTS = 5
PURPOSES = (Purpose.ASSISTANCE, Purpose.GUARDIAN, Purpose.PUBLICATION)
# What the page asks with the question itself (file_consent.html).
QUESTIONS = ("postpone", "agree", "decline")


def detail(file: HardshipFile, user) -> dict[str, Any]:
    """A constant number of queries, however much happened."""
    known, year = facts.read(file), timezone.localdate().year
    pairing = file.pairings.filter(until__isnull=True).select_related("post__user").first()
    keeping = keeps(user, file.organization)
    rules = classes.rules_of(year) if "income_fen" in known else []
    return {
        "file": file, "facts": known, "pairing": pairing, "keeps": keeping,
        "phone_shown": shows_phone(file, user, pairing=pairing),
        "may": _acts(file) if keeping else {}, "asks": keeping and asks(file),
        "needs": [NeedKind(need).label for need in file.needs],
        "consents": _consents(file),
        "suggestion": classes.sentence(rules, known.get("income_fen"), file.household_size),
        "a_head": classes.a_head(known.get("income_fen", 0), file.household_size),
        "contacts": _contacts(file), "timeline": story.steps(file),
    }  # fmt: skip


def shows_phone(file: HardshipFile, user, *, pairing: Pairing | None = None) -> bool:
    """Who calls; and as long as nobody does, whoever keeps the file and has to ask."""
    return calls(user, file) or (pairing is None and keeps(user, file.organization))


def _acts(file: HardshipFile) -> dict[str, bool]:
    return {act: not moving.refusal_to_move(file, act) for act in FILE_MOVES}


def asks(file: HardshipFile) -> bool:
    return any(not moving.refusal_to_move(file, act) for act in QUESTIONS)


def _consents(file: HardshipFile) -> list[Consent]:
    """What the person agrees to at present."""
    rows = Consent.objects.filter(
        person=file.person_id, purpose__in=PURPOSES, withdrawn_at__isnull=True
    )
    return list(rows.order_by("given_at")) if file.person_id else []


def _contacts(file: HardshipFile) -> list[Contact]:
    return list(file.contacts.select_related("by").order_by("-at", "-id")[:CONTACTS])


def typed(file: HardshipFile) -> dict[str, Any]:
    """What the form shows of a file that is edited."""
    known = facts.read(file)
    names = (
        "phone", "division", "unit_name", "group", "hardship_class", "cause", "language",
        "household_size", "has_minor", "needs", "interval_days",
    )  # fmt: skip
    return {
        **{name: getattr(file, name) for name in names},
        "address": known.get("address", ""), "note": known.get("note", ""),
        "income": known.get("income_fen", ""), "members": known.get("members", []),
        "guardian_agreed": bool(file.guardian_agreed_at),
    }  # fmt: skip


def ceilings() -> dict[str, Any]:
    """This year's ceilings, beside the income that is typed."""
    year = timezone.localdate().year
    return {"year": year, "rules": classes.rules_of(year)}
