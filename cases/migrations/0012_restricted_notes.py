"""Notes of restricted kinds, late ones with a reason, and what was taken out of a wrong case."""

import casemgr.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


from casemgr.db.policies import by_case, by_note, no_longer_by_case


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("cases", "0011_documents"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="note",
            name="late_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("paper", "Written on paper first"),
                    ("offline", "No network or power"),
                    ("told_later", "Told later"),
                    ("forgotten", "Forgotten at the time"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="note",
            name="moved_at",
            field=models.DateTimeField(blank=True, help_text="It stood in a wrong case until then", null=True),
        ),
        migrations.AlterField(
            model_name="note",
            name="kind",
            field=models.CharField(
                choices=[
                    ("general", "General"),
                    ("contact", "Contact"),
                    ("safety", "Safety"),
                    ("health", "Health"),
                    ("legal", "Legal"),
                    ("therapy", "Therapy (restricted)"),
                    ("privileged", "Legal advice (restricted)"),
                    ("complaint", "Complaint about staff (restricted)"),
                ],
                default="general",
                max_length=10,
                verbose_name="kind",
            ),
        ),
        migrations.CreateModel(
            name="NoteRemoval",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("general", "General"),
                            ("contact", "Contact"),
                            ("safety", "Safety"),
                            ("health", "Health"),
                            ("legal", "Legal"),
                            ("therapy", "Therapy (restricted)"),
                            ("privileged", "Legal advice (restricted)"),
                            ("complaint", "Complaint about staff (restricted)"),
                        ],
                        max_length=10,
                    ),
                ),
                ("written_at", models.DateTimeField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("wrong_person", "It was about somebody else"),
                            ("not_agreed", "It should never have been written down"),
                        ],
                        max_length=12,
                        verbose_name="reason",
                    ),
                ),
                ("moved", models.BooleanField(help_text="Moved to the right case; which one isn't told here")),
                ("removed_at", models.DateTimeField(auto_now_add=True)),
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
                    "removed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        no_longer_by_case("cases_note"),
        by_note("cases_note"),
        by_case("cases_noteremoval"),
    ]
