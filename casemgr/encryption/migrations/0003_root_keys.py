"""The root key, keys by purpose, and versions of organizations' keys."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("encryption", "0002_held_keys"),
    ]

    operations = [
        migrations.CreateModel(
            name="InstanceKey",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("purpose", models.CharField(max_length=60)),
                ("version", models.PositiveIntegerField()),
                ("root_version", models.PositiveIntegerField()),
                ("wrapped", models.BinaryField()),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("destroyed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="RootKey",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField(unique=True)),
                ("fingerprint", models.BinaryField(help_text="Names the key and tells nothing about it")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("destroyed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="RootWrapping",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("provider", models.CharField(max_length=20)),
                ("key_id", models.CharField(max_length=200)),
                ("wrapped", models.BinaryField()),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.AddField(
            model_name="datakey",
            name="wrapping_version",
            field=models.PositiveIntegerField(default=1, help_text="Of the organization's key"),
        ),
        migrations.AddField(
            model_name="organizationkey",
            name="derivation",
            field=models.BinaryField(default=b"", help_text="What secrets are derived from; empty: the key itself"),
        ),
        migrations.AddField(
            model_name="organizationkey",
            name="previous",
            field=models.BinaryField(default=b"", help_text="The version before, until no data key needs it"),
        ),
        migrations.AddField(
            model_name="organizationkey",
            name="rotated_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="organizationkey",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="organizationkey",
            name="wrapping_version",
            field=models.PositiveIntegerField(default=1, help_text="Of the instance's key; 0 while it is held"),
        ),
        migrations.AddIndex(
            model_name="datakey",
            index=models.Index(fields=["organization_id", "wrapping_version"], name="datakey_wrapping"),
        ),
        migrations.AddConstraint(
            model_name="instancekey",
            constraint=models.UniqueConstraint(fields=("purpose", "version"), name="instancekey_version"),
        ),
        migrations.AddConstraint(
            model_name="instancekey",
            constraint=models.CheckConstraint(
                condition=models.Q(("destroyed_at__isnull", True), ("wrapped", b""), _connector="OR"),
                name="instancekey_destroyed_is_empty",
            ),
        ),
        migrations.AddField(
            model_name="rootwrapping",
            name="root",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="wrappings", to="encryption.rootkey"
            ),
        ),
        migrations.AddConstraint(
            model_name="rootwrapping",
            constraint=models.UniqueConstraint(fields=("root", "provider", "key_id"), name="rootwrapping_once"),
        ),
    ]
