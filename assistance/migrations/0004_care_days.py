# ruff: noqa: S608 - nothing in the statements comes from outside: names of our own columns alone.
import django.db.models.deletion
from django.db import migrations, models

SUMS = "(day, organization_id, reached, tried, open_needs)"
# What each row counts for: its day, and how many contacts answered, in vain, needs still open.
COUNTED = {
    "contact": (
        "(r.at AT TIME ZONE 'Asia/Shanghai')::date",
        "(r.result <> 'not_reached')::integer",
        "(r.result = 'not_reached')::integer",
        "0",
    ),
    "need": (
        "(r.raised_at AT TIME ZONE 'Asia/Shanghai')::date",
        "0",
        "0",
        "(r.state IN ('raised', 'assigned', 'bought', 'delivered'))::integer",
    ),
}
COLUMNS = {
    "contact": ("file_id", "at", "result"),
    "need": ("file_id", "raised_at", "state"),
}


def sums(kind: str, rows: str, union: str) -> str:
    """A row a day and union of signed `rows` (called r); what comes to nothing is left out."""
    day, *counts = COUNTED[kind]
    summed = [f"COALESCE(SUM(r.sign * {count}), 0)" for count in counts]
    return f"""
        SELECT {day}, {union}, {", ".join(summed)} FROM {rows} GROUP BY 1, 2
        HAVING {" OR ".join(f"SUM(r.sign * {count}) <> 0" for count in counts)}
    """


def function(kind: str, act: str, signs: dict[str, int]) -> str:
    columns = ", ".join(COLUMNS[kind])
    rows = " UNION ALL ".join(
        f"SELECT {sign} AS sign, {columns} FROM {table}" for table, sign in signs.items()
    )
    joined = f"({rows}) r JOIN assistance_hardshipfile f ON f.id = r.file_id"
    return f"""
    CREATE FUNCTION assistance_{kind}_days_{act}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO assistance_caredaydelta {SUMS} {sums(kind, joined, "f.organization_id")};
        RETURN NULL;
    END $$;
    """


def triggers(kind: str) -> str:
    """A statement at a time, so that a COPY of many thousand rows appends a few sums."""
    table = f"assistance_{kind}"
    return f"""
    {function(kind, "added", {"fresh": 1})}
    {function(kind, "gone", {"old": -1})}
    {function(kind, "changed", {"fresh": 1, "old": -1})}
    CREATE TRIGGER {table}_days_added AFTER INSERT ON {table}
        REFERENCING NEW TABLE AS fresh
        FOR EACH STATEMENT EXECUTE FUNCTION {table}_days_added();
    CREATE TRIGGER {table}_days_gone AFTER DELETE ON {table}
        REFERENCING OLD TABLE AS old
        FOR EACH STATEMENT EXECUTE FUNCTION {table}_days_gone();
    CREATE TRIGGER {table}_days_changed AFTER UPDATE ON {table}
        REFERENCING NEW TABLE AS fresh OLD TABLE AS old
        FOR EACH STATEMENT EXECUTE FUNCTION {table}_days_changed();
    """


def moved(kind: str) -> str:
    rows = f"""
        (SELECT u.sign, u.union_id, {", ".join(f"x.{name}" for name in COLUMNS[kind])}
         FROM assistance_{kind} x,
            (VALUES (OLD.organization_id, -1), (NEW.organization_id, 1)) u (union_id, sign)
         WHERE x.file_id = NEW.id) r
    """
    return f"INSERT INTO assistance_caredaydelta {SUMS} {sums(kind, rows, 'r.union_id')};"


# A file that moves to another union takes its days with it.
MOVED = f"""
CREATE FUNCTION assistance_file_days_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {moved("contact")}
    {moved("need")}
    RETURN NULL;
END $$;
CREATE TRIGGER assistance_file_days_moved AFTER UPDATE ON assistance_hardshipfile
    FOR EACH ROW WHEN (OLD.organization_id IS DISTINCT FROM NEW.organization_id)
    EXECUTE FUNCTION assistance_file_days_moved();
"""


def counted(kind: str) -> str:
    """What there is already; the next fold puts it into the tallies."""
    columns = ", ".join(f"x.{name}" for name in COLUMNS[kind])
    rows = f"""
        (SELECT 1 AS sign, f.organization_id, {columns} FROM assistance_{kind} x
         JOIN assistance_hardshipfile f ON f.id = x.file_id) r
    """
    return f"INSERT INTO assistance_caredaydelta {SUMS} {sums(kind, rows, 'r.organization_id')};"


FORWARD = "".join((*map(triggers, COUNTED), MOVED, *map(counted, COUNTED)))
BACK = "DROP TRIGGER assistance_file_days_moved ON assistance_hardshipfile;" + "".join(
    f"DROP TRIGGER assistance_{kind}_days_{act} ON assistance_{kind};"
    f"DROP FUNCTION assistance_{kind}_days_{act}();"
    for kind in COUNTED
    for act in ("added", "gone", "changed")
) + "DROP FUNCTION assistance_file_days_moved();"  # fmt: skip


def fields() -> list:
    return [
        (
            "id",
            models.BigAutoField(
                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
            ),
        ),
        ("day", models.DateField()),
        ("reached", models.IntegerField(default=0)),
        ("tried", models.IntegerField(default=0)),
        ("open_needs", models.IntegerField(default=0)),
        (
            "organization",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.organization",
            ),
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("assistance", "0003_overloaded"),
        ("organizations", "0002_stations_on_the_map"),
    ]

    operations = [
        migrations.CreateModel(
            name="CareDayDelta",
            fields=fields(),
            options={"verbose_name": "帮扶每日统计增量", "verbose_name_plural": "帮扶每日统计增量"},
        ),
        migrations.CreateModel(
            name="CareDayTally",
            fields=fields(),
            options={"verbose_name": "帮扶每日统计", "verbose_name_plural": "帮扶每日统计"},
        ),
        migrations.AddIndex(
            model_name="caredaytally",
            index=models.Index(
                condition=models.Q(("open_needs", 0), _negated=True),
                fields=["day"],
                name="care_day_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="caredaytally",
            constraint=models.UniqueConstraint(
                fields=("day", "organization"), name="one_care_day_a_union"
            ),
        ),
        migrations.AddIndex(
            model_name="contact", index=models.Index(fields=["-at", "-id"], name="contact_at")
        ),
        migrations.RunSQL(FORWARD, BACK),
    ]
