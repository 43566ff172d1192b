"""The township of what was logged before, and the sums by day and by township of it.

Acts of the old code that run at the same time add deltas without a day: `manage.py recount` after
the update counts those in.
"""

from django.db import migrations

TOWNSHIPS = """
    UPDATE campaigns_activity AS activity SET township_id = found.township_id
    FROM (
        SELECT held.id, COALESCE(place.id, home.id) AS township_id
        FROM campaigns_activity held
        JOIN organizations_organization union_ ON union_.id = held.organization_id
        LEFT JOIN organizations_station station ON station.id = held.station_id
        LEFT JOIN organizations_division place
            ON place.id = station.division_id AND place.level = 'township'
        LEFT JOIN organizations_division home
            ON home.id = union_.division_id AND home.level = 'township'
    ) AS found
    WHERE found.id = activity.id AND found.township_id IS NOT NULL
"""
# Each activity as a whole (item null) and in each of its items; then its people in groups.
CELLS = """
    WITH columns AS (
        SELECT id AS activity_id, NULL::bigint AS item_id, money_fen FROM campaigns_activity
        UNION ALL
        SELECT activity_id, item_id, money_fen FROM campaigns_activityitem
    ), cells AS (
        SELECT a.campaign_id, '' AS occupation, c.item_id, a.district_id, '' AS platform,
            a.held_on AS day, a.township_id, (a.state = 'verified')::int AS activities,
            CASE WHEN a.state = 'verified' THEN a.people ELSE 0 END AS people,
            CASE WHEN a.state = 'verified' THEN c.money_fen ELSE 0 END AS money_fen,
            (a.state = 'submitted')::int AS pending
        FROM columns c JOIN campaigns_activity a ON a.id = c.activity_id
        WHERE a.state IN ('verified', 'submitted')
        UNION ALL
        SELECT a.campaign_id, r.occupation, c.item_id, a.district_id, r.platform, a.held_on,
            a.township_id, 0, r.people, 0, 0
        FROM columns c JOIN campaigns_activity a ON a.id = c.activity_id
        JOIN campaigns_activityreach r ON r.activity_id = a.id
        WHERE a.state = 'verified'
    )
"""


def _filled(table: str, by: str) -> str:
    key = f"campaign_id, occupation, item_id, district_id, platform, {by}"
    return f"""
        INSERT INTO {table} ({key}, activities, people, money_fen, pending)
        {CELLS}
        SELECT {key}, SUM(activities), SUM(people), SUM(money_fen), SUM(pending)
        FROM cells GROUP BY {key}
    """  # noqa: S608 - names of our own tables alone


FORWARDS = [
    TOWNSHIPS,
    _filled("campaigns_campaigndaytally", "day"),
    _filled("campaigns_campaigntownshiptally", "township_id"),
]


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0003_day_and_township")]

    operations = [migrations.RunSQL(FORWARDS, migrations.RunSQL.noop)]
