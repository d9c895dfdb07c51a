"""Who finds what of hard hours, and what the clock may know of what is late."""

from django.db import migrations

from casemgr.db.policies import (
    IN_ORGANIZATION,
    SEES_CASES,
    by_case,
    by_few_on_case,
    by_organization,
    members_too,
    of_group,
    protect,
)

SELF = "(SELECT app.person())"
ALL = "(SELECT app.scope()) = 'organization'"
PLANS, CHECKS, FACTS = "cases_crisisplan", "cases_crisischeck", "cases_healthfact"
RETURNS, RISKS = "cases_voluntaryreturn", "cases_returnrisk"
GONE, KIN = "cases_whereabouts", "cases_kinrule"
VISITS, THREATS, REMINDERS = "cases_visit", "cases_threatreport", "cases_carereminder"
OWN_VISITS = f"(worker_id = {SELF} OR watcher_id = {SELF} OR {ALL})"
OWN_THREATS = f"(recorded_by_id = {SELF} OR {ALL})"

# ids of what is late at a moment in one organization, restricted cases included, for the organization itself alone
LATE = f"""
CREATE FUNCTION app.care_late("at" timestamptz)
RETURNS TABLE (subject uuid, kind text, case_id uuid, workers uuid[], restricted boolean, named uuid[],
              author uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    WITH late AS (
        SELECT k.id, k.case_id, ARRAY[k.recorded_by_id] AS writers, v.kind, NULL::uuid AS author
        FROM public.{CHECKS} k
        JOIN public.cases_case c ON c.id = k.case_id AND c.status NOT IN ('closed', 'closed_by_referral')
        JOIN public.cases_safecontact s ON s.person_id = c.person_id AND s.stopped = ''
        CROSS JOIN LATERAL (VALUES
            ('check_due', k.next_at <= "at"),
            ('check_late', k.next_at + interval '1 hour' <= "at")
        ) v (kind, holds)
        WHERE k.organization_id = app.org() AND k.answered_at IS NULL AND v.holds
        UNION ALL
        SELECT w.id, w.case_id, ARRAY[]::uuid[], 'confirm', w.recorded_by_id
        FROM public.{GONE} w
        WHERE w.organization_id = app.org() AND w.confirmed_at IS NULL AND w.ended_at IS NULL
          AND w.recorded_at + interval '1 day' <= "at"
    )
    SELECT l.id, l.kind, l.case_id, l.writers || c.caseworker_id, c.restricted,
           ARRAY(SELECT g.user_id FROM public.cases_caseuserobjectpermission g
                 WHERE g.content_object_id = c.id AND g.ends_at IS NULL), l.author
    FROM late l JOIN public.cases_case c ON c.id = l.case_id
    WHERE app.person() = app.org()
      AND NOT EXISTS (SELECT 1 FROM public.{REMINDERS} r WHERE r.subject = l.id AND r.kind = l.kind)
$$;
REVOKE ALL ON FUNCTION app.care_late(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.care_late(timestamptz) TO casemgr_app, casemgr_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0057_crisis_and_care"), ("database", "0002_rights")]
    operations = [
        by_case(PLANS),
        members_too(PLANS, of_group("health")),
        by_case(CHECKS),
        members_too(CHECKS, of_group("health")),
        by_few_on_case(FACTS, too="(SELECT app.may('read_health_facts'))"),
        members_too(FACTS, of_group("health")),
        by_case(RETURNS),
        members_too(RETURNS, of_group("narrative")),
        by_case(RISKS),
        members_too(RISKS, of_group("narrative")),
        by_case(GONE),
        by_case(KIN),
        members_too(KIN, of_group("contact")),
        protect(VISITS, using=f"{IN_ORGANIZATION} AND {SEES_CASES} AND {OWN_VISITS}"),
        protect(THREATS, using=f"{IN_ORGANIZATION} AND {SEES_CASES} AND {OWN_THREATS}"),
        by_organization("cases_staffcare"),
        protect(REMINDERS, using=f"{IN_ORGANIZATION} AND {SELF} = (SELECT app.org())"),
        migrations.RunSQL(LATE, "DROP FUNCTION app.care_late(timestamptz);"),
    ]
