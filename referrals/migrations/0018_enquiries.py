"""Enquiries before any consent: the sender's own row, and a copy of the question for each organization asked."""

import casemgr.ids
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_remote_organizations"),
        ("cases", "0036_enquiry_news"),
        ("referrals", "0017_attachment_policies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Enquiry",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("service_code", models.CharField(max_length=40, verbose_name="service")),
                (
                    "needs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, verbose_name="needs"
                    ),
                ),
                (
                    "whom",
                    models.CharField(
                        blank=True,
                        choices=[("women", "Women"), ("men", "Men"), ("girls", "Girls"), ("boys", "Boys")],
                        max_length=20,
                        verbose_name="for whom",
                    ),
                ),
                (
                    "together",
                    models.CharField(
                        choices=[
                            ("1", "One person"),
                            ("2", "Two people"),
                            ("3_4", "Three or four people"),
                            ("5_plus", "Five people or more"),
                        ],
                        default="1",
                        max_length=10,
                        verbose_name="how many people",
                    ),
                ),
                (
                    "age_band",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("under_12", "Under 12"),
                            ("12_17", "12 to 17"),
                            ("18_24", "18 to 24"),
                            ("25_39", "25 to 39"),
                            ("40_59", "40 to 59"),
                            ("60_plus", "60 and over"),
                        ],
                        max_length=10,
                        verbose_name="age",
                    ),
                ),
                (
                    "region",
                    models.CharField(
                        blank=True, help_text="Where the service is needed (M49)", max_length=20, verbose_name="region"
                    ),
                ),
                ("language", models.CharField(blank=True, help_text="BCP 47", max_length=12, verbose_name="language")),
                ("interpreter_needed", models.BooleanField(default=False, verbose_name="interpreter needed")),
                ("closes_at", models.DateTimeField(help_text="Until when it may be answered")),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waiting for answers"),
                            ("withdrawn", "Withdrawn"),
                            ("expired", "Its time is over"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("state_since", models.DateTimeField(auto_now_add=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.case",
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
            name="EnquiryAnswer",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("service_code", models.CharField(max_length=40, verbose_name="service")),
                (
                    "needs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, verbose_name="needs"
                    ),
                ),
                (
                    "whom",
                    models.CharField(
                        blank=True,
                        choices=[("women", "Women"), ("men", "Men"), ("girls", "Girls"), ("boys", "Boys")],
                        max_length=20,
                        verbose_name="for whom",
                    ),
                ),
                (
                    "together",
                    models.CharField(
                        choices=[
                            ("1", "One person"),
                            ("2", "Two people"),
                            ("3_4", "Three or four people"),
                            ("5_plus", "Five people or more"),
                        ],
                        default="1",
                        max_length=10,
                        verbose_name="how many people",
                    ),
                ),
                (
                    "age_band",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("under_12", "Under 12"),
                            ("12_17", "12 to 17"),
                            ("18_24", "18 to 24"),
                            ("25_39", "25 to 39"),
                            ("40_59", "40 to 59"),
                            ("60_plus", "60 and over"),
                        ],
                        max_length=10,
                        verbose_name="age",
                    ),
                ),
                (
                    "region",
                    models.CharField(
                        blank=True, help_text="Where the service is needed (M49)", max_length=20, verbose_name="region"
                    ),
                ),
                ("language", models.CharField(blank=True, help_text="BCP 47", max_length=12, verbose_name="language")),
                ("interpreter_needed", models.BooleanField(default=False, verbose_name="interpreter needed")),
                ("closes_at", models.DateTimeField(help_text="Until when it may be answered")),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "Yes, there is room"),
                            ("maybe", "Maybe: there is a waiting list"),
                            ("no", "No"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "reason_code",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_capacity", "No capacity now"),
                            ("ineligible", "Not for people like this"),
                            ("wrong_service", "We don't offer this service"),
                            ("other", "Another reason"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "until",
                    models.DateField(blank=True, help_text="The last day on which a yes or maybe holds", null=True),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "told_of",
                    models.DateTimeField(
                        blank=True, help_text="`answered_at` of the answer the asker was told of", null=True
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "enquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="referrals.enquiry"
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="enquiry",
            index=models.Index(fields=["organization", "-id"], name="enquiries_of_organization"),
        ),
        migrations.AddIndex(
            model_name="enquiry",
            index=models.Index(condition=models.Q(("case__isnull", False)), fields=["case"], name="enquiries_of_case"),
        ),
        migrations.AddIndex(
            model_name="enquiryanswer",
            index=models.Index(fields=["receiver", "-id"], name="enquiries_received"),
        ),
        migrations.AddConstraint(
            model_name="enquiryanswer",
            constraint=models.UniqueConstraint(fields=("enquiry", "receiver"), name="asked_once"),
        ),
        migrations.AddConstraint(
            model_name="enquiryanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_at", None), ("reason_code", ""), ("until", None)),
                    models.Q(("answer", "no"), ("answered_at__isnull", False), ("until", None)),
                    models.Q(
                        ("answer__in", ["yes", "maybe"]),
                        ("answered_at__isnull", False),
                        ("reason_code", ""),
                        ("until__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="answer_is_whole",
            ),
        ),
    ]
