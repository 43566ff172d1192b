"""The sums of the campaign page (tallies.py): a row a cell, and a row a group inside a cell.

One delta feeds four tables: the month as a whole, the same by day, by township, and by both.
"""

from django.db import models

from campaigns.models.campaign import Campaign, ServiceItem
from organizations.models import Division, Organization


class CellFields(models.Model):
    """One cell: `item` null is the activity as a whole, counted once however many items it has.

    `occupation` empty: the cell's totals, all columns. Otherwise the people of that occupation
    and platform (empty: no platform), and only those.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    district = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(ServiceItem, on_delete=models.CASCADE, null=True, related_name="+")
    occupation = models.CharField(max_length=16, blank=True)
    platform = models.CharField(max_length=16, blank=True)
    activities = models.IntegerField(default=0)
    people = models.IntegerField(default=0)
    money_fen = models.BigIntegerField(default=0)
    # Submitted, not yet verified: activities, and the people they would add.
    pending = models.IntegerField(default=0)

    class Meta:
        abstract = True


class CampaignTallyFields(CellFields):
    # Given by name (Grant): how many, and the money of them.
    grants = models.IntegerField(default=0)
    grants_fen = models.BigIntegerField(default=0)

    class Meta:
        abstract = True


class CampaignTally(CampaignTallyFields):
    """Folded sums. A reader adds the deltas not yet folded."""

    class Meta:
        verbose_name = "服务月统计"
        verbose_name_plural = "服务月统计"
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "occupation", "item", "district", "platform"],
                name="one_tally_a_cell",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.people}"


class CampaignDayTally(CellFields):
    """The same of activities by the day they were held on."""

    day = models.DateField()

    class Meta:
        verbose_name = "服务月每日统计"
        verbose_name_plural = "服务月每日统计"
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "occupation", "item", "day", "district", "platform"],
                name="one_campaign_tally_a_day",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.day} {self.people}"


class CampaignTownshipTally(CellFields):
    """The same of activities by township; null: held at no place of a township."""

    township = models.ForeignKey(
        Division, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = "服务月乡镇统计"
        verbose_name_plural = "服务月乡镇统计"
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "occupation", "item", "district", "township", "platform"],
                name="one_campaign_tally_a_township",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.township_id} {self.people}"


class CampaignTownshipDayTally(CellFields):
    """The same of activities by township and day, for a period within a month."""

    township = models.ForeignKey(
        Division, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    day = models.DateField()

    class Meta:
        verbose_name = "服务月乡镇每日统计"
        verbose_name_plural = "服务月乡镇每日统计"
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "campaign", "occupation", "item", "day", "district", "township", "platform",
                ],
                name="one_campaign_tally_a_township_a_day",
                nulls_distinct=False,
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.township_id} {self.day} {self.people}"


class CampaignTallyDelta(CampaignTallyFields):
    """One act's contribution, appended in its own transaction. Of what was given by name `day` is
    null: it counts by neither day nor township.
    """

    day = models.DateField(null=True)
    township = models.ForeignKey(
        Division, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = "服务月统计增量"
        verbose_name_plural = "服务月统计增量"
        indexes = [models.Index(fields=["campaign", "occupation"], name="campaign_delta")]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.people:+d}"
