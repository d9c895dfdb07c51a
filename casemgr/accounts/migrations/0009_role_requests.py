"""Roles that see much wait for a second person."""

import casemgr.ids
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from casemgr.db.policies import IN_ORGANIZATION, protect


TABLE = "accounts_teamuserobjectpermission"
GRANT = f"""
DROP POLICY members_grant ON {TABLE};
CREATE POLICY members_grant ON {TABLE} FOR INSERT TO casemgr_app, casemgr_worker
    WITH CHECK (organization_id = (SELECT app.org()) AND {{who}}
        AND EXISTS (SELECT 1 FROM accounts_team t WHERE t.id = content_object_id AND t.organization_id = app.org()));
"""
MANAGES = "(SELECT app.may('manage_people'))"
CONFIRMS = """((SELECT app.may('confirm_reset')) AND EXISTS (
    SELECT 1 FROM accounts_rolerequest r WHERE r.team_id = content_object_id AND r.person_id = user_id
        AND r.organization_id = app.org() AND r.state = 'asked' AND r.asked_by_id <> app.person()))"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_identity_provider"),
        ("database", "0002_rights"),
    ]

    operations = [
        migrations.CreateModel(
            name="RoleRequest",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                (
                    "role",
                    models.CharField(
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
                (
                    "opens_account",
                    models.BooleanField(default=False, help_text="A new account, closed until this is confirmed"),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "Waiting"), ("done", "Confirmed"), ("refused", "Refused")],
                        default="asked",
                        max_length=8,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
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
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="role_requests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.team",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(
                                models.Q(("decided_by", models.F("asked_by")), _negated=True),
                                models.Q(("decided_by", models.F("person")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="role_confirmed_by_a_third",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("asked_by", models.F("person")), _negated=True),
                        name="role_asked_by_another",
                    ),
                ],
            },
        ),
        protect("accounts_rolerequest", using=IN_ORGANIZATION),
        migrations.RunSQL(GRANT.format(who=f"({MANAGES} OR {CONFIRMS})"), GRANT.format(who=MANAGES)),
    ]
