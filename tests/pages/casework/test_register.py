"""Registering: search first, one page, the minimum always saves, nothing typed in an address."""

import datetime

from casemgr.audit import events
from cases.models import Case, Consent, Person
from tests.conftest import as_user, open_case

from .conftest import words

YEAR = str(datetime.date.today() + datetime.timedelta(days=365))
MINIMUM = {"step": "save", "decision": "given", "method": "spoken", "basis": "consent", "ends_on": YEAR}


def test_it_searches_first_and_asks_nothing_else(page):
    answer = page.get("/register/")
    assert answer.content.count(b'class="form-control"') == 3  # two, and Find above them


def test_it_links_a_duplicate_one_sees_and_names_the_worker_of_one_that_one_doesnt(browse, caseworker, colleague):
    mine, theirs = open_case(caseworker, "Amira"), open_case(colleague, "Amirah")
    answer = browse(caseworker).post("/register/", {"alias": "Amira", "phone": ""})
    assert f"/cases/{mine.public_id}/" in answer.content.decode()
    assert theirs.public_id not in answer.content.decode()
    assert "Amirah" not in words(answer)
    assert colleague.name in words(answer)


def test_a_restricted_case_answers_nothing(browse, caseworker, colleague, supervisor):
    from cases.actions import set_restricted

    hidden = open_case(colleague, "Amira")
    with as_user(supervisor):
        set_restricted(hidden, restricted=True, reason="A relative works here", by=supervisor)
    answer = browse(caseworker).post("/register/", {"alias": "Amira"})
    assert "Nobody like this was found" in words(answer)


def test_the_minimum_is_few_inputs_with_the_year_filled_in(page):
    answer = page.post("/register/", {"alias": "Amira"})
    form = answer.context["form"]
    assert len(form.short_consent) + len(form.minimum) <= 12
    assert YEAR in answer.content.decode()
    assert "statistics" not in words(answer)


def test_it_saves_the_answer_on_consent_and_nothing_more(page, caseworker):
    answer = page.post("/register/", MINIMUM)
    with as_user(caseworker):
        case = Case.objects.visible_to(caseworker).get()
        assert answer["Location"] == f"/cases/{case.public_id}/"
        assert case.person.alias == "Not named"
        assert case.person.safe_contact.channel == "none"
        assert Consent.objects.visible_to(caseworker).get().purpose == "store"
    assert page.trail(events.PERSON_REGISTERED)


def test_it_keeps_the_whole_page(page, caseworker):
    given = {
        "alias": "نور",
        "phone": "+66 555 0100",
        "preferred_language": "Thai",
        "language": "en",
        "interpreter_needed": "on",
        "risk": "urgent",
        "channel": "text",
        "hours": "Tue 10:00",
        "code_word": "Heron",
    }
    page.post("/register/", MINIMUM | given)
    with as_user(caseworker):
        case = Case.objects.visible_to(caseworker).get()
        person, contact = case.person, case.person.safe_contact
        assert (person.alias, person.phone, person.preferred_language) == ("نور", "+66 555 0100", "th")
        assert person.interpreter_needed and case.risk == "urgent"
        assert (contact.channel, contact.may_text, contact.may_call) == ("text", True, False)
        assert (contact.hours, contact.code_word) == ("Tue 10:00", "Heron")


def test_without_consent_a_phone_is_refused_and_what_was_typed_stays(page, caseworker):
    answer = page.post("/register/", MINIMUM | {"decision": "declined", "alias": "Bee", "phone": "5550100"})
    assert answer.status_code == 422
    assert b'value="Bee"' in answer.content and b'value="5550100"' in answer.content
    assert "alias only" in words(answer)
    with as_user(caseworker):
        assert not Person.objects.visible_to(caseworker).exists()


def test_an_unknown_language_says_so_beside_the_field(page):
    answer = page.post("/register/", MINIMUM | {"preferred_language": "Klingon"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["preferred_language"]


def test_a_guardian_must_be_named(page):
    answer = page.post("/register/", MINIMUM | {"basis": "guardian"})
    assert answer.status_code == 422 and "note" in answer.context["form"].errors


def test_it_never_answers_words_in_an_address(page):
    answer = page.get("/register/", {"alias": "Amira"})
    assert "Amira" not in answer.content.decode()
