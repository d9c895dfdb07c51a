"""What consents stand on, and what was told outside the program."""

import casemgr.encryption.fields
import casemgr.ids
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


from casemgr.db.policies import append_only, by_case, by_person


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_asked_questions"),
        ("cases", "0016_case_by_follow_up"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="read_back",
            field=models.BooleanField(default=False, verbose_name="said back in own words"),
        ),
        migrations.AddField(
            model_name="consent",
            name="text_digest",
            field=models.CharField(blank=True, help_text="SHA-256 of the text as it was shown, in hex", max_length=64),
        ),
        migrations.AddField(
            model_name="consent",
            name="text_language",
            field=models.CharField(blank=True, help_text="Of the text as it was shown", max_length=12),
        ),
        migrations.AddField(
            model_name="consent",
            name="witness",
            field=casemgr.encryption.fields.EncryptedText(
                blank=True, max_length=200, null=True, verbose_name="witness"
            ),
        ),
        migrations.CreateModel(
            name="Guardian",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                ("name", casemgr.encryption.fields.EncryptedText(max_length=200, verbose_name="name")),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("parent", "Parent"),
                            ("relative", "Other family"),
                            ("appointed", "Appointed by a court or authority"),
                            ("carer", "Carer"),
                        ],
                        max_length=10,
                        verbose_name="what they are to the person",
                    ),
                ),
                ("barred_at", models.DateTimeField(null=True)),
                (
                    "barred_why",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=500, null=True, verbose_name="why they must not decide or learn"
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "barred_by",
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
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="guardians", to="cases.person"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="consent",
            name="guardian",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.guardian",
            ),
        ),
        migrations.CreateModel(
            name="ManualDisclosure",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                ("recipient", casemgr.encryption.fields.EncryptedText(max_length=300, verbose_name="to whom")),
                (
                    "categories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), help_text="Kinds of data told"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("phone", "By phone"),
                            ("paper", "On paper"),
                            ("mail", "By mail or message"),
                            ("in_person", "In person, going along"),
                        ],
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("consent", "The person agreed"),
                            ("vital", "Life or safety was in danger"),
                            ("law", "The law demanded it"),
                        ],
                        max_length=8,
                        verbose_name="on what ground",
                    ),
                ),
                (
                    "why",
                    casemgr.encryption.fields.EncryptedText(blank=True, max_length=500, null=True, verbose_name="why"),
                ),
                ("told_on", models.DateField(verbose_name="when")),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
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
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        by_person("cases_guardian"),
        by_case("cases_manualdisclosure"),
        append_only("cases_manualdisclosure", deletable=True),
    ]
