"""Small sums that stay fast: deltas appended by the acts, folded by a task, added by readers."""

import datetime
from collections import defaultdict

from django.db import connection, transaction
from django.db.models import Count, Q
from django.utils import timezone

from audit.sums import Sums, equal
from membership.models import (
    OPEN_STATES,
    Application,
    Measure,
    Member,
    State,
    Tally,
    TallyDelta,
)
from organizations.models import Organization

SUMS = Sums(Tally, TallyDelta, ("amount",))


def add(
    organization: Organization, at: datetime.datetime, *measures: Measure, amount: int = 1
) -> None:
    """Count `amount` for each measure on the local day of `at`, in the caller's transaction."""
    day = timezone.localdate(at)
    TallyDelta.objects.bulk_create(
        TallyDelta(day=day, organization=organization, measure=measure, amount=amount)
        for measure in measures
    )


def move_received(application, before: Organization) -> None:
    """What was counted as received moves with the application from `before` to its union."""
    add(before, application.submitted_at, Measure.SUBMITTED, amount=-1)
    add(application.organization, application.submitted_at, Measure.SUBMITTED)


def fold() -> int:
    """Move deltas into the tallies; returns how many were folded.

    One statement: a reader sees every delta either here or there, never twice, never not at all.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH gone AS (
                DELETE FROM membership_tallydelta
                WHERE id IN (
                    SELECT id FROM membership_tallydelta ORDER BY id
                    LIMIT 50000 FOR UPDATE SKIP LOCKED
                )
                RETURNING day, organization_id, measure, amount
            ), sums AS (
                SELECT day, organization_id, measure, SUM(amount) AS amount, COUNT(*) AS n
                FROM gone GROUP BY 1, 2, 3
            ), kept AS (
                INSERT INTO membership_tally (day, organization_id, measure, amount)
                SELECT day, organization_id, measure, amount FROM sums
                ORDER BY day, organization_id, measure
                ON CONFLICT (day, organization_id, measure)
                DO UPDATE SET amount = membership_tally.amount + EXCLUDED.amount
            )
            SELECT COALESCE(SUM(n), 0) FROM sums
            """
        )
        return int(cursor.fetchone()[0])


def of_day(day: datetime.date) -> dict[tuple[int, str], int]:
    """(organization id, measure) -> amount. One query."""
    found = SUMS.read("organization_id", "measure", where=equal("day", day))
    return defaultdict(int, {key: amount for key, (amount,) in found.items()})


def city_today(at: datetime.datetime | None = None) -> dict[str, int]:
    """The three figures of the front page: received and answered today, open now."""
    today = of_day(timezone.localdate(at))
    by_measure: dict[str, int] = defaultdict(int)
    for (_, measure), amount in today.items():
        by_measure[measure] += amount
    return {
        "received": by_measure[Measure.SUBMITTED],
        "answered": by_measure[Measure.APPROVED] + by_measure[Measure.REFUSED],
        "open": Application.objects.filter(state__in=OPEN_STATES).count(),
    }


def recount(*, write: bool) -> list[str]:
    """Compare the tallies with the rows they stand for; with `write`, make them equal.

    Returns one line for each difference.
    """
    with transaction.atomic():
        # Nobody may count while we compare; readers go on.
        with connection.cursor() as cursor:
            cursor.execute(
                "LOCK TABLE membership_application, membership_member, membership_tally,"
                " membership_tallydelta IN SHARE ROW EXCLUSIVE MODE"
            )
        true, stored = _from_rows(), _stored()
        different = {key for key in true.keys() | stored.keys() if true[key] != stored[key]}
        if write and different:
            TallyDelta.objects.all().delete()
            Tally.objects.all().delete()
            Tally.objects.bulk_create(
                (
                    Tally(day=day, organization_id=union, measure=measure, amount=amount)
                    for (day, union, measure), amount in true.items()
                    if amount
                ),
                batch_size=5000,
            )
    return [
        f"{day} {union} {measure}: {stored[day, union, measure]} → {true[day, union, measure]}"
        for day, union, measure in sorted(different)
    ]


def _stored() -> dict:
    found = SUMS.read("day", "organization_id", "measure")
    return defaultdict(int, {key: amount for key, (amount,) in found.items()})


def _from_rows() -> dict:
    found: dict = defaultdict(int)
    for measure, condition, moment in _SOURCES:
        rows = Application.objects.filter(condition)
        _count_into(found, rows, moment, measure)
    _count_into(found, Member.objects.all(), "joined_at", Measure.JOINED)
    return found


_DECIDED = Q(state__in=(State.APPROVED, State.REFUSED))
_SOURCES = (
    (Measure.SUBMITTED, Q(submitted_at__isnull=False), "submitted_at"),
    (Measure.APPROVED, Q(state=State.APPROVED), "decided_at"),
    (Measure.REFUSED, Q(state=State.REFUSED), "decided_at"),
    (Measure.ON_TIME, _DECIDED & Q(was_late=False), "decided_at"),
    (Measure.LATE, _DECIDED & Q(was_late=True), "decided_at"),
    (Measure.WITHDRAWN, Q(state=State.WITHDRAWN), "withdrawn_at"),
)


def _count_into(found: dict, rows, moment: str, measure: str) -> None:
    from_day = rows.values_list(f"{moment}__date", "organization_id").order_by()
    for day, union, amount in from_day.annotate(n=Count("pk")):
        found[day, union, measure] += amount
