"""Who says which houses are counted, and the count itself: numbers alone, of the actor's own organization.

Those who keep houses connect them, those who keep the directory may end it. Whoever changes a bed has the count done
without being able to write the directory: the function takes no argument, so there is nothing to get wrong.

Others read the number and its date. The date follows another number, and the hour at which the organization itself
counts; whatever else people do in a house leaves it alone, so that nobody outside reads when something happened there.
"""

from django.db import migrations

from casemgr.db.policies import IN_ORGANIZATION, SEES_CASES

TABLE = "referrals_countedhouse"
KEEPS = "(SELECT app.may('keep_shelter'))"
KEEPS_DIRECTORY = "(SELECT app.may('keep_directory'))"
MEMBERS = f"ON {TABLE} FOR {{}} TO casemgr_app, casemgr_worker"
OWN = f"""{IN_ORGANIZATION} AND {KEEPS}
        AND EXISTS (SELECT 1 FROM cases_house h WHERE h.id = house_id AND h.organization_id = {TABLE}.organization_id)
        AND EXISTS (SELECT 1 FROM referrals_directoryservice s JOIN referrals_directoryorganization p
            ON p.id = s.provider_id WHERE s.id = service_id AND s.organization_id = {TABLE}.organization_id
            AND p.member_id = {TABLE}.organization_id)"""

POLICIES = f"""
ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON {TABLE} TO casemgr_owner USING (true) WITH CHECK (true);
CREATE POLICY members {MEMBERS.format("SELECT")} USING ({IN_ORGANIZATION} AND ({SEES_CASES} OR {KEEPS_DIRECTORY}));
CREATE POLICY members_connect {MEMBERS.format("INSERT")} WITH CHECK ({OWN});
CREATE POLICY members_change {MEMBERS.format("UPDATE")} USING ({IN_ORGANIZATION} AND {KEEPS}) WITH CHECK ({OWN});
CREATE POLICY members_end {MEMBERS.format("DELETE")} USING ({IN_ORGANIZATION} AND ({KEEPS} OR {KEEPS_DIRECTORY}));
"""
NO_POLICIES = f"""
DROP POLICY members_end ON {TABLE};
DROP POLICY members_change ON {TABLE};
DROP POLICY members_connect ON {TABLE};
DROP POLICY members ON {TABLE};
DROP POLICY owner_all ON {TABLE};
ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY;
"""

FUNCTION = """
CREATE FUNCTION app.count_beds() RETURNS TABLE (service uuid, free integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    home uuid := app.org();
    one record;
    told record;
BEGIN
    IF home IS NULL OR NOT (app.scope() IN ('organization', 'own') OR app.may('keep_directory')) THEN
        RETURN;
    END IF;
    -- locked first: who changes a bed at the same moment waits, and counts what is committed by then
    PERFORM 1 FROM public.referrals_directoryservice s
    WHERE s.organization_id = home
      AND (s.id IN (SELECT t.service_id FROM public.referrals_countedhouse t WHERE t.organization_id = home)
        OR s.id IN (SELECT c.service_id FROM public.referrals_servicecapacity c
                    WHERE c.organization_id = home AND c.counted))
    ORDER BY s.id FOR NO KEY UPDATE;
    FOR one IN
        SELECT t.service_id, sum(coalesce(b.beds, 0))::integer AS beds
        FROM public.referrals_countedhouse t
        JOIN public.referrals_directoryservice v ON v.id = t.service_id AND v.organization_id = home
        JOIN public.referrals_directoryorganization p ON p.id = v.provider_id AND p.member_id = home
        LEFT JOIN LATERAL (
            SELECT sum(greatest(r.beds - coalesce(s.taken, 0), 0)) AS beds
            FROM public.cases_house h JOIN public.cases_room r ON r.house_id = h.id AND r.ended_at IS NULL
            LEFT JOIN LATERAL (SELECT sum(1 + y.children + y.others) AS taken FROM public.cases_stay y
                               WHERE y.room_id = r.id AND y.state = 'in') s ON true
            WHERE h.id = t.house_id AND h.organization_id = home AND h.ended_at IS NULL) b ON true
        WHERE t.organization_id = home GROUP BY t.service_id
    LOOP
        SELECT c.id, c.available, c.counted, c.updated INTO told FROM public.referrals_servicecapacity c
        WHERE c.service_id = one.service_id AND c.organization_id = home AND lower(c.unit) = 'beds'
        ORDER BY c.counted DESC, c.id LIMIT 1;
        IF NOT FOUND THEN
            INSERT INTO public.referrals_servicecapacity
                (id, organization_id, hsds_id, extra, service_id, unit, available, description, updated, counted)
            VALUES (gen_random_uuid(), home, gen_random_uuid(), '{}', one.service_id, 'beds', one.beds, '',
                    clock_timestamp(), true);
        ELSE
            UPDATE public.referrals_servicecapacity c
            SET available = one.beds, maximum = NULL, updated_by_id = NULL, counted = true,
                updated = CASE WHEN told.counted AND told.available = one.beds AND told.updated <= clock_timestamp()
                    AND (app.person() <> home OR told.updated > clock_timestamp() - interval '59 minutes')
                    THEN c.updated ELSE clock_timestamp() END,
                extra = c.extra - ARRAY['available', 'maximum', 'updated']
            WHERE c.id = told.id;
            -- a file may have brought a second one
            DELETE FROM public.referrals_servicecapacity c
            WHERE c.service_id = one.service_id AND c.organization_id = home AND lower(c.unit) = 'beds'
              AND c.id <> told.id;
        END IF;
        IF told.id IS NULL OR NOT told.counted OR told.available <> one.beds THEN
            service := one.service_id;
            free := one.beds;
            RETURN NEXT;
        END IF;
    END LOOP;
    DELETE FROM public.referrals_countedhouse t USING public.cases_house h
    WHERE h.id = t.house_id AND t.organization_id = home AND h.ended_at IS NOT NULL;
    UPDATE public.referrals_servicecapacity c SET counted = false
    WHERE c.organization_id = home AND c.counted AND (lower(c.unit) <> 'beds' OR NOT EXISTS (
        SELECT 1 FROM public.referrals_countedhouse t
        JOIN public.referrals_directoryservice v ON v.id = t.service_id AND v.organization_id = home
        JOIN public.referrals_directoryorganization p ON p.id = v.provider_id AND p.member_id = home
        WHERE t.organization_id = home AND t.service_id = c.service_id));
END $$;
REVOKE ALL ON FUNCTION app.count_beds() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.count_beds() TO casemgr_app, casemgr_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0028_counted_houses"), ("database", "0002_rights")]
    operations = [
        migrations.RunSQL(POLICIES, NO_POLICIES),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION app.count_beds();"),
    ]
