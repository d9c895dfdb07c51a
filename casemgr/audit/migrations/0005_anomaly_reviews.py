"""What auditors found about unusual looks."""

import casemgr.ids
from django.db import migrations, models


from casemgr.db.policies import IN_ORGANIZATION, append_only, protect


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0004_checkpoint_rules"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnomalyReview",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("organization_id", models.UUIDField()),
                ("key", models.CharField(max_length=120)),
                ("verdict", models.CharField(max_length=10)),
                ("reviewed_by_id", models.UUIDField()),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        protect("audit_anomalyreview", using=IN_ORGANIZATION),
        append_only("audit_anomalyreview"),
    ]
