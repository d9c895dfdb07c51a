"""A partner that doesn't use the system: known to the organization here that keeps it, and to nobody else.

Organizations were an open table, since their names are needed before anybody has signed in. Those here still are; a
kept one is there for its keeper alone, is written with a right of its own, is never handed on, and has no people.
"""

import django.db.models.deletion
from django.db import migrations, models

KEPT = "kept_by_id = (SELECT app.org_or_nobody()) AND (SELECT app.may('keep_partners'))"
OPEN_OR_KEPT = f"kept_by_id IS NULL OR ({KEPT})"

FUNCTIONS = """
CREATE FUNCTION app.org_or_nobody() RETURNS uuid LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF nullif(current_setting('app.context', true), '') IS NULL THEN RETURN NULL; END IF;
    RETURN app.org();
END $$;

CREATE FUNCTION app.refuse_people_outside() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM public.accounts_organization o
               WHERE o.id = NEW.organization_id AND o.kept_by_id IS NOT NULL) THEN
        RAISE EXCEPTION 'a partner outside has no people here' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION app.org_or_nobody(), app.refuse_people_outside() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.org_or_nobody() TO casemgr_app, casemgr_worker;
"""
NO_FUNCTIONS = "DROP FUNCTION app.refuse_people_outside(); DROP FUNCTION app.org_or_nobody();"

# the clock acts as the receiver of a referral: a kept one is there for itself too
POLICIES = f"""
ALTER TABLE accounts_organization ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_organization FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON accounts_organization TO casemgr_owner USING (true) WITH CHECK (true);
CREATE POLICY known ON accounts_organization FOR SELECT TO casemgr_app, casemgr_worker
    USING (kept_by_id IS NULL OR (SELECT app.org_or_nobody()) IN (id, kept_by_id));
CREATE POLICY made ON accounts_organization FOR INSERT TO casemgr_app, casemgr_worker WITH CHECK ({OPEN_OR_KEPT});
CREATE POLICY changed ON accounts_organization FOR UPDATE TO casemgr_app, casemgr_worker
    USING ({OPEN_OR_KEPT}) WITH CHECK ({OPEN_OR_KEPT});
CREATE POLICY removed ON accounts_organization FOR DELETE TO casemgr_app, casemgr_worker USING (kept_by_id IS NULL);
CREATE TRIGGER kept_for_good BEFORE UPDATE OF kept_by_id ON accounts_organization
    FOR EACH ROW WHEN (OLD.kept_by_id IS DISTINCT FROM NEW.kept_by_id) EXECUTE FUNCTION app.refuse_change();
CREATE TRIGGER nobody_outside BEFORE INSERT OR UPDATE OF organization_id ON accounts_user
    FOR EACH ROW EXECUTE FUNCTION app.refuse_people_outside();
"""
NO_POLICIES = """
DROP TRIGGER nobody_outside ON accounts_user;
DROP TRIGGER kept_for_good ON accounts_organization;
DROP POLICY removed ON accounts_organization;
DROP POLICY changed ON accounts_organization;
DROP POLICY made ON accounts_organization;
DROP POLICY known ON accounts_organization;
DROP POLICY owner_all ON accounts_organization;
ALTER TABLE accounts_organization NO FORCE ROW LEVEL SECURITY;
ALTER TABLE accounts_organization DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_remote_organizations"),
        ("database", "0002_rights"),
    ]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="kept_by",
            field=models.ForeignKey(
                blank=True,
                help_text="Of a partner that doesn't use the system: the one here that keeps it, and alone knows of it",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organization",
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(("kept_by", None), ("paired_with", None), _connector="OR"),
                name="outside_or_on_another_instance",
            ),
        ),
        migrations.AddConstraint(
            model_name="organization",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kept_by", None), models.Q(("kept_by", models.F("id")), _negated=True), _connector="OR"
                ),
                name="nobody_keeps_itself",
            ),
        ),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.RunSQL(POLICIES, NO_POLICIES),
    ]
