"""Mappings told on the page: files whose columns are to be told, and what is kept for the next file."""

import casemgr.encryption.fields
import casemgr.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


from casemgr.db.policies import by_organization


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0017_practice_apart"),
        ("cases", "0062_erasing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="importbatch",
            name="state",
            field=models.CharField(
                choices=[
                    ("sketch", "Columns to be told"),
                    ("staged", "Waiting"),
                    ("running", "Running"),
                    ("finished", "Finished"),
                    ("refused", "Refused"),
                    ("cancelled", "Cancelled"),
                ],
                default="staged",
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="ImportMapping",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                (
                    "text",
                    casemgr.encryption.fields.EncryptedText(
                        help_text="TOML, as cases.importing.mapping reads it", max_length=262144
                    ),
                ),
                ("saved_at", models.DateTimeField(auto_now=True)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization"
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("organization", "name"), name="one_mapping_of_a_name")],
            },
        ),
        by_organization("cases_importmapping"),
    ]
