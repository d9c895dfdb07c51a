"""Why a case was restricted, written once; who interpreted when a consent was given."""

import casemgr.encryption.fields
import casemgr.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


from casemgr.db.policies import append_only, by_case


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_asked_questions"),
        ("cases", "0021_plans_known"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="interpreter",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.interpreter",
            ),
        ),
        migrations.CreateModel(
            name="Restriction",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("restricted", models.BooleanField()),
                ("reason", casemgr.encryption.fields.EncryptedText(max_length=1000, verbose_name="why")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "changed_by",
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
            options={
                "indexes": [models.Index(fields=["case", "-created_at"], name="restrictions_of_case")],
            },
        ),
        by_case("cases_restriction"),
        append_only("cases_restriction", deletable=True),
    ]
