"""The trail's row-level security: one writes as oneself, reads one's own organization's, and changes nothing."""

from django.db import migrations

from casemgr.db.policies import append_only

SQL = """
ALTER TABLE audit_auditentry ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_auditentry FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON audit_auditentry TO casemgr_owner USING (true) WITH CHECK (true);
CREATE POLICY members_read ON audit_auditentry FOR SELECT TO casemgr_app, casemgr_worker
    USING (organization_id = (SELECT app.org()));
CREATE POLICY members_write ON audit_auditentry FOR INSERT TO casemgr_app, casemgr_worker
    WITH CHECK (actor_id IS NOT DISTINCT FROM (SELECT app.person_or_nobody()));
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("database", "0001_actor_context")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop), append_only("audit_auditentry")]
