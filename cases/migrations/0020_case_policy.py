"""The same rule for cases in a form that PostgreSQL can estimate: the scope is asked with the organization.

`scope IN (…)` beside the columns was guessed to hold for one row in a hundred, so lists were sorted instead of read along
their index. `app.case_org()` is the actor's organization if the actor sees cases at all, else null.
"""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION app.case_org() RETURNS uuid LANGUAGE sql STABLE
AS $$ SELECT CASE WHEN app.scope() IN ('organization', 'own') THEN app.org() END $$;
REVOKE ALL ON FUNCTION app.case_org() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.case_org() TO casemgr_app, casemgr_worker, casemgr_reporting;
"""
GRANTED = """EXISTS (SELECT 1 FROM cases_caseuserobjectpermission g
               WHERE g.content_object_id = cases_case.id AND g.user_id = (SELECT app.person()))"""
RULE = f"""organization_id = (SELECT app.case_org()) AND (
    ((SELECT app.scope()) = 'organization' AND NOT restricted) OR {GRANTED})"""
BEFORE = f"""organization_id = (SELECT app.org()) AND (SELECT app.scope()) IN ('organization', 'own') AND (
    ((SELECT app.scope()) = 'organization' AND NOT restricted) OR {GRANTED})"""
CHECK = "organization_id = (SELECT app.org())"


def policy(rule: str) -> str:
    """Replace the members' policy of cases."""
    return f"""
    DROP POLICY members ON cases_case;
    CREATE POLICY members ON cases_case TO casemgr_app, casemgr_worker USING ({rule}) WITH CHECK ({CHECK});
    """


class Migration(migrations.Migration):
    dependencies = [("cases", "0019_health_and_interpreters")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION app.case_org()"),
        migrations.RunSQL(policy(RULE), policy(BEFORE)),
    ]
