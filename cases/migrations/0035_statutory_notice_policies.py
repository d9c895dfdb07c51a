"""Who reads statutory notices, what of one may still change, and what the clock may know of those that are late."""

from django.db import migrations

from casemgr.db.policies import IN_ORGANIZATION, append_only, by_case, by_organization, members_too, of_group, protect

NOTICES, STEPS = "cases_statutorynotice", "cases_noticestep"
SHEETS, REMINDERS = "cases_noticesheet", "cases_noticereminder"
SELF = "(SELECT app.person())"


def of_notice(table: str) -> str:
    """Whether the policy of notices admits the one that a row hangs on."""
    return f"EXISTS (SELECT 1 FROM {NOTICES} n WHERE n.id = {table}.notice_id)"


# what stays as it was once it was told, and who may say that they approved, sent or reviewed: they themselves
STAYS = f"""
CREATE FUNCTION app.notice_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE moving text[] := ARRAY['state', 'version', 'disclosure_id', 'reviewed_by_id', 'reviewed_at', 'verdict',
                               'follow_ups'];
BEGIN
    IF OLD.sent_at IS NOT NULL AND (to_jsonb(NEW) - moving) IS DISTINCT FROM (to_jsonb(OLD) - moving) THEN
        RAISE EXCEPTION 'what was told stays' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF OLD.reviewed_at IS NOT NULL AND (NEW.reviewed_at, NEW.reviewed_by_id, NEW.verdict, NEW.follow_ups)
       IS DISTINCT FROM (OLD.reviewed_at, OLD.reviewed_by_id, OLD.verdict, OLD.follow_ups) THEN
        RAISE EXCEPTION 'a review stays' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF (NEW.decided_by_id IS DISTINCT FROM OLD.decided_by_id AND NEW.decided_by_id IS DISTINCT FROM app.person())
       OR (NEW.sent_by_id IS DISTINCT FROM OLD.sent_by_id AND NEW.sent_by_id IS DISTINCT FROM app.person())
       OR (NEW.reviewed_by_id IS DISTINCT FROM OLD.reviewed_by_id AND NEW.reviewed_by_id IS DISTINCT FROM app.person())
    THEN
        RAISE EXCEPTION 'nobody signs for somebody else' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER notice_stays BEFORE UPDATE ON {NOTICES} FOR EACH ROW EXECUTE FUNCTION app.notice_stays();
"""
NO_STAYS = f"DROP TRIGGER notice_stays ON {NOTICES}; DROP FUNCTION app.notice_stays();"

# ids and times of one organization's late notices, restricted cases included, for the organization itself alone
LATE = f"""
CREATE FUNCTION app.notices_late()
RETURNS TABLE (notice_id uuid, public_id text, case_id uuid, kind text, workers uuid[], restricted boolean, named uuid[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT n.id, n.public_id::text, n.case_id, k.kind, ARRAY[c.caseworker_id, n.drafted_by_id], c.restricted,
           ARRAY(SELECT g.user_id FROM public.cases_caseuserobjectpermission g
                 WHERE g.content_object_id = c.id AND g.ends_at IS NULL)
    FROM public.{NOTICES} n
    JOIN public.cases_case c ON c.id = n.case_id
    CROSS JOIN LATERAL (VALUES
        ('sending', n.state IN ('draft', 'asked', 'approved') AND n.due_at < now()),
        ('review_soon', n.state = 'to_review' AND now() BETWEEN n.review_due_at - interval '6 hours' AND n.review_due_at),
        ('review_late', n.state = 'to_review' AND n.review_due_at < now()),
        ('review_later', n.state = 'to_review' AND n.review_due_at + interval '24 hours' < now())
    ) k (kind, holds)
    WHERE app.person() = app.org() AND n.organization_id = app.org() AND k.holds
      AND NOT EXISTS (SELECT 1 FROM public.{REMINDERS} r WHERE r.notice_id = n.id AND r.kind = k.kind)
$$;
REVOKE ALL ON FUNCTION app.notices_late() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.notices_late() TO casemgr_app, casemgr_worker;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0034_statutory_notices"), ("database", "0002_rights")]
    operations = [
        by_organization("cases_authority"),
        by_organization("cases_noticebasis"),
        by_case(NOTICES),
        members_too(NOTICES, f"(drafted_by_id = {SELF} OR {of_group('legal')})"),
        protect(STEPS, using=f"{IN_ORGANIZATION} AND {of_notice(STEPS)}"),
        protect(SHEETS, using=f"{IN_ORGANIZATION} AND {of_notice(SHEETS)}"),
        protect(REMINDERS, using=f"{IN_ORGANIZATION} AND ({SELF} = (SELECT app.org()) OR {of_notice(REMINDERS)})"),
        append_only(STEPS, deletable=True),
        append_only(SHEETS, deletable=True),
        append_only(REMINDERS, deletable=True),
        migrations.RunSQL(STAYS, NO_STAYS),
        migrations.RunSQL(LATE, "DROP FUNCTION app.notices_late();"),
    ]
