"""An interpreter who resembles somebody alleged or near is looked at before a consent, a hearing and a return too."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from casemgr.errors import InvalidInput
from cases import actions
from cases.actions.conflicts import Doubt
from cases.models import Consent, Hearing
from tests.conftest import as_user
from tests.pages.casework.conftest import page, words  # noqa: F401 - fixtures

SOON = timezone.now() + datetime.timedelta(days=2)
SAID = {"decision": "given", "method": "spoken", "ends_on": SOON.date(), "basis": "consent"}
DECIDED = {"language": "th", "teach_back": True, "alternatives_told": True}


@pytest.fixture
def karim(case, caseworker, supervisor):
    """An interpreter of nearly the name of somebody alleged in the case."""
    with as_user(supervisor):
        signed = datetime.date(2026, 1, 5)
        one = actions.add_interpreter(name="Karim Haddad", languages=["ar"], signed_on=signed, by=supervisor)
    with as_user(caseworker):
        actions.record_alleged(case, name="Karim Hadad", by=caseworker)
    return one


@pytest.fixture
def proceeding(case, caseworker):
    with as_user(caseworker):
        return actions.record_proceeding(case, kind="labour", role="claimant", by=caseworker)


@pytest.fixture
def going(case, caseworker):
    with as_user(caseworker):
        return actions.consider_return(case, destination="Chiang Rai", by=caseworker)


def agree(case, by, **more):
    with as_user(by):
        return actions.record_consent(case.person, purpose="store", by=by, **(SAID | more))


def hear(proceeding, by, **more):
    with as_user(by):
        return actions.add_hearing(proceeding, starts_at=SOON, interpreter_needed=True, by=by, **more)


def asks(act):
    """Whether the action asks to look first, and not once it was told that somebody did."""
    with pytest.raises(InvalidInput, match="Look at this interpreter first") as refused:
        act()
    assert refused.value.field == "looked"
    return act(looked=True)


def test_a_consent_that_they_interpreted_waits_until_somebody_looked(case, karim, caseworker):
    made = asks(lambda **more: agree(case, caseworker, interpreter=karim, **more))
    assert made.interpreter_id == karim.pk
    agree(case, caseworker)


def test_a_no_waits_for_nothing(case, karim, caseworker):
    assert agree(case, caseworker, interpreter=karim, decision="declined").decision == "declined"


def test_a_hearing_waits_until_somebody_looked(proceeding, karim, caseworker):
    hear(proceeding, caseworker)
    made = asks(lambda **more: hear(proceeding, caseworker, interpreter=karim, **more))
    assert made.interpreter_id == karim.pk


def test_a_hearing_at_another_time_asks_only_about_somebody_new(proceeding, karim, caseworker):
    with_them, without = hear(proceeding, caseworker, interpreter=karim, looked=True), hear(proceeding, caseworker)

    def change(one, values, **more):
        with as_user(caseworker):
            return actions.change_hearing(one, values, version=1, by=caseworker, **more)

    later = SOON + datetime.timedelta(days=1)
    assert change(with_them, {"starts_at": later}).starts_at == later
    asks(lambda **more: change(without, {"interpreter": karim}, **more))


def test_the_decision_to_return_waits_until_somebody_looked(going, karim, caseworker):
    def decide(**more):
        with as_user(caseworker):
            values = DECIDED | {"interpreter": karim} | more
            return actions.step_return(going, "decide", version=going.version, by=caseworker, **values)

    assert asks(decide).state == "decided"


def asked_once(browser, at, form):
    """The page asks beside the interpreter, and takes the answer."""
    shown = browser.get(at)
    assert str(Doubt.ALLEGED.label) in words(shown) and 'name="looked"' not in shown.content.decode()
    asked = browser.post(at, form)
    content = asked.content.decode()
    assert asked.status_code == 422 and content.index('name="interpreter"') < content.index('name="looked"')
    assert browser.post(at, form | {"looked": "on"}).status_code == 302


def test_the_form_of_a_consent_asks_once(case, karim, caseworker, page):  # noqa: F811
    at = reverse("consent_add", args=[case.public_id, "statistics"])
    asked_once(page, at, SAID | {"interpreter": karim.public_id})
    with as_user(caseworker):
        said = Consent.objects.visible_to(caseworker).get(person_id=case.person_id, purpose="statistics")
    assert said.interpreter_id == karim.pk


def test_the_forms_of_a_hearing_ask_once(case, proceeding, karim, caseworker, page):  # noqa: F811
    when = f"{timezone.localtime(SOON):%Y-%m-%dT%H:%M}"
    form = {"starts_at": when, "interpreter_needed": "on", "interpreter": karim.public_id}
    asked_once(page, reverse("hearing_add", args=[case.public_id, proceeding.public_id]), form)
    other = hear(proceeding, caseworker)
    form |= {"version": str(other.version), "state": "planned"}
    asked_once(page, reverse("hearing_change", args=[case.public_id, other.public_id]), form)
    with as_user(caseworker):
        assert {one.interpreter_id for one in Hearing.objects.visible_to(caseworker)} == {karim.pk}


def test_the_form_of_a_decision_to_return_asks_once(case, going, karim, page):  # noqa: F811
    at = reverse("return_step", args=[case.public_id, "decide"])
    form = {"language": "th", "teach_back": "on", "alternatives_told": "on", "version": str(going.version)}
    asked_once(page, at, form | {"interpreter": karim.public_id})


def test_a_form_without_an_interpreter_has_nothing_to_ask(page):  # noqa: F811
    assert 'name="looked"' not in page.post(reverse("register"), {"looked": "on"}).content.decode()
