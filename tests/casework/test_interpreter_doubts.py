"""What speaks against an interpreter whom nobody barred: the wish for a gender is said, a resemblance is looked at."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from casemgr.errors import InvalidInput
from cases import actions
from cases.actions.conflicts import Doubt, doubts_about, fitting
from cases.models import Appointment
from tests.conftest import as_user, open_case
from tests.pages.casework.conftest import page, words  # noqa: F401 - fixtures
from tests.shelter.conftest import come_in, make_house, resident

SOON = timezone.now() + datetime.timedelta(days=2)
SIGNED = datetime.date(2026, 1, 5)
GENDER = Doubt.GENDER.label


def interpreter(by, name, gender=""):
    with as_user(by):
        return actions.add_interpreter(name=name, languages=["ar"], gender=gender, signed_on=SIGNED, by=by)


@pytest.fixture
def karim(supervisor):
    return interpreter(supervisor, "Karim Haddad", "man")


def doubts(case, one, by):
    with as_user(by):
        return [doubt.value for doubt in doubts_about(case.person, by)(one)]


def wish(case, by, gender="woman"):
    with as_user(by):
        case.person = actions.change_person(case.person, {"interpreter_gender": gender}, version=1, by=by)
    return case


def book(case, one, by, **more):
    with as_user(by):
        return actions.make_appointment(case, starts_at=SOON, interpreter=one, by=by, **more)


def form_of(case, one, **more):
    when = f"{timezone.localtime(SOON):%Y-%m-%dT%H:%M}"
    said = {"starts_at": when, "kind": "talk", "minutes": "30", "worker": case.caseworker.public_id}
    return said | {"interpreter": one.public_id} | more


@pytest.mark.parametrize(
    ("wanted", "gender", "found"),
    [("woman", "man", True), ("woman", "", True), ("woman", "woman", False), ("", "man", False)],
)
def test_the_wish_for_a_gender_is_kept_and_compared(case, caseworker, supervisor, wanted, gender, found):
    one = interpreter(supervisor, "Somebody", gender)
    assert doubts(wish(case, caseworker, wanted), one, caseworker) == (["gender"] if found else [])


def test_those_of_the_wished_gender_come_first(case, karim, caseworker, supervisor):
    hala = interpreter(supervisor, "Zahra", "woman")
    with as_user(caseworker):
        assert fitting(case.person, caseworker) == [karim, hala]
        assert fitting(wish(case, caseworker).person, caseworker) == [hala, karim]


def test_a_wish_that_is_not_on_the_list_is_refused(case, caseworker, page):  # noqa: F811
    at = reverse("person_change", args=[case.public_id])
    form = page.get(at).context["form"]
    assert "interpreter_gender" in form.fields
    wrong = page.post(at, {"alias": "Amira", "interpreter_gender": "robot", "version": "1"})
    assert wrong.status_code == 422
    page.post(at, {"alias": "Amira", "interpreter_gender": "woman", "version": "1"})
    with as_user(caseworker):
        assert case.person.__class__.objects.visible_to(caseworker).get(pk=case.person_id).interpreter_gender == "woman"


def test_it_stands_among_the_known_needs(case, caseworker):
    wish(case, caseworker)
    with as_user(caseworker):
        assert [(need.code, need.words) for need in actions.read_needs(case, by=caseworker)] == [
            ("interpreter", "Interpreter: Woman")
        ]


def test_the_form_says_it_before_and_the_page_after_and_nobody_is_kept_waiting(
    case,
    karim,
    caseworker,
    page,  # noqa: F811
):
    wish(case, caseworker)
    at = reverse("appointment_add", args=[case.public_id])
    shown = words(page.get(at))
    assert f"Karim Haddad (Arabic, Man) – {GENDER}" in shown and "The person wishes for: Woman." in shown
    done = page.post(at, form_of(case, karim), follow=True)
    assert "wishes for another interpreter (Woman)" in words(done)
    with as_user(caseworker):
        assert Appointment.objects.visible_to(caseworker).get().interpreter_id == karim.pk


@pytest.fixture
def near(case, caseworker, supervisor):
    """Call it with a kind of nearness: then somebody of the interpreter's name is that to the person."""

    def near(how):
        with as_user(caseworker):
            if how == "alleged":
                actions.record_alleged(case, name="Karim Hadad", by=caseworker)
            elif how == "guardian":
                actions.add_guardian(case.person, name="Karim Haddad", relation="parent", by=caseworker)
            elif how == "kin":
                actions.add_kin_rule(case, who="Her brother Karim Haddad, in Beirut", may="nothing", by=caseworker)
            elif how == "answers":
                actions.set_safe_contact(case.person, {"who_may_answer": "Karim Haddad, her cousin"}, by=caseworker)
        if how == "house":
            willow = make_house(supervisor, beds=(6,), code_name="Willow")
            resident(caseworker, willow, "Karim Haddad")
            come_in(case, willow, caseworker)

    return near


@pytest.mark.parametrize(
    ("how", "code"),
    [("alleged", "alleged"), ("guardian", "family"), ("kin", "family"), ("answers", "family"), ("house", "house")],
)
def test_a_resemblance_is_looked_at_before_they_are_booked(case, karim, caseworker, near, how, code):
    book(case, karim, caseworker)
    near(how)
    assert doubts(case, karim, caseworker) == [code]
    with pytest.raises(InvalidInput, match="Look at this interpreter first") as refused:
        book(case, karim, caseworker)
    assert refused.value.field == "looked"
    again = book(case, karim, caseworker, looked=True)
    with as_user(caseworker):
        later = SOON + datetime.timedelta(days=1)
        assert actions.move_appointment(again, starts_at=later, by=caseworker).interpreter_id == karim.pk
    assert doubts(open_case(caseworker, "Noor"), karim, caseworker) == []


def test_what_somebody_does_not_see_is_not_said_to_them(case, karim, caseworker, colleague, supervisor):
    willow = make_house(supervisor, beds=(6,), code_name="Willow")
    resident(colleague, willow, "Karim Haddad")
    come_in(case, willow, caseworker)
    assert doubts(case, karim, caseworker) == []
    assert book(case, karim, caseworker).interpreter_id == karim.pk
    assert doubts(case, karim, supervisor) == ["house"]


def test_the_page_asks_once_and_takes_the_answer(case, karim, caseworker, near, page):  # noqa: F811
    near("alleged")
    at = reverse("appointment_add", args=[case.public_id])
    assert str(Doubt.ALLEGED.label) in words(page.get(at))
    asked = page.post(at, form_of(case, karim))
    assert asked.status_code == 422 and 'name="looked"' in asked.content.decode()
    assert page.post(at, form_of(case, karim, looked="on")).status_code == 302
