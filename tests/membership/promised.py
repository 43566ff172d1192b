"""Applications as rows, in any number and any past, and the plain recount of 当日答复."""

import datetime
import random
import statistics

from accounts.models import Kind, User
from membership.models import DECIDED_STATES, Application, State
from membership.promise import Sums
from people.models import Person
from tests.factories import local, serial

FIRST = local(2026, 11, 2)


def applications(unions, number: int, chance: random.Random, days: int = 5) -> list[Application]:
    """`number` applications of all states over `days` days from 2 November 2026, in one INSERT."""
    people = Person.objects.bulk_create(
        Person(
            name="李示例", document_type="identity_card", number_fingerprint=f"{next(serial):064d}"
        )
        for _ in range(number)
    )
    users = User.objects.bulk_create(User(kind=Kind.WORKER) for _ in range(number))
    made = zip(users, people, strict=True)
    return Application.objects.bulk_create(
        [Application(applicant=user, person=person, **_past(unions, chance, days)) for user, person in made]
    )  # fmt: skip


def _past(unions, chance, days) -> dict:
    state = chance.choice(
        [State.DRAFT, State.SUBMITTED, *[s for s in State if s != State.DRAFT] * 2]
    )
    if state == State.DRAFT:
        return {"state": state, "organization": None}
    at = FIRST + datetime.timedelta(minutes=chance.randrange(days * 1440))
    then = at + datetime.timedelta(minutes=chance.randrange(1, 900))
    fields = {
        "state": state,
        "submitted_at": at,
        "organization": chance.choice(unions),
        "name": "李示例",
    }
    if state == State.SUBMITTED:
        fields["due_at"] = then
    if state == State.RETURNED or (state in DECIDED_STATES and chance.random() < 0.3):
        fields |= {"returned_at": at + datetime.timedelta(minutes=3), "seconds_left": 60}
    if state in DECIDED_STATES:
        took = None if chance.random() < 0.1 else chance.randrange(40 * 60)
        fields |= {"decided_at": then, "worked_seconds": took, "was_late": chance.random() < 0.3}
    if state == State.WITHDRAWN:
        fields["withdrawn_at"] = then
    return fields  # fmt: skip


def rows(path: str) -> list[Application]:
    """All applications of the subtree."""
    found = Application.objects.exclude(organization=None).select_related("organization")
    return [row for row in found if row.organization.path.startswith(path)]


def counted(given: list[Application], since, until, hour: int | None = None) -> Sums:
    """The plain recount: every application looked at, one by one."""
    return sum((_acts(row, since, until, hour) for row in given), start=Sums())


def median(given: list[Application], since, until, hour: int | None = None) -> int | None:
    found = [
        row.worked_seconds // 60 for row in given
        if row.state in DECIDED_STATES and row.worked_seconds is not None
        and _is_in(row.decided_at, since, until, hour)
    ]  # fmt: skip
    return statistics.median_low(found) if found else None


def _acts(row, since, until, hour) -> Sums:
    def here(at):
        return _is_in(at, since, until, hour)

    decided = row.state in DECIDED_STATES and here(row.decided_at)
    return Sums(
        submitted=here(row.submitted_at),
        on_time=decided and not row.was_late,
        late=decided and row.was_late,
        returned=here(row.returned_at),
        paused=decided and row.returned_at is not None,
    )


def _is_in(at, since, until, hour) -> bool:
    if at is None:
        return False
    at = at.astimezone(FIRST.tzinfo)
    return since <= at.date() <= until and hour in (None, at.hour)
