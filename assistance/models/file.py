"""The hardship file (帮扶档案): states, allowed moves, and who may see it.

The most sensitive rows of the portal. What only a helper needs to know (address, household,
income, illness) lies sealed in `facts`; what lists and pairing need lies in columns.
"""

import datetime
import uuid

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from assistance.vocabulary import Cause, Group, HardshipClass, Language, NeedKind
from audit.days import midnight
from organizations.models import Division, Organization, Role
from organizations.posts import within
from people.models import Person
from people.sealed import SealedField

# The supervisor line: who keeps the files of a subtree.
STEWARDS = (Role.ADMINISTRATOR,)


class FileState(models.TextChoices):
    SURVEYED = "surveyed", "摸底"
    ASKED = "asked", "征求意见"
    ON_FILE = "on_file", "在档"
    LIFTED = "lifted", "脱困"
    RELAPSED = "relapsed", "返困"
    LEFT = "left", "退出"


# act -> (states it may start from, state it leads to). Who may do it is in permissions.py.
FILE_MOVES = {
    "ask": ((FileState.SURVEYED,), FileState.ASKED),
    # “wants later”: asked again from a day on.
    "postpone": ((FileState.SURVEYED, FileState.ASKED), FileState.ASKED),
    "agree": ((FileState.SURVEYED, FileState.ASKED), FileState.ON_FILE),
    "decline": ((FileState.SURVEYED, FileState.ASKED), FileState.LEFT),
    "lift": ((FileState.ON_FILE, FileState.RELAPSED), FileState.LIFTED),
    "relapse": ((FileState.LIFTED,), FileState.RELAPSED),
    # Withdrawn consent, moved away, death.
    "leave": (
        (FileState.SURVEYED, FileState.ASKED, FileState.ON_FILE, FileState.LIFTED,
         FileState.RELAPSED),
        FileState.LEFT,
    ),
    # Whoever left may be asked anew; consent is given anew.
    "reopen": ((FileState.LEFT,), FileState.ASKED),
}  # fmt: skip
OPEN_STATES = (
    FileState.SURVEYED, FileState.ASKED, FileState.ON_FILE, FileState.LIFTED, FileState.RELAPSED,
)  # fmt: skip
# On file and consented: these have a cadre, or wait for one.
CARED_FOR = (FileState.ON_FILE, FileState.RELAPSED)


class Origin(models.TextChoices):
    SURVEY = "survey", "摸底排查"
    BY_HAND = "by_hand", "手工登记"
    REQUEST = "request", "本人申请"


class HardshipFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The supervisor line of the subtree, the cadre, a stand-in of these days."""
        return self.filter(within(user, STEWARDS, "organization__path") | self._kept_by(user))

    def kept_in(self, user):
        """Those of the subtree one supervises, along the index."""
        return self.filter(within(user, STEWARDS, "organization__path"))

    def kept_by(self, user):
        """The households one calls: own pairs, and those of cadres one stands in for today."""
        return self.filter(self._kept_by(user))

    def _kept_by(self, user) -> Q:
        """A handful of ids, found from the user's posts: asked of every file it would take seconds
        in a city of two hundred thousand.
        """
        if not user.is_authenticated or not user.is_active:
            return Q(pk__in=[])
        today, now = timezone.localdate(), timezone.now()
        standing = apps.get_model("assistance", "Pairing")._default_manager.filter(
            until__isnull=True
        )
        own = standing.filter(post__user=user).filter(
            Q(post__until__isnull=True) | Q(post__until__gt=now)
        )
        stood_in = standing.filter(
            Q(post__absences__stand_in__until__isnull=True)
            | Q(post__absences__stand_in__until__gt=now),
            post__absences__stand_in__user=user,
            post__absences__since_on__lte=today,
            post__absences__until_on__gte=today,
            post__absences__ended_at__isnull=True,
        )
        return Q(pk__in=own.values("file").union(stood_in.values("file")))

    def of_person(self, person_id):
        return self.filter(person=person_id) if person_id else self.none()

    def to_ask_again(self, today: datetime.date):
        """“Later”, and the day named then has come."""
        return self.filter(state=FileState.ASKED, ask_again_on__lte=today)

    def cared_for(self):
        return self.filter(state__in=CARED_FOR)

    def unpaired(self):
        """On file and consented, and nobody's: the list that must never be forgotten."""
        return self.cared_for().filter(~Exists(_standing_pairs()))

    def paired(self):
        """Somebody is to call: nobody else's file has a day for it."""
        return self.cared_for().filter(next_due_on__isnull=False)

    def contacted(self, today: datetime.date):
        """Paired, and somebody answered within the interval."""
        return self.paired().filter(last_contact_at__gte=_interval_before(today))

    def tried(self, today: datetime.date):
        """Paired, and within the interval nobody answered, though it was tried."""
        since = _interval_before(today)
        unanswered = Q(last_contact_at__isnull=True) | Q(last_contact_at__lt=since)
        return self.paired().filter(unanswered, last_tried_at__gte=since)

    def silent(self, today: datetime.date):
        """Paired, and past the day of the next contact."""
        return self.cared_for().filter(Exists(_standing_pairs()), next_due_on__lt=today)


def _interval_before(today: datetime.date):
    """The first moment of the interval that ends with this day."""
    days = Coalesce("interval_days", Value(settings.CONTACT_INTERVAL_DAYS))
    length = ExpressionWrapper(
        days * Value(datetime.timedelta(days=1)), output_field=models.DurationField()
    )
    return ExpressionWrapper(Value(midnight(today)) - length, output_field=models.DateTimeField())


def _standing_pairs():
    pairing = apps.get_model("assistance", "Pairing")
    return pairing._default_manager.filter(file=OuterRef("pk"), until__isnull=True)


class HardshipFile(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Null once anonymised (retention.py): the counts stay, the person is gone.
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="hardship_files"
    )
    organization = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        related_name="hardship_files",
        verbose_name="建档工会",
    )
    # Where the person works, when it is a union of the tree: its cadres come first in pairing.
    unit = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    unit_name = models.CharField("单位", max_length=64, blank=True)
    division = models.ForeignKey(
        Division, on_delete=models.PROTECT, related_name="+", verbose_name="居住的乡镇街道"
    )
    phone = models.CharField("手机", max_length=11, blank=True)
    state = models.CharField(
        "状态", max_length=12, choices=FileState.choices, default=FileState.SURVEYED
    )
    origin = models.CharField("来源", max_length=8, choices=Origin.choices)
    group = models.CharField("群体", max_length=12, choices=Group.choices)
    hardship_class = models.CharField(
        "困难类别", max_length=12, choices=HardshipClass.choices, blank=True
    )
    cause = models.CharField("主要原因", max_length=16, choices=Cause.choices, blank=True)
    language = models.CharField(
        "常用语言", max_length=12, choices=Language.choices, default=Language.MANDARIN
    )
    household_size = models.PositiveSmallIntegerField("家庭人口", default=1)
    has_minor = models.BooleanField("有未满14岁的孩子", default=False)
    # The guardian agreed to the child's data being kept (PIPL §31).
    guardian_agreed_at = models.DateTimeField(null=True)
    needs = ArrayField(
        models.CharField(max_length=12, choices=NeedKind.choices), default=list, blank=True
    )
    # Sealed JSON: {"address", "members": [{"name", "relation", "birth_year", "note"}], "income_fen",
    # "note"}; only as far as the class needs them.
    facts = SealedField(default=b"")

    asked_at = models.DateTimeField(null=True)
    ask_again_on = models.DateField(null=True)
    agreed_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    leave_reason = models.CharField("退出原因", max_length=120, blank=True)
    # Days between contacts; null: the city's setting.
    interval_days = models.PositiveSmallIntegerField("联系间隔（天）", null=True, blank=True)
    # “no contact wanted until”
    quiet_until = models.DateField("先不打扰，到", null=True, blank=True)
    last_contact_at = models.DateTimeField("上次联系", null=True)
    last_tried_at = models.DateTimeField(null=True)
    # The last day on which a contact is in time; null while nobody is to call.
    next_due_on = models.DateField("下次联系", null=True)
    import_id = models.UUIDField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    anonymised_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)

    objects = HardshipFileQuerySet.as_manager()

    class Meta:
        verbose_name = "帮扶档案"
        verbose_name_plural = "帮扶档案"
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=~Q(state="left"), name="one_open_file_a_person"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["on_file", "relapsed"]) | Q(agreed_at__isnull=False),
                name="on_file_has_consent",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(anonymised_at__isnull=False),
                name="file_has_a_person",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "-created_at", "-id"], name="file_organization"),
            models.Index(fields=["-created_at", "-id"], name="file_created"),
            models.Index(
                fields=["unit_name"],
                name="file_unit",
                opclasses=["varchar_pattern_ops"],
                condition=~Q(unit_name=""),
            ),
            models.Index(
                fields=["next_due_on", "id"],
                name="file_next_due",
                condition=Q(state__in=["on_file", "relapsed"]),
            ),
            models.Index(fields=["state", "-created_at", "-id"], name="file_state"),
            # Whom to ask once more, the earliest day first.
            models.Index(
                fields=["ask_again_on", "id"], name="file_ask_again", condition=Q(state="asked")
            ),
            # The units of one union, by name (overview.py).
            models.Index(fields=["organization", "unit_name"], name="file_union_unit"),
            models.Index(fields=["phone"], name="file_phone", condition=~Q(phone="")),
            models.Index(
                fields=["import_id"], name="file_import", condition=Q(import_id__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_cared_for(self) -> bool:
        return self.state in CARED_FOR


class ClassRule(models.Model):
    """The city's ceiling of one class in one year: formulas differ by city and year."""

    year = models.PositiveSmallIntegerField("年份")
    hardship_class = models.CharField("困难类别", max_length=12, choices=HardshipClass.choices)
    # Income a head and month, after what illness or schooling takes.
    ceiling_fen = models.BigIntegerField("人均月收入上限")
    note = models.CharField("依据", max_length=120, blank=True)

    class Meta:
        verbose_name = "困难标准"
        verbose_name_plural = "困难标准"
        constraints = [
            models.UniqueConstraint(fields=["year", "hardship_class"], name="one_rule_a_year"),
            models.CheckConstraint(condition=Q(ceiling_fen__gt=0), name="ceiling_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.get_hardship_class_display()}"
