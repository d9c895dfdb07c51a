"""The signed paper behind an agreement: rows of one organization, only ever added to."""

import casemgr.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from casemgr.db.policies import IN_ORGANIZATION, append_only, protect

TABLE = "anonymized_exports_agreementpaper"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0017_practice_apart"),
        ("anonymized_exports", "0006_attack_report"),
        ("database", "0001_actor_context"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AgreementPaper",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("media_type", models.CharField(help_text="As its bytes say, not as its name does", max_length=80)),
                ("size", models.PositiveIntegerField(help_text="Bytes of the file")),
                ("digest", models.CharField(max_length=64)),
                ("scanned", models.BooleanField(default=False, help_text="Looked at by a virus scanner")),
                ("sealed", models.BinaryField()),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="papers",
                        to="accounts.statisticsagreement",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.organization"
                    ),
                ),
            ],
        ),
        protect(TABLE, using=IN_ORGANIZATION),
        append_only(TABLE),
    ]
