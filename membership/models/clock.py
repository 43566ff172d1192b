"""The same-day promise in sums: what was received, answered in time or late, and how long it took.

Triggers on membership_application append what each statement changed (migration 0005), a task folds
it (membership/promising.py), membership/promise.py reads it.
"""

from django.db import models

from organizations.models import Organization

# In place of an hour: the whole day. In place of a twenty: the row counts a whole twenty.
ALL = -1
# How many minutes of office time one coarse row of MinutesTally counts together.
TWENTY = 20
# What is one row of the sums of minutes.
ONE_MINUTE = ["organization", "hour", "twenty", "day", "minute"]


class ClockFields(models.Model):
    """Each act counts on its own day and in its own hour, by the city's time. `returned`: last sent
    back then; `paused`: answered then, after having been sent back.
    """

    day = models.DateField()
    hour = models.SmallIntegerField()
    # Without a foreign key in the database: folding must not wait for somebody who moves a union
    # (tree.move locks them all) while that one waits for the sums.
    organization = models.ForeignKey(
        Organization, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False,
        db_index=False,
    )  # fmt: skip

    class Meta:
        abstract = True


class ClockSums(ClockFields):
    submitted = models.IntegerField()
    on_time = models.IntegerField()
    late = models.IntegerField()
    returned = models.IntegerField()
    paused = models.IntegerField()

    class Meta:
        abstract = True


class ClockTally(ClockSums):
    """Sums of a union and all below it: a city is read as fast as a village."""

    class Meta:
        verbose_name = "当日答复统计"
        verbose_name_plural = "当日答复统计"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "day", "hour"], name="one_clock_tally_an_hour"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.hour} {self.submitted} {self.on_time} {self.late}"


class MinutesFields(ClockFields):
    """How many answers of a union and all below it took so many whole minutes of office time.

    Each answer stands in four rows: under its hour and under the whole day (hour ALL), and there
    both under its very minute and under its twenty (`twenty` ALL, `minute` the number of the
    twenty). A median looks through the twenties first and then into one of them.
    """

    twenty = models.IntegerField()
    minute = models.IntegerField()
    amount = models.IntegerField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.day} {self.minute}: {self.amount}"


class MinutesTally(MinutesFields):
    """By day."""

    class Meta:
        verbose_name = "答复用时统计"
        verbose_name_plural = "答复用时统计"
        constraints = [
            models.UniqueConstraint(
                fields=ONE_MINUTE,
                name="one_minutes_tally_a_minute",
            )
        ]


class MonthMinutesTally(MinutesFields):
    """The same by month, of which `day` is the first: a year is read as fast as a month."""

    class Meta:
        verbose_name = "答复用时每月统计"
        verbose_name_plural = "答复用时每月统计"
        constraints = [
            models.UniqueConstraint(
                fields=ONE_MINUTE,
                name="one_month_minutes_tally_a_minute",
            )
        ]


class ClockDelta(ClockSums):
    """What one statement changed, for the union itself; folding spreads it to those above.

    `minutes`: how long the answers counted in it took; null where it counts none, or one from
    before this was kept.
    """

    minutes = models.IntegerField(null=True)

    class Meta:
        verbose_name = "当日答复增量"
        verbose_name_plural = "当日答复增量"

    def __str__(self) -> str:
        return f"{self.day} {self.hour} {self.submitted:+d} {self.on_time:+d} {self.late:+d}"
