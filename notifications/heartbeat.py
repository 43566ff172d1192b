"""Dead-man rows: a job that stops beating is noticed, whatever the machines' clocks say."""

from django.db import connection


def beat(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO notifications_heartbeat (name, beaten_at) VALUES (%s, clock_timestamp())"
            " ON CONFLICT (name) DO UPDATE SET beaten_at = excluded.beaten_at",
            [name],
        )


def seconds_since(name: str) -> float | None:
    """How long ago `name` last beat; None when it never did."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(epoch FROM clock_timestamp() - beaten_at)::float8"
            " FROM notifications_heartbeat WHERE name = %s",
            [name],
        )
        row = cursor.fetchone()
    return row[0] if row else None
