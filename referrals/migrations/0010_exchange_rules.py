"""Row-level security of the exchange between instances.

An organization on another instance has one account here, which acts when its letters are carried out; it reaches what
its pairing's referrals are, and may offer to and be offered by the organization here that it is paired with alone.
A pairing is found before it is known who calls: three functions answer one question each.
"""

from django.db import migrations

from casemgr.db.policies import IN_ORGANIZATION, SEES_CASES, protect

TOGETHER = """ AND (partner_id IS NULL OR EXISTS (
    SELECT 1 FROM accounts_organization o JOIN accounts_user u ON u.organization_id = o.id
    WHERE o.id = partner_id AND o.paired_with_id = referrals_pairing.organization_id AND u.id = account_id))"""
MINE = "(SELECT app.org()) IN (organization_id, partner_id)"
OF_PAIRING = "EXISTS (SELECT 1 FROM referrals_pairing p WHERE p.id = {table}.pairing_id)"
OF_REFERRAL = "EXISTS (SELECT 1 FROM referrals_referral r WHERE r.id = {table}.referral_id)"

FUNCTIONS = """
CREATE FUNCTION app.pairing_account(shared text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT p.account_id FROM public.referrals_pairing p WHERE p.shared_id = $1
$$;

CREATE FUNCTION app.invitation_of(token bytea) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT p.invited_by_id FROM public.referrals_pairing p
    WHERE p.token_hash = $1 AND p.state = 'invited' AND p.token_until > now()
$$;

CREATE FUNCTION app.exchange_accounts() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT p.account_id FROM public.referrals_pairing p WHERE p.account_id IS NOT NULL
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
    UNION ALL
    SELECT 'given', 'share', r.receiver_id, r.service_code::text, c.categories::text[], (r.offered_at AT TIME ZONE o.time_zone)::date,
           c.ends_on, c.ended_at, false, p.worker_id
    FROM public.referrals_remoteconsent c
    JOIN public.referrals_referral r ON r.id = c.referral_id
    JOIN public.accounts_organization o ON o.id = r.sender_id AND o.paired_with_id = r.receiver_id
    JOIN public.referrals_referralparty p
      ON p.referral_id = r.id AND p.organization_id = r.sender_id AND p.role = 'sender' AND p.consent_id IS NULL
    WHERE c.referral_id = $1
      AND EXISTS (SELECT 1 FROM public.referrals_referralparty own
                  WHERE own.referral_id = $1 AND own.organization_id = app.org())
$$;

REVOKE ALL ON FUNCTION app.pairing_account(text), app.invitation_of(bytea), app.exchange_accounts() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.pairing_account(text), app.invitation_of(bytea) TO casemgr_app, casemgr_worker;
GRANT EXECUTE ON FUNCTION app.exchange_accounts() TO casemgr_worker;
"""
NO_FUNCTIONS = """
DROP FUNCTION app.exchange_accounts();
DROP FUNCTION app.invitation_of(bytea);
DROP FUNCTION app.pairing_account(text);
"""

PARTY = f"""{IN_ORGANIZATION} AND {SEES_CASES} AND (role = 'receiver' OR case_id IS NULL
    OR EXISTS (SELECT 1 FROM cases_case c WHERE c.id = referrals_referralparty.case_id))"""
BEFORE = f"""{IN_ORGANIZATION} AND {SEES_CASES} AND (role = 'receiver'
    OR EXISTS (SELECT 1 FROM cases_case c WHERE c.id = referrals_referralparty.case_id))"""

POLICIES = f"""
ALTER POLICY members ON referrals_referralparty USING ({PARTY});
DROP POLICY own_side ON referrals_referralparty;
CREATE POLICY own_side ON referrals_referralparty AS RESTRICTIVE FOR INSERT TO casemgr_app, casemgr_worker
    WITH CHECK (
        (role = 'sender' AND organization_id = (SELECT app.org()) AND app.sends_referral(referral_id)
         AND (EXISTS (SELECT 1 FROM cases_case k JOIN cases_consent c ON c.person_id = k.person_id
                      WHERE k.id = case_id AND c.id = consent_id)
              OR (case_id IS NULL AND consent_id IS NULL
                  AND EXISTS (SELECT 1 FROM accounts_organization o
                              WHERE o.id = organization_id AND o.paired_with_id IS NOT NULL))))
        OR (role = 'receiver' AND case_id IS NULL AND consent_id IS NULL
            AND app.sends_referral_to(referral_id, organization_id)));
CREATE POLICY paired_only ON referrals_referral AS RESTRICTIVE FOR INSERT TO casemgr_app, casemgr_worker
    WITH CHECK (
        NOT EXISTS (SELECT 1 FROM accounts_organization o
                    WHERE (o.id = sender_id AND o.paired_with_id <> receiver_id)
                       OR (o.id = receiver_id AND o.paired_with_id <> sender_id)));
GRANT UPDATE (accept_asked_at) ON referrals_referralparty TO casemgr_app, casemgr_worker;
REVOKE DELETE ON referrals_pairing, referrals_purgerequest, referrals_remoteconsent FROM casemgr_app, casemgr_worker;
REVOKE UPDATE ON referrals_seennonce FROM casemgr_app, casemgr_worker;
"""
NO_POLICIES = f"""
DROP POLICY paired_only ON referrals_referral;
DROP POLICY own_side ON referrals_referralparty;
CREATE POLICY own_side ON referrals_referralparty AS RESTRICTIVE FOR INSERT TO casemgr_app, casemgr_worker
    WITH CHECK (
        (role = 'sender' AND organization_id = (SELECT app.org()) AND app.sends_referral(referral_id)
         AND EXISTS (SELECT 1 FROM cases_case k JOIN cases_consent c ON c.person_id = k.person_id
                     WHERE k.id = case_id AND c.id = consent_id))
        OR (role = 'receiver' AND case_id IS NULL AND consent_id IS NULL
            AND app.sends_referral_to(referral_id, organization_id)));
ALTER POLICY members ON referrals_referralparty USING ({BEFORE});
"""


def of(rule: str, table: str) -> str:
    """The rule about this table."""
    return rule.format(table=table)


class Migration(migrations.Migration):
    dependencies = [("referrals", "0009_exchange")]
    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        protect("referrals_pairing", using=MINE, check=MINE + TOGETHER),
        *(
            protect(table, using=of(OF_PAIRING, table), check=of(OF_PAIRING, table))
            for table in ("referrals_outgoingletter", "referrals_incomingletter", "referrals_seennonce")
        ),
        *(
            protect(table, using=of(OF_REFERRAL, table), check=of(OF_REFERRAL, table))
            for table in ("referrals_remoteconsent", "referrals_purgerequest")
        ),
        migrations.RunSQL(POLICIES, NO_POLICIES),
    ]
