"""Schema `app`: the functions that policies ask who is acting. They raise when nobody said so."""

from django.db import migrations

from casemgr.db.secret import install_in_migration

SQL = """
CREATE SCHEMA IF NOT EXISTS app;
GRANT USAGE ON SCHEMA app TO casemgr_app, casemgr_worker, casemgr_reporting;

CREATE TABLE app.context_secret (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    inner_pad bytea NOT NULL,
    outer_pad bytea NOT NULL
);
REVOKE ALL ON app.context_secret FROM PUBLIC, casemgr_app, casemgr_worker, casemgr_reporting, casemgr_exporter;

CREATE FUNCTION app.context() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    stated text := nullif(current_setting('app.context', true), '');
    parts text[];
    secret record;
BEGIN
    IF stated IS NULL THEN
        RAISE EXCEPTION 'no actor is stated in this transaction' USING ERRCODE = 'insufficient_privilege';
    END IF;
    parts := string_to_array(stated, '|');
    SELECT inner_pad, outer_pad INTO STRICT secret FROM app.context_secret;
    IF cardinality(parts) <> 6
       OR encode(sha256(secret.outer_pad || sha256(secret.inner_pad
            || convert_to(array_to_string(parts[1:5], '|'), 'UTF8'))), 'hex') <> parts[6]
       OR parts[4]::bigint < extract(epoch FROM clock_timestamp())
       OR parts[5]::integer <> pg_backend_pid() THEN
        RAISE EXCEPTION 'the stated actor is not valid here' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN parts;
END $$;

CREATE FUNCTION app.person() RETURNS uuid LANGUAGE sql STABLE
AS $$ SELECT (app.context())[1]::uuid $$;
CREATE FUNCTION app.org() RETURNS uuid LANGUAGE sql STABLE
AS $$ SELECT nullif((app.context())[2], '')::uuid $$;
CREATE FUNCTION app.scope() RETURNS text LANGUAGE sql STABLE
AS $$ SELECT (app.context())[3] $$;

-- Who is acting, or NULL before anyone signed in: only the trail may be written so.
CREATE FUNCTION app.person_or_nobody() RETURNS uuid LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF nullif(current_setting('app.context', true), '') IS NULL THEN RETURN NULL; END IF;
    RETURN app.person();
END $$;

-- The trigger of append-only tables: only the owner (migrations) may change what was written.
CREATE FUNCTION app.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_user = 'casemgr_owner' THEN RETURN coalesce(NEW, OLD); END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA app TO casemgr_app, casemgr_worker, casemgr_reporting;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(SQL, "DROP SCHEMA app CASCADE"),
        migrations.RunPython(install_in_migration, migrations.RunPython.noop),
    ]
