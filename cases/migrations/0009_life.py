"""Stages and safety levels of a case over time, written once."""

import casemgr.encryption.fields
import casemgr.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from casemgr.db.policies import append_only, by_case


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("cases", "0008_contact"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="task",
            name="dropped_at",
            field=models.DateTimeField(blank=True, help_text="Not to be done any more", null=True),
        ),
        migrations.CreateModel(
            name="RiskChange",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "before",
                    models.CharField(
                        blank=True,
                        choices=[("stable", "Stable"), ("watch", "Watch"), ("urgent", "Urgent")],
                        max_length=10,
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        blank=True,
                        choices=[("stable", "Stable"), ("watch", "Watch"), ("urgent", "Urgent")],
                        max_length=10,
                    ),
                ),
                (
                    "reason",
                    casemgr.encryption.fields.EncryptedText(blank=True, max_length=1000, null=True, verbose_name="why"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.person"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["case", "-created_at"], name="risks_of_case")],
            },
        ),
        migrations.CreateModel(
            name="StageChange",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("intake", "Intake"),
                            ("screening", "Screening"),
                            ("active", "Active support"),
                            ("follow_up", "Follow-up"),
                            ("closed", "Closed"),
                            ("closed_by_referral", "Closed by referral"),
                            ("reopened", "Reopened"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("intake", "Intake"),
                            ("screening", "Screening"),
                            ("active", "Active support"),
                            ("follow_up", "Follow-up"),
                            ("closed", "Closed"),
                            ("closed_by_referral", "Closed by referral"),
                            ("reopened", "Reopened"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("goals_reached", "Goals reached"),
                            ("declined", "The person wants no further help"),
                            ("lost_contact", "Contact lost"),
                            ("moved", "Moved away"),
                            ("returned", "Returned to the home country"),
                            ("transferred", "Another organization goes on"),
                            ("other_service", "Other services fit better"),
                            ("duplicate", "Recorded twice"),
                            ("died", "The person died"),
                            ("other", "Another reason"),
                        ],
                        max_length=20,
                        verbose_name="reason",
                    ),
                ),
                (
                    "note",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=1000, null=True, verbose_name="in words"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.person"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["case", "-created_at"], name="stages_of_case")],
            },
        ),
        by_case("cases_stagechange"),
        by_case("cases_riskchange"),
        append_only("cases_stagechange", deletable=True),
        append_only("cases_riskchange", deletable=True),
    ]
