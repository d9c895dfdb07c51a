"""News for one colleague: a kind and at most a case, without names."""

import casemgr.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from casemgr.db.policies import by_recipient


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("cases", "0005_drafts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Notification",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("assigned", "A case was given to you"),
                            ("named", "You were named on a case: you can see it now"),
                            ("unnamed", "You are no longer named on a case"),
                            ("task_given", "A task was given to you"),
                            ("consent_withdrawn", "A consent was withdrawn"),
                            ("transfer_asked", "A colleague asks you to take a case over"),
                            ("transfer_answered", "Your request to hand a case over was answered"),
                            ("approval_asked", "Something waits for your approval"),
                            ("approval_answered", "Your request for approval was answered"),
                            ("contact_unsafe", "Contact failed or was unsafe: review the rules"),
                        ],
                        max_length=20,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("read_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to="cases.case",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization"
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["recipient", "read_at", "-created_at"], name="notifications_of_one")],
            },
        ),
        by_recipient("cases_notification"),
    ]
