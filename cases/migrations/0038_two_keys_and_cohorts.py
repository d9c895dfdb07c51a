"""Two keys as two views: who consented, and of those whoever's organization agreed to this kind of tables; cohorts.

`door.consented` and `door.agreed` are nobody's to read but the owner's: they name organizations. `door.population_v1` keeps its columns and
their meaning; who is in it may be narrowed by the agreement's families (`door.family`, people unless said) and by a
cohort (`door.first_from` up to but without `door.first_until`: days on which the person first said yes, as the server
recorded it, which nobody can date back). `app.statistics_preview` counts one's own organization's consented people,
small numbers withheld here, so that no web process learns them.
"""

from importlib import import_module

from django.db import migrations

LEAST = 10
first_door = import_module("cases.migrations.0003_export_door")
CUTOFF = first_door.CUTOFF

OPENING = "CREATE VIEW door.population_v1 WITH (security_barrier) AS\nSELECT\n"
KEYS = "WHERE EXISTS (\n    SELECT 1 FROM accounts_organization"
COLUMNS, CONDITIONS = first_door.VIEW.removeprefix("\n").removeprefix(OPENING).split(KEYS)
_AGREED, CONSENT = CONDITIONS.split(") AND EXISTS (", 1)

COHORT = """
AND CASE WHEN nullif(current_setting('door.first_from', true), '') IS NULL THEN true ELSE (
    SELECT min(f.recorded_at) >= current_setting('door.first_from')::date
       AND min(f.recorded_at) < current_setting('door.first_until')::date
    FROM cases_consent AS f
    WHERE f.person_id = person.id AND f.purpose = 'statistics' AND f.recipient_id IS NULL AND f.decision = 'given'
) END
"""

CONSENTED = f"""
CREATE VIEW door.consented AS
SELECT person.id AS person_id, person.organization_id,
{COLUMNS}WHERE EXISTS ({CONSENT.rstrip()}
{COHORT}
"""

NAMES = (
    "pseudonym, year_of_registration, gender, age_broad, citizenship, country_of_exploitation, traffick_months, "
    + ", ".join(first_door.FLAGS)
)

AGREED = f"""
CREATE VIEW door.agreed AS SELECT * FROM door.consented AS person
WHERE EXISTS (
    SELECT 1 FROM accounts_organization AS o JOIN accounts_statisticsagreement AS a ON a.organization_id = o.id
    WHERE o.id = person.organization_id AND o.status = 'active'
      AND coalesce(nullif(current_setting('door.family', true), ''), 'people') = ANY (a.covers)
      AND a.starts_on <= {CUTOFF} AND a.starts_on <= current_date
      AND a.ends_on > {CUTOFF} AND a.ends_on > current_date AND a.ended_on IS NULL
)
"""
POPULATION = f"""
CREATE OR REPLACE VIEW door.population_v1 WITH (security_barrier) AS SELECT {NAMES} FROM door.agreed;
REVOKE ALL ON door.consented, door.agreed FROM PUBLIC;
"""

PREVIEW = f"""
-- which of the parts of a known whole may be told: none under `fewest`, and what is withheld is two parts at least,
-- together no fewer than `fewest`
CREATE FUNCTION app.told_parts(codes text[], numbers bigint[], fewest integer)
RETURNS TABLE (code text, number bigint) LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog AS $$
DECLARE
    shown text[];
    withheld bigint;
    many integer;
BEGIN
    shown := ARRAY(SELECT p.code FROM unnest(codes, numbers) AS p (code, number)
        WHERE p.number >= fewest ORDER BY p.number, p.code);
    LOOP
        SELECT coalesce(sum(p.number), 0), count(*) INTO withheld, many
        FROM unnest(codes, numbers) AS p (code, number) WHERE NOT p.code = ANY (shown);
        EXIT WHEN many = 0 OR cardinality(shown) = 0 OR (many >= 2 AND withheld >= fewest);
        shown := shown[2:];
    END LOOP;
    RETURN QUERY SELECT p.code, p.number FROM unnest(codes, numbers) AS p (code, number) WHERE p.code = ANY (shown);
END $$;

CREATE FUNCTION app.statistics_preview()
RETURNS TABLE (variable text, code text, number bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    everybody bigint;
BEGIN
    IF NOT app.may('preview_statistics') OR app.org() IS NULL THEN
        RAISE EXCEPTION 'not for this actor' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM set_config('door.cutoff', current_date::text, true), set_config('door.first_from', '', true);
    SELECT count(*) INTO everybody FROM door.consented AS c WHERE c.organization_id = app.org();
    IF everybody >= {LEAST} THEN
        RETURN QUERY SELECT 'everybody', '', everybody;
        RETURN QUERY WITH cells AS (
            SELECT fact.key AS variable, fact.value AS code, count(*) AS number
            FROM door.consented AS c CROSS JOIN LATERAL
                jsonb_each_text(to_jsonb(c) - '{{person_id,organization_id,pseudonym}}'::text[]) AS fact
            WHERE c.organization_id = app.org() GROUP BY 1, 2
        ), listed AS (
            SELECT s.variable, array_agg(s.code) AS codes, array_agg(s.number) AS numbers FROM cells AS s GROUP BY 1
        )
        SELECT l.variable, t.code, t.number
        FROM listed AS l CROSS JOIN LATERAL app.told_parts(l.codes, l.numbers, {LEAST}) AS t;
    END IF;
    PERFORM set_config('door.cutoff', '', true);
END $$;
REVOKE ALL ON FUNCTION app.told_parts(text[], bigint[], integer), app.statistics_preview()
    FROM PUBLIC, casemgr_app, casemgr_worker, casemgr_reporting;
GRANT EXECUTE ON FUNCTION app.statistics_preview() TO casemgr_app;
"""
NO_PREVIEW = """
DROP FUNCTION app.statistics_preview();
DROP FUNCTION app.told_parts(text[], bigint[], integer);
"""
AS_BEFORE = first_door.VIEW.replace("CREATE VIEW", "CREATE OR REPLACE VIEW", 1)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0037_carried"),
        ("accounts", "0015_statistics_agreement_kept"),
        ("database", "0002_rights"),
    ]
    operations = [
        migrations.RunSQL(
            ";".join([CONSENTED, AGREED, POPULATION]),
            AS_BEFORE + "; DROP VIEW door.agreed; DROP VIEW door.consented",
        ),
        migrations.RunSQL(PREVIEW, NO_PREVIEW),
    ]
