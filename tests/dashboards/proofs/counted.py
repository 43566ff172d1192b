"""The figures of 看全局 counted slowly and plainly: every row is looked at, nothing is summed in the
database, and no sum that the portal keeps is read.
"""

import datetime
from collections import Counter
from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone

from assistance.models import Contact, HandOver, HardshipFile, Need, Pairing
from campaigns.models import Activity, ActivityState, Campaign
from dashboards.period import Period
from membership.models import Application, Member, State
from notifications.models import Message
from organizations.models import Organization, Post

OPEN_NEEDS = ("raised", "assigned", "bought", "delivered")
STANDING = ("active", "moving", "retained")
COVER = (
    "files", "consented", "paired", "unpaired", "contacted", "tried", "silent", "needs",
    "old_needs", "hand_overs",
)  # fmt: skip
DAY = datetime.timedelta(days=1)


def day_of(moment: datetime.datetime | None) -> datetime.date | None:
    """Days are days of the city."""
    return timezone.localdate(moment) if moment else None


def paths() -> dict[int, str]:
    return dict(Organization.objects.values_list("pk", "path"))


def below(rows: Iterable, union: Organization, of=lambda row: row.organization_id) -> list:
    """Those of the union and of everything under it."""
    known = paths()
    return [row for row in rows if of(row) and known[of(row)].startswith(union.path)]


def served(
    months: Iterable[Campaign],
    columns: set[int],
    *,
    by: str,
    occupation: str = "",
    platform: str | None = None,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
) -> Counter:
    """Of activities of these columns, people by (column, key): key is an item, a category, an
    occupation, a platform, or, by township, the item again with the township as the column.
    """
    found: Counter = Counter()
    rows = Activity.objects.filter(campaign__in=list(months), district__in=columns)
    for activity in rows.prefetch_related("reach", "served__item"):
        outside = since and until and not since <= activity.held_on <= until
        if activity.state != ActivityState.VERIFIED or outside:
            continue
        people = [
            group for group in activity.reach.all()
            if (not occupation or group.occupation == occupation)
            and (platform is None or group.platform == platform)
        ]  # fmt: skip
        for column, key, number in _cells(activity, by, people):
            found[column, key] += number
    return found


def _cells(activity: Activity, by: str, people: list) -> Iterable[tuple]:
    if by in ("occupation", "platform"):
        return [(activity.district_id, getattr(group, by), group.people) for group in people]
    whole = sum(group.people for group in people)
    items = [served.item for served in activity.served.all()]
    if by == "category":
        return [(activity.district_id, item.category, whole) for item in items]
    column = activity.township_id if by == "township" else activity.district_id
    return [(column, item.pk, whole) for item in items]


def promise(rows: Iterable[Application], period: Period) -> dict[str, Counter]:
    """Measure -> how many on each (day, hour) of the period."""
    found: dict[str, Counter] = {
        name: Counter() for name in ("submitted", "on_time", "late", "returned", "paused")
    }

    def count(name: str, moment: datetime.datetime) -> None:
        local = timezone.localtime(moment)
        if period.since <= local.date() <= period.until:
            found[name][local.date(), local.hour] += 1

    for row in rows:
        if row.submitted_at:
            count("submitted", row.submitted_at)
        if row.returned_at:
            count("returned", row.returned_at)
        if row.state in (State.APPROVED, State.REFUSED):
            count("late" if row.was_late else "on_time", row.decided_at)
            if row.returned_at:
                count("paused", row.decided_at)
    return found


def median(rows: Iterable[Application], period: Period, hour: int | None = None) -> int | None:
    """Whole minutes of office time of the answers of the period, of that hour of the day."""
    minutes = sorted(
        row.worked_seconds // 60
        for row in rows
        if row.state in (State.APPROVED, State.REFUSED) and row.worked_seconds is not None
        and period.since <= day_of(row.decided_at) <= period.until
        and hour in (None, timezone.localtime(row.decided_at).hour)
    )  # fmt: skip
    # Of an even number the lower of the two in the middle.
    return minutes[(len(minutes) - 1) // 2] if minutes else None


def new_members(rows: Iterable[Member], since: datetime.date, until: datetime.date) -> Counter:
    """People by (union's id, occupation, first day of the month) of those who joined then."""
    found: Counter = Counter()
    for row in rows:
        day = timezone.localdate(row.joined_at)
        if since <= day <= until:
            found[row.organization_id, row.occupation, day.replace(day=1)] += 1
    return found


def contacts(rows: Iterable[Contact], period: Period) -> dict[datetime.date, tuple[int, int]]:
    """Day -> answered, and tried only."""
    found: dict[datetime.date, list[int]] = {}
    for row in rows:
        day = timezone.localdate(row.at)
        if period.since <= day <= period.until:
            found.setdefault(day, [0, 0])[not is_answered(row)] += 1
    return {day: (reached, tried) for day, (reached, tried) in found.items()}


def contacts_below(union: Organization) -> list[Contact]:
    """Those with the households of a union's area."""
    inside = {file.pk for file in below(HardshipFile.objects.all(), union)}
    return [row for row in Contact.objects.all() if row.file_id in inside]


def households(files: Iterable[HardshipFile], today: datetime.date) -> Counter:
    """The steps of 1+1, what is silent and what waits; every contact, need and pair is looked at."""
    found: Counter = Counter(dict.fromkeys(COVER, 0))
    pairs = {row.file_id for row in Pairing.objects.all() if not row.until}
    last_reached, last_tried = _last(answered=True), _last(answered=False)
    for file in files:
        cared = file.state in ("on_file", "relapsed")
        paired = cared and file.pk in pairs
        reached, tried = (
            _lately(file, days.get(file.pk), today) for days in (last_reached, last_tried)
        )
        found["files"] += file.state not in ("left", "lifted")
        found["consented"] += cared
        found["paired"] += paired
        found["unpaired"] += cared and not paired
        found["contacted"] += paired and reached
        found["tried"] += paired and tried and not reached
        found["silent"] += bool(paired and file.next_due_on < today)
    inside = {file.pk for file in files}
    for need in Need.objects.all():
        is_open = need.file_id in inside and need.state in OPEN_NEEDS
        found["needs"] += is_open
        found["old_needs"] += is_open and (today - timezone.localdate(need.raised_at)).days >= 5
    for row in HandOver.objects.all():
        found["hand_overs"] += row.file_id in inside and row.decided_at is None
    return found


def _last(*, answered: bool) -> dict:
    """File -> the day of its last contact that somebody answered, or nobody."""
    rows = [row for row in Contact.objects.order_by("at") if is_answered(row) == answered]
    return {row.file_id: day_of(row.at) for row in rows}


def is_answered(contact: Contact) -> bool:
    return contact.result != "not_reached"


def _lately(file: HardshipFile, day: datetime.date | None, today: datetime.date) -> bool:
    """Within the interval in which somebody should call, which may be the household's own."""
    interval = file.interval_days
    days = settings.CONTACT_INTERVAL_DAYS if interval is None else interval
    return day is not None and day >= today - days * DAY


def open_needs(files: Iterable[HardshipFile], today: datetime.date) -> Counter:
    """Whole days since it was raised -> needs nobody has settled."""
    rows = Need.objects.filter(file__in=[file.pk for file in files])
    return Counter(
        max((today - timezone.localdate(need.raised_at)).days, 0)
        for need in rows
        if need.state in OPEN_NEEDS
    )


def messages(union: Organization, period: Period) -> Counter:
    """The city has everybody's; below it those of the staff who hold a post there now."""
    readers = None
    if union.parent_id:
        posts = below(Post.objects.current(), union)
        readers = {post.user_id for post in posts}
    found: Counter = Counter()
    for row in Message.objects.all():
        day = timezone.localdate(row.created_at)
        if period.since <= day <= period.until and (readers is None or row.recipient_id in readers):
            found["due"] += 1
            found[row.state if row.state not in ("queued", "sending") else "waiting"] += 1
            found[day] += 1
    return found
