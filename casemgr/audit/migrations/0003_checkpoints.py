"""Places of entries in their organization's sequence, and signed checkpoints."""

import casemgr.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_row_level_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="Leaf",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organization_id", models.UUIDField(help_text="Nil for entries of no organization")),
                ("sequence", models.BigIntegerField()),
                ("entry_id", models.UUIDField(unique=True)),
                ("at", models.DateTimeField()),
                ("hash", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organization_id", "sequence"), name="leaf_in_its_place")
                ],
            },
        ),
        migrations.CreateModel(
            name="StoredCheckpoint",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("organization_id", models.UUIDField(help_text="Nil for entries of no organization")),
                ("number", models.BigIntegerField()),
                ("first", models.BigIntegerField()),
                ("last", models.BigIntegerField()),
                ("root", models.CharField(max_length=64)),
                ("previous", models.CharField(blank=True, max_length=64)),
                ("made_at", models.CharField(help_text="As it was signed: ISO 8601, UTC", max_length=40)),
                ("key", models.CharField(max_length=64)),
                ("signature", models.CharField(max_length=128)),
            ],
            options={
                "db_table": "audit_checkpoint",
                "constraints": [
                    models.UniqueConstraint(fields=("organization_id", "number"), name="checkpoint_number")
                ],
            },
        ),
    ]
