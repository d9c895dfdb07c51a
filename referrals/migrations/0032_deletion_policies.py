"""Who finds who was asked to delete what they hold, and how their answer comes while nobody sees the record.

A partner here answers on its own page: the row is the asking organization's, so the database writes it. What another
instance signed, and what was noted of a partner outside, is written the same way. The clock learns ids alone.
"""

from django.db import migrations

from casemgr.db.policies import IN_ORGANIZATION, protect

TABLE = "referrals_deletionask"
SEEN = f"{IN_ORGANIZATION} AND EXISTS (SELECT 1 FROM cases_datarequest r WHERE r.id = {TABLE}.request_id)"
GRANTS = f"""
REVOKE UPDATE, DELETE, TRUNCATE ON {TABLE} FROM casemgr_app, casemgr_worker;
GRANT UPDATE (how, asked_on, asked_by_id, whom, due_on, answer, ground, words, answered_on, answered_by_id)
    ON {TABLE} TO casemgr_app, casemgr_worker;
"""
NO_GRANTS = f"GRANT UPDATE, DELETE ON {TABLE} TO casemgr_app, casemgr_worker;"
FUNCTIONS = f"""
-- Whether the sender of a referral asked this actor's organization to delete what it holds; what it answered last.
CREATE FUNCTION app.deletion_asked(referral uuid) RETURNS TABLE (asked_on date, answer text, ground text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT d.asked_on, d.answer::text, d.ground::text FROM public.{TABLE} d
    JOIN public.referrals_referral r ON r.id = d.referral_id
    WHERE d.referral_id = $1 AND r.receiver_id = app.org() AND d.partner_id = app.org() AND d.how = 'system'
      AND app.may('answer_referral')
    ORDER BY d.asked_on DESC, d.id DESC LIMIT 1
$$;
-- The partner's own word, for whoever answers referrals there. How many rows; a word that stands isn't written twice.
CREATE FUNCTION app.answer_deletion(referral uuid, answer text, ground text, day date) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
    WITH said AS (
        UPDATE public.{TABLE} d SET answer = $2, ground = $3, answered_on = $4, answered_by_id = NULL
        FROM public.referrals_referral r
        WHERE r.id = d.referral_id AND d.referral_id = $1 AND r.receiver_id = app.org() AND d.partner_id = app.org()
          AND d.how = 'system' AND app.may('answer_referral') AND (d.answer, d.ground) IS DISTINCT FROM ($2, $3)
        RETURNING d.id)
    SELECT count(*) FROM said
$$;
-- What nobody answered, or asked, in time: told once in two weeks, to the organization itself alone, by ids.
CREATE FUNCTION app.deletions_late(day date, at timestamptz)
RETURNS TABLE (request_id uuid, public_id text, case_id uuid, workers uuid[], restricted boolean, named uuid[])
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
    WITH late AS (
        UPDATE public.{TABLE} d SET reminded_at = at
        WHERE app.person() = app.org() AND d.organization_id = app.org() AND d.answer = '' AND d.due_on < day
          AND (d.reminded_at IS NULL OR d.reminded_at < at - interval '14 days')
        RETURNING d.request_id)
    SELECT q.id, q.public_id::text, CASE WHEN c.sealed_at IS NULL THEN c.id END, ARRAY[c.caseworker_id, q.recorded_by_id],
           q.restricted, ARRAY(SELECT g.user_id FROM public.cases_caseuserobjectpermission g
                               WHERE g.content_object_id = c.id AND g.ends_at IS NULL)
    FROM public.cases_datarequest q JOIN public.cases_case c ON c.id = q.case_id
    WHERE q.id IN (SELECT l.request_id FROM late l)
$$;
REVOKE ALL ON FUNCTION app.deletion_asked(uuid), app.answer_deletion(uuid, text, text, date),
    app.deletions_late(date, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.deletion_asked(uuid), app.answer_deletion(uuid, text, text, date),
    app.deletions_late(date, timestamptz) TO casemgr_app, casemgr_worker;
-- Another instance signed that all it was sent is destroyed.
CREATE FUNCTION app.purge_confirms() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    UPDATE public.{TABLE} d SET answer = 'deleted', ground = '', answered_on = NEW.confirmed_at::date,
        answered_by_id = NULL
    FROM public.referrals_referral r
    WHERE r.id = NEW.referral_id AND d.partner_id = r.receiver_id AND d.organization_id = NEW.organization_id
      AND d.how = 'system' AND d.answer <> 'deleted'
      AND d.person_id IN (SELECT c.person_id FROM public.referrals_referralparty p
                          JOIN public.cases_case c ON c.id = p.case_id
                          WHERE p.referral_id = r.id AND p.role = 'sender')
      AND NOT EXISTS (SELECT 1 FROM public.referrals_purgerequest o
                      JOIN public.referrals_referral s ON s.id = o.referral_id
                      JOIN public.referrals_referralparty p ON p.referral_id = s.id AND p.role = 'sender'
                      JOIN public.cases_case c ON c.id = p.case_id
                      WHERE s.receiver_id = d.partner_id AND c.person_id = d.person_id AND o.confirmed_at IS NULL);
    RETURN NEW;
END $$;
CREATE TRIGGER purge_confirms AFTER UPDATE OF confirmed_at ON referrals_purgerequest
    FOR EACH ROW WHEN (NEW.confirmed_at IS NOT NULL AND OLD.confirmed_at IS NULL)
    EXECUTE FUNCTION app.purge_confirms();
"""
NO_FUNCTIONS = """
DROP TRIGGER purge_confirms ON referrals_purgerequest;
DROP FUNCTION app.purge_confirms();
DROP FUNCTION app.deletions_late(date, timestamptz);
DROP FUNCTION app.answer_deletion(uuid, text, text, date);
DROP FUNCTION app.deletion_asked(uuid);
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0031_deletion_asks"), ("database", "0002_rights")]
    operations = [
        protect(TABLE, using=SEEN, check=SEEN),
        migrations.RunSQL(GRANTS, NO_GRANTS),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
    ]
