"""Plans, approvals, appointments, calendar feeds."""

import casemgr.encryption.fields
import casemgr.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


from casemgr.db.policies import append_only, by_author_alone, by_case


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_working_rules"),
        ("cases", "0013_merges"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="task",
            name="repeats",
            field=models.CharField(
                blank=True,
                choices=[("weekly", "Every week"), ("fortnightly", "Every two weeks"), ("monthly", "Every month")],
                max_length=12,
                verbose_name="comes again",
            ),
        ),
        migrations.AddField(
            model_name="task",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("secret_hash", models.CharField(help_text="SHA-256 of the secret, in hex", max_length=64)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "author",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
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
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Goal",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                (
                    "words",
                    casemgr.encryption.fields.EncryptedText(
                        max_length=1000, verbose_name="the goal, in the person's words"
                    ),
                ),
                (
                    "area",
                    models.CharField(
                        choices=[
                            ("safety", "Safety"),
                            ("housing", "Housing"),
                            ("health", "Health and well-being"),
                            ("legal", "Rights and papers"),
                            ("income", "Work and income"),
                            ("education", "Learning"),
                            ("family", "Family and community"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                        verbose_name="about",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Under way"), ("reached", "Reached"), ("dropped", "No longer wanted")],
                        default="open",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("target_on", models.DateField(blank=True, null=True, verbose_name="by when")),
                (
                    "outcome",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=1000, null=True, verbose_name="what came of it"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("settled_on", models.DateField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "created_by",
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
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="task",
            name="goal",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="steps",
                to="cases.goal",
            ),
        ),
        migrations.CreateModel(
            name="SafetyPlan",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "warning_signs",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=2000, null=True, verbose_name="signs of danger"
                    ),
                ),
                (
                    "what_helps",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=2000, null=True, verbose_name="what helps"
                    ),
                ),
                (
                    "safe_places",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=2000, null=True, verbose_name="safe places"
                    ),
                ),
                (
                    "who_to_call",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=2000, null=True, verbose_name="who to call"
                    ),
                ),
                (
                    "ready_to_leave",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=2000, null=True, verbose_name="what is ready for leaving"
                    ),
                ),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="cases.case"
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
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Appointment",
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
                            ("talk", "Talk"),
                            ("visit", "Visit"),
                            ("medical", "Medical"),
                            ("legal", "Lawyer or legal office"),
                            ("court", "Court or authority"),
                            ("travel", "Travel"),
                            ("other", "Other"),
                        ],
                        default="talk",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "about",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=200, null=True, verbose_name="about"
                    ),
                ),
                (
                    "place",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=300, null=True, verbose_name="where"
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="when")),
                ("minutes", models.PositiveSmallIntegerField(default=60, verbose_name="minutes")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("kept", "Kept"),
                            ("missed", "Missed"),
                            ("moved", "Moved"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                (
                    "note",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=1000, null=True, verbose_name="in words"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "moved_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="cases.appointment",
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
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["worker", "state", "starts_at"], name="appointments_of_worker")],
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                (
                    "kind",
                    models.CharField(choices=[("plan", "Support plan"), ("closure", "Closing the case")], max_length=8),
                ),
                ("number", models.PositiveIntegerField(help_text="Version of its kind in this case, from 1")),
                ("content", casemgr.encryption.fields.EncryptedJSON(help_text="What was asked about, as it was then")),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "Waits for an answer"), ("approved", "Approved"), ("returned", "Returned")],
                        default="asked",
                        max_length=8,
                    ),
                ),
                (
                    "note",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=1000, null=True, verbose_name="what to change, or what was agreed"
                    ),
                ),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "asked")),
                        fields=["organization", "asked_at"],
                        name="approvals_asked",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "kind", "number"), name="approval_versions"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")), fields=("case", "kind"), name="one_approval_asked"
                    ),
                ],
            },
        ),
        by_case("cases_goal"),
        by_case("cases_safetyplan"),
        append_only("cases_safetyplan", deletable=True),
        by_case("cases_approval"),
        by_case("cases_appointment"),
        by_author_alone("cases_calendarfeed"),
    ]
