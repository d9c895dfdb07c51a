"""What was spent, said and taken is only ever added; releases and populations are never deleted."""

from django.db import migrations

from casemgr.db.policies import append_only

KEPT = "anonymized_exports_release, anonymized_exports_population"


class Migration(migrations.Migration):
    dependencies = [("anonymized_exports", "0001_initial"), ("database", "0001_actor_context")]
    operations = [
        append_only("anonymized_exports_ledgerentry"),
        append_only("anonymized_exports_artifact"),
        append_only("anonymized_exports_approval"),
        append_only("anonymized_exports_downloadrecord"),
        migrations.RunSQL(
            f"REVOKE DELETE, TRUNCATE ON {KEPT} FROM casemgr_app, casemgr_worker",
            f"GRANT DELETE ON {KEPT} TO casemgr_app, casemgr_worker",
        ),
    ]
