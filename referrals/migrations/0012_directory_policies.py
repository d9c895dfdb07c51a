"""Who sees and who writes the directory, and what a hidden place may never carry.

Others see active entries; nothing of a hidden place, for the rules of parents are asked of every row under them. The
triggers hold for everybody: a hidden place takes no address, number, hours, language or term, and becomes hidden only
once it has none.
"""

from django.db import migrations

from casemgr.db.policies import by_keeper

RIGHT = "keep_directory"
ACTIVE = "status = 'active'"
PUBLIC = "status = 'active' AND NOT hidden"
NAMES = {
    "provider_id": "referrals_directoryorganization",
    "service_id": "referrals_directoryservice",
    "location_id": "referrals_directorylocation",
    "place_id": "referrals_serviceatlocation",
    "phone_id": "referrals_directoryphone",
    "term_id": "referrals_taxonomyterm",
    "taxonomy_id": "referrals_taxonomy",
}
#: table: (what others may see of it, its parents)
TABLES = {
    "directoryorganization": (ACTIVE, ""),
    "directoryservice": (ACTIVE, "provider_id"),
    "directorylocation": (PUBLIC, "provider_id"),
    "serviceatlocation": ("true", "service_id location_id"),
    "directoryaddress": ("true", "location_id"),
    "directoryphone": ("true", "provider_id service_id location_id place_id"),
    "directorylanguage": ("true", "service_id location_id phone_id"),
    "directoryschedule": ("true", "service_id location_id place_id"),
    "costoption": ("true", "service_id"),
    "servicecapacity": ("true", "service_id"),
    "taxonomy": ("true", ""),
    "taxonomyterm": ("true", "taxonomy_id"),
    "termlink": ("true", "term_id provider_id service_id location_id place_id"),
}
AT_PLACES = ("directoryphone", "directoryschedule", "termlink")
TELLING = ("directoryaddress", "directoryphone", "directorylanguage", "directoryschedule", "termlink")

FUNCTIONS = """
CREATE FUNCTION app.refuse_on_hidden_place() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    given jsonb := to_jsonb(NEW);
    places uuid[] := ARRAY[(given ->> 'location_id')::uuid,
        (SELECT s.location_id FROM public.referrals_serviceatlocation s WHERE s.id = (given ->> 'place_id')::uuid)];
BEGIN
    -- locked, so that it can't become hidden at the same moment
    PERFORM 1 FROM public.referrals_directorylocation p WHERE p.id = ANY (places) FOR SHARE;
    IF EXISTS (SELECT 1 FROM public.referrals_directorylocation p WHERE p.id = ANY (places) AND p.hidden) THEN
        RAISE EXCEPTION 'a hidden place tells nothing' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION app.refuse_hiding_what_tells() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
    IF {told} THEN
        RAISE EXCEPTION 'a hidden place tells nothing' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION app.refuse_on_hidden_place(), app.refuse_hiding_what_tells() FROM PUBLIC;
""".replace(
    "{told}",
    "\n    OR ".join(
        [
            *(f"EXISTS (SELECT 1 FROM public.referrals_{name} c WHERE c.location_id = NEW.id)" for name in TELLING),
            *(
                f"EXISTS (SELECT 1 FROM public.referrals_{name} c JOIN public.referrals_serviceatlocation s"
                " ON s.id = c.place_id WHERE s.location_id = NEW.id)"
                for name in AT_PLACES
            ),
        ]
    ),
)
NO_FUNCTIONS = "DROP FUNCTION app.refuse_hiding_what_tells(); DROP FUNCTION app.refuse_on_hidden_place();"

TRIGGERS = "\n".join(
    f"CREATE TRIGGER nothing_of_hidden_places BEFORE INSERT OR UPDATE ON referrals_{name} "
    "FOR EACH ROW EXECUTE FUNCTION app.refuse_on_hidden_place();"
    for name in TELLING
) + (
    "\nCREATE TRIGGER nothing_told_of_hidden_places BEFORE UPDATE ON referrals_directorylocation "
    "FOR EACH ROW WHEN (NEW.hidden) EXECUTE FUNCTION app.refuse_hiding_what_tells();"
)
NO_TRIGGERS = "\n".join(f"DROP TRIGGER nothing_of_hidden_places ON referrals_{name};" for name in TELLING) + (
    "\nDROP TRIGGER nothing_told_of_hidden_places ON referrals_directorylocation;"
)


class Migration(migrations.Migration):
    dependencies = [("referrals", "0011_directory"), ("database", "0002_rights")]
    operations = [
        *(
            by_keeper(
                f"referrals_{name}",
                right=RIGHT,
                shown=shown,
                parents={column: NAMES[column] for column in parents.split()},
            )
            for name, (shown, parents) in TABLES.items()
        ),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
    ]
