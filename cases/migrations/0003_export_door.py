"""The export door: one view of coded columns, readable by the exporter's login alone.

The view runs with its owner's rights, on purpose: the exporter has none on any table. Without a cut-off
(`door.cutoff`, set for one transaction) it is empty. How codes become CTDC's follows `cases.codelists.ctdc`; a test
compares the two. A change of meaning is a new view, population_v2, never a change of this one.
"""

import secrets

from django.db import migrations

from casemgr.db.secret import pads


def one_of(column, *codes):
    """Whether any experience has one of these codes."""
    listed = ", ".join(f"'{code}'" for code in codes)
    return f"bool_or({column} && ARRAY[{listed}]::varchar[])"


FLAGS = {
    "means_debt_bondage_earnings": one_of("means_of_control", "DebtBondage", "TakesEarnings", "debt_bondage_or_earnings"),
    "means_threats": one_of("means_of_control", "PhysicalThreats", "ThreatsLawEnforcement", "ThreatensChildrenFamily", "threats"),
    "means_abuse_psy_phy_sex": one_of("means_of_control", "PsychologicalAbuse", "PhysicalAbuse", "SexualAbuse", "abuse"),
    "means_false_promises": one_of("means_of_control", "FalsePromises"),
    "means_drugs_alcohol": one_of("means_of_control", "PsychoactiveSubstance"),
    "means_deny_basic_needs": one_of(
        "means_of_control", "RestrictsFinancialAccess", "restricts_movement", "RestrictsMedicalCare", "WithholdsNecessities", "deny_basic_needs"
    ),
    "means_excessive_work_hours": one_of("means_of_control", "ExcessiveWorkingHours"),
    "means_withhold_docs": one_of("means_of_control", "WithholdsDocuments"),
    "is_forced_labour": one_of("exploitation_types", "ForcedLabour", "ChildLabour", "ForcedBegging"),
    "is_sexual_exploit": one_of("exploitation_types", "SexualExploitation"),
    "is_other_exploit": one_of(
        "exploitation_types", "ForcedMarriage", "Servitude", "ForcedMilitaryByNonStateActors", "OrganRemoval", "ForcedAdoption", "Surrogacy", "Other"
    ),
    "type_of_labour_agriculture": one_of("labour_sectors", "A_AgricultureForestryAndFishing"),
    "type_of_labour_construction": one_of("labour_sectors", "F_Construction"),
    "type_of_labour_domestic_work": one_of("labour_sectors", "T_ActivitiesOfHouseholdsAsEmployers"),
    "type_of_labour_hospitality": one_of("labour_sectors", "I_AccommodationAndFoodServiceActivities"),
    "type_of_sex_prostitution": one_of("sexual_types", "Prostitution"),
    "type_of_sex_pornography": one_of("sexual_types", "Pornography"),
    "recruiter_relation_intimate_partner": one_of("recruiter_relations", "IntimatePartner"),
    "recruiter_relation_friend": one_of("recruiter_relations", "Friend", "Acquainted"),
    "recruiter_relation_family": one_of("recruiter_relations", "Family", "Familial"),
    "recruiter_relation_other": one_of("recruiter_relations", "Other", "Unaquainted", "stranger_unknown_other"),
}  # fmt: skip

CUTOFF = "nullif(current_setting('door.cutoff', true), '')::date"

VIEW = f"""
CREATE VIEW door.population_v1 WITH (security_barrier) AS
SELECT
    sha256(key.outer_pad || sha256(key.inner_pad || uuid_send(person.id))) AS pseudonym,
    CASE WHEN registered.first IS NULL THEN '' WHEN registered.year = '' THEN 'other' ELSE registered.year END
        AS year_of_registration,
    CASE
        WHEN person.gender = 'Feminine' THEN 'Woman'
        WHEN person.gender = 'Masculine' THEN 'Man'
        WHEN person.gender IN ('TransgenderFeminine', 'TransgenderMasculine', 'NonConforming', 'trans_or_nonconforming')
            THEN 'Trans/Transgender/NonConforming'
        WHEN person.gender = 'NonSpecifiedUnknown' THEN 'unknown'
        ELSE person.gender
    END AS gender,
    CASE
        WHEN registered.age IS NULL AND person.birth_precision IN ('declined', 'unknown')
            AND registered.age_told = '' THEN person.birth_precision
        WHEN registered.age IS NULL OR registered.age < 0 THEN coalesce(registered.age_told, '')
        WHEN registered.age <= 8 THEN '0--8'
        WHEN registered.age <= 17 THEN '09--17'
        WHEN registered.age <= 20 THEN '18--20'
        WHEN registered.age <= 23 THEN '21--23'
        WHEN registered.age <= 26 THEN '24--26'
        WHEN registered.age <= 29 THEN '27--29'
        WHEN registered.age <= 38 THEN '30--38'
        WHEN registered.age <= 47 THEN '39--47'
        ELSE '48+'
    END AS age_broad,
    person.citizenship::text AS citizenship,
    coalesce(substr(experience.country, 66), '') AS country_of_exploitation,
    CASE
        WHEN experience.months IS NULL THEN coalesce(experience.band, '')
        WHEN experience.months <= 12 THEN '0--12 (0-1 yr)'
        WHEN experience.months <= 24 THEN '13--24 (1-2 yrs)'
        ELSE '25+ (2+ yrs)'
    END AS traffick_months,
    {", ".join(f"coalesce(experience.{name}, false) AS {name}" for name in FLAGS)}
FROM cases_person AS person
CROSS JOIN door.pseudonym_key AS key
-- the person's first case says when they were registered, and how old they were if no year of birth is known
LEFT JOIN (
    SELECT person_id, min(concat_ws('|', opened_on, registered_period, age_at_registration)) AS line
    FROM cases_case GROUP BY person_id
) AS first_case ON first_case.person_id = person.id
LEFT JOIN LATERAL (
    SELECT line AS first, split_part(line, '|', 3) AS age_told, year, nullif(year, '')::int - person.birth_year AS age
    FROM (
        SELECT first_case.line, CASE
            WHEN split_part(first_case.line, '|', 2) = '' THEN left(first_case.line, 4)
            WHEN split_part(first_case.line, '|', 2) ~ '^[0-9]{{4}}$' THEN split_part(first_case.line, '|', 2)
            ELSE ''
        END AS year
    ) AS lines
) AS registered ON true
LEFT JOIN (
    SELECT
        person_id,
        max(duration_months) AS months,
        max(duration_band) AS band,
        -- of several countries one is taken, an answer before none, else in an order that only the key knows
        min((country_of_exploitation IN ('', 'declined', 'unknown'))::int
            || encode(sha256((SELECT inner_pad FROM door.pseudonym_key) || uuid_send(id)), 'hex')
            || country_of_exploitation) AS country,
        {", ".join(f"{rule} AS {name}" for name, rule in FLAGS.items())}
    FROM cases_experience GROUP BY person_id
) AS experience ON experience.person_id = person.id
WHERE EXISTS (
    SELECT 1 FROM accounts_organization AS o JOIN accounts_statisticsagreement AS a ON a.organization_id = o.id
    WHERE o.id = person.organization_id AND o.status = 'active'
      AND a.starts_on <= {CUTOFF} AND a.starts_on <= current_date
      AND a.ends_on > {CUTOFF} AND a.ends_on > current_date AND a.ended_on IS NULL
) AND EXISTS (
    SELECT 1 FROM cases_consent AS c
    WHERE c.person_id = person.id AND c.purpose = 'statistics' AND c.recipient_id IS NULL
      AND c.decision = 'given' AND c.ended_at IS NULL AND NOT c.replaced
      AND c.recorded_at < {CUTOFF} + 1
      AND c.starts_on <= {CUTOFF} AND c.starts_on <= current_date
      AND c.ends_on > {CUTOFF} AND c.ends_on > current_date
)
"""

DOOR = f"""
CREATE SCHEMA IF NOT EXISTS door;
REVOKE ALL ON SCHEMA door FROM PUBLIC;
CREATE TABLE door.pseudonym_key (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row), inner_pad bytea NOT NULL, outer_pad bytea NOT NULL
);
REVOKE ALL ON door.pseudonym_key FROM PUBLIC;
{VIEW};
GRANT USAGE ON SCHEMA door TO casemgr_exporter;
GRANT SELECT ON door.population_v1 TO casemgr_exporter;
"""


def make_key(apps, schema_editor):
    """A random key that stays in the database; only the view reads it."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO door.pseudonym_key (inner_pad, outer_pad) VALUES (%s, %s)", pads(secrets.token_bytes(32))
        )


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_row_level_security"),
        ("accounts", "0001_initial"),
        ("database", "0001_actor_context"),
    ]
    operations = [
        migrations.RunSQL(DOOR, "DROP SCHEMA door CASCADE"),
        migrations.RunPython(make_key, migrations.RunPython.noop, elidable=False),
    ]
