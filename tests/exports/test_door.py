"""Who is counted: behind the door stand consenting people of organizations that agreed, and coded columns only."""

import datetime

import pytest
from django.db import ProgrammingError, connections, transaction

from anonymized_exports.pipeline import schema
from cases.for_exports import open_door
from cases.models import Consent
from tests.exports import factories as make
from tests.exports.factories import DAY, OWNER, today


def counted(cutoff=None, **narrowed):
    with open_door(cutoff or today(), **narrowed) as query:
        [[number]] = query("SELECT count(*) FROM door.population_v1")
    return number


@pytest.fixture
def org(cloned_world):
    return make.organization("harbor")


def test_it_counts_people_who_consented(org):
    make.people(org, 3)
    assert counted() == 3


@pytest.mark.parametrize(
    "consent",
    [
        False,
        {"decision": "declined"},
        {"purpose": "store"},
        {"ended_at": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC), "ending": "withdrawn"},
        {"starts_on": today() - 9 * DAY, "ends_on": today()},
        {"starts_on": today() + DAY},
        {"replaced": True},
    ],
    ids=["none", "declined", "other purpose", "withdrawn", "expired", "not begun", "replaced"],
)
def test_it_leaves_out_people_without_a_consent_in_force(org, consent):
    if consent and "purpose" in consent:
        [person] = make.people(org, 1, consent=False)
        row = make.consent_of(person)
        row.purpose = "store"
        row.save(using=OWNER)
    else:
        make.people(org, 1, consent=consent)
    make.people(org, 2, seed=2)
    assert counted() == 2


def test_it_leaves_out_consents_given_after_the_cutoff(org):
    make.people(org, 2)
    assert counted(today() - 10 * DAY) == 0


def test_it_leaves_out_somebody_who_withdrew_after_the_cutoff(org):
    [person, _other] = make.people(org, 2)
    rows = Consent.objects.using(OWNER).unscoped("test").filter(person=person)
    rows.update(ended_at=datetime.datetime.now(datetime.UTC), ending="withdrawn")
    assert counted(today() - DAY) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"starts_on": today() - 9 * DAY, "ends_on": today()},
        {"starts_on": today() + DAY},
        {"ended_on": today()},
    ],
    ids=["expired", "not begun", "ended early"],
)
def test_it_leaves_out_organizations_without_an_agreement_in_force(cloned_world, changes):
    org = make.organization("harbor", agreed=False)
    make.people(org, 2)
    make.agreement(org, org.worker, **changes)
    assert counted() == 0


def test_it_opens_only_for_the_families_that_the_agreement_covers(cloned_world):
    covering = {"harbor": ["people"], "lotus": ["services", "people"], "sahel": ["referrals"]}
    for slug, covers in covering.items():
        org = make.organization(slug, agreed=False)
        make.people(org, 2)
        make.agreement(org, org.worker, covers=covers)
    assert [counted(family=family) for family in ("people", "services", "referrals", "equity")] == [4, 2, 2, 0]


def test_it_leaves_out_suspended_organizations(org):
    make.people(org, 2)
    type(org).objects.using(OWNER).filter(pk=org.pk).update(status="suspended")
    assert counted() == 0


def test_it_is_empty_without_a_cutoff(org):
    make.people(org, 2)
    with connections["exporter"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM door.population_v1")
        assert cursor.fetchone() == (0,)


def test_a_person_with_several_records_is_one_row(org):
    [person, *_rest] = make.people(org, 3, experiences=4)
    again = make.consent_of(person, service_code="again")
    again.save(using=OWNER)
    make.agreement(org, org.worker)
    assert counted() == 3


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1 FROM public.cases_person",
        "SELECT 1 FROM door.pseudonym_key",
        "SELECT 1 FROM door.consented",
        "SELECT 1 FROM public.accounts_user",
        "SELECT 1 FROM public.anonymized_exports_ledgerentry",
        "CREATE TEMP TABLE copy AS SELECT 1",
    ],
)
def test_its_login_can_read_nothing_else(org, sql):
    with pytest.raises(Exception, match=r"permission denied|read-only"), transaction.atomic("exporter"):
        connections["exporter"].cursor().execute(sql)


@pytest.mark.parametrize("alias", ["default"])
def test_the_web_login_cannot_open_it(org, alias):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic(alias):
        connections[alias].cursor().execute("SELECT 1 FROM door.population_v1")


def test_it_gives_the_columns_of_the_public_list_and_a_pseudonym_only(org):
    workload = schema.load("wide")
    wanted = {variable.column for variable in (*workload.variables, *workload.flags)}
    with connections["exporter"].cursor() as cursor:
        cursor.execute("SELECT * FROM door.population_v1 LIMIT 0")
        assert {column.name for column in cursor.description} == wanted | {"pseudonym"}


def test_its_pseudonym_is_not_a_plain_hash_of_the_id(org):
    [person] = make.people(org, 1)
    with open_door(today()) as query:
        [[keyed, plain]] = query(f"SELECT pseudonym, sha256(uuid_send('{person.pk}')) FROM door.population_v1")
    assert bytes(keyed) != bytes(plain)
