"""What can be booked in the demo city: past and coming sessions in every district, with people."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone

from accounts.models import Kind, User
from campaigns.models import Booking, BookingState, Campaign, HealthBenefit, Session, SessionKind
from campaigns.vocabulary import Category
from organizations.models import Organization, Station
from people.vocabulary import Occupation

DAY = datetime.timedelta(days=1)
# 19900005000 and on: nobody else's in the demo city.
FIRST_PHONE = 5000
# The demo member of the account table has something booked.
MEMBER = "19900000001"
RIDERS = [Occupation.PARCEL.value, Occupation.FOOD.value]


@dataclass(frozen=True)
class Sample:
    """A session as it repeats: days from today, hours, seats, and how many of a hundred are taken."""

    kind: SessionKind
    category: Category
    title: str
    days: int
    hours: tuple[int, int]
    seats: int
    taken: int
    note: str = ""
    waiting: int = 0
    occupations: tuple[str, ...] = ()
    members_only: bool = False


_VEHICLE = (SessionKind.HEALTH_VEHICLE, Category.HEALTH_CHECK, "巡回体检专车")
_FASTING = "带身份证，早上不要吃东西、不要喝水"
SAMPLES = (
    Sample(*_VEHICLE, days=-6, hours=(8, 11), seats=16, taken=100, note=_FASTING),
    Sample(*_VEHICLE, days=-2, hours=(8, 11), seats=16, taken=90, note=_FASTING),
    Sample(SessionKind.LEGAL_DESK, Category.LEGAL, "劳动合同和工伤，律师当面讲", days=-4,
           hours=(14, 17), seats=12, taken=80, note="有合同、工资流水的带上"),
    # Full, and some wait.
    Sample(*_VEHICLE, days=2, hours=(8, 11), seats=12, taken=100, note=_FASTING, waiting=4),
    # Nearly full.
    Sample(*_VEHICLE, days=4, hours=(14, 17), seats=14, taken=86, note="带身份证，饭后两小时再来"),
    Sample(SessionKind.LEGAL_DESK, Category.LEGAL, "法律咨询进驿站", days=1, hours=(9, 11), seats=12,
           taken=60, note="有合同、工资流水的带上"),
    Sample(SessionKind.COUNSELLING, Category.COUNSELLING, "心理咨询，一对一", days=3, hours=(14, 17),
           seats=6, taken=50, note="单独房间，说的话不外传"),
    Sample(SessionKind.COURSE, Category.SKILLS, "电动车保养和安全骑行课", days=5, hours=(19, 21),
           seats=30, taken=30, occupations=tuple(RIDERS)),
    Sample(SessionKind.JOB_FAIR, Category.JOBS, "灵活就业招聘会", days=6, hours=(9, 12), seats=200,
           taken=8, note="带两份简历，没有也能来"),
    Sample(SessionKind.COURSE, Category.SKILLS, "直播和短视频入门课", days=8, hours=(14, 17), seats=25,
           taken=20, members_only=True),
)  # fmt: skip


def load(campaign: Campaign, now: datetime.datetime) -> int:
    """Every sample in every district, as far as the month's days reach; how many were made."""
    people = People(campaign)
    for number, union in enumerate(_unions(campaign)):
        places = list(Station.objects.filter(organization=union, is_active=True)[:20])
        for order, sample in enumerate(SAMPLES):
            session = _session(campaign, union, sample, now, places[order % len(places)])
            if session:
                _fill(session, sample, people, now, moved=number)
    _book_the_member(campaign, now)
    return Session.objects.filter(campaign=campaign).count()


def _unions(campaign: Campaign) -> list[Organization]:
    rows = Organization.objects.filter(parent=campaign.organization, kind="federation")
    with_stations = rows.filter(stations__is_active=True).distinct()
    return list(with_stations.order_by("path"))


def _session(campaign, union, sample: Sample, now, station: Station) -> Session | None:
    day = timezone.localdate(now) + sample.days * DAY
    if not campaign.starts_on <= day <= campaign.ends_on:
        return None
    starts_at, ends_at = (
        timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))
        for hour in sample.hours
    )
    return Session.objects.create(
        campaign=campaign, item=_item(campaign, sample.category), organization=union,
        kind=sample.kind, title=sample.title, division=station.division, station=station,
        place=station.name, starts_at=starts_at, ends_at=ends_at, capacity=sample.seats,
        occupations=list(sample.occupations), members_only=sample.members_only, note=sample.note,
        created_at=starts_at - 12 * DAY, is_demo=True,
    )  # fmt: skip


def _item(campaign: Campaign, category: Category):
    """The list may not have the category: then the first item serves."""
    return campaign.items.filter(category=category).first() or campaign.items.first()


class People:
    """Demo workers with a person, in turn; for check-ups each of them once."""

    def __init__(self, campaign: Campaign) -> None:
        rows = User.objects.filter(kind=Kind.WORKER, is_demo=True, person__isnull=False)
        self.all = list(rows.exclude(phone=MEMBER).order_by("pk")[:2000])
        used = HealthBenefit.objects.filter(campaign=campaign).values_list("person_id", flat=True)
        used_up = set(used)
        _give_phones(self.all)
        self.once = iter([user for user in self.all if user.person_id not in used_up])
        self.serial = 0

    def take(self, session: Session, wanted: int) -> list[User]:
        if session.is_health_check:
            return [user for _, user in zip(range(wanted), self.once, strict=False)]
        self.serial += 37
        turned = self.all[self.serial % max(len(self.all), 1) :] + self.all
        return turned[: min(wanted, len(self.all))]

    def codes(self, wanted: int) -> Iterator[str]:
        for _ in range(wanted):
            self.serial += 1
            # No common factor with 10^8: every code once.
            yield f"{self.serial * 7919 % 10**8:08d}"


def _give_phones(users: list[User]) -> None:
    """Whoever books has signed in with a phone; the bulk of the demo city has none."""
    without = [user for user in users if not user.phone]
    for number, user in enumerate(without):
        user.phone = f"1990000{FIRST_PHONE + number:04d}"
    User.objects.bulk_update(without, ["phone"], batch_size=500)


def _fill(session: Session, sample: Sample, people: People, now, *, moved: int) -> None:
    seats = max(session.capacity * sample.taken // 100 - (moved if sample.taken < 100 else 0), 0)
    found = people.take(session, seats)
    if sample.taken == 100 and found:
        session.capacity = len(found)
    session.taken = len(found)
    session.save(update_fields=["capacity", "taken"])
    waiting = people.take(session, sample.waiting) if session.left == 0 else []
    codes = people.codes(len(found) + len(waiting))
    over = session.ends_at <= now
    rows = [_seat(session, user, next(codes), number, over) for number, user in enumerate(found)]
    rows += [
        Booking(session=session, worker=user, state=BookingState.WAITING, code=next(codes),
                booked_at=session.created_at + 6 * DAY + number * DAY / 24)
        for number, user in enumerate(waiting)
    ]  # fmt: skip
    Booking.objects.bulk_create(rows)
    if session.is_health_check:
        HealthBenefit.objects.bulk_create(
            HealthBenefit(campaign=session.campaign, person_id=row.worker.person_id, booking=row)
            for row in rows
            if row.has_a_seat and row.worker.person_id
        )


def _seat(session: Session, user: User, code: str, number: int, over: bool) -> Booking:
    row = Booking(session=session, worker=user, state=BookingState.BOOKED, code=code)
    row.booked_at = session.created_at + number * DAY / 12
    # One in nine did not come.
    if over and number % 9 != 4:
        row.state = BookingState.ATTENDED
        row.checked_in_at = session.starts_at + number * datetime.timedelta(minutes=6)
    return row


def _book_the_member(campaign: Campaign, now: datetime.datetime) -> None:
    """So that who tries the demo as a member finds a booking with its code."""
    member = User.objects.filter(phone=MEMBER, kind=Kind.WORKER).first()
    coming = Session.objects.filter(
        campaign=campaign, starts_at__gt=now, taken__lt=F("capacity"),
        kind=SessionKind.LEGAL_DESK,
    )  # fmt: skip
    session = coming.order_by("starts_at", "organization__path").first()
    if not member or not session:
        return
    Booking.objects.create(
        session=session, worker=member, state=BookingState.BOOKED, code="20261124", booked_at=now
    )
    session.taken += 1
    session.save(update_fields=["taken"])
