"""Messages and hand-offs are seen by both sides and written by each in its own name; what was written stays.

A message belongs to whoever says it; that the other side saw it is all that changes.
"""

from django.db import migrations

from casemgr.db.policies import protect

OF_REFERRAL = "EXISTS (SELECT 1 FROM referrals_referral r WHERE r.id = {table}.referral_id)"
MESSAGE, HANDOFF = (OF_REFERRAL.format(table=table) for table in ("referrals_referralmessage", "referrals_handoff"))

RULES = """
CREATE POLICY own_words ON referrals_referralmessage AS RESTRICTIVE FOR INSERT TO casemgr_app, casemgr_worker
    WITH CHECK (organization_id = (SELECT app.org()));
CREATE POLICY own_proposal ON referrals_handoff AS RESTRICTIVE FOR INSERT TO casemgr_app, casemgr_worker
    WITH CHECK (proposed_by_id = (SELECT app.org()));
REVOKE UPDATE, TRUNCATE ON referrals_referralmessage, referrals_handoff FROM casemgr_app, casemgr_worker;
GRANT UPDATE (seen_at) ON referrals_referralmessage TO casemgr_app, casemgr_worker;
GRANT UPDATE (state, result, version) ON referrals_handoff TO casemgr_app, casemgr_worker;
"""
NO_RULES = """
DROP POLICY own_proposal ON referrals_handoff;
DROP POLICY own_words ON referrals_referralmessage;
GRANT UPDATE ON referrals_referralmessage, referrals_handoff TO casemgr_app, casemgr_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0013_talk")]
    operations = [
        protect("referrals_referralmessage", using=MESSAGE, check=MESSAGE),
        protect("referrals_handoff", using=HANDOFF, check=HANDOFF),
        migrations.RunSQL(RULES, NO_RULES),
    ]
