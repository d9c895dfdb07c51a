"""Who holds an organization's own key: sets of holders and each holder's part."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("encryption", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="HolderSet",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("organization_id", models.UUIDField()),
                ("version", models.PositiveIntegerField(help_text="Counts an organization's sets")),
                ("threshold", models.PositiveSmallIntegerField()),
                (
                    "hours",
                    models.PositiveSmallIntegerField(help_text="The key locks itself this long after it was unlocked"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("named", "Named"), ("holds", "Holds"), ("void", "Void")],
                        default="named",
                        max_length=5,
                    ),
                ),
                (
                    "proof",
                    models.BinaryField(
                        help_text="HMAC over the set, so that the store alone can't change who is in it"
                    ),
                ),
                ("named_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("holds_since", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organization_id", "version"), name="holderset_version"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["named", "holds"])),
                        fields=("organization_id", "state"),
                        name="holderset_one_of_each",
                    ),
                    models.CheckConstraint(condition=models.Q(("threshold__gte", 2)), name="holderset_takes_two"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Holder",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("user_id", models.UUIDField()),
                ("public_key", models.BinaryField(default=b"", help_text="X25519; empty until the passphrase is set")),
                (
                    "sealed_key",
                    models.BinaryField(
                        default=b"", help_text="The private key under the passphrase (Argon2id, AES-256-GCM)"
                    ),
                ),
                (
                    "sealed_share",
                    models.BinaryField(default=b"", help_text="The share, sealed to the public key (HPKE)"),
                ),
                ("proof", models.BinaryField(default=b"", help_text="HMAC over person and public key")),
                ("agrees_to", models.UUIDField(help_text="The next set, which this person agreed to", null=True)),
                (
                    "set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="holders",
                        to="encryption.holderset",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("set", "user_id"), name="holder_once_per_set")],
            },
        ),
    ]
