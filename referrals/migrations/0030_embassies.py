"""A partner outside may be an embassy, said by a code; who must be kept from embassies is kept from each of them.

Partners that are called one already get the code. What the lists say is sealed: entries written from now on carry a
code too, older ones go on being known by their words, where whoever reads them refers.
"""

from django.db import migrations, models

STEMS = (
    "embass ambass ambasc ambaci embaj embaix ambasad botschaft consul konsul kedutaan elçilik elcilik ubaloz "
    "посольств консул سفار قنصل کنسول दूतावास दूताबास দূতাবাস สถานทูต 大使 领事 領事 대사관 영사"
).split()
EMBASSIES = f"""
-- Whether an organization is an embassy, by the code of whoever keeps it or by its name. For functions alone.
CREATE FUNCTION app.is_embassy(organization uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT EXISTS (SELECT 1 FROM public.referrals_outsidepartner p WHERE p.partner_id = $1 AND p.kind = 'embassy')
        OR EXISTS (SELECT 1 FROM public.accounts_organization o
                   WHERE o.id = $1 AND regexp_replace(lower(o.name), '[ck]onsult', '', 'g')
                         LIKE ANY (ARRAY[{", ".join(f"'%{stem}%'" for stem in STEMS)}]))
$$;
REVOKE ALL ON FUNCTION app.is_embassy(uuid) FROM PUBLIC;
"""
NAMED = "n.recipient_id = c.recipient_id"
WITH_EMBASSIES = f"n.lifted_at IS NULL AND ({NAMED} OR (n.kind <> '' AND app.is_embassy(c.recipient_id)))"
KINDS = """
UPDATE referrals_outsidepartner SET kind = 'embassy' WHERE app.is_embassy(partner_id);
GRANT UPDATE (kind) ON referrals_outsidepartner TO casemgr_app, casemgr_worker;
"""
NO_KINDS = "REVOKE UPDATE (kind) ON referrals_outsidepartner FROM casemgr_app, casemgr_worker;"


def standing(never: str) -> str:
    """What either party is told of the consent a referral stands on; `never` (SQL) says which entries bar it."""
    return f"""
CREATE OR REPLACE FUNCTION app.referral_standing(referral uuid)
RETURNS TABLE (decision text, purpose text, recipient_id uuid, service_code text, categories text[], starts_on date,
               ends_on date, ended_at timestamptz, never_share boolean, worker_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT c.decision::text, c.purpose::text, c.recipient_id, c.service_code::text, c.categories::text[], c.starts_on,
           c.ends_on, c.ended_at,
           EXISTS (SELECT 1 FROM public.cases_nevershare n
                   WHERE n.person_id = c.person_id AND {never}),
           p.worker_id
    FROM public.referrals_referralparty p
    JOIN public.referrals_referral r ON r.id = p.referral_id AND r.sender_id = p.organization_id
    JOIN public.cases_consent c ON c.id = p.consent_id AND c.organization_id = p.organization_id
    JOIN public.cases_case k
      ON k.id = p.case_id AND k.organization_id = p.organization_id AND k.person_id = c.person_id
    WHERE p.referral_id = $1 AND p.role = 'sender'
      AND EXISTS (SELECT 1 FROM public.referrals_referralparty own
                  WHERE own.referral_id = $1 AND own.organization_id = app.org())
    UNION ALL
    SELECT 'given', 'share', r.receiver_id, r.service_code::text, c.categories::text[], (r.offered_at AT TIME ZONE o.time_zone)::date,
           c.ends_on, c.ended_at, false, p.worker_id
    FROM public.referrals_remoteconsent c
    JOIN public.referrals_referral r ON r.id = c.referral_id
    JOIN public.accounts_organization o ON o.id = r.sender_id AND o.paired_with_id = r.receiver_id
    JOIN public.referrals_referralparty p
      ON p.referral_id = r.id AND p.organization_id = r.sender_id AND p.role = 'sender' AND p.consent_id IS NULL
    WHERE c.referral_id = $1
      AND EXISTS (SELECT 1 FROM public.referrals_referralparty own
                  WHERE own.referral_id = $1 AND own.organization_id = app.org())
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0075_alleged_compared"),
        ("referrals", "0029_counted_policies"),
    ]

    operations = [
        migrations.AddField(
            model_name="outsidepartner",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[("embassy", "Embassy, consulate or authority of another country")],
                db_default="",
                default="",
                max_length=8,
                verbose_name="kind",
            ),
        ),
        migrations.RunSQL(EMBASSIES, "DROP FUNCTION app.is_embassy(uuid);"),
        migrations.RunSQL(standing(WITH_EMBASSIES), standing(NAMED)),
        migrations.RunSQL(KINDS, NO_KINDS),
    ]
