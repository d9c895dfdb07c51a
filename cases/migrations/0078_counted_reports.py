"""Figures counted apart: whoever asked for them reads them, and nobody else."""

import casemgr.encryption.fields
import casemgr.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from casemgr.db.policies import by_author_alone


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0077_words_and_logs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CountedReport",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                ("page", models.CharField(max_length=10)),
                (
                    "question",
                    models.CharField(blank=True, help_text="Codes and random ids, as in an address", max_length=300),
                ),
                ("reach", models.CharField(max_length=90)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("counting", "Counting"),
                            ("counted", "Counted"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("steps_done", models.PositiveSmallIntegerField(default=0)),
                (
                    "content",
                    casemgr.encryption.fields.EncryptedJSON(
                        help_text="The exact numbers; null until all are counted", null=True
                    ),
                ),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("moved_at", models.DateTimeField(auto_now_add=True)),
                ("counted_at", models.DateTimeField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("author", "page", "question"), name="one_count_of_a_question")
                ],
            },
        ),
        by_author_alone("cases_countedreport"),
    ]
