"""Who reads proceedings and requests, that nobody decides for somebody else, what the clock may know of deadlines, and
a grant for a case conference that ends by itself.

Such a grant is made only beside a seat at a planned conference that says the same time; a restricted case it doesn't open.
"""

from django.db import migrations

from casemgr.db.policies import IN_ORGANIZATION, append_only, by_case, members_too, of_group, protect

GRANTS, SEATS = "cases_caseuserobjectpermission", "cases_conferenceattendee"
REQUESTS, DEADLINES = "cases_legalrequest", "cases_deadline"
STEPS = ("cases_proceedingstep", "cases_deadlinestep", "cases_legalrequeststep", "cases_award", "cases_awardpayment")
LEGAL = (*STEPS, "cases_proceeding", "cases_hearing", DEADLINES, "cases_authorityharm", REQUESTS)
REMINDERS, UNKNOWN = "cases_deadlinereminder", "cases_unknownrequest"
SELF = "(SELECT app.person())"
OWN_ENTRY = f"""(SELECT app.scope()) IN ('organization', 'own') AND (SELECT app.may('legal'))
    AND ((SELECT app.scope()) = 'organization' OR recorded_by_id = {SELF})"""
SEES_DEADLINE = f"EXISTS (SELECT 1 FROM {DEADLINES} d WHERE d.id = {REMINDERS}.deadline_id)"

DECIDES = f"""
CREATE FUNCTION app.request_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE moving text[] := ARRAY['state', 'version', 'released', 'disclosure_id'];
BEGIN
    IF current_user = 'casemgr_owner' THEN RETURN NEW; END IF;
    IF OLD.decided_at IS NOT NULL AND (to_jsonb(NEW) - moving) IS DISTINCT FROM (to_jsonb(OLD) - moving) THEN
        RAISE EXCEPTION 'what was decided stays' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.decided_by_id IS DISTINCT FROM OLD.decided_by_id AND NEW.decided_by_id IS DISTINCT FROM app.person() THEN
        RAISE EXCEPTION 'nobody signs for somebody else' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER request_stays BEFORE UPDATE ON {REQUESTS} FOR EACH ROW EXECUTE FUNCTION app.request_stays();
"""
DECIDES_NOT = f"DROP TRIGGER request_stays ON {REQUESTS}; DROP FUNCTION app.request_stays();"

# ids and days of one organization's deadlines, restricted cases included, for the organization itself alone
NEAR = f"""
CREATE FUNCTION app.deadlines_near(today date)
RETURNS TABLE (deadline_id uuid, public_id text, case_id uuid, kind text, due_on date, workers uuid[],
               restricted boolean, named uuid[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT d.id, d.public_id::text, d.case_id, k.kind, d.due_on, ARRAY[c.caseworker_id, d.recorded_by_id], c.restricted,
           ARRAY(SELECT g.user_id FROM public.{GRANTS} g WHERE g.content_object_id = c.id AND g.ends_at IS NULL)
    FROM public.{DEADLINES} d
    JOIN public.cases_case c ON c.id = d.case_id
    CROSS JOIN LATERAL (VALUES
        ('soon', d.due_on >= today AND d.due_on - d.warn_days <= today),
        ('passed', d.due_on < today)
    ) k (kind, holds)
    WHERE app.person() = app.org() AND d.organization_id = app.org() AND d.state = 'open' AND k.holds
      AND NOT EXISTS (SELECT 1 FROM public.{REMINDERS} r
                      WHERE r.deadline_id = d.id AND r.kind = k.kind AND r.due_on = d.due_on)
$$;
REVOKE ALL ON FUNCTION app.deadlines_near(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.deadlines_near(date) TO casemgr_app, casemgr_worker;
"""

SEATED = f"""
-- Whether somebody has a seat at a planned conference about the case, with sight of it until then.
CREATE FUNCTION app.seated("case" uuid, colleague uuid, until timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.{SEATS} a JOIN public.cases_caseconference m ON m.id = a.conference_id
        JOIN public.cases_case c ON c.id = a.case_id
        WHERE a.case_id = $1 AND a.colleague_id = $2 AND a.until = $3 AND a.until > now()
          AND m.state = 'planned' AND a.organization_id = app.org() AND NOT c.restricted)
$$;
REVOKE ALL ON FUNCTION app.seated(uuid, uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.seated(uuid, uuid, timestamptz) TO casemgr_app, casemgr_worker;
"""
EMERGENCY = f"(ends_at IS NOT NULL AND user_id = {SELF} AND app.opened_in_emergency(content_object_id, ends_at))"
MEETING = (
    "(ends_at IS NOT NULL AND app.may_grant(content_object_id) AND app.seated(content_object_id, user_id, ends_at))"
)


def naming(*ways: str) -> str:
    """The policy of who may write a grant: for good, or until a time on one of these grounds."""
    rule = " OR ".join(["(ends_at IS NULL AND app.may_grant(content_object_id))", *ways])
    return f"""
    DROP POLICY members_name ON {GRANTS};
    CREATE POLICY members_name ON {GRANTS} FOR INSERT TO casemgr_app, casemgr_worker
        WITH CHECK ({IN_ORGANIZATION} AND ({rule}));
    """


class Migration(migrations.Migration):
    dependencies = [("cases", "0053_proceedings_and_requests")]
    operations = [
        *[by_case(table) for table in (*LEGAL, "cases_caseconference", SEATS)],
        *[members_too(table, of_group("legal")) for table in LEGAL],
        *[append_only(table, deletable=True) for table in (*STEPS, REMINDERS)],
        protect(UNKNOWN, using=f"{IN_ORGANIZATION} AND {OWN_ENTRY}"),
        append_only(UNKNOWN, deletable=True),
        protect(REMINDERS, using=f"{IN_ORGANIZATION} AND ({SELF} = (SELECT app.org()) OR {SEES_DEADLINE})"),
        migrations.RunSQL(DECIDES, DECIDES_NOT),
        migrations.RunSQL(NEAR, "DROP FUNCTION app.deadlines_near(date);"),
        migrations.RunSQL(SEATED, "DROP FUNCTION app.seated(uuid, uuid, timestamptz);"),
        migrations.RunSQL(naming(EMERGENCY, MEETING), naming(EMERGENCY)),
    ]
