"""Questionnaires with their versions; what was answered, what is being filled in, and a second person's word."""

import casemgr.encryption.fields
import casemgr.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from casemgr.db.policies import append_only, by_author, by_case, by_organization, members_too, of_group


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0017_practice_apart"),
        ("cases", "0040_practice_apart"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                (
                    "answers",
                    casemgr.encryption.fields.EncryptedJSON(
                        default=dict, help_text="As `cases.questionnaires.engine.finished` gives them"
                    ),
                ),
                ("happened_on", models.DateField(verbose_name="date")),
                (
                    "late_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("paper", "Written on paper first"),
                            ("offline", "No network or power"),
                            ("told_later", "Told later"),
                            ("forgotten", "Forgotten at the time"),
                        ],
                        max_length=12,
                    ),
                ),
                ("done_at", models.DateTimeField(auto_now_add=True)),
                (
                    "amends",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amended_by",
                        to="cases.assessment",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "done_by",
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
        ),
        migrations.CreateModel(
            name="AssessmentReview",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("approved", models.BooleanField()),
                (
                    "note",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=1000, null=True, verbose_name="what to change, or what was agreed"
                    ),
                ),
                ("decided_at", models.DateTimeField(auto_now_add=True)),
                (
                    "assessment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="review", to="cases.assessment"
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
        migrations.CreateModel(
            name="Questionnaire",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                ("code", models.CharField(help_text="XLSForm's form_id", max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("screening", "Screening"),
                            ("assessment", "Assessment"),
                            ("safety_plan", "Questions for a safety plan"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("shipped", models.BooleanField(default=False, help_text="Came with the product")),
                ("ended_at", models.DateTimeField(null=True)),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                (
                    "added_by",
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
            ],
        ),
        migrations.CreateModel(
            name="QuestionnaireVersion",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField(help_text="From 1")),
                ("definition", models.JSONField()),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                (
                    "added_by",
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
                    "questionnaire",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="cases.questionnaire"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BegunAssessment",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                (
                    "answers",
                    casemgr.encryption.fields.EncryptedJSON(
                        default=dict, help_text="As `cases.questionnaires.engine.walk` keeps them"
                    ),
                ),
                (
                    "saved",
                    models.PositiveIntegerField(
                        default=0, help_text="How often a page was saved: a stale page is refused"
                    ),
                ),
                ("saved_at", models.DateTimeField()),
                ("begun_at", models.DateTimeField(auto_now_add=True)),
                (
                    "amends",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.assessment"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
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
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.questionnaireversion"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="assessment",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.questionnaireversion"
            ),
        ),
        migrations.AddConstraint(
            model_name="questionnaire",
            constraint=models.UniqueConstraint(fields=("organization", "code"), name="questionnaire_codes"),
        ),
        migrations.AddConstraint(
            model_name="questionnaireversion",
            constraint=models.UniqueConstraint(
                fields=("questionnaire", "number"), name="questionnaire_version_numbers"
            ),
        ),
        migrations.AddIndex(
            model_name="assessment",
            index=models.Index(fields=["case", "-happened_on"], name="assessments_of_case"),
        ),
        by_organization("cases_questionnaire"),
        by_organization("cases_questionnaireversion"),
        append_only("cases_questionnaireversion"),
        by_case("cases_assessment"),
        members_too("cases_assessment", of_group("narrative")),
        append_only("cases_assessment", deletable=True),
        by_author("cases_begunassessment"),
        members_too("cases_begunassessment", of_group("narrative")),
        by_case("cases_assessmentreview"),
        members_too("cases_assessmentreview", of_group("narrative")),
        append_only("cases_assessmentreview", deletable=True),
    ]
