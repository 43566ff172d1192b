"""Divisions and the tree of unions."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from people.vocabulary import Occupation

# Twenty levels of seven digits (see Organization.path).
PATH_LENGTH = 140


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


# Membership is granted by a primary union (《中国工会章程》第二条); people without one go to the
# holding union of their district. Federations of unions admit through their own holding role.
RECEIVING_KINDS = (
    Organization.Kind.PRIMARY,
    Organization.Kind.JOINT,
    Organization.Kind.REGIONAL,
    Organization.Kind.INDUSTRY,
    Organization.Kind.HOLDING,
)
