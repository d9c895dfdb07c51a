"""What was agreed stays as it was written: a version can be ended, once, and nothing else. Older ones covered people.

Agreements signed before families were asked about cover the tables that existed then, and no others.
"""

from django.db import migrations

OLDER = "UPDATE accounts_statisticsagreement SET covers = '{people}'"

KEPT = """
CREATE FUNCTION app.keep_agreement() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF OLD.ended_on IS NOT NULL OR NEW.ended_on IS NULL
       OR to_jsonb(NEW) - '{ended_on,end_reason}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{ended_on,end_reason}'::text[]
    THEN
        RAISE EXCEPTION 'an agreement is never changed, only ended' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_agreement BEFORE UPDATE ON accounts_statisticsagreement
    FOR EACH ROW EXECUTE FUNCTION app.keep_agreement();
REVOKE DELETE, TRUNCATE ON accounts_statisticsagreement FROM casemgr_app, casemgr_worker;
"""
LET_GO = """
DROP TRIGGER keep_agreement ON accounts_statisticsagreement;
DROP FUNCTION app.keep_agreement();
GRANT DELETE ON accounts_statisticsagreement TO casemgr_app, casemgr_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0014_statistics_agreement_terms"), ("database", "0002_rights")]
    operations = [migrations.RunSQL(OLDER, migrations.RunSQL.noop), migrations.RunSQL(KEPT, LET_GO)]
