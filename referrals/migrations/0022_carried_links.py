"""Slips that people carry, and what those who opened one left for the worker."""

import casemgr.encryption.fields
import casemgr.ids
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0013_carried_links"),
        ("cases", "0037_carried"),
        ("referrals", "0021_outside_policies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CarriedLink",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                ("service_code", models.CharField(max_length=40, verbose_name="service")),
                (
                    "categories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), help_text="Kinds of data the consent named"
                    ),
                ),
                (
                    "fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), help_text="Names of the fields it shows"
                    ),
                ),
                (
                    "finder",
                    models.CharField(help_text="SHA-256 of the code of 100 bits, in hex", max_length=64, unique=True),
                ),
                ("content", casemgr.encryption.fields.EncryptedText(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ready", "ready"),
                            ("spent", "spent"),
                            ("locked", "locked"),
                            ("expired", "expired"),
                            ("ended", "ended"),
                        ],
                        default="ready",
                        max_length=8,
                    ),
                ),
                ("state_since", models.DateTimeField()),
                ("openings", models.PositiveSmallIntegerField(default=0)),
                ("most_openings", models.PositiveSmallIntegerField()),
                ("misses", models.PositiveSmallIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                (
                    "reply_hash",
                    models.CharField(
                        blank=True, help_text="SHA-256 of what lets one word be left, in hex", max_length=64
                    ),
                ),
                ("reply_until", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"),
                ),
                (
                    "consent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.consent"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "maker",
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
            name="CarriedReply",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "service",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=120, null=True, verbose_name="service"
                    ),
                ),
                (
                    "telephone",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=60, null=True, verbose_name="telephone"
                    ),
                ),
                (
                    "words",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=500, null=True, verbose_name="message"
                    ),
                ),
                ("left_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"),
                ),
                (
                    "link",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reply", to="referrals.carriedlink"
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
        migrations.AddIndex(
            model_name="carriedlink",
            index=models.Index(fields=["organization", "state", "expires_at"], name="carried_by_end"),
        ),
        migrations.AddIndex(
            model_name="carriedlink",
            index=models.Index(
                condition=models.Q(("reply_hash", ""), _negated=True), fields=["reply_hash"], name="carried_by_reply"
            ),
        ),
        migrations.AddConstraint(
            model_name="carriedlink",
            constraint=models.CheckConstraint(
                condition=models.Q(("openings__lte", models.F("most_openings"))), name="carried_opened_within_limit"
            ),
        ),
        migrations.AddConstraint(
            model_name="carriedlink",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("made_at"))), name="carried_has_an_end"
            ),
        ),
    ]
