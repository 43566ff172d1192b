"""Answers by their minutes for whole months too, so that a year is read as fast as a month.

Filled in here for what is folded; what is not follows with its fold. What code of before folds while
this runs is counted by `manage.py recount` after the update.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

FUNCTIONS = import_module("membership.migrations.0005_promise_triggers").FUNCTIONS
BEFORE = "CREATE OR REPLACE " + FUNCTIONS[FUNCTIONS.index("FUNCTION membership_union_moved()") :]
DAYS = BEFORE[
    BEFORE.index("    INSERT INTO membership_minutestally") : BEFORE.rindex(";\n    RETURN")
]
MONTHS = DAYS.replace("membership_minutestally", "membership_monthminutestally")
MOVED = BEFORE.replace(f"    )\n{DAYS}", f"    ), measured AS (\n{DAYS}\n    )\n{MONTHS}")
FILL = """
INSERT INTO membership_monthminutestally (organization_id, hour, twenty, day, minute, amount)
SELECT organization_id, hour, twenty, date_trunc('month', day)::date, minute, SUM(amount)
FROM membership_minutestally GROUP BY 1, 2, 3, 4, 5 HAVING SUM(amount) <> 0;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("membership", "0005_promise_triggers"),
        ("organizations", "0003_workforce_report"),
    ]

    operations = [
        migrations.CreateModel(
            name="MonthMinutesTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("hour", models.SmallIntegerField()),
                ("twenty", models.IntegerField()),
                ("minute", models.IntegerField()),
                ("amount", models.IntegerField()),
                (
                    "organization",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="organizations.organization",
                    ),
                ),
            ],
            options={
                "verbose_name": "答复用时每月统计",
                "verbose_name_plural": "答复用时每月统计",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "hour", "twenty", "day", "minute"),
                        name="one_month_minutes_tally_a_minute",
                    )
                ],
            },
        ),
        migrations.RunSQL(MOVED + FILL, BEFORE),
    ]
