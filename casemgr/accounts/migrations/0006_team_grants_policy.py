"""Who sees a team's cases: read inside the organization, written by whoever manages its people."""

from django.db import migrations

TABLE = "accounts_teamuserobjectpermission"
POLICIES = f"""
ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON {TABLE} TO casemgr_owner USING (true) WITH CHECK (true);
CREATE POLICY members ON {TABLE} FOR SELECT TO casemgr_app, casemgr_worker
    USING (organization_id = (SELECT app.org()));
CREATE POLICY members_grant ON {TABLE} FOR INSERT TO casemgr_app, casemgr_worker
    WITH CHECK (organization_id = (SELECT app.org()) AND (SELECT app.may('manage_people'))
        AND EXISTS (SELECT 1 FROM accounts_team t WHERE t.id = content_object_id AND t.organization_id = app.org()));
CREATE POLICY members_end ON {TABLE} FOR DELETE TO casemgr_app, casemgr_worker
    USING (organization_id = (SELECT app.org()) AND (SELECT app.may('manage_people')));
"""
EXPOSED = f"""
DROP POLICY members_end ON {TABLE};
DROP POLICY members_grant ON {TABLE};
DROP POLICY members ON {TABLE};
DROP POLICY owner_all ON {TABLE};
ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_roles_and_teams"), ("database", "0002_rights")]
    operations = [migrations.RunSQL(POLICIES, EXPOSED)]
