"""Researchers accept the terms of the wider tables; what they said is only ever added to."""

import casemgr.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from casemgr.db.policies import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("anonymized_exports", "0004_cohorts_frozen"),
        ("database", "0001_actor_context"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TermsAcceptance",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "version"), name="terms_accepted_once")],
            },
        ),
        append_only("anonymized_exports_termsacceptance"),
    ]
