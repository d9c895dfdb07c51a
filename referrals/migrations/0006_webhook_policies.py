"""Row-level security of webhooks: an organization's own rows, and copies of a step for the other side of its referral.

Rows name only what their organization has: an endpoint one of its own systems, an event a referral between the writer
and its organization, a delivery an endpoint and an event of the same organization.
"""

from django.db import migrations

from casemgr.db.policies import IN_ORGANIZATION, protect

OWN_SYSTEM = """EXISTS (SELECT 1 FROM accounts_user u
    WHERE u.id = account_id AND u.is_machine AND u.organization_id = referrals_webhookendpoint.organization_id)"""
PARTIES_ONLY = f"""(referral_id IS NULL AND {IN_ORGANIZATION})
    OR app.shares_referral_with(referral_id, organization_id)"""
OWN_BOTH = """EXISTS (SELECT 1 FROM referrals_webhookendpoint e
        WHERE e.id = endpoint_id AND e.organization_id = referrals_webhookdelivery.organization_id)
    AND EXISTS (SELECT 1 FROM referrals_webhookevent o
        WHERE o.id = event_id AND o.organization_id = referrals_webhookdelivery.organization_id)"""

# what an endpoint, an event and a delivery are about never changes; the worker makes and removes no endpoint
FIXED = """
REVOKE UPDATE ON referrals_webhookendpoint, referrals_webhookevent, referrals_webhookdelivery
    FROM casemgr_app, casemgr_worker;
GRANT UPDATE (sealed_secret, sealed_previous, previous_until, state, reason, state_since, version)
    ON referrals_webhookendpoint TO casemgr_app;
GRANT UPDATE (state, reason, state_since, version) ON referrals_webhookendpoint TO casemgr_worker;
GRANT UPDATE (position) ON referrals_webhookevent TO casemgr_app, casemgr_worker;
GRANT UPDATE (state, attempts, next_attempt_at, last_attempt_at, last_status, problem)
    ON referrals_webhookdelivery TO casemgr_app, casemgr_worker;
REVOKE INSERT, DELETE ON referrals_webhookendpoint FROM casemgr_worker;
"""
NOT_FIXED = """
GRANT UPDATE ON referrals_webhookendpoint, referrals_webhookevent, referrals_webhookdelivery
    TO casemgr_app, casemgr_worker;
GRANT INSERT, DELETE ON referrals_webhookendpoint TO casemgr_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0005_webhooks"), ("cases", "0030_webhook_news")]
    operations = [
        protect("referrals_webhookendpoint", using=IN_ORGANIZATION, check=f"{IN_ORGANIZATION} AND {OWN_SYSTEM}"),
        protect("referrals_webhookevent", using=IN_ORGANIZATION, check=PARTIES_ONLY),
        protect("referrals_webhookdelivery", using=IN_ORGANIZATION, check=f"{IN_ORGANIZATION} AND {OWN_BOTH}"),
        migrations.RunSQL(FIXED, NOT_FIXED),
    ]
