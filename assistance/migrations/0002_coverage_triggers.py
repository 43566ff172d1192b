from django.db import migrations

# What one row counts for in the coverage, and who writes that down.
FUNCTIONS = """
-- A table of one row, so that PostgreSQL puts its words into the query that asks.
CREATE FUNCTION assistance_cover(
    state varchar, next_due_on date, last_contact_at timestamptz, last_tried_at timestamptz,
    interval_days smallint, day date, starts_at timestamptz, usual_days smallint
) RETURNS TABLE (files integer, consented integer, paired integer, contacted integer,
    tried integer, silent integer)
LANGUAGE sql IMMUTABLE AS $$
    SELECT (state NOT IN ('left', 'lifted'))::integer,
        known.consented::integer,
        known.paired::integer,
        (known.paired AND COALESCE(last_contact_at >= known.since, false))::integer,
        (known.paired AND COALESCE(last_contact_at < known.since, true)
            AND COALESCE(last_tried_at >= known.since, false))::integer,
        (known.paired AND next_due_on < day)::integer
    FROM (
        SELECT state IN ('on_file', 'relapsed') AS consented,
            state IN ('on_file', 'relapsed') AND next_due_on IS NOT NULL AS paired,
            starts_at - COALESCE(interval_days, usual_days) * interval '24 hours' AS since
    ) known
$$;

CREATE FUNCTION assistance_count_file(f assistance_hardshipfile, sign integer) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO assistance_coveragedelta (organization_id, unit_name, files, consented, paired,
        contacted, tried, silent, needs, old_needs, hand_overs)
    SELECT f.organization_id, u.unit_name, sign * c.files, sign * c.consented, sign * c.paired,
        sign * c.contacted, sign * c.tried, sign * c.silent, 0, 0, 0
    FROM assistance_coverageday d, assistance_cover(
        f.state, f.next_due_on, f.last_contact_at, f.last_tried_at, f.interval_days,
        d.day, d.starts_at, d.usual_days) c, (VALUES (NULL), (f.unit_name)) u (unit_name)
$$;

CREATE FUNCTION assistance_count_need(n assistance_need, sign integer) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO assistance_coveragedelta (organization_id, unit_name, files, consented, paired,
        contacted, tried, silent, needs, old_needs, hand_overs)
    SELECT f.organization_id, u.unit_name, 0, 0, 0, 0, 0, 0, sign,
        sign * (n.raised_at < d.starts_at - 4 * interval '24 hours')::integer, 0
    FROM assistance_coverageday d, assistance_hardshipfile f,
        LATERAL (VALUES (NULL), (f.unit_name)) u (unit_name)
    WHERE f.id = n.file_id AND n.state IN ('raised', 'assigned', 'bought', 'delivered')
$$;

CREATE FUNCTION assistance_count_hand_over(h assistance_handover, sign integer) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO assistance_coveragedelta (organization_id, unit_name, files, consented, paired,
        contacted, tried, silent, needs, old_needs, hand_overs)
    SELECT f.organization_id, u.unit_name, 0, 0, 0, 0, 0, 0, 0, 0, sign
    FROM assistance_coverageday d, assistance_hardshipfile f,
        LATERAL (VALUES (NULL), (f.unit_name)) u (unit_name)
    WHERE f.id = h.file_id AND h.decided_at IS NULL
$$;

-- A file that moves to another union or unit takes with it what it needs and waits for.
CREATE FUNCTION assistance_count_belongings(f assistance_hardshipfile, sign integer) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO assistance_coveragedelta (organization_id, unit_name, files, consented, paired,
        contacted, tried, silent, needs, old_needs, hand_overs)
    SELECT f.organization_id, u.unit_name, 0, 0, 0, 0, 0, 0,
        sign * (SELECT COUNT(*) FROM assistance_need n WHERE n.file_id = f.id
            AND n.state IN ('raised', 'assigned', 'bought', 'delivered')),
        sign * (SELECT COUNT(*) FROM assistance_need n WHERE n.file_id = f.id
            AND n.state IN ('raised', 'assigned', 'bought', 'delivered')
            AND n.raised_at < d.starts_at - 4 * interval '24 hours'),
        sign * (SELECT COUNT(*) FROM assistance_handover h
            WHERE h.file_id = f.id AND h.decided_at IS NULL)
    FROM assistance_coverageday d, (VALUES (NULL), (f.unit_name)) u (unit_name)
$$;

CREATE FUNCTION assistance_file_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM assistance_count_file(OLD, -1); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM assistance_count_file(NEW, 1); END IF;
    IF TG_OP = 'UPDATE' AND (OLD.organization_id, OLD.unit_name)
        IS DISTINCT FROM (NEW.organization_id, NEW.unit_name) THEN
        PERFORM assistance_count_belongings(OLD, -1);
        PERFORM assistance_count_belongings(NEW, 1);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION assistance_need_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM assistance_count_need(OLD, -1); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM assistance_count_need(NEW, 1); END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION assistance_hand_over_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM assistance_count_hand_over(OLD, -1); END IF;
    IF TG_OP <> 'DELETE' THEN PERFORM assistance_count_hand_over(NEW, 1); END IF;
    RETURN NULL;
END $$;
"""

TRIGGERS = """
CREATE TRIGGER assistance_file_added AFTER INSERT OR DELETE ON assistance_hardshipfile
    FOR EACH ROW EXECUTE FUNCTION assistance_file_written();
CREATE TRIGGER assistance_file_changed AFTER UPDATE ON assistance_hardshipfile
    FOR EACH ROW WHEN ((OLD.organization_id, OLD.unit_name, OLD.state, OLD.next_due_on,
        OLD.last_contact_at, OLD.last_tried_at, OLD.interval_days) IS DISTINCT FROM
        (NEW.organization_id, NEW.unit_name, NEW.state, NEW.next_due_on, NEW.last_contact_at,
        NEW.last_tried_at, NEW.interval_days))
    EXECUTE FUNCTION assistance_file_written();
CREATE TRIGGER assistance_need_added AFTER INSERT OR DELETE ON assistance_need
    FOR EACH ROW EXECUTE FUNCTION assistance_need_written();
CREATE TRIGGER assistance_need_changed AFTER UPDATE ON assistance_need
    FOR EACH ROW WHEN ((OLD.file_id, OLD.state, OLD.raised_at)
        IS DISTINCT FROM (NEW.file_id, NEW.state, NEW.raised_at))
    EXECUTE FUNCTION assistance_need_written();
CREATE TRIGGER assistance_hand_over_added AFTER INSERT OR DELETE ON assistance_handover
    FOR EACH ROW EXECUTE FUNCTION assistance_hand_over_written();
CREATE TRIGGER assistance_hand_over_changed AFTER UPDATE ON assistance_handover
    FOR EACH ROW WHEN (OLD.decided_at IS DISTINCT FROM NEW.decided_at)
    EXECUTE FUNCTION assistance_hand_over_written();
"""

UNDO = """
DROP TRIGGER assistance_hand_over_changed ON assistance_handover;
DROP TRIGGER assistance_hand_over_added ON assistance_handover;
DROP TRIGGER assistance_need_changed ON assistance_need;
DROP TRIGGER assistance_need_added ON assistance_need;
DROP TRIGGER assistance_file_changed ON assistance_hardshipfile;
DROP TRIGGER assistance_file_added ON assistance_hardshipfile;
DROP FUNCTION assistance_hand_over_written();
DROP FUNCTION assistance_need_written();
DROP FUNCTION assistance_file_written();
DROP FUNCTION assistance_count_belongings(assistance_hardshipfile, integer);
DROP FUNCTION assistance_count_hand_over(assistance_handover, integer);
DROP FUNCTION assistance_count_need(assistance_need, integer);
DROP FUNCTION assistance_count_file(assistance_hardshipfile, integer);
DROP FUNCTION assistance_cover(
    varchar, date, timestamptz, timestamptz, smallint, date, timestamptz, smallint);
"""


class Migration(migrations.Migration):
    dependencies = [("assistance", "0001_initial")]

    operations = [migrations.RunSQL(FUNCTIONS + TRIGGERS, UNDO)]
