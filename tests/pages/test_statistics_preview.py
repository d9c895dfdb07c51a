"""What would leave of one's own organization: exact for its own eyes, small numbers withheld, by the database."""

import pytest
from django.db import DatabaseError, connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casemgr.audit.models import AuditEntry
from casemgr.db.actor import acting_as
from tests.conftest import as_user
from tests.exports import factories as make
from tests.exports.conftest import officer
from tests.exports.factories import NOTHING, OWNER
from tests.pages.conftest import text_of

PAGE = "/releases/own/"


@pytest.fixture
def org(cloned_world):
    org = make.organization("harbor")
    org.steward = officer(org, "data_steward")
    return org


def told(steward):
    with as_user(steward), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT variable, code, number FROM app.statistics_preview()")
        return {(variable, code): number for variable, code, number in cursor.fetchall()}


def test_it_counts_own_consented_people_and_withholds_what_is_small(org, signed_in):
    make.people(org, 30, **NOTHING | {"country_of_exploitation": "THA"})
    make.people(org, 14, seed=2, **NOTHING | {"country_of_exploitation": "USA"})
    make.people(org, 11, seed=3, **NOTHING | {"country_of_exploitation": "PHL"})
    make.people(org, 3, seed=4, **NOTHING | {"country_of_exploitation": "MEX"})
    make.people(org, 40, seed=5, consent=False)
    other = make.organization("lotus")
    make.people(other, 50)
    numbers = {code: n for (variable, code), n in told(org.steward).items() if variable == "country_of_exploitation"}
    assert numbers == {"THA": 30, "USA": 14}  # 11 covers 3: together 14, of two sorts
    assert told(org.steward)["everybody", ""] == 58
    page = text_of(signed_in(org.steward).get(PAGE))
    assert "58 people would be counted today" in page
    assert "For your eyes only" in page
    assert "Mexico" not in page


def test_of_fewer_than_ten_it_tells_nothing(org, signed_in):
    make.people(org, 9)
    assert told(org.steward) == {}
    assert "no number is told" in text_of(signed_in(org.steward).get(PAGE))


def test_it_counts_without_an_agreement_and_says_that_nothing_leaves(cloned_world, signed_in):
    org = make.organization("harbor", agreed=False)
    make.people(org, 12)
    page = text_of(signed_in(officer(org, "org_admin")).get(PAGE))
    assert "12 people would be counted today" in page
    assert "Nothing of this leaves now" in page


def test_each_look_is_in_the_trail(org, signed_in):
    make.people(org, 12)
    signed_in(org.steward).get(PAGE)
    rows = AuditEntry.objects.using(OWNER).unscoped("test").filter(event="organization:statistics:preview")
    assert [row.organization_id for row in rows] == [org.pk]


@pytest.mark.parametrize("role", ["caseworker", "supervisor", "auditor", "researcher"])
def test_other_roles_are_refused_by_page_and_database(org, signed_in, role):
    make.people(org, 12)
    user = officer(None if role == "researcher" else org, role)
    assert signed_in(user).get(PAGE).status_code == 403
    with pytest.raises(DatabaseError, match="not for this actor"):
        told(user)


def test_nobody_is_told_anything(org):
    make.people(org, 12)
    with acting_as(None), pytest.raises(DatabaseError, match="no actor is stated"), transaction.atomic():
        connection.cursor().execute("SELECT * FROM app.statistics_preview()")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute("SELECT * FROM app.told_parts('{a}', '{1}', 10)")


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(numbers=st.lists(st.integers(1, 40), min_size=1, max_size=8))
def test_no_withheld_number_is_the_rest_of_what_is_told(db, numbers):
    codes = [f"c{i}" for i in range(len(numbers))]
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT code, number FROM app.told_parts(%s, %s::bigint[], 10)", [codes, numbers])
        shown = dict(cursor.fetchall())
    withheld = [number for code, number in zip(codes, numbers, strict=True) if code not in shown]
    assert all(number >= 10 for number in shown.values())
    assert not shown or not withheld or (len(withheld) >= 2 and sum(withheld) >= 10)
    assert all(number < 10 for number in withheld) or len(withheld) >= 2
