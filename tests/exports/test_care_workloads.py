"""Services, referrals and equity: one row a person, each table within its Δ², whatever was recorded; on PostgreSQL."""

import numpy as np
import pytest
from django.db import connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anonymized_exports.pipeline import bound, measure, schema
from casemgr.accounts.models import Organization
from cases.codelists import htcds_experience
from cases.codelists.languages import LANGUAGES
from cases.codelists.services import SERVICES
from cases.for_exports import open_door
from cases.models import Case, Consent, Experience, Person, ServiceRecord
from cases.sensitive import DISABILITY, ETHNICITY
from referrals.codes import Outcome
from referrals.lifecycle import DeclineReason, EndReason
from referrals.models import Referral, ReferralParty
from tests.exports import factories as make
from tests.exports.factories import DAY, OWNER, today

CARE = ("services", "unmet", "declined", "referrals", "equity")
ENDED = {"completed": list(Outcome.values), "declined": list(DeclineReason), "not_completed": list(EndReason)}


def counts(workload):
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SET LOCAL jit = off")
        cursor.execute(
            "SELECT set_config('door.cutoff', %s, true), set_config('door.family', %s, true)",
            [today().isoformat(), workload.family],
        )

        def query(sql):
            cursor.execute(sql)
            return cursor.fetchall()

        return measure.count(workload, query)


def changes_without(person, workload):
    with_them = counts(workload)
    with transaction.atomic(OWNER):
        Consent.objects.using(OWNER).unscoped("test").filter(person=person, purpose="statistics").delete()
        without = counts(workload)
        transaction.set_rollback(True, using=OWNER)
    return {name: with_them[name] - without[name] for name in with_them}


def require_bounded(changes, workload):
    for table in workload.tables:
        change = changes[table.name]
        assert change.min() >= 0, table.name
        assert change.max() <= 1, table.name
        assert change.sum() <= workload.squared_sensitivity(table), table.name
        assert change.sum() == 1 or table.flags, table.name


def case_of(person):
    return Case.objects.using(OWNER).unscoped("test").get(person=person)


def served(person, *records):
    """Records of services: (code, outcome, days after registration)."""
    case = case_of(person)
    ServiceRecord.objects.using(OWNER).bulk_create(
        ServiceRecord(organization=person.organization, case=case, person=person, service_code=code, outcome=outcome,
                      on_date=case.opened_on + after * DAY, recorded_by=person.organization.worker)
        for code, outcome, after in records
    )  # fmt: skip


def referred(person, receiver, *ends):
    """Ended referrals: (state, code)."""
    sharing = make.consent_of(person, recipient=receiver, categories=["identity"])
    sharing.purpose = "share"
    sharing.save(using=OWNER)
    for state, code in ends:
        facts = {"outcome": code} if state == "completed" else {"reason_code": code}
        facts |= {"service_code": "medical", "state": state, "offered_at": timezone.now()}
        one = Referral(sender=person.organization, receiver=receiver, **facts)
        one.save(using=OWNER)
        ReferralParty.objects.using(OWNER).create(
            referral=one, organization=person.organization, role="sender", case=case_of(person), consent=sharing
        )


@pytest.fixture
def orgs(db):
    organizations = make.three_organizations()
    Organization.objects.using(OWNER).update(asked=["ethnicities", "disabilities"])
    return organizations


@pytest.fixture
def pool(orgs):
    people = [person for i, org in enumerate(orgs) for person in make.people(org, 3, seed=i)]
    for i, person in enumerate(people):
        served(person, ("medical", "delivered", 3), ("legal_aid", "declined", 4), ("education", "unavailable", 5))
        referred(person, orgs[(i // 3 + 1) % 3], ("declined", "no_capacity"))
    return people


@pytest.fixture
def busy(orgs, pool):
    """Somebody with every service, twice, in every way; every end of a referral, twice; every group."""
    [person] = make.people(orgs[0], 1, seed=9, experiences=2)
    rows = [(code, outcome, 0) for code in SERVICES for outcome in ("delivered", "declined", "unavailable")]
    served(person, *rows, *rows)
    ends = [(state, code) for state, codes in ENDED.items() for code in codes] + [("expired", "")]
    referred(person, orgs[1], *ends, *ends)
    Person.objects.using(OWNER).unscoped("test").filter(pk=person.pk).update(
        ethnicities=list(ETHNICITY), disabilities=list(DISABILITY), preferred_language="ar"
    )
    return person


@pytest.mark.parametrize("name", CARE)
def test_anybody_changes_each_table_within_its_bound_and_the_bound_is_reached(pool, busy, name):
    workload = schema.load(name)
    for person in pool[::4]:
        require_bounded(changes_without(person, workload), workload)
    changes = changes_without(busy, workload)
    require_bounded(changes, workload)
    assert sum(int((c**2).sum()) for c in changes.values()) == workload.total_squared_sensitivity


@pytest.mark.parametrize("name", CARE)
def test_the_check_catches_a_missing_cap(busy, name, monkeypatch):
    monkeypatch.setattr(bound, "_capped", lambda _workload: "stated")
    with pytest.raises(AssertionError):
        require_bounded(changes_without(busy, schema.load(name)), schema.load(name))


@pytest.mark.parametrize("name", CARE)
def test_the_check_catches_a_person_there_twice(busy, name, monkeypatch):
    workload = schema.load(name)
    twice = f"(SELECT * FROM {workload.door} UNION ALL SELECT * FROM {workload.door})"
    monkeypatch.setattr(bound, "door_of", lambda _workload: twice)
    with pytest.raises(AssertionError):
        require_bounded(changes_without(busy, workload), workload)


codes = st.sampled_from([*list(SERVICES)[:6], "no such service", ""])
records = st.lists(st.tuples(codes, st.sampled_from(ServiceRecord.Outcome.values), st.integers(-400, 400)), max_size=9)
end_codes = st.sampled_from(["given", "other", "no_capacity", "x", ""])
ends = st.lists(st.tuples(st.sampled_from([*ENDED, "expired"]), end_codes), max_size=5)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(records=records, ends=ends, language=st.sampled_from(["ar", "", "xx"]),
       groups=st.lists(st.sampled_from([*ETHNICITY, "x"]), max_size=6))  # fmt: skip
def test_whatever_was_recorded_a_person_changes_each_table_within_its_bound(orgs, records, ends, language, groups):
    with transaction.atomic(OWNER):
        [person] = make.people(orgs[0], 1)
        served(person, *records)
        referred(person, orgs[1], *ends)
        facts = {"preferred_language": language, "ethnicities": groups}
        Person.objects.using(OWNER).unscoped("test").filter(pk=person.pk).update(**facts)
        for name in CARE:
            require_bounded(changes_without(person, schema.load(name)), schema.load(name))
        transaction.set_rollback(True, using=OWNER)


def codes_counted(name, table):
    """The codes of the cells of a one-way table that hold somebody."""
    workload = schema.load(name)
    one = next(t for t in workload.tables if t.name == table)
    cells = counts(workload)[table]
    if one.flags:
        return {workload.flags[i].column: int(cells[i]) for i in np.flatnonzero(cells)}
    return {one.by[0].keys[i]: int(cells[0][i]) for i in np.flatnonzero(cells[0])}


@pytest.mark.parametrize(
    ("records", "band"),
    [
        ([("medical", "delivered", 0)], "sameDay"),
        ([("medical", "delivered", 7), ("legal_aid", "delivered", 1)], "1--7"),
        ([("medical", "delivered", 8)], "8--30"),
        ([("medical", "delivered", 31)], "31--90"),
        ([("medical", "delivered", 91)], "91+"),
        ([("medical", "declined", 1), ("medical", "planned", 2)], "none"),
        ([("medical", "delivered", -1)], "other"),
        ([], "none"),
    ],
)
def test_days_to_the_first_service_are_bands(orgs, records, band):
    [person] = make.people(orgs[0], 1)
    served(person, *records)
    assert codes_counted("services", "first-service") == {band: 1}


def test_each_service_counts_under_its_flag_once_however_often(orgs):
    [person] = make.people(orgs[0], 1)
    served(person, *[("medical", "delivered", 1)] * 4, ("food_basics", "declined", 1), ("transport", "unavailable", 2))
    assert codes_counted("services", "services-received") == {"received_medical": 1}
    assert codes_counted("declined", "services-declined") == {"declined_food_basics": 1}
    assert codes_counted("unmet", "services-unavailable") == {"unavailable_transport": 1}


@pytest.mark.parametrize(("state", "code", "flag"), [
    ("completed", "given", "outcome_given"), ("declined", "no_capacity", "refused_no_capacity"),
    ("not_completed", "moved_away", "ended_moved_away"), ("expired", "", "refused_unanswered"),
    ("accepted", "", None), ("withdrawn", "", None)])  # fmt: skip
def test_each_end_of_a_referral_counts_under_its_flag(orgs, state, code, flag):
    [person] = make.people(orgs[0], 1)
    referred(person, orgs[1], (state, code))
    assert codes_counted("referrals", "referral-ends") == ({flag: 1} if flag else {})
    assert codes_counted("referrals", "referred") == {"yes" if flag else "no": 1}


def test_who_is_no_survivor_is_counted_apart(orgs):
    statuses = [*htcds_experience.TRAFFICKING_STATUS, ""]
    for i, status in enumerate(statuses):
        [person] = make.people(orgs[0], 1, seed=i)
        Experience.objects.using(OWNER).unscoped("test").filter(person=person).update(trafficking_status=status)
    assert codes_counted("services", "standing") == {
        "actual": 1, "possible": 1, "notFormallyIdentified": 1, "notCollected": 1
    }  # fmt: skip


def test_equity_codes_are_counted_only_where_the_question_is_asked(orgs):
    for org in orgs[:2]:
        [person] = make.people(org, 1)
        facts = {"ethnicities": ["asian"], "disabilities": ["seeing"], "preferred_language": "vi"}
        Person.objects.using(OWNER).unscoped("test").filter(pk=person.pk).update(**facts)
    Organization.objects.using(OWNER).filter(pk=orgs[0].pk).update(asked=["disabilities"])
    assert codes_counted("equity", "groups") == {"ethnicity_asian": 1, "disability_seeing": 2}
    assert codes_counted("equity", "language") == {"vi": 2}


@pytest.mark.parametrize("name", CARE)
def test_the_doors_are_the_exporters_alone_and_hold_who_agreed(cloned_world, name):
    door = schema.load(name).door
    org = make.organization("harbor", agreed=False)
    make.people(org, 3)
    make.agreement(org, org.worker, covers=[schema.load(name).family])
    seen = []
    for family in (schema.load(name).family, "people"):
        with open_door(today(), family=family) as query:
            [[number]] = query(f"SELECT count(*) FROM {door}")
        seen.append(number)
    assert seen == [3, 0]
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        connections["default"].cursor().execute(f"SELECT 1 FROM {door}")


@pytest.mark.nodb
def test_the_public_lists_are_the_products_own_code_lists():
    def flags(name, prefix):
        columns = [flag.column for flag in schema.load(name).flags]
        return [column.removeprefix(prefix) for column in columns if column.startswith(prefix)]

    for name, prefix in (("services", "received_"), ("unmet", "unavailable_"), ("declined", "declined_")):
        assert flags(name, prefix) == list(SERVICES)
    assert flags("referrals", "outcome_") == list(Outcome.values)
    assert flags("referrals", "refused_") == [*DeclineReason, "unanswered"]
    assert flags("referrals", "ended_") == list(EndReason)
    assert flags("equity", "ethnicity_") == list(ETHNICITY)
    assert flags("equity", "disability_") == list(DISABILITY)
    [language, *_rest] = schema.load("equity").variables
    assert list(language.keys[:-4]) == list(LANGUAGES)
