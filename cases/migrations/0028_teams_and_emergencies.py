"""A grant may have an end; emergency accesses; what became of complaints."""

import casemgr.encryption.fields
import casemgr.ids
import datetime
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_team_grants_policy"),
        ("cases", "0027_field_groups"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="caseuserobjectpermission",
            name="ends_at",
            field=models.DateTimeField(blank=True, help_text="Of an emergency: it opens nothing afterwards", null=True),
        ),
        migrations.AlterField(
            model_name="notification",
            name="kind",
            field=models.CharField(
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
                    ("flag_raised", "A flag was raised on a case"),
                    ("resemblance", "Somebody alleged resembles one of your organization: look at the case"),
                    ("emergency", "A case was opened in an emergency: look at why"),
                    ("emergency_reviewed", "A supervisor looked at your emergency access"),
                    ("contact_unsafe", "Contact failed or was unsafe: review the rules"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="ComplaintStep",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("looking", "Being looked into"),
                            ("passed_on", "Passed on to the board or an authority"),
                            ("upheld", "Settled: it was right"),
                            ("not_upheld", "Settled: not confirmed"),
                        ],
                        max_length=10,
                        verbose_name="what was done",
                    ),
                ),
                ("done_at", models.DateTimeField(auto_now_add=True)),
                (
                    "done_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="complaint_steps", to="cases.note"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization"
                    ),
                ),
            ],
            options={
                "ordering": ["done_at"],
            },
        ),
        migrations.CreateModel(
            name="EmergencyAccess",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("danger", "Danger to life or safety"),
                            ("medical", "Medical emergency"),
                            ("missing", "The person is missing"),
                            ("deadline", "A deadline today, and the caseworker can't be reached"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                        verbose_name="why",
                    ),
                ),
                ("words", casemgr.encryption.fields.EncryptedText(max_length=2000, verbose_name="what happened")),
                ("began_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ends_at", models.DateTimeField(verbose_name="until")),
                ("ended_at", models.DateTimeField(blank=True, help_text="Ended before its time", null=True)),
                ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("justified", "It was right"),
                            ("training", "Not needed; talked about with the colleague"),
                            ("misuse", "Misuse: followed up"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "review",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=2000, null=True, verbose_name="what was found"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "opened_by",
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
                (
                    "reviewed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organization", "reviewed_at", "began_at"], name="emergency_to_review")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__gt", models.F("began_at")),
                            (
                                "ends_at__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("began_at"), "+", models.Value(datetime.timedelta(seconds=43200))
                                ),
                            ),
                        ),
                        name="emergency_has_an_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reviewed_by", None),
                            models.Q(("reviewed_by", models.F("opened_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="emergency_reviewed_by_another",
                    ),
                ],
            },
        ),
    ]
