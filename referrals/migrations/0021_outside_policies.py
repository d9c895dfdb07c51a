"""Row-level security of partners that don't use the system, and of asking back what they were told.

Only its keeper refers to such a partner, and it never sends anything. Its details are its keeper's own.
"""

from django.db import migrations

from casemgr.db.policies import IN_ORGANIZATION, by_keeper, protect

RIGHT = "keep_partners"
OF_REFERRAL = "EXISTS (SELECT 1 FROM referrals_referral r WHERE r.id = referrals_takeback.referral_id)"

# a kept organization is hidden from everybody but its keeper: the policy itself could not see what to refuse
FUNCTIONS = """
CREATE FUNCTION app.may_be_referred(sender uuid, receiver uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT NOT EXISTS (SELECT 1 FROM public.accounts_organization o
                       WHERE (o.id = $1 AND o.kept_by_id IS NOT NULL)
                          OR (o.id = $2 AND o.kept_by_id IS NOT NULL AND o.kept_by_id <> $1))
$$;
REVOKE ALL ON FUNCTION app.may_be_referred(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.may_be_referred(uuid, uuid) TO casemgr_app, casemgr_worker;
"""
NO_FUNCTIONS = "DROP FUNCTION app.may_be_referred(uuid, uuid);"

POLICIES = """
CREATE POLICY outside_only ON referrals_referral AS RESTRICTIVE FOR INSERT TO casemgr_app, casemgr_worker
    WITH CHECK (app.may_be_referred(sender_id, receiver_id));
CREATE POLICY own_partner ON referrals_outsidepartner AS RESTRICTIVE FOR INSERT TO casemgr_app, casemgr_worker
    WITH CHECK (EXISTS (SELECT 1 FROM accounts_organization o
                        WHERE o.id = partner_id AND o.kept_by_id = referrals_outsidepartner.organization_id));
REVOKE UPDATE ON referrals_outsidepartner, referrals_takeback FROM casemgr_app, casemgr_worker;
REVOKE DELETE ON referrals_outsidepartner FROM casemgr_app, casemgr_worker;
GRANT UPDATE (services, languages, ways, letter_name, telephone, address, ask_for, hours, written_by_id, written_at,
    confirmed_by_id, confirmed_at, proposed, proposed_by_id, proposed_at, checked_on, checked_by_id, ended_by_id,
    ended_at, version) ON referrals_outsidepartner TO casemgr_app, casemgr_worker;
GRANT UPDATE (confirmed_on, confirmed_by_id, confirmed_whom) ON referrals_takeback TO casemgr_app, casemgr_worker;
"""
NO_POLICIES = """
GRANT UPDATE, DELETE ON referrals_outsidepartner, referrals_takeback TO casemgr_app, casemgr_worker;
DROP POLICY own_partner ON referrals_outsidepartner;
DROP POLICY outside_only ON referrals_referral;
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0020_outside_partners")]
    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        by_keeper("referrals_outsidepartner", right=RIGHT, shown="false"),
        protect("referrals_takeback", using=OF_REFERRAL, check=f"{IN_ORGANIZATION} AND {OF_REFERRAL}"),
        migrations.RunSQL(POLICIES, NO_POLICIES),
    ]
