"""Row-level security of slips: for whoever sees the case, and for the organization itself, as which the clock and the
public door act. Nobody signed in finds the organization of a slip by the hash of its code, and nothing else.

What a slip shows, for how long and how often, never changes; an ended one stays ended, and a count never goes back.
"""

from django.db import migrations

from casemgr.db.policies import IN_ORGANIZATION, SEES_CASES, protect

ITSELF = "(SELECT app.person()) = (SELECT app.org())"


def of(table: str) -> str:
    """Rows of a case that the reader sees, or of the organization that acts as itself."""
    case = f"EXISTS (SELECT 1 FROM cases_case c WHERE c.id = {table}.case_id)"
    return f"{IN_ORGANIZATION} AND {SEES_CASES} AND ({ITSELF} OR {case})"


LINKS, REPLIES = of("referrals_carriedlink"), of("referrals_carriedreply")

FUNCTIONS = """
CREATE FUNCTION app.carried_home(finder text)
RETURNS TABLE (organization_id uuid, caseworker_id uuid, stands boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT l.organization_id, k.caseworker_id,
           c.decision = 'given' AND c.purpose = 'carry' AND c.ended_at IS NULL AND c.person_id = l.person_id
               AND k.person_id = l.person_id AND o.carried_links AND o.status = 'active'
    FROM public.referrals_carriedlink l
    JOIN public.cases_consent c ON c.id = l.consent_id AND c.organization_id = l.organization_id
    JOIN public.cases_case k ON k.id = l.case_id AND k.organization_id = l.organization_id
    JOIN public.accounts_organization o ON o.id = l.organization_id
    WHERE l.finder = $1 OR (l.reply_hash = $1 AND l.reply_hash <> '')
$$;
CREATE FUNCTION app.carried_only_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.openings < OLD.openings OR NEW.misses < OLD.misses
       OR (OLD.state <> 'ready' AND (NEW.state <> OLD.state OR NEW.content IS NOT NULL OR NEW.openings <> OLD.openings))
       OR (NEW.content IS NOT NULL AND NEW.content IS DISTINCT FROM OLD.content) THEN
        RAISE EXCEPTION 'a slip only ends' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION app.carried_home(text), app.carried_only_ends() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.carried_home(text) TO casemgr_app, casemgr_worker;
"""
NO_FUNCTIONS = "DROP FUNCTION app.carried_only_ends(); DROP FUNCTION app.carried_home(text);"

POLICIES = f"""
CREATE TRIGGER only_ends BEFORE UPDATE ON referrals_carriedlink
    FOR EACH ROW EXECUTE FUNCTION app.carried_only_ends();
CREATE POLICY made_by_a_worker ON referrals_carriedlink AS RESTRICTIVE FOR INSERT TO casemgr_app, casemgr_worker
    WITH CHECK (maker_id = (SELECT app.person()) AND EXISTS (
        SELECT 1 FROM cases_case k JOIN cases_consent c ON c.person_id = k.person_id
        WHERE k.id = case_id AND k.person_id = referrals_carriedlink.person_id AND c.id = consent_id
          AND c.purpose = 'carry'));
CREATE POLICY left_at_the_door ON referrals_carriedreply AS RESTRICTIVE FOR INSERT TO casemgr_app, casemgr_worker
    WITH CHECK ({ITSELF} AND EXISTS (
        SELECT 1 FROM referrals_carriedlink l
        WHERE l.id = link_id AND l.case_id = referrals_carriedreply.case_id
          AND l.person_id = referrals_carriedreply.person_id));
REVOKE UPDATE ON referrals_carriedlink, referrals_carriedreply FROM casemgr_app, casemgr_worker;
GRANT UPDATE (state, state_since, openings, misses, content, ended_by_id, reply_hash, reply_until)
    ON referrals_carriedlink TO casemgr_app, casemgr_worker;
"""
NO_POLICIES = """
GRANT UPDATE ON referrals_carriedlink, referrals_carriedreply TO casemgr_app, casemgr_worker;
DROP POLICY left_at_the_door ON referrals_carriedreply;
DROP POLICY made_by_a_worker ON referrals_carriedlink;
DROP TRIGGER only_ends ON referrals_carriedlink;
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0022_carried_links")]
    operations = [
        protect("referrals_carriedlink", using=LINKS, check=LINKS),
        protect("referrals_carriedreply", using=REPLIES, check=REPLIES),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.RunSQL(POLICIES, NO_POLICIES),
    ]
