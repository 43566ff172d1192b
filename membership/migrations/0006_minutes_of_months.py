"""Answers by their minutes for whole months too, so that a year is read as fast as a month.

Filled in here for what is folded; what is not follows with its fold. Code of before that still runs
cannot fold any more, and a median it reads over the first of a month may be wrong until it ends.
"""

from importlib import import_module

from django.db import migrations, models

FUNCTIONS = import_module("membership.migrations.0005_promise_triggers").FUNCTIONS
BEFORE = "CREATE OR REPLACE " + FUNCTIONS[FUNCTIONS.index("FUNCTION membership_union_moved()") :]
MOVED = (
    BEFORE.replace("hour, twenty, day, minute", "hour, twenty, whole_month, day, minute")
    .replace("m.twenty, m.day", "m.twenty, m.whole_month, m.day")
    .replace("GROUP BY 1, 2, 3, 4, 5", "GROUP BY 1, 2, 3, 4, 5, 6")
)
FILL = """
INSERT INTO membership_minutestally (organization_id, hour, twenty, whole_month, day, minute, amount)
SELECT organization_id, hour, twenty, TRUE, date_trunc('month', day)::date, minute, SUM(amount)
FROM membership_minutestally GROUP BY 1, 2, 3, 5, 6 HAVING SUM(amount) <> 0;
"""
UNDO = "DELETE FROM membership_minutestally WHERE whole_month;"


class Migration(migrations.Migration):
    dependencies = [("membership", "0005_promise_triggers")]

    operations = [
        migrations.AddField("minutestally", "whole_month", models.BooleanField(default=False)),
        migrations.RemoveConstraint("minutestally", "one_minutes_tally_a_minute"),
        migrations.AddConstraint(
            "minutestally",
            models.UniqueConstraint(
                fields=("organization", "hour", "twenty", "whole_month", "day", "minute"),
                name="one_minutes_tally_a_minute",
            ),
        ),
        migrations.RunSQL(MOVED + FILL, BEFORE + UNDO),
    ]
