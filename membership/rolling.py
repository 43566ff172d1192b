"""Keeping the sums of the roll: folding what the triggers appended, proving them from the rows."""

from django.db import connection, transaction

from membership.roll import COLUMNS

_ALL = "grain, day, organization_id, occupation"
_ADDED = ", ".join(f"{c} = membership_rollsum.{c} + EXCLUDED.{c}" for c in COLUMNS)
_GRAINS = """
    CROSS JOIN LATERAL (VALUES ('day', c.day), ('month', date_trunc('month', c.day)::date),
        ('ever', DATE '1970-01-01')) g (grain, day)
"""
# Nothing in them comes from outside: names of our own columns alone.
_FOLD = f"""
    WITH cut AS (
        DELETE FROM membership_rolldelta
        WHERE id IN (
            SELECT id FROM membership_rolldelta ORDER BY id LIMIT 50000 FOR UPDATE SKIP LOCKED
        )
        RETURNING day, organization_id, occupation, joined, standing, gone
    ), sums AS (
        SELECT g.grain, g.day, c.organization_id, c.occupation,
            SUM(joined) AS joined, SUM(standing) AS standing, SUM(gone) AS gone
        FROM cut c {_GRAINS} GROUP BY 1, 2, 3, 4
    ), kept AS (
        INSERT INTO membership_rollsum ({_ALL}, joined, standing, gone)
        SELECT {_ALL}, joined, standing, gone FROM sums ORDER BY {_ALL}
        ON CONFLICT ({_ALL}) DO UPDATE SET {_ADDED}
    )
    SELECT COUNT(*) FROM cut
"""  # noqa: S608
# A member counts on the day of joining; one who is gone, once more on the day of going.
_ROWS = f"""
    SELECT g.grain, g.day, c.organization_id, c.occupation,
        SUM(joined)::integer AS joined, SUM(standing)::integer AS standing,
        SUM(gone)::integer AS gone
    FROM (
        SELECT (joined_at AT TIME ZONE 'Asia/Shanghai')::date AS day, organization_id, occupation,
            COUNT(*) AS joined,
            COUNT(*) FILTER (WHERE state IN ('active', 'moving', 'retained')) AS standing,
            0 AS gone
        FROM membership_member GROUP BY 1, 2, 3
        UNION ALL
        SELECT (left_at AT TIME ZONE 'Asia/Shanghai')::date, organization_id, occupation,
            0, 0, COUNT(*)
        FROM membership_member WHERE state IN ('left', 'expelled') AND left_at IS NOT NULL
        GROUP BY 1, 2, 3
    ) c {_GRAINS} GROUP BY 1, 2, 3, 4
"""  # noqa: S608
_STORED = f"""
    SELECT {_ALL}, SUM(joined)::integer AS joined, SUM(standing)::integer AS standing,
        SUM(gone)::integer AS gone
    FROM (
        SELECT {_ALL}, joined, standing, gone FROM membership_rollsum
        UNION ALL
        SELECT g.grain, g.day, c.organization_id, c.occupation, joined, standing, gone
        FROM membership_rolldelta c {_GRAINS}
    ) counted GROUP BY {_ALL}
    HAVING SUM(joined) <> 0 OR SUM(standing) <> 0 OR SUM(gone) <> 0
"""  # noqa: S608
_DIFFERENT = f"""
    SELECT {_ALL}, s.joined, s.standing, s.gone, t.joined, t.standing, t.gone
    FROM ({_STORED}) s FULL JOIN ({_ROWS}) t USING ({_ALL})
    WHERE (s.joined, s.standing, s.gone) IS DISTINCT FROM (t.joined, t.standing, t.gone)
    ORDER BY {_ALL}
"""  # noqa: S608


def fold() -> int:
    """Move deltas into the sums; returns how many. One statement, as in tallies.py."""
    with connection.cursor() as cursor:
        cursor.execute(_FOLD)
        return int(cursor.fetchone()[0])


@transaction.atomic
def recount(*, write: bool) -> list[str]:
    """Compare the sums with the members they stand for, a line for each difference; with `write`,
    make them equal. The comparison is the database's: ten million members stay where they are.
    """
    with connection.cursor() as cursor:
        # Nobody may write members while we count; readers go on.
        cursor.execute(
            "LOCK TABLE membership_member, membership_rollsum, membership_rolldelta"
            " IN SHARE ROW EXCLUSIVE MODE"
        )
        cursor.execute(_DIFFERENT)
        different = cursor.fetchall()
        cursor.execute("SELECT EXISTS (SELECT 1 FROM membership_rolldelta)")
        # What a large COPY appended is folded at once as well.
        if write and (different or cursor.fetchone()[0]):
            cursor.execute("DELETE FROM membership_rolldelta")
            cursor.execute("DELETE FROM membership_rollsum")
            cursor.execute(
                f"INSERT INTO membership_rollsum ({_ALL}, joined, standing, gone) {_ROWS}"
            )
    return [
        f"会员名册 {grain} {day} 工会{union} {occupation}: {tuple(sums[:3])} → {tuple(sums[3:])}"
        for grain, day, union, occupation, *sums in different
    ]
