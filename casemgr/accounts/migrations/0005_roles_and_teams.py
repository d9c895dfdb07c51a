"""More roles, team grants, and whether cases may be opened in an emergency."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_services_given"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="emergency_access",
            field=models.BooleanField(default=True, verbose_name="colleagues may open a case in an emergency"),
        ),
        migrations.AlterField(
            model_name="user",
            name="role",
            field=models.CharField(
                choices=[
                    ("intake", "Intake worker"),
                    ("caseworker", "Caseworker"),
                    ("team_lead", "Team lead"),
                    ("supervisor", "Supervisor"),
                    ("night_staff", "Shelter or night staff"),
                    ("health_worker", "Health worker"),
                    ("legal_worker", "Legal worker"),
                    ("org_admin", "Organization administrator"),
                    ("complaint_recipient", "Complaint recipient"),
                    ("data_steward", "Data steward"),
                    ("survivor_adviser", "Survivor adviser"),
                    ("auditor", "Auditor"),
                    ("researcher", "Researcher"),
                    ("partner_client", "Partner system"),
                ],
                max_length=20,
                verbose_name="role",
            ),
        ),
        migrations.CreateModel(
            name="TeamUserObjectPermission",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "content_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="grants", to="accounts.team"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="accounts.organization"
                    ),
                ),
                ("permission", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission")),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["user", "content_object"], name="team_grant_by_user")],
                "unique_together": {("user", "permission", "content_object")},
            },
        ),
    ]
