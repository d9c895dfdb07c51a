"""What the planner has to know, so that one plan fits every value: who works where, and no guess from `scope IN (…)`.

A colleague's cases, tasks and grants are all of one organization; without statistics on both columns PostgreSQL
multiplied the two and expected one row. Indexes on a condition don't serve statements that are planned for any value.
"""

import django.db.models.deletion
from django.db import migrations, models

STATISTICS = (
    ("grants_of_organization", "user_id, organization_id", "cases_caseuserobjectpermission"),
    ("cases_of_organization", "caseworker_id, organization_id", "cases_case"),
    ("tasks_of_organization", "assigned_to_id, organization_id", "cases_task"),
)
GRANTS = "organization_id = (SELECT app.case_org())"
GRANTS_BEFORE = "organization_id = (SELECT app.org()) AND (SELECT app.scope()) IN ('organization', 'own')"


def policy(rule: str) -> str:
    """Replace the policy by which members read grants."""
    return f"""
    DROP POLICY members ON cases_caseuserobjectpermission;
    CREATE POLICY members ON cases_caseuserobjectpermission FOR SELECT TO casemgr_app, casemgr_worker USING ({rule});
    """


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_asked_questions"), ("cases", "0020_case_policy")]
    operations = [
        migrations.RunSQL(policy(GRANTS), policy(GRANTS_BEFORE)),
        *(
            migrations.RunSQL(
                f"CREATE STATISTICS {name} (dependencies) ON {columns} FROM {table}", f"DROP STATISTICS {name}"
            )
            for name, columns, table in STATISTICS
        ),
        migrations.RemoveIndex(model_name="approval", name="approvals_asked"),
        migrations.RemoveIndex(model_name="moneyrequest", name="money_set_aside"),
        migrations.AlterField(
            model_name="case",
            name="organization",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organization",
            ),
        ),
        migrations.AddIndex(
            model_name="approval",
            index=models.Index(fields=["organization", "state", "asked_at"], name="approvals_asked"),
        ),
        migrations.AddIndex(
            model_name="moneyrequest", index=models.Index(fields=["fund", "state"], name="money_set_aside")
        ),
    ]
