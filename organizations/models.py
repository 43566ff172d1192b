"""Divisions, the tree of unions, stations, posts, office hours."""

import datetime
import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from people.vocabulary import Occupation

# Twenty levels of seven digits (see Organization.path).
PATH_LENGTH = 140
# After so long nobody knows whether a station is still what the register says.
STALE_AFTER = datetime.timedelta(days=365)


class Division(models.Model):
    """An administrative division. GB/T 2260 down to districts; townships are names only."""

    class Level(models.TextChoices):
        CITY = "city", "市"
        DISTRICT = "district", "区县"
        TOWNSHIP = "township", "乡镇街道"

    # Townships have no published code: null, never invented.
    code = models.CharField(max_length=6, unique=True, null=True, blank=True)
    name = models.CharField("名称", max_length=32)
    level = models.CharField(max_length=8, choices=Level.choices)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "区划"
        verbose_name_plural = "区划"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="division_name_once")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        """As people say it and as narrow columns need it: 肃南裕固族自治县 is 肃南县."""
        return f"{self.name[:2]}县" if self.name.endswith("族自治县") else self.name


class OrganizationQuerySet(models.QuerySet):
    def under(self, organization):
        """The organization itself and all below it."""
        return self.filter(path__startswith=organization.path)

    def receiving(self):
        """Unions a worker can be admitted to."""
        return self.filter(is_active=True, kind__in=RECEIVING_KINDS)


class Organization(models.Model):
    """One union in the tree. `path` is written by `organizations.tree` alone."""

    class Kind(models.TextChoices):
        FEDERATION = "federation", "总工会"
        TOWNSHIP = "township", "乡镇街道工会"
        PRIMARY = "primary", "单独基层工会"
        JOINT = "joint", "联合基层工会"
        REGIONAL = "regional", "区域性工会联合会"
        INDUSTRY = "industry", "行业性工会联合会"
        HOLDING = "holding", "会员周转库"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("名称", max_length=64)
    kind = models.CharField("类型", max_length=12, choices=Kind.choices)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    # Ids from the root, seven digits each ("00000010000002"): a prefix is a subtree.
    # Collation C so that LIKE 'prefix%' can use the plain index.
    path = models.CharField(max_length=PATH_LENGTH, unique=True, db_collation="C", editable=False)
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="organizations")
    # Trades this union serves; empty means all.
    occupations = ArrayField(
        models.CharField(max_length=16, choices=Occupation.choices), default=list, blank=True
    )
    phone = models.CharField("电话", max_length=24, blank=True)
    address = models.CharField("地址", max_length=120, blank=True)
    # Short code printed in the union's QR (/u/<code>/), which preselects it when joining.
    code = models.CharField(max_length=12, unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = "工会"
        verbose_name_plural = "工会"
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="union_name_once"),
            models.UniqueConstraint(
                fields=["division"], condition=Q(kind="holding"), name="one_holding_a_division"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def receives(self) -> bool:
        """Whether a worker can be admitted to this very union."""
        return self.is_active and self.kind in RECEIVING_KINDS


# What a station may offer. Source: the federation's vocabulary.
FACILITIES = (
    "饮水机", "微波炉", "充电插座", "医药箱", "血压计", "冰箱", "空调", "WiFi", "桌椅",
    "卫生间", "AED",
)  # fmt: skip

# Membership is granted by a primary union (《中国工会章程》第二条); people without one go to the
# holding union of their district. Federations of unions admit through their own holding role.
RECEIVING_KINDS = (
    Organization.Kind.PRIMARY,
    Organization.Kind.JOINT,
    Organization.Kind.REGIONAL,
    Organization.Kind.INDUSTRY,
    Organization.Kind.HOLDING,
)


class Station(models.Model):
    """A place for outdoor workers; its QR (/s/<code>/) preselects the union that keeps it."""

    class Kind(models.TextChoices):
        LOVE = "love", "工会爱心驿站"
        OUTDOOR = "outdoor", "户外劳动者服务站点"
        PLATFORM = "platform", "平台企业站点"
        DRIVER = "driver", "司机之家"
        CENTRE = "centre", "职工服务中心"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=12, unique=True)
    name = models.CharField("名称", max_length=64)
    kind = models.CharField("类型", max_length=12, choices=Kind.choices)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="stations", verbose_name="管理工会"
    )
    # The union preselected for those who scan; the keeping union when it admits members itself.
    joins = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name="入会工会"
    )
    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="stations")
    address = models.CharField("地址", max_length=120)
    facilities = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    opens_at = models.TimeField("开门", default=datetime.time(8))
    closes_at = models.TimeField("关门", default=datetime.time(20))
    is_24h = models.BooleanField("24小时", default=False)
    is_active = models.BooleanField(default=True)
    # Where it stands on the map (WGS 84, six places are a step); both or none.
    latitude = models.DecimalField("纬度", max_digits=9, decimal_places=6, null=True)
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True)
    # Of which platform's company it is; only with the kind of that name.
    platform = models.CharField("平台", max_length=16, blank=True, default="", db_default="")
    # Who answers for it. For staff alone, never on a page anybody sees.
    contact = models.CharField("联系人", max_length=32, blank=True, default="", db_default="")
    contact_phone = models.CharField(
        "联系电话", max_length=24, blank=True, default="", db_default=""
    )
    # When somebody last made sure that all of this is so.
    verified_on = models.DateField("核实日期", null=True)

    class Meta:
        verbose_name = "驿站"
        verbose_name_plural = "驿站"
        ordering = ["division_id", "name"]
        indexes = [
            # The box around a worker is looked up here (see `organizations.nearest`).
            models.Index(
                fields=["latitude", "longitude"],
                name="station_on_the_map",
                condition=Q(is_active=True, latitude__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                # Both are named: a comparison with null would let one alone pass.
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="station_on_earth_or_nowhere",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_open_at(self, at: datetime.datetime) -> bool:
        """Whether one can walk in at `at`; hours that end after midnight are understood."""
        if not self.is_active:
            return False
        if self.is_24h:
            return True
        now = timezone.localtime(at).time()
        if self.opens_at <= self.closes_at:
            return self.opens_at <= now < self.closes_at
        return now >= self.opens_at or now < self.closes_at

    def is_stale_on(self, day: datetime.date) -> bool:
        """Whether nobody has made sure of it within the year before that day."""
        return self.verified_on is None or self.verified_on < day - STALE_AFTER


class Role(models.TextChoices):
    REVIEWER = "reviewer", "审批员"
    CAMPAIGN_OFFICER = "campaign_officer", "活动专员"
    CADRE = "cadre", "帮扶干部"
    ORGANISER = "organiser", "组织员"
    ADMINISTRATOR = "administrator", "管理员"
    AUDITOR = "auditor", "安全审计员"


class PostQuerySet(models.QuerySet):
    def current(self, at=None):
        at = at or timezone.now()
        return self.filter(since__lte=at).filter(Q(until__isnull=True) | Q(until__gt=at))


class Post(models.Model):
    """Who holds which role where, from when to when: the only source of rights."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts"
    )
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    since = models.DateTimeField("起", default=timezone.now)
    until = models.DateTimeField("止", null=True, blank=True)
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = "岗位"
        verbose_name_plural = "岗位"
        indexes = [models.Index(fields=["organization", "role"], name="post_organization_role")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organization", "role"],
                condition=Q(until__isnull=True),
                name="one_open_post",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="post_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"

    def is_current(self, at: datetime.datetime) -> bool:
        return self.since <= at and (self.until is None or self.until > at)


class OfficeHours(models.Model):
    """When a union works. The nearest one up the tree holds; the root always has one."""

    organization = models.OneToOneField(
        Organization, on_delete=models.CASCADE, related_name="office_hours"
    )
    opens = models.TimeField("上班", default=datetime.time(9))
    lunch_from = models.TimeField("午休起", default=datetime.time(12))
    lunch_to = models.TimeField("午休止", default=datetime.time(14))
    closes = models.TimeField("下班（答复时限）", default=datetime.time(18))
    cutoff = models.TimeField("当日截止", default=datetime.time(16))

    class Meta:
        verbose_name = "办公时间"
        verbose_name_plural = "办公时间"
        constraints = [
            models.CheckConstraint(
                condition=Q(opens__lt=models.F("lunch_from"))
                & Q(lunch_from__lte=models.F("lunch_to"))
                & Q(lunch_to__lt=models.F("closes"))
                & Q(cutoff__gt=models.F("opens"))
                & Q(cutoff__lte=models.F("closes")),
                name="office_hours_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}–{self.closes:%H:%M}"


class CalendarOverride(models.Model):
    """A day the published calendar does not know or has wrong (local holiday, flood, new year)."""

    day = models.DateField("日期", unique=True)
    is_working = models.BooleanField("上班")
    note = models.CharField("说明", max_length=60)

    class Meta:
        verbose_name = "日历调整"
        verbose_name_plural = "日历调整"
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {'上班' if self.is_working else '休息'}"
