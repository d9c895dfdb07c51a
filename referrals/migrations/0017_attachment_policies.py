"""Documents that go along: chosen ones are there for their sender alone, released ones for both sides."""

from django.db import migrations

from casemgr.db.policies import IN_ORGANIZATION, protect

TABLE = "referrals_referralattachment"
SEEN = f"""EXISTS (SELECT 1 FROM referrals_referral r WHERE r.id = {TABLE}.referral_id)
    AND ({IN_ORGANIZATION} OR snapshot_id IS NOT NULL)"""
OWN = f"""{IN_ORGANIZATION} AND app.sends_referral(referral_id)
    AND EXISTS (SELECT 1 FROM cases_document d WHERE d.id = {TABLE}.document_id)"""

RULES = f"""
CREATE POLICY own_changes ON {TABLE} AS RESTRICTIVE FOR UPDATE TO casemgr_app, casemgr_worker
    USING ({IN_ORGANIZATION});
CREATE POLICY own_removal ON {TABLE} AS RESTRICTIVE FOR DELETE TO casemgr_app, casemgr_worker
    USING ({IN_ORGANIZATION});
CREATE POLICY own_documents ON {TABLE} AS RESTRICTIVE FOR INSERT TO casemgr_app, casemgr_worker
    WITH CHECK ({OWN});
REVOKE UPDATE, TRUNCATE ON {TABLE} FROM casemgr_app, casemgr_worker;
GRANT UPDATE (snapshot_id, title, size, released_at, scan) ON {TABLE} TO casemgr_app, casemgr_worker;
"""
NO_RULES = f"""
GRANT UPDATE ON {TABLE} TO casemgr_app, casemgr_worker;
DROP POLICY own_documents ON {TABLE};
DROP POLICY own_removal ON {TABLE};
DROP POLICY own_changes ON {TABLE};
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0016_attachments")]
    operations = [protect(TABLE, using=SEEN), migrations.RunSQL(RULES, NO_RULES)]
