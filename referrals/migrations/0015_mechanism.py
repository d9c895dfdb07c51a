"""How referrals go in a country, as counts that name no organization and nobody: one function, quarter by quarter.

The app's login gets no right to anything behind it. What was told of a quarter once is kept and told again unchanged,
so that no two answers can be subtracted (docs/decisions/0028).
"""

from django.db import migrations

LEAST, SETTLED_DAYS = 10, 30

TABLES = """
CREATE TYPE app.mechanism_fact AS (part text, above text, code text, sender uuid, receiver uuid);
CREATE TABLE app.mechanism_published (
    country text NOT NULL, year integer NOT NULL, quarter integer NOT NULL, figures jsonb NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (country, year, quarter)
);
REVOKE ALL ON app.mechanism_published FROM PUBLIC, casemgr_app, casemgr_worker, casemgr_reporting, casemgr_exporter;
"""
NO_TABLES = "DROP TABLE app.mechanism_published; DROP TYPE app.mechanism_fact;"

LEFT = """
-- how many are left when the organization with the most of them takes its own out: what the best informed doesn't know
CREATE FUNCTION app.mechanism_left(facts app.mechanism_fact[]) RETURNS bigint
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
    SELECT coalesce(cardinality($1), 0) - coalesce(max(own.number), 0) FROM (
        SELECT count(*) AS number FROM (
            SELECT f.sender AS organization FROM unnest($1) AS f UNION ALL SELECT f.receiver FROM unnest($1) AS f
        ) AS parties GROUP BY parties.organization
    ) AS own
$$;
"""

# parts in the order they are decided: what each divides, and of how many sorts it is (NULL: nobody knows how many)
PARTS = """(1, 'urgency', 'offered', 3), (2, 'outcome', 'offered', 6), (3, 'acknowledged', 'offered', 2),
    (4, 'waitlisted', 'offered', 2), (5, 'progress', 'outcome', 4), (6, 'unmet', 'outcome', 4),
    (7, 'refused', 'outcome', 3), (8, 'service', 'outcome', NULL), (9, 'region', 'service', NULL),
    (10, 'language', 'service', NULL)"""

FIGURES = f"""
-- a tree: a number is divided only if it is told itself, and what is withheld of it is together as many as `fewest`
CREATE FUNCTION app.mechanism_figures(facts app.mechanism_fact[], fewest integer)
RETURNS TABLE (sort text, within text, key text, number bigint)
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog AS $$
DECLARE
    told text[] := ARRAY['offered/all'];
    way record;
    up text;
    shown text[];
    withheld app.mechanism_fact[];
BEGIN
    withheld := ARRAY(SELECT f FROM unnest(facts) AS f WHERE f.part = 'offered');
    IF app.mechanism_left(withheld) < fewest THEN RETURN; END IF;
    RETURN QUERY SELECT 'offered', '', 'all', cardinality(withheld)::bigint;
    FOR way IN SELECT * FROM (VALUES {PARTS}) AS w (turn, name, divides, sorts) ORDER BY w.turn LOOP
        FOR up IN SELECT DISTINCT f.above FROM unnest(facts) AS f WHERE f.part = way.name ORDER BY 1 LOOP
            CONTINUE WHEN NOT way.divides || '/' || up = ANY (told);
            shown := ARRAY(
                SELECT f.code FROM unnest(facts) AS f WHERE f.part = way.name AND f.above = up GROUP BY f.code
                HAVING app.mechanism_left(array_agg(f)) >= fewest ORDER BY count(*), f.code
            );
            WHILE cardinality(shown) > 0 AND cardinality(shown) IS DISTINCT FROM way.sorts LOOP
                withheld := ARRAY(
                    SELECT f FROM unnest(facts) AS f
                    WHERE f.part = way.name AND f.above = up AND NOT f.code = ANY (shown)
                );
                EXIT WHEN app.mechanism_left(withheld) >= fewest
                    AND way.sorts - cardinality(shown) IS DISTINCT FROM 1;
                shown := shown[2:];
            END LOOP;
            told := told || ARRAY(SELECT way.name || '/' || s FROM unnest(shown) AS s);
            RETURN QUERY SELECT f.part, f.above, f.code, count(*) FROM unnest(facts) AS f
                WHERE f.part = way.name AND f.above = up AND f.code = ANY (shown) GROUP BY 1, 2, 3 ORDER BY 3;
        END LOOP;
    END LOOP;
END $$;
"""

# offers between organizations that agreed to pooled statistics, about nobody who said no to them
OFFERS = """
    SELECT r.*, CASE
        WHEN r.state IN ('accepted', 'in_service', 'completed', 'not_completed') THEN 'accepted'
        WHEN r.state = 'expired' OR r.state = 'declined'
            AND r.reason_code IN ('no_capacity', 'ineligible', 'wrong_service') THEN 'unmet'
        WHEN r.state = 'declined' THEN 'refused'
        WHEN r.state IN ('withdrawn', 'revoked') THEN r.state
        ELSE 'waiting' END::text AS became
    FROM public.referrals_referral AS r
    JOIN public.accounts_organization AS s ON s.id = r.sender_id AND s.country = home
    WHERE r.offered_at >= starts AND r.offered_at < ends AND r.state NOT IN ('draft', 'entered_in_error')
      AND 2 = (
        SELECT count(*) FROM public.accounts_organization AS o
        WHERE o.id IN (r.sender_id, r.receiver_id) AND o.status = 'active' AND EXISTS (
            SELECT 1 FROM public.accounts_statisticsagreement AS a
            WHERE a.organization_id = o.id AND a.starts_on <= current_date AND a.ends_on > current_date
              AND a.ended_on IS NULL))
      AND NOT EXISTS (
        SELECT 1 FROM public.referrals_referralparty AS p
        JOIN public.cases_case AS k ON k.id = p.case_id
        JOIN public.cases_consent AS c ON c.person_id = k.person_id
        WHERE p.referral_id = r.id AND p.role = 'sender' AND c.purpose = 'statistics' AND NOT c.replaced
          AND (c.decision <> 'given' OR c.ended_at IS NOT NULL))
"""
CODED = """
    SELECT o.sender_id, o.receiver_id, fact.part, fact.above, fact.code
    FROM offers AS o CROSS JOIN LATERAL (VALUES
        ('offered', '', 'all'),
        ('urgency', 'all', o.urgency::text),
        ('outcome', 'all', o.became),
        ('acknowledged', 'all', CASE WHEN EXISTS (SELECT 1 FROM public.referrals_referralevent AS e
            WHERE e.referral_id = o.id AND e.event = 'acknowledge') THEN 'yes' ELSE 'no' END),
        ('waitlisted', 'all', CASE WHEN EXISTS (SELECT 1 FROM public.referrals_referralevent AS e
            WHERE e.referral_id = o.id AND e.event = 'waitlist') THEN 'yes' ELSE 'no' END),
        (CASE o.became WHEN 'accepted' THEN 'progress' WHEN 'unmet' THEN 'unmet' WHEN 'refused' THEN 'refused' END,
            o.became, CASE WHEN o.state = 'declined' THEN o.reason_code ELSE o.state END::text),
        (CASE o.became WHEN 'unmet' THEN 'service' END, o.became, o.service_code::text),
        (CASE o.became WHEN 'unmet' THEN 'region' END, o.service_code::text, o.region::text),
        (CASE o.became WHEN 'unmet' THEN 'language' END, o.service_code::text, o.language::text)
    ) AS fact (part, above, code) WHERE fact.part IS NOT NULL
"""
# half and nine of ten, never exact: the step of a ladder (hours) that holds them; 0 is beyond the last
TIMES = """
    SELECT kind.name || '_' || share.name, '', w.urgency::text, coalesce((
            SELECT min(step) FROM unnest(ARRAY[1, 2, 4, 8, 12, 24, 48, 72, 120, 168, 240, 336, 504, 720, 1440, 2160])
                AS step
            WHERE make_interval(hours => step) >= percentile_disc(share.part) WITHIN GROUP (ORDER BY w.at - w.offered_at)
        ), 0)::bigint
    FROM (VALUES ('answer'), ('contact')) AS kind (name)
    CROSS JOIN (VALUES ('half', 0.5::float8), ('most', 0.9::float8)) AS share (name, part)
    JOIN LATERAL (
        SELECT o.urgency, o.sender_id, o.receiver_id, o.offered_at, (
            SELECT min(e.at) FROM public.referrals_referralevent AS e WHERE e.referral_id = o.id AND CASE kind.name
                WHEN 'answer' THEN e.event IN ('accept', 'decline')
                ELSE e.event = 'record_contact' AND e.code = 'ok' END
        ) AS at FROM offers AS o
    ) AS w ON w.at IS NOT NULL
    GROUP BY kind.name, share.name, share.part, w.urgency
    HAVING app.mechanism_left(array_agg(
        ROW('', '', '', w.sender_id, w.receiver_id)::app.mechanism_fact)) >= %(least)s
"""
DOOR = f"""
CREATE FUNCTION app.mechanism(asked_year integer, asked_quarter integer)
RETURNS TABLE (sort text, within text, key text, number bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    home text;
    starts timestamptz;
    ends timestamptz;
    found jsonb;
BEGIN
    SELECT o.country INTO home FROM public.accounts_organization AS o
    WHERE o.id = app.org() AND o.status = 'active' AND o.paired_with_id IS NULL AND o.country <> ''
      AND app.may('view_mechanism');
    IF home IS NULL THEN
        RAISE EXCEPTION 'not for this actor' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF asked_year IS NULL OR asked_quarter IS NULL OR asked_year NOT BETWEEN 2000 AND 2999
       OR asked_quarter NOT BETWEEN 1 AND 4 THEN
        RAISE EXCEPTION 'there is no such quarter' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    starts := make_timestamp(asked_year, asked_quarter * 3 - 2, 1, 0, 0, 0) AT TIME ZONE 'UTC';
    ends := (make_timestamp(asked_year, asked_quarter * 3 - 2, 1, 0, 0, 0) + interval '3 months') AT TIME ZONE 'UTC';
    IF ends + make_interval(hours => 24 * {SETTLED_DAYS}) > now() THEN
        RAISE EXCEPTION 'this quarter is not settled yet' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    SELECT p.figures INTO found FROM app.mechanism_published AS p
    WHERE (p.country, p.year, p.quarter) = (home, asked_year, asked_quarter);
    IF found IS NULL THEN
        WITH offers AS MATERIALIZED ({OFFERS}),
        facts AS ({CODED}),
        told AS (
            SELECT f.* FROM app.mechanism_figures(ARRAY(
                SELECT ROW(c.part, c.above, c.code, c.sender_id, c.receiver_id)::app.mechanism_fact FROM facts AS c
            ), {LEAST}) AS f
            UNION ALL {TIMES % {"least": LEAST}}
        )
        SELECT jsonb_agg(jsonb_build_object('sort', t.sort, 'within', t.within, 'key', t.key, 'number', t.number))
        INTO found FROM told AS t;
        IF found IS NULL THEN RETURN; END IF;
        INSERT INTO app.mechanism_published AS p (country, year, quarter, figures)
        VALUES (home, asked_year, asked_quarter, found) ON CONFLICT DO NOTHING;
        SELECT p.figures INTO STRICT found FROM app.mechanism_published AS p
        WHERE (p.country, p.year, p.quarter) = (home, asked_year, asked_quarter);
    END IF;
    RETURN QUERY SELECT * FROM jsonb_to_recordset(found) AS t (sort text, within text, key text, number bigint);
END $$;
REVOKE ALL ON FUNCTION app.mechanism_left(app.mechanism_fact[]), app.mechanism(integer, integer),
    app.mechanism_figures(app.mechanism_fact[], integer) FROM PUBLIC, casemgr_app, casemgr_worker, casemgr_reporting;
GRANT EXECUTE ON FUNCTION app.mechanism(integer, integer) TO casemgr_app;
"""
NO_DOOR = """
DROP FUNCTION app.mechanism(integer, integer);
DROP FUNCTION app.mechanism_figures(app.mechanism_fact[], integer);
DROP FUNCTION app.mechanism_left(app.mechanism_fact[]);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0014_talk_policies"),
        ("cases", "0032_talk_news"),
        ("accounts", "0010_sign_in_sessions"),
        ("database", "0002_rights"),
    ]
    operations = [
        migrations.RunSQL(TABLES, NO_TABLES),
        migrations.RunSQL(LEFT + FIGURES + DOOR, NO_DOOR),
    ]
