"""Row-level security of referrals: each organization reaches a referral through its own party row only.

Three functions run with the owner's rights, each answering one question to a party of the referral. Without them a
sender could not make the receiver's row, nor the receiver learn whether the sender's consent still stands.
"""

from django.db import migrations

from casemgr.db.policies import IN_ORGANIZATION, SEES_CASES, append_only, by_organization, protect

PARTY = f"""{IN_ORGANIZATION} AND {SEES_CASES} AND (
    role = 'receiver' OR EXISTS (SELECT 1 FROM cases_case c WHERE c.id = referrals_referralparty.case_id))"""
REFERRAL = """EXISTS (SELECT 1 FROM referrals_referralparty p
    WHERE p.referral_id = referrals_referral.id AND p.organization_id = (SELECT app.org()))"""


def of_visible_referral(table):
    """Rows whose referral is visible."""
    return f"EXISTS (SELECT 1 FROM referrals_referral r WHERE r.id = {table}.referral_id)"


FUNCTIONS = """
CREATE FUNCTION app.sends_referral_to(referral uuid, receiver uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT EXISTS (SELECT 1 FROM public.referrals_referral r
                   WHERE r.id = $1 AND r.sender_id = app.org() AND r.receiver_id = $2)
$$;

CREATE FUNCTION app.shares_referral_with(referral uuid, other uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT EXISTS (SELECT 1 FROM public.referrals_referralparty p
                   WHERE p.referral_id = $1 AND p.organization_id = app.org())
       AND EXISTS (SELECT 1 FROM public.referrals_referralparty p
                   WHERE p.referral_id = $1 AND p.organization_id = $2)
$$;

CREATE FUNCTION app.referral_standing(referral uuid)
RETURNS TABLE (decision text, purpose text, recipient_id uuid, service_code text, categories text[], starts_on date,
               ends_on date, ended_at timestamptz, never_share boolean, worker_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT c.decision::text, c.purpose::text, c.recipient_id, c.service_code::text, c.categories::text[], c.starts_on,
           c.ends_on, c.ended_at,
           EXISTS (SELECT 1 FROM public.cases_nevershare n
                   WHERE n.person_id = c.person_id AND n.recipient_id = c.recipient_id),
           p.worker_id
    FROM public.referrals_referralparty p JOIN public.cases_consent c ON c.id = p.consent_id
    WHERE p.referral_id = $1 AND p.role = 'sender'
      AND EXISTS (SELECT 1 FROM public.referrals_referralparty own
                  WHERE own.referral_id = $1 AND own.organization_id = app.org())
$$;

REVOKE ALL ON FUNCTION app.sends_referral_to(uuid, uuid), app.shares_referral_with(uuid, uuid),
    app.referral_standing(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.sends_referral_to(uuid, uuid), app.shares_referral_with(uuid, uuid),
    app.referral_standing(uuid) TO casemgr_app, casemgr_worker;
"""
NO_FUNCTIONS = """
DROP FUNCTION app.referral_standing(uuid);
DROP FUNCTION app.shares_referral_with(uuid, uuid);
DROP FUNCTION app.sends_referral_to(uuid, uuid);
"""

# between whom a referral is, and on which case and consent it stands, never changes once written
FIXED = """
REVOKE UPDATE ON referrals_referral, referrals_referralparty FROM casemgr_app, casemgr_worker;
GRANT UPDATE (service_code, needs, urgency, deadline, state, state_since, version, age_band, region, language,
    interpreter_needed, feedback, reason_code, outcome, offered_at) ON referrals_referral TO casemgr_app, casemgr_worker;
GRANT UPDATE (worker_id) ON referrals_referralparty TO casemgr_app, casemgr_worker;
"""
NOT_FIXED = "GRANT UPDATE ON referrals_referral, referrals_referralparty TO casemgr_app, casemgr_worker;"


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0001_initial"),
        ("cases", "0002_row_level_security"),
        ("database", "0001_actor_context"),
    ]
    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        protect(
            "referrals_referralparty",
            using=PARTY,
            check=f"{IN_ORGANIZATION} OR app.sends_referral_to(referral_id, organization_id)",
        ),
        protect("referrals_referral", using=REFERRAL, check="(SELECT app.org()) IN (sender_id, receiver_id)"),
        protect("referrals_disclosuresnapshot", using=of_visible_referral("referrals_disclosuresnapshot")),
        protect(
            "referrals_referralevent",
            using=f"{IN_ORGANIZATION} AND {of_visible_referral('referrals_referralevent')}",
            check=f"{IN_ORGANIZATION} OR app.shares_referral_with(referral_id, organization_id)",
        ),
        by_organization("referrals_idempotencyrecord"),
        append_only("referrals_disclosuresnapshot", deletable=True),
        append_only("referrals_referralevent", deletable=True),
        migrations.RunSQL(FIXED, NOT_FIXED),
    ]
