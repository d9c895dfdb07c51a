"""Medicine and allergies are read by everybody on the case; interpreters are checked before they are booked."""

import datetime

import pytest
from django.utils import timezone

from casemgr.errors import InvalidInput, NotFound, NotInThisState, NotPermitted
from cases import actions
from cases.actions.conflicts import fitting
from cases.models import HealthAlert, Interpreter, Task
from tests.conftest import as_user, in_a_year, open_case

SOON = timezone.now() + datetime.timedelta(days=2)
SIGNED = datetime.date(2026, 1, 5)


@pytest.fixture
def hala(supervisor):
    with as_user(supervisor):
        return actions.add_interpreter(name="Hala", languages=["ar", "fr"], signed_on=SIGNED, by=supervisor)


def book(case, interpreter, by):
    with as_user(by):
        return actions.make_appointment(case, starts_at=SOON, interpreter=interpreter, by=by)


def test_an_allergy_is_sealed_read_on_the_case_and_ended(case, caseworker, colleague):
    with as_user(caseworker):
        alert = actions.add_health_alert(case, kind="allergy", words="Penicillin", by=caseworker)
        assert b"Penicillin" not in bytes(alert.words_sealed.ciphertext)
        assert HealthAlert.objects.visible_to(caseworker).holding().get().words == "Penicillin"
    with as_user(colleague):
        assert not HealthAlert.objects.unscoped("the database alone").exists()
        with pytest.raises(NotFound):
            actions.end_health_alert(alert, by=colleague)
    with as_user(caseworker):
        actions.end_health_alert(alert, by=caseworker)
        with pytest.raises(NotInThisState):
            actions.end_health_alert(alert, by=caseworker)
        with pytest.raises(InvalidInput):
            actions.add_health_alert(case, kind="allergy", words=" ", by=caseworker)


def test_a_signed_interpreter_can_be_booked(case, hala, caseworker):
    assert book(case, hala, caseworker).interpreter_id == hala.pk
    assert b"Hala" not in bytes(hala.name_sealed.ciphertext)


def test_one_who_has_not_signed_can_not(case, caseworker, supervisor):
    with as_user(supervisor):
        new = actions.add_interpreter(name="New", languages=["ar"], by=supervisor)
    with pytest.raises(InvalidInput, match="signed") as refused:
        book(case, new, caseworker)
    assert refused.value.field == "interpreter"


def test_one_who_is_barred_can_not_for_this_person_only(case, hala, caseworker):
    other = open_case(caseworker, "Leila")
    with as_user(caseworker):
        actions.bar_interpreter(hala, case.person, reason="community", by=caseworker)
        with pytest.raises(InvalidInput):
            actions.bar_interpreter(hala, case.person, reason="community", by=caseworker)
        assert fitting(case.person, caseworker) == [] and fitting(other.person, caseworker) == [hala]
    with pytest.raises(InvalidInput, match="must not"):
        book(case, hala, caseworker)
    book(other, hala, caseworker)


def test_those_of_the_persons_language_come_first(case, hala, caseworker, supervisor):
    with as_user(supervisor):
        actions.add_interpreter(name="Aino", languages=["fi"], signed_on=SIGNED, by=supervisor)
    with as_user(caseworker):
        person = actions.change_person(case.person, {"preferred_language": "ar"}, version=1, by=caseworker)
        assert [one.name for one in fitting(person, caseworker)] == ["Hala", "Aino"]


def test_the_list_is_the_organizations_own(hala, case, caseworker, partner_worker):
    with as_user(partner_worker):
        assert not Interpreter.objects.unscoped("the database alone").exists()
    with as_user(caseworker), pytest.raises(NotPermitted):
        actions.add_interpreter(name="x", languages=["ar"], by=caseworker)


def consent_through(interpreter, person, by, decision="given"):
    with as_user(by):
        told = {"purpose": "statistics", "decision": decision, "method": "spoken", "ends_on": in_a_year()}
        return actions.record_consent(person, interpreter=interpreter, by=by, **told)


def test_a_consent_names_its_interpreter_and_a_conflict_is_refused(case, hala, caseworker):
    assert consent_through(hala, case.person, caseworker).interpreter_id == hala.pk
    with as_user(caseworker):
        actions.bar_interpreter(hala, case.person, reason="family", by=caseworker)
        [task] = Task.objects.visible_to(caseworker).pending().filter(case=case, kind="consent")
        assert task.title == "Ask again for consents: the interpreter who was there is barred."
    with pytest.raises(InvalidInput, match="must not"):
        consent_through(hala, case.person, caseworker)
    assert consent_through(hala, case.person, caseworker, "declined")  # a "No" is never refused


def test_somebody_else_was_wished_for_and_nothing_is_asked_again(case, hala, caseworker):
    consent_through(hala, case.person, caseworker)
    with as_user(caseworker):
        actions.bar_interpreter(hala, case.person, reason="asked", by=caseworker)
        assert not Task.objects.visible_to(caseworker).filter(kind="consent").exists()


def test_another_organizations_interpreter_is_unknown(hala, partner_worker):
    theirs = open_case(partner_worker)
    with pytest.raises(InvalidInput, match="of the list"):
        consent_through(hala, theirs.person, partner_worker)
