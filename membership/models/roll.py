"""The roll of members in sums: who stands where, and who came and went when.

Triggers on membership_member append what each statement changed (migration 0003), a task folds it
(membership/roll.py).
"""

from django.db import models

from organizations.models import Organization
from people.vocabulary import Occupation


class Grain(models.TextChoices):
    """How long a time one sum speaks of: a year is read from twelve rows, not from 365."""

    EVER = "ever", "全部"
    MONTH = "month", "月"
    DAY = "day", "日"


class RollFields(models.Model):
    """`joined`: came in that time, whoever left since among them; `standing`: those of them who
    are members now; `gone`: left or expelled in that time.
    """

    # The first day of the time; of Grain.EVER always membership.roll.EVER.
    day = models.DateField()
    # No foreign key in the database: folding and moving a union would wait for one another.
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", db_constraint=False,
        db_index=False,
    )  # fmt: skip
    occupation = models.CharField(max_length=16, choices=Occupation.choices)
    joined = models.IntegerField()
    standing = models.IntegerField()
    gone = models.IntegerField()

    class Meta:
        abstract = True


class RollSum(RollFields):
    """Folded sums. A reader adds the deltas not yet folded."""

    grain = models.CharField(max_length=5, choices=Grain.choices)

    class Meta:
        verbose_name = "会员名册统计"
        verbose_name_plural = "会员名册统计"
        constraints = [
            # The union first: a subtree is a few hundred short walks through this index.
            models.UniqueConstraint(
                fields=["organization", "grain", "day", "occupation"], name="one_roll_sum"
            )
        ]
        # For the whole city: the rows of a time, whosever they are.
        indexes = [models.Index(fields=["grain", "day"], name="roll_sum_time")]

    def __str__(self) -> str:
        return f"{self.grain} {self.day} {self.occupation} {self.joined}"


class RollDelta(RollFields):
    """What one statement changed on one day, appended in its own transaction."""

    class Meta:
        verbose_name = "会员名册增量"
        verbose_name_plural = "会员名册增量"

    def __str__(self) -> str:
        return f"{self.day} {self.occupation} {self.joined:+d}"
