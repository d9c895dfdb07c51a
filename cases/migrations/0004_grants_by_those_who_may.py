"""Who may name somebody on a case: a grant opens the case, so row-level security asks about the case itself.

The question runs with the owner's rights, because whoever may not see the case must get "no", not an absent row.
Nobody changes a grant: one is made or ended.
"""

from django.db import migrations

from casemgr.db.policies import IN_ORGANIZATION, SEES_CASES

TABLE = "cases_caseuserobjectpermission"
MAY_GRANT = """
-- Named on it oneself; or seeing the whole organization, unless it is restricted; or, while nobody is named yet (it was
-- just opened), its maker and those who see the whole organization.
CREATE FUNCTION app.may_grant("case" uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT EXISTS (
        SELECT 1 FROM public.cases_case c
        WHERE c.id = $1 AND c.organization_id = app.org() AND app.scope() IN ('organization', 'own') AND (
            EXISTS (SELECT 1 FROM public.cases_caseuserobjectpermission g
                    WHERE g.content_object_id = c.id AND g.user_id = app.person())
            OR (app.scope() = 'organization' AND NOT c.restricted)
            OR ((app.scope() = 'organization' OR c.created_by_id = app.person())
                AND NOT EXISTS (SELECT 1 FROM public.cases_caseuserobjectpermission g
                                WHERE g.content_object_id = c.id))))
$$;
REVOKE ALL ON FUNCTION app.may_grant(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.may_grant(uuid) TO casemgr_app, casemgr_worker;
"""
POLICIES = f"""
DROP POLICY members ON {TABLE};
CREATE POLICY members ON {TABLE} FOR SELECT TO casemgr_app, casemgr_worker
    USING ({IN_ORGANIZATION} AND {SEES_CASES});
CREATE POLICY members_name ON {TABLE} FOR INSERT TO casemgr_app, casemgr_worker
    WITH CHECK ({IN_ORGANIZATION} AND app.may_grant(content_object_id));
CREATE POLICY members_unname ON {TABLE} FOR DELETE TO casemgr_app, casemgr_worker
    USING ({IN_ORGANIZATION} AND app.may_grant(content_object_id));
"""
AS_BEFORE = f"""
DROP POLICY members_unname ON {TABLE};
DROP POLICY members_name ON {TABLE};
DROP POLICY members ON {TABLE};
CREATE POLICY members ON {TABLE} TO casemgr_app, casemgr_worker
    USING ({IN_ORGANIZATION}) WITH CHECK ({IN_ORGANIZATION});
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_export_door")]
    operations = [
        migrations.RunSQL(MAY_GRANT, "DROP FUNCTION app.may_grant(uuid)"),
        migrations.RunSQL(POLICIES, AS_BEFORE),
    ]
