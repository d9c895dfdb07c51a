"""Emptying a practice pair: one function, which reaches nothing but the pair of the actor's own practice.

It takes no argument, so there is nothing to get wrong: from the actor follows the real organization, from that the pair.
Every row of the rooms of cases and referrals goes that names one of the two, or points to a row that does; the
foreign keys, checked at commit, refuse if one was forgotten. Accounts and addresses for webhooks stay.
"""

from django.db import migrations

STAYS = "'referrals_webhookendpoint'"
WIPE = f"""
CREATE FUNCTION app.empty_practice() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    home uuid := coalesce(app.world(), app.org());
    pair uuid[] := ARRAY(SELECT o.id FROM public.accounts_organization o WHERE o.practice_of_id = home);
    step record;
    gone bigint;
    total bigint := 0;
BEGIN
    IF home IS NULL OR (app.world() IS NULL AND NOT app.may('manage_people')) THEN
        RAISE EXCEPTION 'not for this actor' USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- first of all, so that whoever is about to number a case in the pair waits
    UPDATE public.accounts_organization SET practice_since = clock_timestamp() WHERE id = ANY (pair);
    SET CONSTRAINTS ALL DEFERRED;
    -- first rows without an organization of their own, by the row they point to; then rows that name one
    FOR step IN
        SELECT child.relname AS table_name, a.attname AS column_name, parent.relname AS parent, p.attname AS parent_column
        FROM pg_constraint f
        JOIN pg_class child ON child.oid = f.conrelid
        JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = f.conkey[1]
        JOIN pg_class parent ON parent.oid = f.confrelid
        JOIN pg_attribute p ON p.attrelid = f.confrelid
        JOIN pg_constraint o ON o.conrelid = f.confrelid AND o.contype = 'f' AND o.conkey[1] = p.attnum
            AND o.confrelid = 'public.accounts_organization'::regclass
        WHERE f.contype = 'f' AND child.relnamespace = 'public'::regnamespace
          AND child.relname ~ '^(cases|referrals)_' AND parent.relname ~ '^(cases|referrals)_'
          AND NOT EXISTS (SELECT 1 FROM pg_constraint own WHERE own.conrelid = f.conrelid AND own.contype = 'f'
                          AND own.confrelid = 'public.accounts_organization'::regclass)
    LOOP
        EXECUTE format('DELETE FROM public.%I WHERE %I IN (SELECT id FROM public.%I WHERE %I = ANY ($1))',
                       step.table_name, step.column_name, step.parent, step.parent_column) USING pair;
        GET DIAGNOSTICS gone = ROW_COUNT;
        total := total + gone;
    END LOOP;
    FOR step IN
        SELECT DISTINCT child.relname AS table_name, a.attname AS column_name
        FROM pg_constraint f
        JOIN pg_class child ON child.oid = f.conrelid
        JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = f.conkey[1]
        WHERE f.contype = 'f' AND f.confrelid = 'public.accounts_organization'::regclass
          AND child.relnamespace = 'public'::regnamespace AND child.relname ~ '^(cases|referrals)_'
          AND child.relname NOT IN ({STAYS})
    LOOP
        EXECUTE format('DELETE FROM public.%I WHERE %I = ANY ($1)', step.table_name, step.column_name) USING pair;
        GET DIAGNOSTICS gone = ROW_COUNT;
        total := total + gone;
    END LOOP;
    RETURN total;
END $$;
REVOKE ALL ON FUNCTION app.empty_practice() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.empty_practice() TO casemgr_app, casemgr_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0025_practice_apart")]
    operations = [migrations.RunSQL(WIPE, "DROP FUNCTION app.empty_practice();")]
