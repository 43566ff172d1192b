"""Something to book: the health-check vehicle's stops, legal desks, job fairs, courses."""

import datetime
import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from campaigns.models.campaign import OFFICERS, Campaign, ServiceItem
from organizations.models import Division, Organization, Station
from organizations.posts import within
from people.vocabulary import Occupation


class SessionKind(models.TextChoices):
    HEALTH_VEHICLE = "health_vehicle", "巡回体检专车"
    LEGAL_DESK = "legal_desk", "法律咨询"
    COUNSELLING = "counselling", "心理咨询"
    JOB_FAIR = "job_fair", "招聘会"
    COURSE = "course", "技能课程"
    OTHER = "other", "其他"


class SessionState(models.TextChoices):
    OPEN = "open", "可预约"
    CANCELLED = "cancelled", "已取消"


class SessionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(within(user, OFFICERS, "organization__path"))

    def bookable(self, at: datetime.datetime):
        """What a worker may still book or wait for at `at`."""
        return self.filter(
            state=SessionState.OPEN, starts_at__gt=at, campaign__state="running"
        ).filter(Q(booking_opens_at__isnull=True) | Q(booking_opens_at__lte=at))


class Session(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="sessions")
    item = models.ForeignKey(ServiceItem, on_delete=models.PROTECT, related_name="sessions")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="sessions", verbose_name="举办工会"
    )
    kind = models.CharField("类型", max_length=16, choices=SessionKind.choices)
    title = models.CharField("名称", max_length=48)
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="+")
    station = models.ForeignKey(
        Station, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    place = models.CharField("地点", max_length=80)
    starts_at = models.DateTimeField("开始")
    ends_at = models.DateTimeField("结束")
    capacity = models.PositiveIntegerField("名额")
    # Seats given away; kept under the row's lock, never over the capacity.
    taken = models.PositiveIntegerField(default=0)
    # Who may book; empty: all occupations.
    occupations = ArrayField(
        models.CharField(max_length=16, choices=Occupation.choices), default=list, blank=True
    )
    members_only = models.BooleanField("只限会员", default=False)
    booking_opens_at = models.DateTimeField("开始预约", null=True, blank=True)
    note = models.CharField("带什么、注意什么", max_length=120, blank=True)
    state = models.CharField(
        "状态", max_length=12, choices=SessionState.choices, default=SessionState.OPEN
    )
    cancel_reason = models.CharField("取消原因", max_length=120, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    is_demo = models.BooleanField(default=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = "场次"
        verbose_name_plural = "场次"
        constraints = [
            models.CheckConstraint(
                condition=Q(taken__lte=F("capacity")), name="session_not_overbooked"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_it_starts"
            ),
        ]
        indexes = [models.Index(fields=["starts_at", "id"], name="session_starts")]

    def __str__(self) -> str:
        return self.title

    @property
    def left(self) -> int:
        return self.capacity - self.taken

    @property
    def is_health_check(self) -> bool:
        """Counts against “one check-up or one subsidy a person a campaign”."""
        return self.kind == SessionKind.HEALTH_VEHICLE


class BookingState(models.TextChoices):
    BOOKED = "booked", "已预约"
    WAITING = "waiting", "候补"
    CANCELLED = "cancelled", "已取消"
    ATTENDED = "attended", "已签到"


HELD_STATES = (BookingState.BOOKED, BookingState.WAITING)

# act -> (states it may start from, state it leads to)
BOOKING_MOVES = {
    "cancel": ((BookingState.BOOKED, BookingState.WAITING), BookingState.CANCELLED),
    "move_up": ((BookingState.WAITING,), BookingState.BOOKED),
    "check_in": ((BookingState.BOOKED,), BookingState.ATTENDED),
}


class Booking(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="bookings")
    worker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="bookings"
    )
    state = models.CharField("状态", max_length=12, choices=BookingState.choices)
    # Short and spoken: shown under the QR, typed at the door when a camera fails.
    code = models.CharField(max_length=8, unique=True)
    booked_at = models.DateTimeField(default=timezone.now)
    checked_in_at = models.DateTimeField(null=True)
    checked_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "预约"
        verbose_name_plural = "预约"
        constraints = [
            models.UniqueConstraint(
                fields=["session", "worker"],
                condition=~Q(state="cancelled"),
                name="one_booking_a_session",
            )
        ]
        indexes = [
            models.Index(fields=["session", "state", "booked_at"], name="booking_session"),
            models.Index(fields=["worker", "-booked_at"], name="booking_worker"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_held(self) -> bool:
        """Still to come: a seat, or a place on the waiting list."""
        return self.state in HELD_STATES

    @property
    def has_a_seat(self) -> bool:
        return self.state in (BookingState.BOOKED, BookingState.ATTENDED)

    @property
    def spoken(self) -> str:
        """The code as it is read out: “1234 5678”."""
        return f"{self.code[:4]} {self.code[4:]}"
