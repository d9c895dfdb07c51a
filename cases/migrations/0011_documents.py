"""Files of cases: what is told about them."""

import casemgr.encryption.fields
import casemgr.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


from casemgr.db.policies import by_case


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("cases", "0010_flags_links_transfers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
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
                            ("identity", "Identity or travel document"),
                            ("consent", "Signed consent"),
                            ("legal", "Legal paper"),
                            ("medical", "Medical paper"),
                            ("evidence", "Evidence"),
                            ("letter", "Letter"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("title", casemgr.encryption.fields.EncryptedText(max_length=200, null=True, verbose_name="title")),
                (
                    "file_name",
                    casemgr.encryption.fields.EncryptedText(max_length=255, null=True, verbose_name="name of the file"),
                ),
                (
                    "digest",
                    casemgr.encryption.fields.EncryptedText(
                        help_text="SHA-256 of the file as it was added, in hex", max_length=64, null=True
                    ),
                ),
                ("media_type", models.CharField(help_text="As its bytes say, not as its name does", max_length=80)),
                ("size", models.PositiveBigIntegerField(help_text="Bytes of the copy that people open")),
                ("scanned", models.BooleanField(default=False, help_text="Looked at by a virus scanner")),
                (
                    "has_original",
                    models.BooleanField(default=False, help_text="Evidence: the picture as it was is kept too"),
                ),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "added_by",
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
                    "ended_by",
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
                "indexes": [models.Index(fields=["case", "-added_at"], name="documents_of_case")],
            },
        ),
        by_case("cases_document"),
    ]
