"""Attempts at contact, written once; and when a contact was unsafe."""

import casemgr.encryption.fields
import casemgr.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from casemgr.db.policies import append_only, by_case


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("cases", "0007_saved_views"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="safecontact",
            name="unsafe_since",
            field=models.DateTimeField(blank=True, help_text="A contact was unsafe; cleared by a review", null=True),
        ),
        migrations.CreateModel(
            name="ContactAttempt",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("call", "Phone call"),
                            ("text", "Text message"),
                            ("voicemail", "Voicemail"),
                            ("email", "E-mail"),
                            ("app", "Messaging app"),
                            ("visit", "In person"),
                            ("partner", "Through another organization"),
                            ("incoming", "The person contacted us"),
                        ],
                        max_length=10,
                        verbose_name="way of contact",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("reached", "Reached the person"),
                            ("no_answer", "No answer"),
                            ("someone_else", "Someone else answered"),
                            ("failed", "Failed: number or address no longer works"),
                            ("unsafe", "Unsafe: contact put the person at risk"),
                        ],
                        max_length=12,
                        verbose_name="what came of it",
                    ),
                ),
                ("happened_at", models.DateTimeField(verbose_name="when")),
                (
                    "note",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=1000, null=True, verbose_name="note"
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
                "indexes": [models.Index(fields=["case", "-happened_at"], name="contacts_of_case")],
            },
        ),
        by_case("cases_contactattempt"),
        append_only("cases_contactattempt", deletable=True),
    ]
