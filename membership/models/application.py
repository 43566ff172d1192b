"""Joining (入会): states, the table of allowed moves, and what one may see."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from organizations.models import Division, Organization, Role, Station
from organizations.posts import within
from people.models import Person
from people.sealed import SealedField
from people.vocabulary import DocumentType, Occupation


class State(models.TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待审核"
    RETURNED = "returned", "待补正"
    APPROVED = "approved", "已通过"
    REFUSED = "refused", "未通过"
    WITHDRAWN = "withdrawn", "已撤回"


OPEN_STATES = (State.SUBMITTED, State.RETURNED)
DECIDED_STATES = (State.APPROVED, State.REFUSED)

# act -> (states it may start from, state it leads to). Who may do it is in permissions.py.
MOVES = {
    "submit": ((State.DRAFT,), State.SUBMITTED),
    "resubmit": ((State.RETURNED,), State.SUBMITTED),
    "return": ((State.SUBMITTED,), State.RETURNED),
    "approve": ((State.SUBMITTED,), State.APPROVED),
    "refuse": ((State.SUBMITTED, State.RETURNED), State.REFUSED),
    "withdraw": ((State.SUBMITTED, State.RETURNED), State.WITHDRAWN),
}

SEES_APPLICATIONS = (Role.REVIEWER, Role.ADMINISTRATOR)


class ApplicationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What staff may see: submitted ones of the unions under their posts. Drafts: nobody."""
        inside = within(user, SEES_APPLICATIONS, "organization__path")
        return self.filter(~Q(state=State.DRAFT), inside)

    def of_applicant(self, user):
        return self.filter(applicant=user)

    def open(self):
        return self.filter(state__in=OPEN_STATES)

    def due_before(self, at):
        """Waiting for us and past their due time at `at`."""
        return self.filter(state=State.SUBMITTED, due_at__lt=at)


class Application(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="applications"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="applications"
    )
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.DRAFT)
    # What has been typed so far, sealed (people.crypto): it may hold an identity number.
    draft = SealedField(default=b"")

    name = models.CharField("姓名", max_length=64, blank=True)
    document_type = models.CharField(
        "证件类型", max_length=24, choices=DocumentType.choices, blank=True
    )
    phone = models.CharField("手机", max_length=11, blank=True)
    occupation = models.CharField("从业类别", max_length=16, choices=Occupation.choices, blank=True)
    employer = models.CharField("平台或单位", max_length=64, blank=True)
    district = models.ForeignKey(
        Division, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="工作区县"
    )
    township = models.ForeignKey(
        Division, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="乡镇街道"
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, related_name="applications",
        verbose_name="申请加入的工会",
    )  # fmt: skip
    station = models.ForeignKey(
        Station, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    policy_version = models.CharField(max_length=16, blank=True)

    created_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField("提交时间", null=True)
    # The same-day clock. Running: due_at. Stopped: due_at is null and seconds_left says how much
    # working time was left when it stopped.
    due_at = models.DateTimeField("答复时限", null=True)
    seconds_left = models.PositiveIntegerField(null=True)
    # Working seconds between submission (or resumption) and due: the whole ring of the clock.
    seconds_given = models.PositiveIntegerField(null=True)
    # When the reviewers are reminded of this run of the clock (reminders.py).
    half_at = models.DateTimeField(null=True)
    hour_before_at = models.DateTimeField(null=True)
    # When due passed: the reason and the new time the worker was told.
    late_reason = models.CharField("超时原因", max_length=200, blank=True)
    promised_at = models.DateTimeField("新的答复时间", null=True)

    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    returned_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    # [{"field": "name", "problem": "姓名和证件号码对不上", "hint": "对照证件，看看有没有错字"}, …]
    return_items = models.JSONField(default=list)
    decided_at = models.DateTimeField("答复时间", null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decision_reason = models.CharField("理由", max_length=300, blank=True)
    was_late = models.BooleanField(default=False)
    # How long the union had the ball, in seconds of its office time, corrections left out. Summed
    # up whenever the clock stops (clock.py); null until it first does.
    worked_seconds = models.PositiveIntegerField("答复用时", null=True)
    # What checks.py found at submission: [{"code", "level": "ok|info|warn", "text"}, …]
    findings = models.JSONField(default=list)
    is_demo = models.BooleanField(default=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "入会申请"
        verbose_name_plural = "入会申请"
        constraints = [
            # Safety invariant 1: an application is in, once.
            models.UniqueConstraint(
                fields=["applicant"],
                condition=Q(state__in=["draft", "submitted", "returned"]),
                name="one_open_application_per_applicant",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=["submitted", "returned"]),
                name="one_open_application_per_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="submitted") | Q(due_at__isnull=False, person__isnull=False),
                name="submitted_has_a_due_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | Q(due_at__isnull=True, seconds_left__isnull=False),
                name="returned_has_a_stopped_clock",
            ),
        ]
        indexes = [
            # The queue: open ones by due time (stopped ones last), keyset on (due_at, id).
            models.Index(
                fields=["due_at", "id"],
                name="application_queue",
                condition=Q(state__in=["submitted", "returned"]),
            ),
            models.Index(
                fields=["-decided_at", "-id"],
                name="application_decided",
                condition=Q(state__in=["approved", "refused"]),
            ),
            models.Index(fields=["applicant", "-created_at"], name="application_applicant"),
            # The rows behind the figures of 当日答复, newest first.
            models.Index(
                fields=["-submitted_at", "-id"],
                name="application_submitted",
                condition=Q(submitted_at__isnull=False),
            ),
            models.Index(
                fields=["-returned_at", "-id"],
                name="application_returned",
                condition=Q(returned_at__isnull=False),
            ),
            models.Index(
                fields=["-decided_at", "-id"],
                name="application_late",
                condition=Q(state__in=["approved", "refused"], was_late=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name or '草稿'} {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    def is_late(self, at: datetime.datetime) -> bool:
        return self.state == State.SUBMITTED and self.due_at is not None and self.due_at < at


class Attachment(models.Model):
    """A picture the worker added of their own will; re-encoded, private, never required."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="attachments"
    )
    file = models.FileField(max_length=120)
    size = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "附件"
        verbose_name_plural = "附件"

    def __str__(self) -> str:
        return str(self.id)
