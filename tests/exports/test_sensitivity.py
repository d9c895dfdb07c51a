"""The claim the noise rests on: one person changes each table by at most 1, on a real PostgreSQL.

Everything runs in the owner's transaction and is rolled back; the SQL is the export's own text.
"""

import datetime

import numpy as np
import pytest
from django.db import connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anonymized_exports.pipeline import bound, measure, schema
from anonymized_exports.pipeline.errors import CountRefused
from cases.codelists import countries
from cases.models import Consent, Person
from tests.exports import factories as make
from tests.exports.factories import EVERYTHING, MEANS, OWNER, today

TWICE = f"(SELECT * FROM {bound.DOOR} UNION ALL SELECT * FROM {bound.DOOR})"


def counts(workload, door=bound.DOOR, take=measure.count):
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SET LOCAL jit = off")
        cursor.execute("SELECT set_config('door.cutoff', %s, true)", [today().isoformat()])

        def query(sql):
            cursor.execute(sql)
            return cursor.fetchall()

        return take(workload, query, door)


def changes_without(person, workload, **how):
    """What each table loses when this person is removed, with everything that belongs to them."""
    with_them = counts(workload, **how)
    with transaction.atomic(OWNER):
        Consent.objects.using(OWNER).unscoped("test").filter(person=person).delete()
        Person.objects.using(OWNER).unscoped("test").filter(pk=person.pk).delete()
        without = counts(workload, **how)
        transaction.set_rollback(True, using=OWNER)
    return {name: with_them[name] - without[name] for name in with_them}


def require_bounded(changes, workload):
    for table in workload.tables:
        change = changes[table.name]
        assert change.min() >= 0, table.name
        assert change.max() <= 1, table.name
        assert change.sum() <= workload.squared_sensitivity(table), table.name
        if table.flags == 0:
            assert change.sum() == 1, table.name


@pytest.fixture
def workload():
    return schema.load("wide")


@pytest.fixture
def pool():
    orgs = make.three_organizations()
    return [person for i, org in enumerate(orgs) for person in make.people(org, 5, seed=i, experiences=2)]


def test_dropping_anybody_changes_each_table_by_at_most_one(pool, workload):
    for person in pool:
        require_bounded(changes_without(person, workload), workload)


def test_the_bound_is_tight_so_that_no_noise_is_wasted(pool, workload):
    [person] = make.people(pool[0].organization, 1, seed=9, **EVERYTHING)
    changes = changes_without(person, workload)
    require_bounded(changes, workload)
    assert sum(int((c**2).sum()) for c in changes.values()) == workload.total_squared_sensitivity


def test_removing_somebody_leaves_everybody_elses_capped_flags_alone(pool, workload):
    make.people(pool[0].organization, 4, seed=5, **EVERYTHING)
    for person in pool[:3]:
        require_bounded(changes_without(person, workload), workload)


any_code = st.sampled_from([*list(countries.COUNTRIES)[:3], "", "declined", "unknown", "XXX", "'; --", "%s"])
codes = st.lists(st.sampled_from([*MEANS, "Other", "no code"]), max_size=12)
experiences = st.lists(
    st.fixed_dictionaries({
        "means_of_control": codes,
        "exploitation_types": st.lists(st.sampled_from(["ForcedLabour", "SexualExploitation", "Other"]), max_size=3),
        "labour_sectors": st.lists(st.sampled_from(EVERYTHING["labour_sectors"]), max_size=2),
        "recruiter_relations": st.lists(st.sampled_from(EVERYTHING["recruiter_relations"]), max_size=4),
        "country_of_exploitation": any_code,
        "duration_months": st.none() | st.integers(0, 400),
    }),
    max_size=4,
)  # fmt: skip


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    facts=experiences,
    gender=st.sampled_from(make.GENDERS),
    citizenship=any_code,
    birth_year=st.none() | st.integers(1900, 2030),
    opened=st.dates(datetime.date(1990, 1, 1), datetime.date(2040, 1, 1)),
)
def test_whatever_was_recorded_a_person_changes_each_table_by_at_most_one(
    pool, workload, facts, gender, citizenship, birth_year, opened
):
    with transaction.atomic(OWNER):
        person = make.person_with(pool[0].organization, facts, gender, citizenship, birth_year, opened)
        require_bounded(changes_without(person, workload), workload)
        transaction.set_rollback(True, using=OWNER)


def test_counting_a_person_twice_is_refused(pool, workload):
    with pytest.raises(CountRefused, match="more_than_one_row"):
        counts(workload, door=TWICE)


def test_the_check_of_sensitivity_catches_missing_deduplication(pool, workload):
    with pytest.raises(AssertionError):
        require_bounded(changes_without(pool[0], workload, door=TWICE, take=measure.tally), workload)


def test_the_check_of_sensitivity_catches_a_missing_cap(pool, workload, monkeypatch):
    [person] = make.people(pool[0].organization, 1, seed=9, **EVERYTHING)
    monkeypatch.setattr(bound, "_capped", lambda _workload: "stated")
    with pytest.raises(AssertionError):
        require_bounded(changes_without(person, workload), workload)


def test_counts_are_those_of_the_records(workload):
    org = make.organization("harbor")
    make.people(org, 4, **EVERYTHING | {"country_of_exploitation": "THA", "duration_months": 13})
    found = counts(workload)
    assert found["total"].tolist() == [4]
    assert found["country-of-exploitation"].sum() == 4
    thailand = workload.variables[4].keys.index("THA")
    assert found["country-of-exploitation"][0, thailand] == 4
    assert found["traffick-months"][0, 1] == 4
    assert found["flags"].sum() == 4 * workload.flag_cap


@pytest.mark.parametrize("flag", make.CTDC_FLAGS)
def test_the_door_reads_codes_as_the_code_lists_do(workload, flag):
    org = make.organization("harbor")
    column = make.COLUMN_OF_FLAG[flag]
    for code in make.CTDC_FLAGS[flag]:
        make.people(org, 1, **make.NOTHING | {column: [code]})
    make.people(org, 2, **make.NOTHING | {column: ["no code of this list"]})
    position = [f.name for f in workload.flags].index(flag)
    found = counts(workload)["flags"]
    assert found[position] == len(make.CTDC_FLAGS[flag])
    assert np.count_nonzero(found) == 1


def person_counted(workload, table, column_facts):
    """The code under which one person with these facts is counted in a one-way table."""
    org = make.organization("harbor")
    facts = {"opened": datetime.date(2025, 3, 1), "birth_year": None, "precision": "", "period": "", "age": ""}
    facts |= column_facts
    experience = make.NOTHING | {"duration_months": facts.pop("months", None), "duration_band": facts.pop("band", "")}
    make.person_with(
        org, [experience], facts.get("gender", ""), facts.get("citizenship", ""), facts["birth_year"], facts["opened"],
        registered_period=facts["period"], age_at_registration=facts["age"], birth_precision=facts["precision"],
    )  # fmt: skip
    cells = counts(workload)[table][0]
    [variable] = next(t.by for t in workload.tables if t.name == table)
    [position] = np.flatnonzero(cells)
    return variable.keys[position]


@pytest.mark.parametrize(
    ("table", "facts", "code"),
    [
        ("year-of-registration", {}, "2025"),
        ("year-of-registration", {"period": "2019"}, "2019"),
        ("year-of-registration", {"period": "2014-2018"}, "other"),
        ("year-of-registration", {"opened": datetime.date(1999, 1, 1)}, "other"),
        ("age-broad", {"birth_year": 2017}, "0--8"),
        ("age-broad", {"birth_year": 2016}, "09--17"),
        ("age-broad", {"birth_year": 1977}, "48+"),
        ("age-broad", {"birth_year": 1990, "period": "2019"}, "27--29"),
        ("age-broad", {"age": "30--38"}, "30--38"),
        ("age-broad", {"age": "Minor"}, "other"),
        ("age-broad", {"precision": "declined"}, "declined"),
        ("age-broad", {"precision": "unknown"}, "unknown"),
        ("age-broad", {}, "notCollected"),
        ("age-broad", {"birth_year": 2030}, "notCollected"),
        ("traffick-months", {"months": 12}, "0--12 (0-1 yr)"),
        ("traffick-months", {"months": 13}, "13--24 (1-2 yrs)"),
        ("traffick-months", {"months": 25}, "25+ (2+ yrs)"),
        ("traffick-months", {"band": "13--24 (1-2 yrs)"}, "13--24 (1-2 yrs)"),
        ("traffick-months", {}, "notCollected"),
        ("gender", {"gender": "Feminine"}, "Woman"),
        ("gender", {"gender": "trans_or_nonconforming"}, "Trans/Transgender/NonConforming"),
        ("gender", {"gender": "declined"}, "declined"),
        ("gender", {"gender": "no such code"}, "other"),
        ("gender", {}, "notCollected"),
        ("citizenship", {"citizenship": "PHL"}, "PHL"),
        ("citizenship", {"citizenship": "Nowhere"}, "other"),
    ],
)
def test_each_answer_is_counted_under_its_public_code(workload, table, facts, code):
    assert person_counted(workload, table, facts) == code
