"""Pairs of cases that may be about one person, seen with sight of both."""

import casemgr.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


from casemgr.db.policies import by_both_cases


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_asked_questions"),
        ("cases", "0024_routes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DuplicatePair",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                ("score", models.PositiveSmallIntegerField(help_text="Likeness of the names, 0 to 100")),
                ("found_at", models.DateTimeField(auto_now_add=True)),
                ("dismissed_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"),
                ),
                (
                    "dismissed_by",
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
                    "other",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organization", "-score"], name="pairs_by_score")],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "other"), name="one_pair_of_cases"),
                    models.CheckConstraint(
                        condition=models.Q(("case", models.F("other")), _negated=True), name="a_pair_is_of_two"
                    ),
                ],
            },
        ),
        by_both_cases("cases_duplicatepair"),
    ]
