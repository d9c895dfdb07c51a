"""Row-level security of calls for help and of what is said without a name.

A contact is there for who takes contacts: their own and those of nobody, all of them for who sees the organization; one
that became a case with the case. Words without a name are written by the organization itself, as which the public page
acts; whoever sends them is found out by nobody. Those about harm by staff are for whoever receives complaints.
"""

from django.db import migrations

from casemgr.db.policies import IN_ORGANIZATION, SEES_CASES, protect

TAKES = f"{IN_ORGANIZATION} AND (SELECT app.may('take_contacts'))"
ITSELF = "(SELECT app.person()) = (SELECT app.org())"
WHOLE = "(SELECT app.scope()) = 'organization'"
COMPLAINTS = "(SELECT app.may('handle_complaints'))"
KEEPS_DOOR = f"{IN_ORGANIZATION} AND (SELECT app.may('manage_people'))"

OF_CASE = "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = cases_quickcontact.case_id)"
OWN = f"case_id IS NULL AND ({WHOLE} OR worker_id IS NULL OR worker_id = (SELECT app.person()))"
CONTACTS = f"{TAKES} AND (({OWN}) OR {OF_CASE})"
READS = f"{IN_ORGANIZATION} AND ({WHOLE} OR {COMPLAINTS})"
WORDS = f"{IN_ORGANIZATION} AND ({ITSELF} OR {COMPLAINTS} OR ({WHOLE} AND NOT harm))"


def _left_at_the_door(table: str) -> str:
    return (
        f"CREATE POLICY left_at_the_door ON {table} AS RESTRICTIVE FOR INSERT TO casemgr_app, casemgr_worker "
        f"WITH CHECK ({ITSELF});"
    )


RULES = f"""
{_left_at_the_door("cases_feedbackcount")}
{_left_at_the_door("cases_feedbackword")}
REVOKE UPDATE ON cases_feedbackcount, cases_feedbackword FROM casemgr_app, casemgr_worker;
GRANT UPDATE (count) ON cases_feedbackcount TO casemgr_app, casemgr_worker;
GRANT UPDATE (harm, step) ON cases_feedbackword TO casemgr_app, casemgr_worker;
CREATE POLICY kept_by_administrators ON cases_feedbackdoor AS RESTRICTIVE FOR UPDATE TO casemgr_app, casemgr_worker
    USING ({KEEPS_DOOR}) WITH CHECK ({KEEPS_DOOR});
CREATE FUNCTION app.feedback_home(code text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT d.organization_id FROM public.cases_feedbackdoor d
    JOIN public.accounts_organization o ON o.id = d.organization_id
    WHERE d.code = $1 AND d.open AND o.status = 'active'
$$;
REVOKE ALL ON FUNCTION app.feedback_home(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.feedback_home(text) TO casemgr_app, casemgr_worker;
"""
NO_RULES = """
DROP FUNCTION app.feedback_home(text);
DROP POLICY kept_by_administrators ON cases_feedbackdoor;
GRANT UPDATE ON cases_feedbackcount, cases_feedbackword TO casemgr_app, casemgr_worker;
DROP POLICY left_at_the_door ON cases_feedbackword;
DROP POLICY left_at_the_door ON cases_feedbackcount;
"""
DOOR = f"{IN_ORGANIZATION} AND ({SEES_CASES} OR (SELECT app.may('manage_people')))"


class Migration(migrations.Migration):
    dependencies = [("cases", "0044_hotline")]
    operations = [
        protect("cases_quickcontact", using=CONTACTS, check=TAKES),
        protect("cases_calltally", using=TAKES, check=TAKES),
        protect("cases_feedbackdoor", using=DOOR, check=KEEPS_DOOR),
        protect("cases_feedbackcount", using=READS, check=READS),
        protect("cases_feedbackword", using=WORDS, check=WORDS),
        migrations.RunSQL(RULES, NO_RULES),
    ]
