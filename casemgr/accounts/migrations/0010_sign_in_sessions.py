"""Sessions of people by device, and wrong tries counted apart for known devices and strangers."""

import casemgr.ids
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_role_requests"),
    ]

    operations = [
        migrations.CreateModel(
            name="SignInTries",
            fields=[
                ("pool", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("last_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="SignInSession",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                (
                    "device",
                    models.CharField(
                        help_text="A keyed digest of the device's cookie and of the person", max_length=64
                    ),
                ),
                ("browser", models.CharField(blank=True, max_length=16)),
                ("system", models.CharField(blank=True, max_length=16)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("password", "Password"),
                            ("provider", "Through the organization"),
                            ("passkey", "Passkey"),
                            ("other", "Another way"),
                        ],
                        default="other",
                        max_length=8,
                    ),
                ),
                (
                    "second",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "no second factor"),
                            ("totp", "authenticator app"),
                            ("recovery_codes", "recovery code"),
                            ("webauthn", "passkey"),
                        ],
                        default="",
                        max_length=16,
                    ),
                ),
                ("signed_in_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "used_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, help_text="Written every few minutes at most"
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "forgotten",
                    models.BooleanField(
                        default=False, help_text="Its person sent the device away: it is a stranger again"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["user", "device"], name="session_of_device")],
            },
        ),
    ]
