"""Rules for reminders, for the new columns, and for the link onward: one names only what one received oneself."""

from django.db import migrations

from casemgr.db.policies import append_only, protect

OF_REFERRAL = "EXISTS (SELECT 1 FROM referrals_referral r WHERE r.id = referrals_reminder.referral_id)"
COLUMNS = """
GRANT UPDATE (wait_until, phoned_at, not_phoned, purged_at) ON referrals_referral TO casemgr_app, casemgr_worker;
GRANT UPDATE (error_reason) ON referrals_referralparty TO casemgr_app, casemgr_worker;
"""
NO_COLUMNS = """
REVOKE UPDATE (wait_until, phoned_at, not_phoned, purged_at) ON referrals_referral FROM casemgr_app, casemgr_worker;
REVOKE UPDATE (error_reason) ON referrals_referralparty FROM casemgr_app, casemgr_worker;
"""
# a policy of the table can't look at referrals, whose own policy looks at the table
ONWARD = """
CREATE FUNCTION app.received_referral(referral uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT EXISTS (SELECT 1 FROM public.referrals_referral r
                   WHERE r.id = $1 AND r.receiver_id = app.org() AND r.offered_at IS NOT NULL)
$$;
REVOKE ALL ON FUNCTION app.received_referral(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.received_referral(uuid) TO casemgr_app, casemgr_worker;
CREATE POLICY own_onward ON referrals_referralparty AS RESTRICTIVE FOR INSERT TO casemgr_app, casemgr_worker
    WITH CHECK (onward_from_id IS NULL OR (role = 'sender' AND app.received_referral(onward_from_id)));
"""
NO_ONWARD = "DROP POLICY own_onward ON referrals_referralparty; DROP FUNCTION app.received_referral(uuid);"


class Migration(migrations.Migration):
    dependencies = [("referrals", "0007_clock")]
    operations = [
        protect("referrals_reminder", using=OF_REFERRAL, check=OF_REFERRAL),
        append_only("referrals_reminder", deletable=True),
        migrations.RunSQL(COLUMNS, NO_COLUMNS),
        migrations.RunSQL(ONWARD, NO_ONWARD),
    ]
