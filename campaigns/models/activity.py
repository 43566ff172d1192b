"""What was done: logged by a district, verified by the city, counted from then on."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from campaigns.models.campaign import OFFICERS, Campaign, ServiceItem
from campaigns.vocabulary import ActivityKind
from funds.models import Allocation
from organizations.models import Division, Organization, Station
from organizations.posts import within
from people.vocabulary import Occupation


class ActivityState(models.TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待核实"
    RETURNED = "returned", "已退回"
    VERIFIED = "verified", "已核实"
    WITHDRAWN = "withdrawn", "已作废"


# act -> (states it may start from, state it leads to). Who may do it is in permissions.py.
ACTIVITY_MOVES = {
    "submit": ((ActivityState.DRAFT, ActivityState.RETURNED), ActivityState.SUBMITTED),
    "correct": ((ActivityState.SUBMITTED,), ActivityState.SUBMITTED),
    "verify": ((ActivityState.SUBMITTED,), ActivityState.VERIFIED),
    # What was verified by mistake goes back too, and is no longer counted.
    "send_back": ((ActivityState.SUBMITTED, ActivityState.VERIFIED), ActivityState.RETURNED),
    "withdraw": (
        (ActivityState.DRAFT, ActivityState.SUBMITTED, ActivityState.RETURNED),
        ActivityState.WITHDRAWN,
    ),
}
# The money of these is spent: it is taken at submission and given back when withdrawn.
SPENT_STATES = (ActivityState.SUBMITTED, ActivityState.RETURNED, ActivityState.VERIFIED)


class ActivityQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The activities of the unions under one's posts; a draft only to who logs there."""
        return self.filter(within(user, OFFICERS, "organization__path"))

    def verified(self):
        return self.filter(state=ActivityState.VERIFIED)


class Activity(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Made by the phone: the same entry sent twice is one row.
    client_id = models.UUIDField(default=uuid.uuid4)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="activities")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="activities", verbose_name="举办工会"
    )
    # The district federation above `organization`, or the campaign's own union for the city's
    # activities: the column of the table it counts in.
    district = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        "状态", max_length=12, choices=ActivityState.choices, default=ActivityState.DRAFT
    )
    kind = models.CharField("形式", max_length=16, choices=ActivityKind.choices)
    held_on = models.DateField("日期")
    station = models.ForeignKey(
        Station, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Where it counts below the district, as it was when it was held (townships.py); a station may
    # move later. Its index leads with the campaign.
    township = models.ForeignKey(
        Division, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    # Always filled: the station's name when there is one.
    place = models.CharField("地点", max_length=80)
    items: models.ManyToManyField = models.ManyToManyField(
        ServiceItem, through="ActivityItem", related_name="activities"
    )
    # The sum of its reach, for lists.
    people = models.PositiveIntegerField("人次", default=0)
    money_fen = models.BigIntegerField("支出", default=0)
    allocation = models.ForeignKey(
        Allocation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    partner = models.CharField("合作单位", max_length=64, blank=True)
    note = models.CharField("备注", max_length=300, blank=True)
    remark = models.CharField("退回说明", max_length=300, blank=True)
    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    # Last touched by who logs it: an old draft is reminded of.
    saved_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # The import it came from (spreadsheets.Import), as a plain value.
    import_id = models.UUIDField(null=True)
    is_demo = models.BooleanField(default=False)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = "活动"
        verbose_name_plural = "活动"
        constraints = [
            models.UniqueConstraint(fields=["logged_by", "client_id"], name="activity_once"),
            models.CheckConstraint(condition=Q(money_fen__gte=0), name="activity_money_positive"),
            models.CheckConstraint(
                condition=Q(money_fen=0) | Q(allocation__isnull=False) | Q(state="draft"),
                name="activity_money_has_a_source",
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "-held_on", "-id"], name="activity_campaign"),
            models.Index(
                fields=["campaign", "district", "-held_on", "-id"], name="activity_district"
            ),
            # A state that few or none are in is found without reading all the others.
            models.Index(fields=["campaign", "state", "-held_on", "-id"], name="activity_state"),
            models.Index(fields=["organization", "-held_on", "-id"], name="activity_organization"),
            models.Index(
                fields=["campaign", "township", "-held_on", "-id"], name="activity_township"
            ),
            # The one that reached most people, for a brief.
            models.Index(
                fields=["campaign", "-people", "held_on", "id"],
                name="activity_largest",
                condition=Q(state="verified"),
            ),
            # Lists over several months, newest first.
            models.Index(fields=["-held_on", "-id"], name="activity_held_on"),
            models.Index(
                fields=["campaign", "submitted_at", "id"],
                name="activity_to_verify",
                condition=Q(state="submitted"),
            ),
            models.Index(
                fields=["saved_at"],
                name="activity_unfinished",
                condition=Q(state__in=["draft", "returned"]),
            ),
            models.Index(
                fields=["import_id"], name="activity_import", condition=Q(import_id__isnull=False)
            ),
            models.Index(fields=["logged_by", "-created_at"], name="activity_logged_by"),
        ]

    def __str__(self) -> str:
        return f"{self.held_on} {self.place}"


class ActivityItem(models.Model):
    """An item the activity served. Each has its share of the money, so that every fen stands in
    one cell of the table; people are counted in each.
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="served")
    item = models.ForeignKey(ServiceItem, on_delete=models.PROTECT, related_name="served")
    money_fen = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = "活动项目"
        verbose_name_plural = "活动项目"
        constraints = [
            models.UniqueConstraint(fields=["activity", "item"], name="item_once_an_activity")
        ]

    def __str__(self) -> str:
        return str(self.item)


class ActivityReach(models.Model):
    """How many people of one occupation and platform (empty: none) were reached."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="reach")
    occupation = models.CharField(max_length=16, choices=Occupation.choices)
    platform = models.CharField(max_length=16, blank=True)
    people = models.PositiveIntegerField()

    class Meta:
        verbose_name = "服务人次"
        verbose_name_plural = "服务人次"
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "occupation", "platform"], name="reach_once_a_group"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_occupation_display()} {self.people}"


class ActivityGoods(models.Model):
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="goods")
    name = models.CharField("物资", max_length=32)
    quantity = models.PositiveIntegerField("数量")
    unit = models.CharField("单位", max_length=8, default="份")

    class Meta:
        verbose_name = "物资"
        verbose_name_plural = "物资"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.name}{self.quantity}{self.unit}"


class ActivityPhoto(models.Model):
    """A picture of the activity; re-encoded, private, never required."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="photos")
    file = models.FileField(max_length=120)
    size = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "活动照片"
        verbose_name_plural = "活动照片"
        ordering = ["created_at"]

    def __str__(self) -> str:
        return str(self.id)
