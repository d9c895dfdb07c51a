"""Drafts: sealed, their author's alone, bound to one form about one case."""

import casemgr.encryption.fields
import casemgr.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from casemgr.db.policies import by_author


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("cases", "0004_grants_by_those_who_may"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("place", models.CharField(max_length=60)),
                ("subject", models.CharField(blank=True, max_length=120)),
                (
                    "content",
                    casemgr.encryption.fields.EncryptedText(
                        help_text="The form as it would be posted; null: ended", max_length=200000, null=True
                    ),
                ),
                ("page", models.CharField(blank=True, max_length=22)),
                ("ended_page", models.CharField(blank=True, max_length=22)),
                ("saved_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to="cases.case"
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
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("author", "case", "place", "subject"), name="one_draft_per_form", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("case", None), ("person", None)),
                            models.Q(("case__isnull", False), ("person__isnull", False)),
                            _connector="OR",
                        ),
                        name="draft_of_a_case_names_its_person",
                    ),
                ],
            },
        ),
        by_author("cases_draft"),
    ]
