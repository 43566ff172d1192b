from django.db import migrations

# What one application counts for, who writes it down, and what a moved union takes along.
FUNCTIONS = """
-- The acts of one application as the sums of 当日答复 have them (membership/models/clock.py).
-- Asked with: union, state, submitted, returned, decided at, seconds worked, whether late.
CREATE FUNCTION membership_clock(
    bigint, varchar, timestamptz, timestamptz, timestamptz, integer, boolean
) RETURNS TABLE (day date, hour smallint, organization_id bigint, minutes integer,
    submitted integer, on_time integer, late integer, returned integer, paused integer)
LANGUAGE sql IMMUTABLE AS $$
    SELECT (acts.at AT TIME ZONE 'Asia/Shanghai')::date,
        EXTRACT(hour FROM acts.at AT TIME ZONE 'Asia/Shanghai')::smallint,
        $1, acts.minutes, acts.submitted, acts.on_time, acts.late, acts.returned, acts.paused
    FROM (VALUES
        ($3, NULL::integer, 1, 0, 0, 0, 0),
        ($4, NULL, 0, 0, 0, 1, 0),
        (CASE WHEN $2 IN ('approved', 'refused') THEN $5 END,
            $6 / 60, 0, (NOT $7)::integer, $7::integer, 0, ($4 IS NOT NULL)::integer)
    ) acts (at, minutes, submitted, on_time, late, returned, paused)
    WHERE acts.at IS NOT NULL AND $1 IS NOT NULL
$$;

-- The ids a path is made of: the union itself and all above it (organizations/tree.py).
CREATE FUNCTION membership_above(path varchar) RETURNS SETOF bigint
LANGUAGE sql IMMUTABLE AS $$
    SELECT substring(path FROM start FOR 7)::bigint
    FROM generate_series(1, length(path), 7) start
$$;

-- The rows of one statement together: a COPY of a million appends what a day had, not a million.
CREATE FUNCTION membership_application_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO membership_clockdelta (day, hour, organization_id, minutes, submitted, on_time,
            late, returned, paused)
        SELECT c.day, c.hour, c.organization_id, c.minutes, SUM(c.submitted), SUM(c.on_time),
            SUM(c.late), SUM(c.returned), SUM(c.paused)
        FROM come n, membership_clock(n.organization_id, n.state, n.submitted_at, n.returned_at,
            n.decided_at, n.worked_seconds, n.was_late) c
        GROUP BY 1, 2, 3, 4;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO membership_clockdelta (day, hour, organization_id, minutes, submitted, on_time,
            late, returned, paused)
        SELECT c.day, c.hour, c.organization_id, c.minutes, -SUM(c.submitted), -SUM(c.on_time),
            -SUM(c.late), -SUM(c.returned), -SUM(c.paused)
        FROM gone o, membership_clock(o.organization_id, o.state, o.submitted_at, o.returned_at,
            o.decided_at, o.worked_seconds, o.was_late) c
        GROUP BY 1, 2, 3, 4;
    ELSE
        INSERT INTO membership_clockdelta (day, hour, organization_id, minutes, submitted, on_time,
            late, returned, paused)
        SELECT day, hour, organization_id, minutes, SUM(sign * submitted), SUM(sign * on_time),
            SUM(sign * late), SUM(sign * returned), SUM(sign * paused)
        FROM (
            SELECT 1 AS sign, c.* FROM come n, membership_clock(n.organization_id, n.state,
                n.submitted_at, n.returned_at, n.decided_at, n.worked_seconds, n.was_late) c
            UNION ALL
            SELECT -1, c.* FROM gone o, membership_clock(o.organization_id, o.state,
                o.submitted_at, o.returned_at, o.decided_at, o.worked_seconds, o.was_late) c
        ) changed
        GROUP BY 1, 2, 3, 4
        HAVING SUM(sign * submitted) <> 0 OR SUM(sign * on_time) <> 0 OR SUM(sign * late) <> 0
            OR SUM(sign * returned) <> 0 OR SUM(sign * paused) <> 0;
    END IF;
    RETURN NULL;
END $$;

-- A union that moves takes its sums from those above it and brings them to those above it then.
-- What is not folded yet goes where the path leads when it is folded.
CREATE FUNCTION membership_union_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM gone o JOIN come n USING (id) WHERE o.path <> n.path) THEN
        RETURN NULL;
    END IF;
    LOCK TABLE membership_clocktally IN SHARE ROW EXCLUSIVE MODE;
    WITH moved AS (
        SELECT o.id, o.path AS was, n.path AS becomes FROM gone o JOIN come n USING (id)
        WHERE o.path <> n.path
    ), tops AS (
        SELECT * FROM moved m WHERE NOT EXISTS (
            SELECT FROM moved p WHERE p.id <> m.id AND starts_with(m.was, p.was))
    ), shifts AS (
        SELECT id, above, SUM(sign) AS sign FROM (
            SELECT id, above, -1 AS sign FROM tops, membership_above(was) above
            UNION ALL SELECT id, above, 1 FROM tops, membership_above(becomes) above
        ) steps GROUP BY 1, 2 HAVING SUM(sign) <> 0
    ), counted AS (
        INSERT INTO membership_clocktally AS t (organization_id, day, hour, submitted, on_time,
            late, returned, paused)
        SELECT s.above, c.day, c.hour, SUM(s.sign * c.submitted), SUM(s.sign * c.on_time),
            SUM(s.sign * c.late), SUM(s.sign * c.returned), SUM(s.sign * c.paused)
        FROM shifts s JOIN membership_clocktally c ON c.organization_id = s.id GROUP BY 1, 2, 3
        ON CONFLICT (organization_id, day, hour) DO UPDATE SET
            submitted = t.submitted + EXCLUDED.submitted, on_time = t.on_time + EXCLUDED.on_time,
            late = t.late + EXCLUDED.late, returned = t.returned + EXCLUDED.returned,
            paused = t.paused + EXCLUDED.paused
    )
    INSERT INTO membership_minutestally AS t (organization_id, hour, twenty, day, minute, amount)
    SELECT s.above, m.hour, m.twenty, m.day, m.minute, SUM(s.sign * m.amount)
    FROM shifts s JOIN membership_minutestally m ON m.organization_id = s.id
    GROUP BY 1, 2, 3, 4, 5
    ON CONFLICT (organization_id, hour, twenty, day, minute)
        DO UPDATE SET amount = t.amount + EXCLUDED.amount;
    RETURN NULL;
END $$;
"""

TRIGGERS = """
CREATE TRIGGER membership_application_added AFTER INSERT ON membership_application
    REFERENCING NEW TABLE AS come
    FOR EACH STATEMENT EXECUTE FUNCTION membership_application_written();
CREATE TRIGGER membership_application_changed AFTER UPDATE ON membership_application
    REFERENCING OLD TABLE AS gone NEW TABLE AS come
    FOR EACH STATEMENT EXECUTE FUNCTION membership_application_written();
CREATE TRIGGER membership_application_removed AFTER DELETE ON membership_application
    REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION membership_application_written();
CREATE TRIGGER membership_organization_moved AFTER UPDATE ON organizations_organization
    REFERENCING OLD TABLE AS gone NEW TABLE AS come
    FOR EACH STATEMENT EXECUTE FUNCTION membership_union_moved();
"""

# What was there before: appended like everything else, and folded by the task.
BEFORE = """
INSERT INTO membership_clockdelta (day, hour, organization_id, minutes, submitted, on_time, late,
    returned, paused)
SELECT c.day, c.hour, c.organization_id, c.minutes, SUM(c.submitted), SUM(c.on_time), SUM(c.late),
    SUM(c.returned), SUM(c.paused)
FROM membership_application a, membership_clock(a.organization_id, a.state, a.submitted_at,
    a.returned_at, a.decided_at, a.worked_seconds, a.was_late) c
GROUP BY 1, 2, 3, 4;
"""

UNDO = """
DROP TRIGGER membership_organization_moved ON organizations_organization;
DROP TRIGGER membership_application_removed ON membership_application;
DROP TRIGGER membership_application_changed ON membership_application;
DROP TRIGGER membership_application_added ON membership_application;
DROP FUNCTION membership_union_moved();
DROP FUNCTION membership_application_written();
DROP FUNCTION membership_above(varchar);
DROP FUNCTION membership_clock(
    bigint, varchar, timestamptz, timestamptz, timestamptz, integer, boolean);
DELETE FROM membership_clockdelta;
"""


class Migration(migrations.Migration):
    dependencies = [("membership", "0004_promise")]

    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS + BEFORE, UNDO)]
