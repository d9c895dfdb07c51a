"""Projects that pay, people at risk apart from survivors, trainings, saved reports and how an organization counts."""

import casemgr.encryption.fields
import casemgr.ids
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from casemgr.db.policies import append_only, by_organization, own_or_shared


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0017_practice_apart"),
        ("cases", "0045_hotline_policies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportRules",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "least",
                    models.PositiveSmallIntegerField(
                        default=10,
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(100),
                        ],
                    ),
                ),
                (
                    "first_month",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SavedReport",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                ("name", casemgr.encryption.fields.EncryptedText(max_length=60, verbose_name="name of the report")),
                ("query", models.CharField(max_length=300)),
                ("shared", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Training",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("professionals", "Professionals"),
                            ("officials", "Police, courts, officials"),
                            ("community", "Community"),
                            ("at_risk", "People at risk"),
                        ],
                        max_length=14,
                        verbose_name="who was taught",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="date")),
                (
                    "people",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)], verbose_name="how many people"
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(default=60, verbose_name="minutes")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="case",
            name="kind",
            field=models.CharField(
                choices=[("survivor", "Survivor"), ("at_risk", "At risk, not a survivor")],
                default="survivor",
                max_length=10,
                verbose_name="counted as",
            ),
        ),
        migrations.CreateModel(
            name="Project",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("funder", models.CharField(blank=True, max_length=100, verbose_name="funder")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, help_text="Last day", null=True, verbose_name="until")),
                (
                    "services",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        help_text="Paid for by default",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(help_text="Taken away; what it paid for still counts", null=True)),
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
            ],
        ),
        migrations.AddField(
            model_name="case",
            name="project",
            field=models.ForeignKey(
                blank=True,
                help_text="Pays by default",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.project",
            ),
        ),
        migrations.AddField(
            model_name="servicerecord",
            name="project",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="services_paid",
                to="cases.project",
                verbose_name="paid by",
            ),
        ),
        migrations.AddIndex(
            model_name="servicerecord",
            index=models.Index(
                fields=["organization", "outcome", "on_date"],
                include=("person", "case", "service_code", "project"),
                name="services_by_day",
            ),
        ),
        migrations.AddField(
            model_name="reportrules",
            name="organization",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization"
            ),
        ),
        migrations.AddField(
            model_name="savedreport",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="savedreport",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization"
            ),
        ),
        migrations.AddField(
            model_name="training",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization"
            ),
        ),
        migrations.AddField(
            model_name="training",
            name="project",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="trainings", to="cases.project"
            ),
        ),
        migrations.AddField(
            model_name="training",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.UniqueConstraint(fields=("organization", "name"), name="project_name_per_organization"),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                name="project_ends_after_it_starts",
            ),
        ),
        # nodes of the version before go on registering
        migrations.RunSQL(
            "ALTER TABLE cases_case ALTER kind SET DEFAULT 'survivor'", "ALTER TABLE cases_case ALTER kind DROP DEFAULT"
        ),
        by_organization("cases_project"),
        by_organization("cases_training"),
        append_only("cases_training"),
        by_organization("cases_reportrules"),
        own_or_shared("cases_savedreport"),
    ]
