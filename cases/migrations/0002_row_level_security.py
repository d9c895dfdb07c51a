"""Row-level security of casework, forced; notes are append-only, and a consent changes only to end."""

from django.db import migrations

from casemgr.db.policies import IN_ORGANIZATION, SEES_CASES, append_only, by_case, by_organization, by_person, protect

CASE_RULE = f"""{IN_ORGANIZATION} AND {SEES_CASES} AND (
    ((SELECT app.scope()) = 'organization' AND NOT restricted)
    OR EXISTS (SELECT 1 FROM cases_caseuserobjectpermission g
               WHERE g.content_object_id = cases_case.id AND g.user_id = (SELECT app.person())))"""
CONSENT_GUARD = """
CREATE FUNCTION app.consent_only_ends() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE ending text[] := ARRAY['ended_at', 'ended_by_id', 'ending', 'replaced'];
BEGIN
    IF (to_jsonb(NEW) - ending) IS DISTINCT FROM (to_jsonb(OLD) - ending)
       OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at)
       OR (OLD.replaced AND NOT NEW.replaced) THEN
        RAISE EXCEPTION 'a consent never changes but to end' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER consent_only_ends BEFORE UPDATE ON cases_consent
    FOR EACH ROW EXECUTE FUNCTION app.consent_only_ends();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("database", "0001_actor_context")]
    operations = [
        protect("cases_caseuserobjectpermission", using=IN_ORGANIZATION),
        protect("cases_case", using=CASE_RULE),
        protect(
            "cases_person",
            using=f"{IN_ORGANIZATION} AND EXISTS (SELECT 1 FROM cases_case c WHERE c.person_id = cases_person.id)",
        ),
        by_person("cases_safecontact"),
        by_person("cases_nevershare"),
        by_person("cases_consent"),
        by_case("cases_experience"),
        by_case("cases_servicerecord"),
        by_case("cases_note"),
        by_case("cases_task"),
        by_organization("cases_importbatch"),
        by_organization("cases_importrow"),
        append_only("cases_note", deletable=True),
        migrations.RunSQL(
            CONSENT_GUARD,
            "DROP TRIGGER consent_only_ends ON cases_consent; DROP FUNCTION app.consent_only_ends()",
        ),
    ]
