"""A second door beside the population's: the same people, one row each, with services, standing and equity codes.

A service is a flag of the person however often it was given, declined or not to be had. Equity codes are there only
while the organization asks that question. A change of meaning is a new view, services_v2.
"""

from django.db import migrations

SERVICES = (
    "emergency_shelter short_term_housing long_term_housing medical mobile_medical mental_health psychosocial "
    "group_session crisis_line crisis_intervention legal_aid justice_accompaniment compensation immigration_relief "
    "interpretation education vocational_training economic_reintegration food_basics transport child_care "
    "voluntary_return family_tracing advocacy information_referral emergency_financial document_recovery other"
).split()
ETHNICITIES = "american_indian asian black hispanic middle_eastern pacific white other".split()
DISABILITIES = "seeing hearing walking remembering self_care communicating none".split()
FATES = {"received": "delivered", "declined": "declined", "unavailable": "unavailable"}


def asked(question, column):
    """The column while the organization asks this question, else nothing."""
    return f"CASE WHEN '{question}' = ANY (organization.asked) THEN person.{column} ELSE '{{}}' END"


SERVICE_FLAGS = {
    f"{fate}_{code}": f"bool_or(outcome = '{outcome}' AND service_code = '{code}')"
    for fate, outcome in FATES.items()
    for code in SERVICES
}
EQUITY_FLAGS = {f"ethnicity_{code}": f"'{code}' = ANY ({asked('ethnicities', 'ethnicities')})" for code in ETHNICITIES}
EQUITY_FLAGS |= {
    f"disability_{code}": f"'{code}' = ANY ({asked('disabilities', 'disabilities')})" for code in DISABILITIES
}

VIEW = f"""
CREATE VIEW door.services_v1 WITH (security_barrier) AS
SELECT
    counted.pseudonym, counted.gender, counted.age_broad,
    coalesce(told.standing, '') AS standing,
    CASE
        WHEN given.first_on IS NULL THEN 'none'
        WHEN opened.on_day IS NULL OR given.first_on < opened.on_day THEN 'other'
        WHEN given.first_on = opened.on_day THEN 'sameDay'
        WHEN given.first_on - opened.on_day <= 7 THEN '1--7'
        WHEN given.first_on - opened.on_day <= 30 THEN '8--30'
        WHEN given.first_on - opened.on_day <= 90 THEN '31--90'
        ELSE '91+'
    END AS first_service,
    CASE WHEN given.first_on IS NULL THEN 'no' ELSE 'yes' END AS served,
    person.preferred_language::text AS preferred_language,
    {", ".join(f"coalesce(given.{name}, false) AS {name}" for name in SERVICE_FLAGS)},
    {", ".join(f"{rule} AS {name}" for name, rule in EQUITY_FLAGS.items())}
FROM door.agreed AS counted
JOIN cases_person AS person ON person.id = counted.person_id
JOIN accounts_organization AS organization ON organization.id = counted.organization_id
LEFT JOIN (SELECT person_id, min(opened_on) AS on_day FROM cases_case GROUP BY person_id) AS opened
    ON opened.person_id = counted.person_id
LEFT JOIN (
    SELECT person_id, CASE
        WHEN bool_or(trafficking_status = 'ActualVictimOfTrafficking') THEN 'actual'
        WHEN bool_or(trafficking_status = 'PossibleVictimOfTrafficking') THEN 'possible'
        WHEN bool_or(trafficking_status = 'NotAVictimOfTrafficking') THEN 'notFormallyIdentified'
    END AS standing
    FROM cases_experience GROUP BY person_id
) AS told ON told.person_id = counted.person_id
LEFT JOIN (
    SELECT person_id, min(on_date) FILTER (WHERE outcome = 'delivered') AS first_on,
        {", ".join(f"{rule} AS {name}" for name, rule in SERVICE_FLAGS.items())}
    FROM cases_servicerecord GROUP BY person_id
) AS given ON given.person_id = counted.person_id;
GRANT SELECT ON door.services_v1 TO casemgr_exporter;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0038_two_keys_and_cohorts")]
    operations = [migrations.RunSQL(VIEW, "DROP VIEW door.services_v1")]
