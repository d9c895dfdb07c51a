"""Worlds for statistics, written as the owner: organizations that agreed, people who consented."""

import datetime
import random
from unittest import mock

from casemgr.accounts.models import Organization, StatisticsAgreement, User
from casemgr.encryption import keys
from cases.codelists import ctdc
from cases.models import Case, Consent, Experience, Person

OWNER = "owner"
DAY = datetime.timedelta(days=1)
MEANS = ["DebtBondage", "TakesEarnings", "PhysicalThreats", "SexualAbuse", "FalsePromises", "PsychoactiveSubstance",
         "restricts_movement", "ExcessiveWorkingHours", "WithholdsDocuments"]  # fmt: skip
EVERYTHING = {
    "means_of_control": MEANS,
    "exploitation_types": ["ForcedLabour", "SexualExploitation", "Other"],
    "labour_sectors": ["A_AgricultureForestryAndFishing", "F_Construction"],
    "sexual_types": ["Prostitution", "Pornography"],
    "recruiter_relations": ["IntimatePartner", "Friend", "Family", "Other"],
}
COUNTRIES = ["USA", "MEX", "PHL", "UKR", "THA", "", "unknown"]
GENDERS = ["Feminine", "Masculine", "NonConforming", "", "declined", "unknown", "a code nobody knows"]


def today():
    return datetime.datetime.now(datetime.UTC).date()


def organization(slug, *, agreed=True):
    """An active organization, with an agreement in force unless told otherwise."""
    org = Organization.objects.using(OWNER).create(
        name=slug.title(), slug=slug, country="USA", status=Organization.Status.ACTIVE
    )
    keys.create_organization_key(org.pk)
    worker = person_of(org, "caseworker")
    if agreed:
        agreement(org, worker)
    org.worker = worker
    return org


def person_of(org, role):
    n = User.objects.using(OWNER).count()
    return User.objects.db_manager(OWNER).create_user(
        f"{role}-{n}@example.org", name=f"{role} {n}", organization=org, role=role
    )


def agreement(org, signer, **changes):
    fields = {"starts_on": today() - 30 * DAY, "ends_on": today() + 300 * DAY, "people_at_most": 1000} | changes
    return StatisticsAgreement.objects.using(OWNER).create(organization=org, signed_by=signer, **fields)


def three_organizations():
    return [organization(slug) for slug in ("harbor", "lotus", "sahel")]


def people(org, number, *, seed=1, consent=None, experiences=1, **facts):
    """Registered people with a case, experiences and consent to statistics, their facts drawn from `seed`."""
    rng = random.Random(seed)
    persons = [
        Person(organization=org, gender=rng.choice(GENDERS), citizenship=rng.choice(COUNTRIES),
               birth_year=rng.choice([None, 1980, 1999, 2010]))
        for _ in range(number)
    ]  # fmt: skip
    keys.create_data_keys(org.pk, [person.pk for person in persons])
    Person.objects.using(OWNER).bulk_create(persons)
    first = Case.objects.using(OWNER).unscoped("test").filter(organization=org).count()
    cases = [
        Case(organization=org, person=person, number=first + i + 1, created_by=org.worker,
             opened_on=datetime.date(rng.choice([2024, 2025, 2026]), 3, 1))
        for i, person in enumerate(persons)
    ]  # fmt: skip
    Case.objects.using(OWNER).bulk_create(cases)
    Experience.objects.using(OWNER).bulk_create(
        Experience(organization=org, case=case, person=case.person, **(_experience(rng) | facts))
        for case in cases
        for _ in range(experiences)
    )
    if consent is not False:
        with mock.patch("django.utils.timezone.now", return_value=datetime.datetime.now(datetime.UTC) - 5 * DAY):
            Consent.objects.using(OWNER).bulk_create(consent_of(person, **(consent or {})) for person in persons)
    return persons


def consent_of(person, **changes):
    """A consent to statistics that is in force; not saved."""
    fields = {"starts_on": today() - 5 * DAY, "ends_on": today() + 300 * DAY, "decision": "given", "method": "spoken"}
    return Consent(
        organization=person.organization, person=person, purpose="statistics",
        recorded_by=person.organization.worker, **(fields | changes)
    )  # fmt: skip


def _experience(rng):
    return {
        "means_of_control": rng.sample(MEANS, rng.randint(0, 9)),
        "exploitation_types": rng.sample(["ForcedLabour", "SexualExploitation", "Other"], rng.randint(0, 3)),
        "labour_sectors": rng.sample(EVERYTHING["labour_sectors"], rng.randint(0, 2)),
        "sexual_types": rng.sample(["Prostitution", "Pornography"], rng.randint(0, 2)),
        "recruiter_relations": rng.sample(EVERYTHING["recruiter_relations"], rng.randint(0, 4)),
        "country_of_exploitation": rng.choice(COUNTRIES),
        "duration_months": rng.choice([None, 3, 18, 40]),
    }


def person_with(org, experiences, gender, citizenship, birth_year, opened, *, birth_precision="", **case_facts):
    """One consenting person with exactly these facts."""
    person = Person(
        organization=org, gender=gender, citizenship=citizenship, birth_year=birth_year, birth_precision=birth_precision
    )
    keys.create_data_keys(org.pk, [person.pk])
    person.save(using=OWNER)
    number = Case.objects.using(OWNER).unscoped("test").filter(organization=org).count() + 1
    case = Case(organization=org, person=person, number=number, created_by=org.worker, opened_on=opened, **case_facts)
    case.save(using=OWNER)
    for facts in experiences:
        Experience(organization=org, case=case, person=person, **facts).save(using=OWNER)
    consent_of(person).save(using=OWNER)
    return person


NOTHING = {name: [] for name in EVERYTHING} | {"country_of_exploitation": "", "duration_months": None}
COLUMN_OF_FLAG = {
    flag: column
    for column, flags in zip(EVERYTHING, (ctdc.MEANS, ctdc.EXPLOITATION, ctdc.LABOUR, ctdc.SEX, ctdc.RECRUITER),
                             strict=True)
    for flag in flags
}  # fmt: skip
CTDC_FLAGS = {**ctdc.MEANS, **ctdc.EXPLOITATION, **ctdc.LABOUR, **ctdc.SEX, **ctdc.RECRUITER}
