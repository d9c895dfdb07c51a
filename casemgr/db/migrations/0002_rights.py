"""The stated actor also carries rights: groups of fields they read, and what policies ask about beside the scope."""

from django.db import migrations

CONTEXT = """
CREATE OR REPLACE FUNCTION app.context() RETURNS text[]
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
    IF cardinality(parts) <> {size}
       OR encode(sha256(secret.outer_pad || sha256(secret.inner_pad
            || convert_to(array_to_string(parts[1:{size} - 1], '|'), 'UTF8'))), 'hex') <> parts[{size}]
       OR parts[{size} - 2]::bigint < extract(epoch FROM clock_timestamp())
       OR parts[{size} - 1]::integer <> pg_backend_pid() THEN
        RAISE EXCEPTION 'the stated actor is not valid here' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN parts;
END $$;
"""
MAY = """
CREATE FUNCTION app.may("right" text) RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT $1 = ANY (string_to_array((app.context())[4], ',')) $$;
REVOKE ALL ON FUNCTION app.may(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.may(text) TO casemgr_app, casemgr_worker, casemgr_reporting;
"""


class Migration(migrations.Migration):
    dependencies = [("database", "0001_actor_context")]
    operations = [
        migrations.RunSQL(CONTEXT.format(size=7), CONTEXT.format(size=6)),
        migrations.RunSQL(MAY, "DROP FUNCTION app.may(text)"),
    ]
