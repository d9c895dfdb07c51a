"""Who makes checkpoints: the worker's login, stating so; it reads the whole trail then, and changes nothing of it."""

from django.db import migrations

from casemgr.db.policies import append_only

STATED = "(SELECT app.scope()) = 'checkpoint'"
OWN = "organization_id = (SELECT app.org())"
ENTRIES = f"""
DROP POLICY members_read ON audit_auditentry;
CREATE POLICY members_read ON audit_auditentry FOR SELECT TO casemgr_app USING ({OWN});
CREATE POLICY checkpointing ON audit_auditentry FOR SELECT TO casemgr_worker USING ({OWN} OR {STATED});
"""
ENTRIES_BEFORE = f"""
DROP POLICY checkpointing ON audit_auditentry;
DROP POLICY members_read ON audit_auditentry;
CREATE POLICY members_read ON audit_auditentry FOR SELECT TO casemgr_app, casemgr_worker USING ({OWN});
"""
TABLE = f"""
ALTER TABLE {{table}} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {{table}} FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON {{table}} TO casemgr_owner USING (true) WITH CHECK (true);
CREATE POLICY checkpointing ON {{table}} FOR SELECT TO casemgr_worker USING ({STATED});
CREATE POLICY checkpointing_write ON {{table}} FOR INSERT TO casemgr_worker WITH CHECK ({STATED});
"""
EXPOSED = """
DROP POLICY checkpointing_write ON {table};
DROP POLICY checkpointing ON {table};
DROP POLICY owner_all ON {table};
ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_checkpoints"), ("database", "0002_rights")]
    operations = [
        migrations.RunSQL(ENTRIES, ENTRIES_BEFORE),
        *(
            operation
            for table in ("audit_leaf", "audit_checkpoint")
            for operation in (
                migrations.RunSQL(TABLE.format(table=table), EXPOSED.format(table=table)),
                append_only(table),
            )
        ),
    ]
