"""What *erase only what was told* takes away beside rows of a case, and who finds holds on logs.

Words also hang on a person without a case, on a notice's sheet, and on cases in the room of referrals. A sheet opens
under a key of its own: it is told to whoever destroys keys.
"""

from django.db import migrations

from casemgr.db.policies import IN_ORGANIZATION, protect

LOGS = "cases_loghold"
SUPERVISES = f"{IN_ORGANIZATION} AND (SELECT app.scope()) = 'organization'"
PURGE, STAYS = "app.purge_words(uuid, text[])", "app.right_stays()"
CHANGES = {
    PURGE: (
        (
            "AND c.table_name LIKE 'cases\\_%'",
            "AND (c.table_name LIKE 'cases\\_%' OR c.table_name LIKE 'referrals\\_%')",
        ),
        (
            "'UPDATE public.%I SET %I = %s WHERE case_id = ANY ($1) AND %I IS NOT NULL',",
            "'UPDATE public.%I SET %I = %s WHERE ' || app.hangs_on(one.table_name) || ' AND %I IS NOT NULL',",
        ),
        (
            "d.ended_at IS NULL RETURNING d.id, d.public_id::text;",
            "d.ended_at IS NULL RETURNING d.id, d.public_id::text;\n"
            "    RETURN QUERY SELECT s.id, '' FROM public.cases_noticesheet s\n"
            "        JOIN public.cases_statutorynotice n ON n.id = s.notice_id WHERE n.case_id = ANY (own);",
        ),
    ),
    STAYS: (("'kind', 'recorded_by_id']", "'kind', 'guardian_id', 'recorded_by_id']"),),
}
FUNCTIONS = """
-- How rows of a table hang on the cases in $1; what hangs on none of them is refused, not left.
CREATE FUNCTION app.hangs_on(tab text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
DECLARE
    own text[] := ARRAY(SELECT c.column_name::text FROM information_schema.columns c
                        WHERE c.table_schema = 'public' AND c.table_name = tab);
BEGIN
    IF 'case_id' = ANY (own) THEN RETURN 'case_id = ANY ($1)'; END IF;
    IF 'person_id' = ANY (own) THEN
        RETURN 'person_id IN (SELECT k.person_id FROM public.cases_case k WHERE k.id = ANY ($1))';
    END IF;
    IF 'notice_id' = ANY (own) THEN
        RETURN 'notice_id IN (SELECT n.id FROM public.cases_statutorynotice n WHERE n.case_id = ANY ($1))';
    END IF;
    RAISE EXCEPTION 'no way from % to a case', tab;
END $$;
REVOKE ALL ON FUNCTION app.hangs_on(text) FROM PUBLIC, casemgr_app, casemgr_worker;
-- Whether a legal hold keeps the record of anybody who was found there, whoever may read the case.
CREATE FUNCTION app.incident_is_held(incident uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT EXISTS (SELECT 1 FROM public.cases_incidentcase i JOIN public.cases_case c ON c.id = i.case_id
                   WHERE i.incident_id = $1 AND i.organization_id = app.org() AND app.is_held(c.person_id))
$$;
REVOKE ALL ON FUNCTION app.incident_is_held(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.incident_is_held(uuid) TO casemgr_app, casemgr_worker;
"""
NO_FUNCTIONS = "DROP FUNCTION app.incident_is_held(uuid); DROP FUNCTION app.hangs_on(text);"
KEPT = f"""
REVOKE UPDATE, DELETE, TRUNCATE ON {LOGS} FROM casemgr_app, casemgr_worker;
GRANT UPDATE (lift_asked_by_id, lifted_by_id, lifted_at) ON {LOGS} TO casemgr_app, casemgr_worker;
"""
NOT_KEPT = f"GRANT UPDATE, DELETE ON {LOGS} TO casemgr_app, casemgr_worker;"


def change(apps, schema_editor):
    """Change each function as it stands."""
    _rewrite(schema_editor, CHANGES)


def as_before(apps, schema_editor):
    """Change each back."""
    _rewrite(schema_editor, {name: [(new, old) for old, new in pairs] for name, pairs in CHANGES.items()})


def _rewrite(schema_editor, changes):
    with schema_editor.connection.cursor() as cursor:
        for name, pairs in changes.items():
            cursor.execute("SELECT pg_get_functiondef(%s::regprocedure)", [name])
            body = cursor.fetchone()[0]
            for old, new in pairs:
                if old not in body:
                    raise RuntimeError(f"{name} isn't as it was")
                body = body.replace(old, new, 1)
            cursor.execute(body)


class Migration(migrations.Migration):
    dependencies = [("cases", "0076_ends_of_keeping"), ("database", "0002_rights")]
    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.RunPython(change, as_before, elidable=False),
        protect(LOGS, using=SUPERVISES, check=SUPERVISES),
        migrations.RunSQL(KEPT, NOT_KEPT),
    ]
