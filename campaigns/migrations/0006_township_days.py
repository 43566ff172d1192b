"""What is logged counts by township and day at once, filled in here for what is there.

What is not folded yet counts from its delta, so it is taken off here. Acts of the old code that run
meanwhile are counted by `manage.py recount` after the update.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

CELLS = import_module("campaigns.migrations.0004_fill_day_and_township").CELLS
KEY = "campaign_id, occupation, item_id, district_id, platform, day, township_id"
SUMS = ("activities", "people", "money_fen", "pending")
FILL = f"""
    INSERT INTO campaigns_campaigntownshipdaytally ({KEY}, {", ".join(SUMS)})
    {CELLS}
    SELECT {KEY}, {", ".join(f"SUM({name})" for name in SUMS)}
    FROM (
        SELECT {KEY}, {", ".join(SUMS)} FROM cells
        UNION ALL
        SELECT {KEY}, {", ".join(f"-{name}" for name in SUMS)}
        FROM campaigns_campaigntallydelta WHERE day IS NOT NULL
    ) counted
    GROUP BY {KEY}
"""  # noqa: S608 - names of our own tables alone


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0005_largest_activity"),
        ("organizations", "0003_workforce_report"),
    ]

    operations = [
        migrations.CreateModel(
            name="CampaignTownshipDayTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("occupation", models.CharField(blank=True, max_length=16)),
                ("platform", models.CharField(blank=True, max_length=16)),
                ("activities", models.IntegerField(default=0)),
                ("people", models.IntegerField(default=0)),
                ("money_fen", models.BigIntegerField(default=0)),
                ("pending", models.IntegerField(default=0)),
                ("day", models.DateField()),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="campaigns.campaign",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="campaigns.serviceitem",
                    ),
                ),
                (
                    "township",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.division",
                    ),
                ),
            ],
            options={
                "verbose_name": "服务月乡镇每日统计",
                "verbose_name_plural": "服务月乡镇每日统计",
                "constraints": [
                    models.UniqueConstraint(
                        fields=(
                            "campaign",
                            "occupation",
                            "item",
                            "day",
                            "district",
                            "township",
                            "platform",
                        ),
                        name="one_campaign_tally_a_township_a_day",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
