"""Sealing, releasing and erasing a record: who sees what meanwhile, and the only functions that take everything.

While a record is sealed no login but the owner's finds its case, so nothing that hangs on it either. Rows are erased by
their foreign keys, read from the catalogue: a table that is added later is erased too. Erasing is done by the clock
alone, stated as an actor of the scope `erasure`, which sees nothing; it looks again at wait, hold and second person.
"""

from django.db import migrations

from casemgr.db.policies import IN_ORGANIZATION, SEES_CASES, append_only, protect

REQUESTS, STEPS, HOLDS = "cases_datarequest", "cases_requeststep", "cases_legalhold"
RULES, ERASED = "cases_retentionrule", "cases_erasedrecord"
SELF = "(SELECT app.person())"
SEES_CASE = "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = {table}.case_id)"
REQUEST_SEEN = f"""{IN_ORGANIZATION} AND {SEES_CASES} AND ({SEES_CASE.format(table=REQUESTS)}
    OR (state IN ('sealed', 'returning', 'erasing') AND (
        {SELF} IN (recorded_by_id, checked_by_id, decided_by_id)
        OR ((SELECT app.scope()) = 'organization' AND NOT restricted))))"""
OF_REQUEST = f"{IN_ORGANIZATION} AND EXISTS (SELECT 1 FROM {REQUESTS} r WHERE r.id = {STEPS}.request_id)"
HOLD_SEEN = f"""{IN_ORGANIZATION} AND ({SEES_CASE.format(table=HOLDS)}
    OR EXISTS (SELECT 1 FROM {REQUESTS} r WHERE r.case_id = {HOLDS}.case_id))"""
ADMIN = "(SELECT app.may('manage_people'))"

# whoever sees rows without their case sees none of a sealed one
SEALED = """
CREATE POLICY unsealed ON cases_case AS RESTRICTIVE TO casemgr_app, casemgr_worker
    USING (sealed_at IS NULL) WITH CHECK (true);
CREATE FUNCTION app.is_sealed("case" uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT EXISTS (SELECT 1 FROM public.cases_case c
                   WHERE c.id = $1 AND c.organization_id = app.org() AND c.sealed_at IS NOT NULL)
$$;
REVOKE ALL ON FUNCTION app.is_sealed(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.is_sealed(uuid) TO casemgr_app, casemgr_worker;
CREATE POLICY unsealed ON cases_note AS RESTRICTIVE FOR SELECT TO casemgr_app, casemgr_worker
    USING (CASE WHEN (SELECT app.may('handle_complaints')) THEN NOT app.is_sealed(case_id) ELSE true END);
CREATE POLICY unsealed ON cases_emergencyaccess AS RESTRICTIVE FOR SELECT TO casemgr_app, casemgr_worker
    USING (NOT app.is_sealed(case_id));
CREATE POLICY unsealed ON cases_transferrequest AS RESTRICTIVE FOR SELECT TO casemgr_app, casemgr_worker
    USING (NOT app.is_sealed(case_id));
"""
NOT_SEALED = """
DROP POLICY unsealed ON cases_transferrequest;
DROP POLICY unsealed ON cases_emergencyaccess;
DROP POLICY unsealed ON cases_note;
DROP FUNCTION app.is_sealed(uuid);
DROP POLICY unsealed ON cases_case;
"""
# of a sealed case nobody is reminded, and it is opened in no emergency
OTHERS = """
CREATE OR REPLACE FUNCTION app.case_for_emergency(number integer) RETURNS TABLE (case_id uuid, person_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT c.id, c.person_id FROM public.cases_case c JOIN public.accounts_organization o ON o.id = c.organization_id
    WHERE c.organization_id = app.org() AND c.number = $1 AND NOT c.restricted AND c.merged_into_id IS NULL
      {sealed} AND o.emergency_access AND app.may('emergency_access')
$$;
CREATE OR REPLACE FUNCTION app.notices_late()
RETURNS TABLE (notice_id uuid, public_id text, case_id uuid, kind text, workers uuid[], restricted boolean,
               named uuid[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT n.id, n.public_id::text, n.case_id, k.kind, ARRAY[c.caseworker_id, n.drafted_by_id], c.restricted,
           ARRAY(SELECT g.user_id FROM public.cases_caseuserobjectpermission g
                 WHERE g.content_object_id = c.id AND g.ends_at IS NULL)
    FROM public.cases_statutorynotice n
    JOIN public.cases_case c ON c.id = n.case_id
    CROSS JOIN LATERAL (VALUES
        ('sending', n.state IN ('draft', 'asked', 'approved') AND n.due_at < now()),
        ('review_soon', n.state = 'to_review' AND now() BETWEEN n.review_due_at - interval '6 hours' AND n.review_due_at),
        ('review_late', n.state = 'to_review' AND n.review_due_at < now()),
        ('review_later', n.state = 'to_review' AND n.review_due_at + interval '24 hours' < now())
    ) k (kind, holds)
    WHERE app.person() = app.org() AND n.organization_id = app.org() AND k.holds {sealed}
      AND NOT EXISTS (SELECT 1 FROM public.cases_noticereminder r WHERE r.notice_id = n.id AND r.kind = k.kind)
$$;
"""
# not for any login but the owner's: the functions below call them
INNER = """
-- The cases of a person, those merged into them, and the people of all these.
CREATE FUNCTION app.record_of(person uuid) RETURNS TABLE (case_id uuid, person_id uuid)
LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
    WITH RECURSIVE own AS (
        SELECT c.id, c.person_id FROM public.cases_case c WHERE c.person_id = $1
        UNION
        SELECT c.id, c.person_id FROM own
        JOIN public.cases_case c ON c.merged_into_id = own.id OR c.person_id = own.person_id)
    SELECT id, person_id FROM own
$$;
CREATE FUNCTION app.is_held(person uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
    SELECT EXISTS (SELECT 1 FROM public.cases_legalhold h
                   WHERE h.case_id IN (SELECT r.case_id FROM app.record_of($1) r)
                     AND h.lifted_at IS NULL AND (h.until IS NULL OR h.until >= current_date))
$$;
-- Deletes rows of a table with every row that points to them; how many. The other side of a referral keeps its own.
CREATE FUNCTION app.erase_rows(tab regclass, ids uuid[]) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    link record;
    kids uuid[];
    gone bigint;
    total bigint := 0;
BEGIN
    IF coalesce(cardinality(ids), 0) = 0 THEN RETURN 0; END IF;
    FOR link IN
        SELECT f.conrelid::regclass AS child, a.attname AS col,
               EXISTS (SELECT 1 FROM pg_constraint k WHERE k.contype = 'f' AND k.confrelid = f.conrelid) AS has_kids
        FROM pg_constraint f JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = f.conkey[1]
        WHERE f.contype = 'f' AND f.confrelid = tab
    LOOP
        IF link.has_kids THEN
            EXECUTE format('SELECT array_agg(id) FROM %s WHERE %I = ANY ($1)', link.child, link.col) INTO kids USING ids;
            total := total + app.erase_rows(link.child, kids);
        ELSE
            EXECUTE format('DELETE FROM %s WHERE %I = ANY ($1)', link.child, link.col) USING ids;
            GET DIAGNOSTICS gone = ROW_COUNT;
            total := total + gone;
        END IF;
    END LOOP;
    EXECUTE format('DELETE FROM %s WHERE id = ANY ($1)', tab) USING ids;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN total + gone;
END $$;
CREATE FUNCTION app.erase_people(people uuid[]) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    alone uuid[];
    total bigint;
BEGIN
    SET CONSTRAINTS ALL DEFERRED;
    -- what was received stays in the receiver's list, without whom it is about
    UPDATE public.referrals_referralparty p SET case_id = NULL FROM public.cases_case c
        WHERE p.role = 'receiver' AND c.id = p.case_id AND c.person_id = ANY (people);
    -- nobody else has a part in what was never offered, or went to a partner without the system
    alone := ARRAY(SELECT r.id FROM public.referrals_referral r
        JOIN public.referrals_referralparty p ON p.referral_id = r.id AND p.role = 'sender'
        JOIN public.cases_case c ON c.id = p.case_id JOIN public.accounts_organization o ON o.id = r.receiver_id
        WHERE c.person_id = ANY (people) AND (r.offered_at IS NULL OR o.kept_by_id IS NOT NULL));
    total := app.erase_rows('public.referrals_referral', alone);
    RETURN total + app.erase_rows('public.cases_person', people);
END $$;
REVOKE ALL ON FUNCTION app.record_of(uuid), app.is_held(uuid), app.erase_rows(regclass, uuid[]),
    app.erase_people(uuid[]) FROM PUBLIC, casemgr_app, casemgr_worker;
"""
NO_INNER = """
DROP FUNCTION app.erase_people(uuid[]);
DROP FUNCTION app.erase_rows(regclass, uuid[]);
DROP FUNCTION app.is_held(uuid);
DROP FUNCTION app.record_of(uuid);
"""
REFUSE = "RAISE EXCEPTION 'not for this actor, or not now' USING ERRCODE = 'insufficient_privilege';"
OUTER = f"""
CREATE FUNCTION app.person_is_held(person uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT EXISTS (SELECT 1 FROM public.cases_person p WHERE p.id = $1 AND p.organization_id = app.org())
       AND app.is_held($1)
$$;
-- Hides the record of a request that this actor just approved.
CREATE FUNCTION app.seal_record(request uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE r public.{REQUESTS};
BEGIN
    SELECT * INTO r FROM public.{REQUESTS} WHERE id = $1 AND organization_id = app.org();
    IF r.id IS NULL OR r.state <> 'sealed' OR r.decided_by_id IS DISTINCT FROM app.person()
       OR r.kind NOT IN ('erasure', 'retention') THEN {REFUSE} END IF;
    IF r.kind = 'retention' AND EXISTS (
        SELECT 1 FROM public.cases_case c JOIN app.record_of(r.person_id) o ON o.case_id = c.id
        WHERE c.merged_into_id IS NULL AND c.status NOT IN ('closed', 'closed_by_referral')) THEN {REFUSE} END IF;
    UPDATE public.cases_case SET sealed_at = clock_timestamp()
        WHERE id IN (SELECT o.case_id FROM app.record_of(r.person_id) o);
END $$;
-- Shows it again when a second person confirms that the request is taken back.
CREATE FUNCTION app.unseal_record(request uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE r public.{REQUESTS};
BEGIN
    SELECT * INTO r FROM public.{REQUESTS} WHERE id = $1 AND organization_id = app.org();
    IF r.id IS NULL OR r.state <> 'returning'
       OR NOT (app.person() IN (r.recorded_by_id, r.checked_by_id, r.decided_by_id)
               OR (app.scope() = 'organization' AND NOT r.restricted))
       OR r.return_asked_by_id IS NULL OR r.return_asked_by_id = app.person() THEN {REFUSE} END IF;
    UPDATE public.{REQUESTS} SET state = 'taken_back' WHERE id = r.id;
    UPDATE public.cases_case SET sealed_at = NULL
        WHERE id IN (SELECT o.case_id FROM app.record_of(r.person_id) o);
END $$;
-- Blanks sealed columns ('table.column') of the record, once, as a second person decided just now; the documents whose
-- keys and files go.
CREATE FUNCTION app.purge_words(request uuid, columns text[]) RETURNS TABLE (document uuid, file text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    r public.{REQUESTS};
    own uuid[];
    one record;
BEGIN
    SELECT * INTO r FROM public.{REQUESTS} WHERE id = $1 AND organization_id = app.org() FOR UPDATE;
    IF r.id IS NULL OR r.kind <> 'narrative' OR r.state <> 'done' OR r.carried_out_at IS NOT NULL
       OR r.decided_by_id IS DISTINCT FROM app.person() OR app.is_held(r.person_id)
       OR r.finding <> 'free' OR r.checked_by_id IS NULL OR r.decided_by_id IN (r.recorded_by_id, r.checked_by_id)
    THEN {REFUSE} END IF;
    own := ARRAY(SELECT o.case_id FROM app.record_of(r.person_id) o);
    FOR one IN
        SELECT c.table_name, c.column_name, c.is_nullable FROM unnest(columns) w
        JOIN information_schema.columns c ON c.table_schema = 'public' AND c.table_name = split_part(w, '.', 1)
            AND c.column_name = split_part(w, '.', 2)
        WHERE c.data_type = 'bytea' AND c.table_name LIKE 'cases\\_%'
    LOOP
        EXECUTE format('UPDATE public.%I SET %I = %s WHERE case_id = ANY ($1) AND %I IS NOT NULL',
            one.table_name, one.column_name, CASE one.is_nullable WHEN 'YES' THEN 'NULL' ELSE '''''::bytea' END,
            one.column_name) USING own;
    END LOOP;
    DELETE FROM public.cases_draft d WHERE d.case_id = ANY (own);
    DELETE FROM public.cases_begunassessment d WHERE d.case_id = ANY (own);
    UPDATE public.cases_merge m SET snapshot = NULL WHERE m.case_id = ANY (own);
    UPDATE public.{REQUESTS} SET carried_out_at = clock_timestamp() WHERE id = r.id;
    RETURN QUERY
        UPDATE public.cases_document d SET ended_at = clock_timestamp(), ended_by_id = app.person()
        WHERE d.case_id = ANY (own) AND d.ended_at IS NULL RETURNING d.id, d.public_id::text;
END $$;
-- What the clock finds: waits that are over with no hold, and erasures that were begun.
CREATE FUNCTION app.erasures_due() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT r.id FROM public.{REQUESTS} r
    WHERE app.scope() = 'erasure' AND r.organization_id = app.org() AND r.kind IN ('erasure', 'retention')
      AND (r.state = 'erasing' OR (r.state = 'sealed' AND r.erase_after <= now() AND NOT app.is_held(r.person_id)))
    ORDER BY r.id
$$;
-- From here on there is no way back. False when it isn't to be erased, or not any more.
CREATE FUNCTION app.begin_erasing(request uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE r public.{REQUESTS};
BEGIN
    IF app.scope() <> 'erasure' THEN {REFUSE} END IF;
    SELECT * INTO r FROM public.{REQUESTS} WHERE id = $1 AND organization_id = app.org() FOR UPDATE;
    IF r.id IS NULL OR r.kind NOT IN ('erasure', 'retention') THEN RETURN false; END IF;
    IF r.state = 'erasing' THEN RETURN true; END IF;
    IF r.state <> 'sealed' OR r.erase_after > now() OR app.is_held(r.person_id) THEN RETURN false; END IF;
    UPDATE public.{REQUESTS} SET state = 'erasing' WHERE id = r.id;
    RETURN true;
END $$;
-- Whose keys are to be destroyed, and which files go with them.
CREATE FUNCTION app.keys_to_destroy(request uuid) RETURNS TABLE (owner uuid, file text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    WITH r AS (SELECT q.person_id FROM public.{REQUESTS} q WHERE q.id = $1 AND q.organization_id = app.org()
                  AND q.state = 'erasing' AND app.scope() = 'erasure'),
    own AS (SELECT o.* FROM r, app.record_of(r.person_id) o)
    SELECT DISTINCT own.person_id, '' FROM own
    UNION ALL SELECT d.id, d.public_id::text FROM public.cases_document d WHERE d.case_id IN (SELECT case_id FROM own)
    UNION ALL SELECT s.id, '' FROM public.referrals_disclosuresnapshot s
        JOIN public.referrals_referralparty p ON p.referral_id = s.referral_id AND p.role = 'sender'
        WHERE p.case_id IN (SELECT case_id FROM own) AND s.organization_id = app.org()
$$;
-- Deletes what is left in clear, the request with it. Null when it is gone already: so it is counted once.
CREATE FUNCTION app.erase_record(request uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    r public.{REQUESTS};
    day date;
    total bigint;
BEGIN
    IF app.scope() <> 'erasure' THEN {REFUSE} END IF;
    SELECT * INTO r FROM public.{REQUESTS} WHERE id = $1 AND organization_id = app.org() FOR UPDATE;
    IF r.id IS NULL THEN RETURN NULL; END IF;
    IF r.state <> 'erasing' THEN {REFUSE} END IF;
    SELECT (now() AT TIME ZONE o.time_zone)::date INTO day FROM public.accounts_organization o WHERE o.id = app.org();
    total := app.erase_people(ARRAY(SELECT DISTINCT o.person_id FROM app.record_of(r.person_id) o));
    INSERT INTO public.{ERASED} (id, organization_id, erased_on, why) VALUES (gen_random_uuid(), app.org(), day, r.kind);
    RETURN total;
END $$;
-- After a restore: rows of people whose keys the journal says are destroyed. How many people.
CREATE FUNCTION app.erase_again(owners uuid[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE people uuid[];
BEGIN
    IF app.scope() <> 'erasure' THEN {REFUSE} END IF;
    people := ARRAY(SELECT p.id FROM public.cases_person p WHERE p.id = ANY (owners) AND p.organization_id = app.org());
    PERFORM app.erase_people(people);
    INSERT INTO public.{ERASED} (id, organization_id, erased_on, why)
        SELECT gen_random_uuid(), app.org(), current_date, 'restored' FROM unnest(people);
    RETURN cardinality(people);
END $$;
REVOKE ALL ON FUNCTION app.person_is_held(uuid), app.seal_record(uuid), app.unseal_record(uuid),
    app.purge_words(uuid, text[]), app.erasures_due(), app.begin_erasing(uuid), app.keys_to_destroy(uuid),
    app.erase_record(uuid), app.erase_again(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.person_is_held(uuid), app.seal_record(uuid), app.unseal_record(uuid),
    app.purge_words(uuid, text[]), app.erasures_due(), app.begin_erasing(uuid), app.keys_to_destroy(uuid),
    app.erase_record(uuid), app.erase_again(uuid[]) TO casemgr_app, casemgr_worker;
"""
NO_OUTER = """
DROP FUNCTION app.erase_again(uuid[]);
DROP FUNCTION app.erase_record(uuid);
DROP FUNCTION app.keys_to_destroy(uuid);
DROP FUNCTION app.begin_erasing(uuid);
DROP FUNCTION app.erasures_due();
DROP FUNCTION app.purge_words(uuid, text[]);
DROP FUNCTION app.unseal_record(uuid);
DROP FUNCTION app.seal_record(uuid);
DROP FUNCTION app.person_is_held(uuid);
"""
# a hold is never taken away, a trace of an erasure never written or changed by hand
KEPT = f"""
REVOKE DELETE, TRUNCATE ON {REQUESTS}, {HOLDS} FROM casemgr_app, casemgr_worker;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {ERASED} FROM casemgr_app, casemgr_worker;
"""
NOT_KEPT = f"GRANT INSERT, UPDATE, DELETE ON {REQUESTS}, {HOLDS}, {ERASED} TO casemgr_app, casemgr_worker;"


STAYS = f"""
CREATE FUNCTION app.right_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE fixed text[] := ARRAY['id', 'public_id', 'organization_id', 'case_id', 'person_id', 'kind', 'recorded_by_id'];
    name text;
BEGIN
    IF current_user = 'casemgr_owner' THEN RETURN NEW; END IF;
    FOREACH name IN ARRAY fixed LOOP
        IF to_jsonb(NEW) -> name IS DISTINCT FROM to_jsonb(OLD) -> name THEN
            RAISE EXCEPTION 'a request stays what it is' USING ERRCODE = 'insufficient_privilege';
        END IF;
    END LOOP;
    FOREACH name IN ARRAY ARRAY['checked_by_id', 'decided_by_id', 'return_asked_by_id'] LOOP
        IF to_jsonb(NEW) ->> name IS DISTINCT FROM to_jsonb(OLD) ->> name AND to_jsonb(NEW) ->> name IS NOT NULL
           AND to_jsonb(NEW) ->> name IS DISTINCT FROM app.person()::text THEN
            RAISE EXCEPTION 'nobody signs for somebody else' USING ERRCODE = 'insufficient_privilege';
        END IF;
    END LOOP;
    IF NEW.state = 'erasing' OR OLD.state = 'erasing'
       OR (OLD.erase_after IS NOT NULL AND (NEW.erase_after IS NULL OR NEW.erase_after < OLD.erase_after))
       OR (OLD.erase_after IS NULL AND NEW.erase_after < now() + interval '13 days') THEN
        RAISE EXCEPTION 'the wait is not shortened' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER right_stays BEFORE UPDATE ON {REQUESTS} FOR EACH ROW EXECUTE FUNCTION app.right_stays();
CREATE FUNCTION app.right_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_user = 'casemgr_owner' THEN RETURN NEW; END IF;
    IF NEW.state NOT IN ('asked', 'checked', 'done') OR NEW.erase_after IS NOT NULL THEN
        RAISE EXCEPTION 'a request begins at its beginning' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.state = 'done' AND NEW.kind IN ('narrative', 'erasure', 'retention') THEN
        RAISE EXCEPTION 'a second person decides first' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.recorded_by_id IS DISTINCT FROM app.person() THEN
        RAISE EXCEPTION 'nobody asks in the name of somebody else' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER right_begins BEFORE INSERT ON {REQUESTS} FOR EACH ROW EXECUTE FUNCTION app.right_begins();
"""
NO_STAYS = f"""
DROP TRIGGER right_begins ON {REQUESTS};
DROP TRIGGER right_stays ON {REQUESTS};
DROP FUNCTION app.right_begins();
DROP FUNCTION app.right_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0061_data_requests"), ("referrals", "0026_practice_wiped")]
    operations = [
        migrations.RunSQL(SEALED, NOT_SEALED),
        migrations.RunSQL(OTHERS.format(sealed="AND c.sealed_at IS NULL"), OTHERS.format(sealed="")),
        protect(REQUESTS, using=REQUEST_SEEN),
        protect(STEPS, using=OF_REQUEST),
        protect(HOLDS, using=HOLD_SEEN),
        protect(
            RULES, using=f"{IN_ORGANIZATION} AND ({SEES_CASES} OR {ADMIN})", check=f"{IN_ORGANIZATION} AND {ADMIN}"
        ),
        protect(ERASED, using=f"{IN_ORGANIZATION} AND (SELECT app.scope()) = 'organization'"),
        append_only(STEPS, deletable=True),
        migrations.RunSQL(STAYS, NO_STAYS),
        migrations.RunSQL(KEPT, NOT_KEPT),
        migrations.RunSQL(INNER, NO_INNER),
        migrations.RunSQL(OUTER, NO_OUTER),
    ]
