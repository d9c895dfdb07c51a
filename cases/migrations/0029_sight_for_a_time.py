"""The rules for a team's cases, for cases opened in an emergency, and for complaints about staff.

A grant that has an end opens its case until then and gives no right to name others. One may make it for oneself only,
beside a record of an emergency access that says the same time; nobody takes such a record away.
"""

from django.db import migrations

from casemgr.db.policies import IN_ORGANIZATION

CASES, GRANTS = "cases_case", "cases_caseuserobjectpermission"
ACCESSES, STEPS = "cases_emergencyaccess", "cases_complaintstep"
SELF = "(SELECT app.person())"

NAMED = f"""EXISTS (SELECT 1 FROM {GRANTS} g WHERE g.content_object_id = cases_case.id AND g.user_id = {SELF}"""
UNRESTRICTED = "(SELECT app.scope()) = 'organization' AND NOT restricted"
CASE_RULE = f"""organization_id = (SELECT app.case_org()) AND (
    ({UNRESTRICTED})
    OR {NAMED} AND (g.ends_at IS NULL OR (g.ends_at > now() AND NOT restricted)))
    OR (NOT restricted AND (SELECT app.may('team')) AND team_id IN (
        SELECT t.content_object_id FROM accounts_teamuserobjectpermission t WHERE t.user_id = {SELF})))"""
CASE_RULE_BEFORE = f"organization_id = (SELECT app.case_org()) AND (({UNRESTRICTED}) OR {NAMED}))"

MAY_GRANT = """
CREATE OR REPLACE FUNCTION app.may_grant("case" uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.cases_case c
        WHERE c.id = $1 AND c.organization_id = app.org() AND app.scope() IN ('organization', 'own') AND (
            EXISTS (SELECT 1 FROM public.cases_caseuserobjectpermission g
                    WHERE g.content_object_id = c.id AND g.user_id = app.person(){lasting})
            OR (app.scope() = 'organization' AND NOT c.restricted)
            {team}
            OR ((app.scope() = 'organization' OR c.created_by_id = app.person())
                AND NOT EXISTS (SELECT 1 FROM public.cases_caseuserobjectpermission g
                                WHERE g.content_object_id = c.id{lasting}))))
$$;
"""
TEAM = """OR (NOT c.restricted AND app.may('team') AND c.team_id IN (
                SELECT t.content_object_id FROM public.accounts_teamuserobjectpermission t
                WHERE t.user_id = app.person()))"""
EMERGENCY = """
-- The case with this number and its person, as far as it may be opened in an emergency; what is restricted looks absent.
CREATE FUNCTION app.case_for_emergency(number integer) RETURNS TABLE (case_id uuid, person_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT c.id, c.person_id FROM public.cases_case c JOIN public.accounts_organization o ON o.id = c.organization_id
    WHERE c.organization_id = app.org() AND c.number = $1 AND NOT c.restricted AND c.merged_into_id IS NULL
      AND o.emergency_access AND app.may('emergency_access')
$$;
-- Whether the actor recorded an emergency access to this case until then.
CREATE FUNCTION app.opened_in_emergency("case" uuid, until timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.cases_emergencyaccess e JOIN public.cases_case c ON c.id = e.case_id
        WHERE c.id = $1 AND NOT c.restricted AND e.opened_by_id = app.person() AND e.organization_id = app.org()
          AND e.ends_at = $2 AND e.ends_at > now() AND e.ended_at IS NULL)
$$;
REVOKE ALL ON FUNCTION app.case_for_emergency(integer), app.opened_in_emergency(uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.case_for_emergency(integer), app.opened_in_emergency(uuid, timestamptz)
    TO casemgr_app, casemgr_worker;
"""
NO_EMERGENCY = """
DROP FUNCTION app.opened_in_emergency(uuid, timestamptz);
DROP FUNCTION app.case_for_emergency(integer);
"""
GRANT_POLICIES = f"""
DROP POLICY members_name ON {GRANTS};
DROP POLICY members_unname ON {GRANTS};
CREATE POLICY members_name ON {GRANTS} FOR INSERT TO casemgr_app, casemgr_worker
    WITH CHECK ({IN_ORGANIZATION} AND (
        (ends_at IS NULL AND app.may_grant(content_object_id))
        OR (ends_at IS NOT NULL AND user_id = {SELF} AND app.opened_in_emergency(content_object_id, ends_at))));
CREATE POLICY members_unname ON {GRANTS} FOR DELETE TO casemgr_app, casemgr_worker
    USING ({IN_ORGANIZATION} AND (app.may_grant(content_object_id) OR (ends_at IS NOT NULL AND user_id = {SELF})));
"""
GRANT_POLICIES_BEFORE = f"""
DROP POLICY members_name ON {GRANTS};
DROP POLICY members_unname ON {GRANTS};
CREATE POLICY members_name ON {GRANTS} FOR INSERT TO casemgr_app, casemgr_worker
    WITH CHECK ({IN_ORGANIZATION} AND app.may_grant(content_object_id));
CREATE POLICY members_unname ON {GRANTS} FOR DELETE TO casemgr_app, casemgr_worker
    USING ({IN_ORGANIZATION} AND app.may_grant(content_object_id));
"""
SEES = f"""(opened_by_id = {SELF} OR EXISTS (SELECT 1 FROM {CASES} c WHERE c.id = {ACCESSES}.case_id))"""
ACCESS_POLICIES = f"""
ALTER TABLE {ACCESSES} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {ACCESSES} FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON {ACCESSES} TO casemgr_owner USING (true) WITH CHECK (true);
CREATE POLICY members ON {ACCESSES} FOR SELECT TO casemgr_app, casemgr_worker USING ({IN_ORGANIZATION} AND {SEES});
CREATE POLICY members_open ON {ACCESSES} FOR INSERT TO casemgr_app, casemgr_worker
    WITH CHECK ({IN_ORGANIZATION} AND opened_by_id = {SELF} AND (SELECT app.may('emergency_access'))
        AND reviewed_by_id IS NULL);
CREATE POLICY members_change ON {ACCESSES} FOR UPDATE TO casemgr_app, casemgr_worker
    USING ({IN_ORGANIZATION} AND {SEES})
    WITH CHECK ({IN_ORGANIZATION} AND (reviewed_by_id IS NULL OR reviewed_by_id = {SELF}));
CREATE FUNCTION app.emergency_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE may_change text[] := ARRAY['ended_at', 'reviewed_by_id', 'reviewed_at', 'verdict', 'review'];
BEGIN
    IF (to_jsonb(NEW) - may_change) IS DISTINCT FROM (to_jsonb(OLD) - may_change)
       OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at)
       OR (OLD.reviewed_at IS NOT NULL AND to_jsonb(NEW) IS DISTINCT FROM to_jsonb(OLD)) THEN
        RAISE EXCEPTION 'an emergency access only ends and is reviewed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER emergency_stays BEFORE UPDATE ON {ACCESSES} FOR EACH ROW EXECUTE FUNCTION app.emergency_stays();
REVOKE DELETE, TRUNCATE ON {ACCESSES} FROM casemgr_app, casemgr_worker;
"""
COMPLAINTS = f"""
CREATE POLICY complaints ON cases_note FOR SELECT TO casemgr_app, casemgr_worker
    USING ({IN_ORGANIZATION} AND kind = 'complaint' AND (SELECT app.may('handle_complaints')));
ALTER TABLE {STEPS} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {STEPS} FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON {STEPS} TO casemgr_owner USING (true) WITH CHECK (true);
CREATE POLICY members ON {STEPS} FOR SELECT TO casemgr_app, casemgr_worker
    USING ({IN_ORGANIZATION} AND ((SELECT app.may('handle_complaints'))
        OR EXISTS (SELECT 1 FROM cases_note n WHERE n.id = {STEPS}.note_id AND n.written_by_id = {SELF})));
CREATE POLICY members_write ON {STEPS} FOR INSERT TO casemgr_app, casemgr_worker
    WITH CHECK ({IN_ORGANIZATION} AND (SELECT app.may('handle_complaints')) AND done_by_id = {SELF}
        AND EXISTS (SELECT 1 FROM cases_note n WHERE n.id = {STEPS}.note_id AND n.kind = 'complaint'));
REVOKE UPDATE, DELETE, TRUNCATE ON {STEPS} FROM casemgr_app, casemgr_worker;
"""
NO_COMPLAINTS = f"""
DROP POLICY members_write ON {STEPS};
DROP POLICY members ON {STEPS};
DROP POLICY complaints ON cases_note;
"""
NO_ACCESSES = f"""
DROP TRIGGER emergency_stays ON {ACCESSES};
DROP FUNCTION app.emergency_stays();
DROP POLICY members_change ON {ACCESSES};
DROP POLICY members_open ON {ACCESSES};
DROP POLICY members ON {ACCESSES};
"""


def cases_policy(rule: str) -> str:
    """Replace the members' policy of cases."""
    return f"""
    DROP POLICY members ON {CASES};
    CREATE POLICY members ON {CASES} TO casemgr_app, casemgr_worker USING ({rule})
        WITH CHECK (organization_id = (SELECT app.org()));
    """


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_team_grants_policy"), ("cases", "0028_teams_and_emergencies")]
    operations = [
        migrations.RunSQL(cases_policy(CASE_RULE), cases_policy(CASE_RULE_BEFORE)),
        migrations.RunSQL(
            MAY_GRANT.format(lasting=" AND g.ends_at IS NULL", team=TEAM), MAY_GRANT.format(lasting="", team="")
        ),
        migrations.RunSQL(EMERGENCY, NO_EMERGENCY),
        migrations.RunSQL(ACCESS_POLICIES, NO_ACCESSES),
        migrations.RunSQL(GRANT_POLICIES, GRANT_POLICIES_BEFORE),
        migrations.RunSQL(COMPLAINTS, NO_COMPLAINTS),
    ]
