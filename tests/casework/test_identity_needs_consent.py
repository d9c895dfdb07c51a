"""Who the person is enters the record only while a consent to keep one (or another lawful basis) is in force."""

import datetime

import pytest

from casemgr.errors import InvalidInput
from cases.actions import change_person, record_consent, withdraw
from cases.consent_categories import IDENTIFYING
from cases.models import Consent, Person
from tests.conftest import as_user, in_a_year, open_case

VALUES = {"birth_date": datetime.date(1999, 3, 7)}


def change(case, by, **values):
    with as_user(by):
        person = Person.objects.visible_to(by).get(pk=case.person_id)
        return change_person(person, values, version=person.version, by=by)


def end_consent(case, by):
    with as_user(by):
        withdraw(Consent.objects.visible_to(by).get(person_id=case.person_id, purpose="store"), by=by)


@pytest.fixture
def kept(caseworker):
    """A case with a name and a phone on record, whose consent has been withdrawn since."""
    case = open_case(caseworker, legal_name="Amira Testcase", phone="+15550100")
    end_consent(case, caseworker)
    return case


@pytest.mark.parametrize("name", IDENTIFYING)
def test_it_refuses_each_identifying_field_without_consent(kept, caseworker, name):
    with pytest.raises(InvalidInput) as refusal:
        change(kept, caseworker, **{name: VALUES.get(name, "something new")})
    assert refusal.value.field == name


def test_it_lets_identity_be_cleared_or_stay_and_the_rest_change(kept, caseworker):
    person = change(kept, caseworker, legal_name="Amira Testcase", phone="", alias="Bee")
    assert (person.legal_name, person.phone, person.alias) == ("Amira Testcase", "", "Bee")


def test_a_no_refuses_and_a_new_yes_allows_again(case, caseworker):
    word = {"purpose": "store", "method": "spoken", "ends_on": in_a_year(), "by": caseworker}
    with as_user(caseworker):
        record_consent(case.person, decision="declined", **word)
    with pytest.raises(InvalidInput):
        change(case, caseworker, phone="+15550100")
    with as_user(caseworker):
        record_consent(case.person, decision="given", basis="vital_interest", **word)
    assert change(case, caseworker, phone="+15550100").phone == "+15550100"
