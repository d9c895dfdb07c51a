"""Funds with their ledger, requests for money, group sessions."""

import casemgr.encryption.fields
import casemgr.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


from casemgr.db.policies import append_only, by_case, by_organization


# The sum over all cases of the fund's organization, seen by the asker or not: a fund must not promise money twice.
SET_ASIDE = """
CREATE FUNCTION app.money_set_aside("fund" uuid) RETURNS numeric
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT coalesce(sum(m.amount), 0) FROM public.cases_moneyrequest m
    WHERE m.fund_id = $1 AND m.organization_id = app.org() AND m.state IN ('asked', 'approved')
$$;
REVOKE ALL ON FUNCTION app.money_set_aside(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.money_set_aside(uuid) TO casemgr_app, casemgr_worker;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_asked_questions"),
        ("cases", "0017_consent_footing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="servicerecord",
            name="quantity",
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, verbose_name="how much"),
        ),
        migrations.AddField(
            model_name="servicerecord",
            name="settled_at",
            field=models.DateTimeField(help_text="When a planned one was said to be given, declined …", null=True),
        ),
        migrations.AddField(
            model_name="servicerecord",
            name="settled_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="servicerecord",
            name="unit",
            field=models.CharField(
                blank=True,
                choices=[("hours", "Hours"), ("nights", "Nights"), ("times", "Times"), ("items", "Items")],
                max_length=8,
                verbose_name="unit",
            ),
        ),
        migrations.CreateModel(
            name="Fund",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("currency", models.CharField(help_text="ISO 4217", max_length=3, verbose_name="currency")),
                (
                    "quick_limit",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=12, verbose_name="paid without approval up to"
                    ),
                ),
                ("closed_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "created_by",
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
            ],
        ),
        migrations.CreateModel(
            name="GroupSession",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                ("service_code", models.CharField(default="group_session", max_length=40, verbose_name="service")),
                ("held_on", models.DateField(verbose_name="date")),
                ("minutes", models.PositiveSmallIntegerField(default=60, verbose_name="minutes")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "led_by",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="servicerecord",
            name="session",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attendance",
                to="cases.groupsession",
            ),
        ),
        migrations.CreateModel(
            name="MoneyRequest",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("transport", "Transport"),
                            ("food", "Food and basics"),
                            ("shelter", "A place to stay"),
                            ("medical", "Medical care"),
                            ("documents", "Papers and fees"),
                            ("phone", "Phone"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                        verbose_name="what for",
                    ),
                ),
                (
                    "detail",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=1000, null=True, verbose_name="detail"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Waits for an answer"),
                            ("approved", "Approved"),
                            ("refused", "Refused"),
                            ("paid", "Paid"),
                            ("cancelled", "Taken back"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                (
                    "answer",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=500, null=True, verbose_name="a word to the colleague"
                    ),
                ),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("paid_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
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
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="requests", to="cases.fund"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization"
                    ),
                ),
                (
                    "paid_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.person"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FundEntry",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14)),
                ("entered_at", models.DateTimeField(auto_now_add=True)),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "fund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="cases.fund"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization"
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="entry",
                        to="cases.moneyrequest",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="fund",
            constraint=models.UniqueConstraint(fields=("organization", "name"), name="fund_name_per_organization"),
        ),
        migrations.AddIndex(
            model_name="moneyrequest",
            index=models.Index(
                models.F("fund"), condition=models.Q(("state__in", ["asked", "approved"])), name="money_set_aside"
            ),
        ),
        migrations.AddConstraint(
            model_name="moneyrequest",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="a_request_asks"),
        ),
        migrations.AddConstraint(
            model_name="fundentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount", 0), _negated=True), name="a_movement_moves"
            ),
        ),
        by_organization("cases_fund"),
        by_organization("cases_fundentry"),
        append_only("cases_fundentry"),
        by_case("cases_moneyrequest"),
        by_organization("cases_groupsession"),
        migrations.RunSQL(SET_ASIDE, "DROP FUNCTION app.money_set_aside(uuid)"),
    ]
