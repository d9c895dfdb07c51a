"""Houses, stays and incidents: who reads them, that no room takes more people than beds, and who must not meet.

The rules on beds and on meeting are triggers: they count every stay of the house, seen by the actor or not, and they
lock the house first, so that two who come at once come one after the other.
"""

from django.db import migrations

from casemgr.db.policies import (
    IN_ORGANIZATION,
    SEES_CASES,
    append_only,
    by_both_cases,
    by_case,
    by_organization,
    protect,
)

INCIDENTS, HELPERS, ROWS = "cases_incident", "cases_incidenthelper", "cases_incidentrow"
SELF = "(SELECT app.person())"
ALL = "(SELECT app.scope()) = 'organization'"
KEEPS = f"{IN_ORGANIZATION} AND (SELECT app.may('keep_shelter'))"
HELPS = f"EXISTS (SELECT 1 FROM {HELPERS} h WHERE h.incident_id = {INCIDENTS}.id AND h.user_id = {SELF})"
ITS_PEOPLE = f"{IN_ORGANIZATION} AND {SEES_CASES} AND ({ALL} OR lead_id = {SELF} OR {HELPS})"
OF_INCIDENT = f"EXISTS (SELECT 1 FROM {INCIDENTS} i WHERE i.id = {ROWS}.incident_id)"

FUNCTIONS = """
-- The case that this one became, through all merges; itself where it is none.
CREATE FUNCTION app.standing_case("case" uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    WITH RECURSIVE up (id, into_id) AS (
        SELECT c.id, c.merged_into_id FROM public.cases_case c WHERE c.id = $1
        UNION SELECT c.id, c.merged_into_id FROM public.cases_case c JOIN up ON c.id = up.into_id)
    SELECT id FROM up WHERE into_id IS NULL
$$;
-- Whether somebody who must not meet this person has a stay of these states in that house. For triggers alone.
CREATE FUNCTION app.apart_from("case" uuid, "house" uuid, states text[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.cases_apart a
        CROSS JOIN LATERAL (VALUES (a.case_id, a.other_id), (a.other_id, a.case_id)) e (near, far)
        JOIN public.cases_stay s ON app.standing_case(s.case_id) = app.standing_case(e.far)
        WHERE a.ended_at IS NULL AND app.standing_case(e.near) = app.standing_case($1)
          AND s.house_id = $2 AND s.state = ANY ($3))
$$;
-- The same for people at work: only about a case of their organization, a yes or no and nothing more.
CREATE FUNCTION app.must_not_meet("case" uuid, "house" uuid, states text[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT app.scope() IN ('organization', 'own') AND app.apart_from($1, $2, $3)
        AND EXISTS (SELECT 1 FROM public.cases_case c WHERE c.id = $1 AND c.organization_id = app.org())
$$;
-- How many beds of each room are taken, whoever stays there. Numbers alone.
CREATE FUNCTION app.beds_taken("house" uuid) RETURNS TABLE (room_id uuid, taken bigint, stays bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT s.room_id, sum(1 + s.children + s.others), count(*) FROM public.cases_stay s
    WHERE s.house_id = $1 AND s.state = 'in' AND s.organization_id = app.org()
      AND app.scope() IN ('organization', 'own')
    GROUP BY s.room_id
$$;
CREATE FUNCTION app.stay_fits() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    room_beds integer;
    taken integer;
    comes boolean := true;  -- into this house, in this state
    grows boolean := true;  -- needs another bed than before
BEGIN
    IF NEW.house_id IS NULL OR NEW.state NOT IN ('asked', 'in') THEN RETURN NEW; END IF;
    IF TG_OP = 'UPDATE' THEN
        comes := (NEW.house_id, NEW.case_id, NEW.state) IS DISTINCT FROM (OLD.house_id, OLD.case_id, OLD.state);
        grows := (NEW.house_id, NEW.room_id, NEW.state, NEW.children, NEW.others)
            IS DISTINCT FROM (OLD.house_id, OLD.room_id, OLD.state, OLD.children, OLD.others);
        IF NOT comes AND NOT grows THEN RETURN NEW; END IF;  -- who was marked later stays until somebody acts
    END IF;
    PERFORM 1 FROM public.cases_house h WHERE h.id = NEW.house_id FOR NO KEY UPDATE;
    IF grows AND NEW.state = 'in' THEN
        SELECT r.beds INTO room_beds FROM public.cases_room r
        WHERE r.id = NEW.room_id AND r.house_id = NEW.house_id AND r.organization_id = NEW.organization_id
          AND r.ended_at IS NULL;
        SELECT coalesce(sum(1 + s.children + s.others), 0) INTO taken FROM public.cases_stay s
        WHERE s.room_id = NEW.room_id AND s.state = 'in' AND s.id <> NEW.id;
        IF room_beds IS NULL OR taken + 1 + NEW.children + NEW.others > room_beds THEN
            RAISE EXCEPTION 'no bed is free' USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    IF comes AND app.apart_from(NEW.case_id, NEW.house_id,
            CASE NEW.state WHEN 'in' THEN ARRAY['in'] ELSE ARRAY['asked', 'in'] END) THEN
        RAISE EXCEPTION 'not in this house' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION app.room_fits() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    PERFORM 1 FROM public.cases_house h WHERE h.id = NEW.house_id FOR NO KEY UPDATE;
    IF (SELECT coalesce(sum(1 + s.children + s.others), 0) FROM public.cases_stay s
        WHERE s.room_id = NEW.id AND s.state = 'in') > (CASE WHEN NEW.ended_at IS NULL THEN NEW.beds ELSE 0 END) THEN
        RAISE EXCEPTION 'people stay in this room' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
-- Written before the column `stopped`, which 0057 adds: its body is looked at when it runs.
SET LOCAL check_function_bodies = off;
-- Who is missing and past the time by which a supervisor had to decide: told once, to the organization itself alone.
CREATE FUNCTION app.missing_due()
RETURNS TABLE (missing_id uuid, case_id uuid, restricted boolean, named uuid[])
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
    UPDATE public.cases_missing m SET reminded_at = now() FROM public.cases_case c
    WHERE c.id = m.case_id AND app.person() = app.org() AND m.organization_id = app.org() AND m.found_at IS NULL
      AND m.decided_at IS NULL AND m.reminded_at IS NULL AND m.due_at < now()
      AND NOT EXISTS (SELECT 1 FROM public.cases_safecontact s
                      WHERE s.person_id = m.person_id AND s.stopped = 'dead')
    RETURNING m.id, m.case_id, c.restricted,
        ARRAY(SELECT g.user_id FROM public.cases_caseuserobjectpermission g
              WHERE g.content_object_id = c.id AND g.ends_at IS NULL)
$$;
SET LOCAL check_function_bodies = on;
-- Whether the actor may name who helps with an incident.
CREATE FUNCTION app.leads_incident("incident" uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT EXISTS (SELECT 1 FROM public.cases_incident i WHERE i.id = $1 AND i.organization_id = app.org()
        AND (i.lead_id = app.person() OR app.scope() = 'organization'))
$$;
REVOKE ALL ON FUNCTION app.standing_case(uuid), app.apart_from(uuid, uuid, text[]),
    app.must_not_meet(uuid, uuid, text[]), app.beds_taken(uuid), app.stay_fits(), app.room_fits(), app.missing_due(),
    app.leads_incident(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.must_not_meet(uuid, uuid, text[]), app.beds_taken(uuid), app.missing_due(),
    app.leads_incident(uuid) TO casemgr_app, casemgr_worker;
"""
NO_FUNCTIONS = """
DROP FUNCTION app.leads_incident(uuid);
DROP FUNCTION app.missing_due();
DROP FUNCTION app.room_fits();
DROP FUNCTION app.stay_fits();
DROP FUNCTION app.beds_taken(uuid);
DROP FUNCTION app.must_not_meet(uuid, uuid, text[]);
DROP FUNCTION app.apart_from(uuid, uuid, text[]);
DROP FUNCTION app.standing_case(uuid);
"""
TRIGGERS = """
CREATE TRIGGER stay_fits BEFORE INSERT OR UPDATE OF state, house_id, room_id, children, others, case_id ON cases_stay
    FOR EACH ROW EXECUTE FUNCTION app.stay_fits();
CREATE TRIGGER room_fits BEFORE UPDATE OF beds, ended_at ON cases_room
    FOR EACH ROW EXECUTE FUNCTION app.room_fits();
"""
NO_TRIGGERS = "DROP TRIGGER room_fits ON cases_room; DROP TRIGGER stay_fits ON cases_stay;"

HELPER_POLICIES = f"""
ALTER TABLE {HELPERS} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {HELPERS} FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON {HELPERS} TO casemgr_owner USING (true) WITH CHECK (true);
CREATE POLICY members ON {HELPERS} FOR SELECT TO casemgr_app, casemgr_worker USING ({IN_ORGANIZATION} AND {SEES_CASES});
CREATE POLICY members_name ON {HELPERS} FOR INSERT TO casemgr_app, casemgr_worker
    WITH CHECK ({IN_ORGANIZATION} AND named_by_id = {SELF} AND app.leads_incident(incident_id));
CREATE POLICY members_unname ON {HELPERS} FOR DELETE TO casemgr_app, casemgr_worker
    USING ({IN_ORGANIZATION} AND app.leads_incident(incident_id));
REVOKE UPDATE, TRUNCATE ON {HELPERS} FROM casemgr_app, casemgr_worker;
"""
NO_HELPER_POLICIES = f"""
DROP POLICY members_unname ON {HELPERS};
DROP POLICY members_name ON {HELPERS};
DROP POLICY members ON {HELPERS};
DROP POLICY owner_all ON {HELPERS};
ALTER TABLE {HELPERS} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {HELPERS} DISABLE ROW LEVEL SECURITY;
GRANT UPDATE ON {HELPERS} TO casemgr_app, casemgr_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0049_shelter_and_incidents"), ("database", "0002_rights")]
    operations = [
        protect("cases_house", using=f"{IN_ORGANIZATION} AND {SEES_CASES}", check=KEEPS),
        protect("cases_room", using=f"{IN_ORGANIZATION} AND {SEES_CASES}", check=KEEPS),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        by_organization("cases_houseevent"),
        by_case("cases_houseeventpart"),
        by_case("cases_stay"),
        by_case("cases_staystep"),
        by_case("cases_missing"),
        by_case("cases_missingstep"),
        by_both_cases("cases_apart"),
        append_only("cases_staystep", deletable=True),
        append_only("cases_missingstep", deletable=True),
        append_only("cases_houseeventpart", deletable=True),
        migrations.RunSQL(HELPER_POLICIES, NO_HELPER_POLICIES),
        protect(INCIDENTS, using=ITS_PEOPLE),
        protect(ROWS, using=f"{IN_ORGANIZATION} AND {OF_INCIDENT}", check=f"{IN_ORGANIZATION} AND {OF_INCIDENT}"),
        by_case("cases_incidentcase"),
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
    ]
