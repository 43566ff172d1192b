# ruff: noqa: S608 - nothing in the statements comes from outside: names of our own columns alone.
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

DELTA = "notifications_messagedaydelta (day, recipient_id, due, sent, suppressed, failed)"
# Of which member of staff it is; workers are counted with everybody alone. Asked by the key: a join
# is planned as if all messages were to come, and reads all accounts for each.
READER = "(SELECT u.id FROM accounts_user u WHERE u.id = m.recipient_id AND u.kind = 'staff')"
OUTCOMES = ("sent", "suppressed", "failed")


def sums(rows: str) -> str:
    """Signed rows as sums a day and reader."""
    each = [f"SUM(m.sign * (m.state = '{state}')::integer)" for state in OUTCOMES]
    return f"""
        SELECT (m.created_at AT TIME ZONE 'Asia/Shanghai')::date, {READER}, SUM(m.sign),
            {", ".join(each)} FROM ({rows}) m GROUP BY 1, 2
    """


def function(act: str, rows: str) -> str:
    return f"""
    CREATE FUNCTION notifications_message_days_{act}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO {DELTA} {sums(rows)};
        RETURN NULL;
    END $$;
    """


def rows(table: str, sign: int) -> str:
    return f"SELECT {sign} AS sign, created_at, recipient_id, state FROM {table}"


def change() -> str:
    """Of one row. Day and reader stay, nearly always: then it is one plain row to append."""
    each = [f"(NEW.state = '{s}')::integer - (OLD.state = '{s}')::integer" for s in OUTCOMES]
    both = """SELECT * FROM (VALUES (-1, OLD.created_at, OLD.recipient_id, OLD.state),
        (1, NEW.created_at, NEW.recipient_id, NEW.state)) v (sign, created_at, recipient_id, state)
    """
    return f"""
    CREATE FUNCTION notifications_message_days_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF (OLD.created_at, OLD.recipient_id) IS DISTINCT FROM (NEW.created_at, NEW.recipient_id)
        THEN
            INSERT INTO {DELTA} {sums(both)};
        ELSE
            INSERT INTO {DELTA} VALUES ((NEW.created_at AT TIME ZONE 'Asia/Shanghai')::date,
                {READER.replace("m.", "NEW.")}, 0, {", ".join(each)});
        END IF;
        RETURN NULL;
    END $$;
    """


# Rows come by the thousand and go as many at once, so these two ask a statement at a time. Outcomes
# are written one by one; a trigger that looks at the row first costs nothing where nothing counts:
# at the claim, and when a message is read.
TRIGGERS = f"""
{function("added", rows("fresh", 1))}
{function("gone", rows("old", -1))}
{change()}
CREATE TRIGGER notifications_message_days_added AFTER INSERT ON notifications_message
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION notifications_message_days_added();
CREATE TRIGGER notifications_message_days_gone AFTER DELETE ON notifications_message
    REFERENCING OLD TABLE AS old
    FOR EACH STATEMENT EXECUTE FUNCTION notifications_message_days_gone();
CREATE TRIGGER notifications_message_days_changed AFTER UPDATE ON notifications_message
    FOR EACH ROW WHEN (
        (OLD.state IS DISTINCT FROM NEW.state
            AND NOT (OLD.state IN ('queued', 'sending') AND NEW.state IN ('queued', 'sending')))
        OR (OLD.created_at, OLD.recipient_id) IS DISTINCT FROM (NEW.created_at, NEW.recipient_id))
    EXECUTE FUNCTION notifications_message_days_changed();
"""
# What there is already; the next fold puts it into the tallies.
COUNTED = f"INSERT INTO {DELTA} {sums(rows('notifications_message', 1))}"
BACK = "".join(
    f"DROP TRIGGER notifications_message_days_{act} ON notifications_message;"
    f"DROP FUNCTION notifications_message_days_{act}();"
    for act in ("added", "gone", "changed")
)


def fields() -> list:
    return [
        (
            "id",
            models.BigAutoField(
                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
            ),
        ),
        ("day", models.DateField()),
        ("due", models.IntegerField(default=0)),
        ("sent", models.IntegerField(default=0)),
        ("suppressed", models.IntegerField(default=0)),
        ("failed", models.IntegerField(default=0)),
        (
            "recipient",
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MessageDayDelta",
            fields=fields(),
            options={"verbose_name": "消息每日统计增量", "verbose_name_plural": "消息每日统计增量"},
        ),
        migrations.CreateModel(
            name="MessageDayTally",
            fields=fields(),
            options={"verbose_name": "消息每日统计", "verbose_name_plural": "消息每日统计"},
        ),
        migrations.AddConstraint(
            model_name="messagedaytally",
            constraint=models.UniqueConstraint(
                fields=("recipient", "day"),
                name="one_message_day_a_reader",
                nulls_distinct=False,
            ),
        ),
        migrations.RunSQL(TRIGGERS + COUNTED, BACK),
    ]
