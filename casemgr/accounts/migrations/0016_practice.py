"""Practice organizations: a pair for each real one whose developers practise, kept apart from everything real."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0015_statistics_agreement_kept"),
    ]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="practice_of",
            field=models.ForeignKey(
                blank=True,
                help_text="Of a practice organization, where nobody is real: the real one whose developers practise there",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organization",
            ),
        ),
        migrations.AddField(
            model_name="organization",
            name="practice_side",
            field=models.CharField(
                blank=True,
                choices=[("own", "Acts for the developer"), ("partner", "Answers by itself")],
                db_default="",
                default="",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="organization",
            name="practice_since",
            field=models.DateTimeField(blank=True, help_text="When the practice began, or began anew", null=True),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("practice_of", None), ("practice_side", "")),
                    models.Q(("practice_of__isnull", False), ("practice_side__in", ["own", "partner"])),
                    _connector="OR",
                ),
                name="practice_has_a_side",
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("practice_of", None),
                    models.Q(
                        ("kept_by", None),
                        ("paired_with", None),
                        models.Q(("practice_of", models.F("id")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="practice_works_here",
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.UniqueConstraint(
                condition=models.Q(("practice_of__isnull", False)),
                fields=("practice_of", "practice_side"),
                name="one_practice_pair",
            ),
        ),
    ]
