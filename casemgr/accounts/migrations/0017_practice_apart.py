"""Worlds: the real organizations are one, each practice pair is another, and nothing passes between two.

`app.world_of` says which world an organization is in (NULL is the real one); triggers ask it wherever one row names
two organizations. They hold for every login, the owner's too. The organizations of another world are not to be seen,
except that administrators see their own practice pair.
"""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION app.world_of(organization uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT o.practice_of_id FROM public.accounts_organization o WHERE o.id = $1
$$;

-- the actor's world; asked by policies, once a query
CREATE FUNCTION app.world() RETURNS uuid LANGUAGE sql STABLE AS $$ SELECT app.world_of(app.org_or_nobody()) $$;

-- a trigger on a row that names two organizations: in two of its own columns, or in one and in a row that it points to
-- (column of the organization, then its other column, or column of the pointer, its table, the column there)
CREATE FUNCTION app.refuse_between_worlds() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    given jsonb := to_jsonb(NEW);
    one uuid := (given ->> TG_ARGV[0])::uuid;
    other uuid := (given ->> TG_ARGV[1])::uuid;
BEGIN
    IF TG_NARGS = 4 THEN
        EXECUTE format('SELECT %I FROM public.%I WHERE id = $1', TG_ARGV[3], TG_ARGV[2]) INTO other USING other;
    END IF;
    IF one IS NOT NULL AND other IS NOT NULL AND app.world_of(one) IS DISTINCT FROM app.world_of(other) THEN
        RAISE EXCEPTION 'nothing passes between practice and what is real' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

-- a trigger on a row whose organization (column named) must be a real one
CREATE FUNCTION app.refuse_in_practice() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF app.world_of((to_jsonb(NEW) ->> TG_ARGV[0])::uuid) IS NOT NULL THEN
        RAISE EXCEPTION 'not in a practice organization' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION app.refuse_leaving_world() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what is practice stays practice' USING ERRCODE = 'check_violation';
END $$;

-- only an organization that works here, and is real, has a practice pair
CREATE FUNCTION app.refuse_practice_of_that() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM public.accounts_organization o WHERE o.id = NEW.practice_of_id
                   AND o.practice_of_id IS NULL AND o.paired_with_id IS NULL AND o.kept_by_id IS NULL) THEN
        RAISE EXCEPTION 'only an organization that works here practises' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

REVOKE ALL ON FUNCTION app.world_of(uuid), app.world(), app.refuse_between_worlds(), app.refuse_in_practice(),
    app.refuse_leaving_world(), app.refuse_practice_of_that() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.world_of(uuid), app.world() TO casemgr_app, casemgr_worker;
"""
NO_FUNCTIONS = """
DROP FUNCTION app.refuse_practice_of_that();
DROP FUNCTION app.refuse_leaving_world();
DROP FUNCTION app.refuse_in_practice();
DROP FUNCTION app.refuse_between_worlds();
DROP FUNCTION app.world();
DROP FUNCTION app.world_of(uuid);
"""

ADMINISTERED = "(practice_of_id = (SELECT app.org_or_nobody()) AND (SELECT app.may('manage_people')))"
# before anybody is known, sign-in and tokens need the row of whoever comes
NOBODY = "(SELECT nullif(current_setting('app.context', true), '') IS NULL)"
RULES = f"""
CREATE TRIGGER stays_in_world BEFORE UPDATE OF practice_of_id, practice_side ON accounts_organization
    FOR EACH ROW WHEN (OLD.practice_of_id IS DISTINCT FROM NEW.practice_of_id
        OR OLD.practice_side IS DISTINCT FROM NEW.practice_side) EXECUTE FUNCTION app.refuse_leaving_world();
CREATE TRIGGER practice_of_a_real_one BEFORE INSERT ON accounts_organization
    FOR EACH ROW WHEN (NEW.practice_of_id IS NOT NULL) EXECUTE FUNCTION app.refuse_practice_of_that();
CREATE TRIGGER paired_with_a_real_one BEFORE INSERT OR UPDATE OF paired_with_id ON accounts_organization
    FOR EACH ROW EXECUTE FUNCTION app.refuse_in_practice('paired_with_id');
CREATE TRIGGER kept_by_a_real_one BEFORE INSERT OR UPDATE OF kept_by_id ON accounts_organization
    FOR EACH ROW EXECUTE FUNCTION app.refuse_in_practice('kept_by_id');
CREATE TRIGGER stays_in_world BEFORE UPDATE OF organization_id ON accounts_user
    FOR EACH ROW WHEN (OLD.organization_id IS DISTINCT FROM NEW.organization_id)
    EXECUTE FUNCTION app.refuse_people_of_two_worlds();
CREATE TRIGGER of_its_account BEFORE INSERT OR UPDATE ON accounts_partnerclient
    FOR EACH ROW EXECUTE FUNCTION
    app.refuse_between_worlds('organization_id', 'user_id', 'accounts_user', 'organization_id');
CREATE TRIGGER of_real_ones BEFORE INSERT OR UPDATE ON accounts_statisticsagreement
    FOR EACH ROW EXECUTE FUNCTION app.refuse_in_practice('organization_id');

CREATE POLICY own_world ON accounts_organization AS RESTRICTIVE FOR SELECT TO casemgr_app, casemgr_worker
    USING ({NOBODY} OR id = (SELECT app.org_or_nobody())
        OR practice_of_id IS NOT DISTINCT FROM (SELECT app.world()) OR {ADMINISTERED});
CREATE POLICY own_practice ON accounts_organization AS RESTRICTIVE FOR INSERT TO casemgr_app, casemgr_worker
    WITH CHECK (practice_of_id IS NULL OR {ADMINISTERED});
"""
NO_RULES = """
DROP POLICY own_practice ON accounts_organization;
DROP POLICY own_world ON accounts_organization;
DROP TRIGGER of_real_ones ON accounts_statisticsagreement;
DROP TRIGGER of_its_account ON accounts_partnerclient;
DROP TRIGGER stays_in_world ON accounts_user;
DROP TRIGGER kept_by_a_real_one ON accounts_organization;
DROP TRIGGER paired_with_a_real_one ON accounts_organization;
DROP TRIGGER practice_of_a_real_one ON accounts_organization;
DROP TRIGGER stays_in_world ON accounts_organization;
"""

MOVING = """
CREATE FUNCTION app.refuse_people_of_two_worlds() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF app.world_of(OLD.organization_id) IS DISTINCT FROM app.world_of(NEW.organization_id) THEN
        RAISE EXCEPTION 'what is practice stays practice' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION app.refuse_people_of_two_worlds() FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0016_practice"), ("database", "0002_rights")]
    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.RunSQL(MOVING, "DROP FUNCTION app.refuse_people_of_two_worlds();"),
        migrations.RunSQL(RULES, NO_RULES),
    ]
