"""An organization states only its own side: who sends a referral, on which of its cases and consents.

The restrictive policies are asked on top of those of 0002, which also let the other side's later updates pass.
`app.referral_standing` reads a consent only where case, consent and referral belong to the organization of the row
that names them, so that a row that got there by any other way tells nothing.
"""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION app.sends_referral(referral uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT EXISTS (SELECT 1 FROM public.referrals_referral r WHERE r.id = $1 AND r.sender_id = app.org())
$$;

CREATE FUNCTION app.referral_caseworker(referral uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT k.caseworker_id
    FROM public.referrals_referralparty p
    JOIN public.cases_case k ON k.id = p.case_id AND k.organization_id = p.organization_id
    WHERE p.referral_id = $1 AND p.role = 'sender'
      AND EXISTS (SELECT 1 FROM public.referrals_referralparty own
                  WHERE own.referral_id = $1 AND own.organization_id = app.org())
$$;

CREATE OR REPLACE FUNCTION app.referral_standing(referral uuid)
RETURNS TABLE (decision text, purpose text, recipient_id uuid, service_code text, categories text[], starts_on date,
               ends_on date, ended_at timestamptz, never_share boolean, worker_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT c.decision::text, c.purpose::text, c.recipient_id, c.service_code::text, c.categories::text[], c.starts_on,
           c.ends_on, c.ended_at,
           EXISTS (SELECT 1 FROM public.cases_nevershare n
                   WHERE n.person_id = c.person_id AND n.recipient_id = c.recipient_id),
           p.worker_id
    FROM public.referrals_referralparty p
    JOIN public.referrals_referral r ON r.id = p.referral_id AND r.sender_id = p.organization_id
    JOIN public.cases_consent c ON c.id = p.consent_id AND c.organization_id = p.organization_id
    JOIN public.cases_case k
      ON k.id = p.case_id AND k.organization_id = p.organization_id AND k.person_id = c.person_id
    WHERE p.referral_id = $1 AND p.role = 'sender'
      AND EXISTS (SELECT 1 FROM public.referrals_referralparty own
                  WHERE own.referral_id = $1 AND own.organization_id = app.org())
$$;

REVOKE ALL ON FUNCTION app.sends_referral(uuid), app.referral_caseworker(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.sends_referral(uuid), app.referral_caseworker(uuid) TO casemgr_app, casemgr_worker;
"""
# the stricter app.referral_standing stays: it has the same columns, and 0002 drops it
NO_FUNCTIONS = "DROP FUNCTION app.referral_caseworker(uuid); DROP FUNCTION app.sends_referral(uuid);"

# the cases and consents named here are those that the writer's own row-level security shows
POLICIES = """
CREATE POLICY own_offers ON referrals_referral AS RESTRICTIVE FOR INSERT TO casemgr_app, casemgr_worker
    WITH CHECK (sender_id = (SELECT app.org()));
CREATE POLICY own_side ON referrals_referralparty AS RESTRICTIVE FOR INSERT TO casemgr_app, casemgr_worker
    WITH CHECK (
        (role = 'sender' AND organization_id = (SELECT app.org()) AND app.sends_referral(referral_id)
         AND EXISTS (SELECT 1 FROM cases_case k JOIN cases_consent c ON c.person_id = k.person_id
                     WHERE k.id = case_id AND c.id = consent_id))
        OR (role = 'receiver' AND case_id IS NULL AND consent_id IS NULL
            AND app.sends_referral_to(referral_id, organization_id)));
"""
NO_POLICIES = "DROP POLICY own_side ON referrals_referralparty; DROP POLICY own_offers ON referrals_referral;"


class Migration(migrations.Migration):
    dependencies = [("referrals", "0003_export_door")]
    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.RunSQL(POLICIES, NO_POLICIES),
    ]
