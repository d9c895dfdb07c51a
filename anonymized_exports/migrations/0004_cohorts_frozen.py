"""A cohort is what it was when it was declared: another border would put somebody into two."""

from django.db import migrations

from casemgr.db.policies import append_only


class Migration(migrations.Migration):
    dependencies = [("anonymized_exports", "0003_cohorts"), ("cases", "0038_two_keys_and_cohorts")]
    operations = [append_only("anonymized_exports_cohort")]
