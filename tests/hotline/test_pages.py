"""Calls by page: one key for what is only counted, six questions for the rest, and the case with nothing retyped."""

import re

import pytest

from casemgr.accounts.actions import create_organization
from cases import actions
from cases.models import Note, QuickContact
from frontend.help_lines import help_lines
from referrals.actions import keep_organization, keep_service
from referrals.directory.reaching import Reaching, TextLine
from tests.conftest import as_user, in_a_year, make_person_of, store_consent
from tests.doors.world import sign_in
from tests.hotline.conftest import OFFERED, call, now_is, tally

TYPED = {
    "need": "emergency_shelter",
    "also": "legal_aid",
    "language": "Spanish",
    "country": "USA",
    "region": "Old Town",
    "danger": "on",
    "way": "call",
    "reach": "+1 555 0199",
    "alias": "Sorrel",
    "hours": "After nine",
    "when": "0",
    "words": "She hides in a friend's flat.",
    "channel": "phone",
}
NEW = "/calls/new/help/phone/"


@pytest.fixture
def page(intake):
    return sign_in(intake)


def text(response):
    return response.content.decode()


def only(by):
    with as_user(by):
        return QuickContact.objects.visible_to(by).get()


def test_one_key_counts_a_silent_call(page, intake):
    answer = page.post("/calls/", {"kind": "silent", "channel": "phone"}, follow=True)
    assert "Nothing else of it is kept" in text(answer) and 'data-key="6"' in text(answer)
    assert tally(intake)["kind", "silent", "phone"] == 1
    assert page.post("/calls/", {"kind": "help", "channel": "text"})["Location"] == "/calls/new/help/text/"
    assert page.get("/calls/new/silent/phone/").status_code == 404


def test_the_six_questions_become_a_contact(page, intake):
    answer = page.post(NEW, TYPED | {"step": "save"}, follow=True)
    assert answer.status_code == 200 and "Sorrel" in text(answer)
    one = only(intake)
    assert (one.needs, one.language, one.worker_id) == (["emergency_shelter", "legal_aid"], "es", intake.pk)
    assert "Sorrel" in text(page.get("/")), "the call back is due today"


def test_for_whoever_is_on_shift(page, intake):
    page.post(NEW, TYPED | {"step": "team"})
    assert only(intake).worker_id is None


def test_a_mistake_keeps_what_was_typed(page, intake):
    answer = page.post(NEW, TYPED | {"step": "save", "need": ""})
    assert answer.status_code == 422 and "a friend&#x27;s flat" in text(answer)
    again = page.get(NEW)
    assert "a friend&#x27;s flat" not in text(again), "another caller's form begins empty"
    assert "a friend&#x27;s flat" in text(page.get(f"{NEW}?call=")), "kept as a draft"


def token(answer):
    return re.search(r'name="draft_call" value="([\w-]{22})"', text(answer))[1]


def test_two_callers_are_never_mixed(page, intake):
    first, second = token(page.get(NEW)), token(page.get(NEW))
    assert first != second
    keep = {"draft_at": NEW, "draft_page": "p" * 22}
    assert page.post("/drafts/", keep | {"draft_call": first, "words": "Sorrel calls"}).status_code == 200
    assert page.post("/drafts/", keep | {"draft_call": second, "words": "Burdock calls"}).status_code == 200
    empty = text(page.get(NEW))
    assert "Sorrel calls" not in empty and "Burdock calls" not in empty
    assert f"{NEW}?call={first}" in empty and f"{NEW}?call={second}" in empty
    again = page.get(f"{NEW}?call={first}")
    assert "Sorrel calls" in text(again) and "Burdock" not in text(again) and token(again) == first
    page.post(NEW, TYPED | {"step": "save", "draft_call": first})
    empty = text(page.get(NEW))
    assert first not in empty and second in empty, "saving ends the draft of this call alone"


def test_keep_nothing_only_count(page, intake):
    page.post(NEW, TYPED | {"step": "count"})
    assert {part for part, _code, _channel in tally(intake)} == {"kind", "hour"}
    with as_user(intake):
        assert not QuickContact.objects.visible_to(intake).exists()
    assert "friend" not in text(page.get(NEW)), "no draft is left either"


@pytest.fixture
def lines(org_admin):
    """A confidential line with a text code, a tip line, an emergency number, and a shelter near by."""
    with as_user(org_admin):
        one = keep_organization({"name": "Lines", "country": "USA"}, by=org_admin)
        for name, line in (("Listeners", "confidential"), ("Tips", "tip"), ("Siren", "emergency")):
            reaching = Reaching(phone=f"+1 {name}", languages=["es"], text=TextLine("233733", "HELP"))
            given = {"name": name, "service_code": "crisis_line", "line": line}
            keep_service(given, provider=one, reaching=reaching, by=org_admin)
        keep_service({"name": "Harbor rooms", "service_code": "emergency_shelter"}, provider=one, by=org_admin)


def test_help_lines_are_beside_the_form_kinds_apart(page, lines):
    shown = text(page.get(NEW))
    order = [shown.index(word) for word in ("Siren", "Listeners", "Tip lines: not confidential", ">Tips")]
    assert order == sorted(order)
    assert "HELP" in shown and "233733" in shown
    assert "if-danger" in shown


def test_numbers_are_called_with_a_touch_and_the_emergency_first(page, lines):
    shown = text(page.get(NEW))
    danger = shown[shown.index("if-danger") : shown.index('name="need"')]
    assert "Siren" in danger and "Listeners" not in danger and 'href="tel:+1"' in danger


def test_help_near_them_is_where_the_page_opens(page, lines):
    shown = text(page.get(NEW))
    assert 'formaction="#near"' in shown and 'id="near"' in shown


def test_a_long_list_of_lines_keeps_the_kinds_and_the_caller_s_language(intake, org_admin, lines, monkeypatch):
    monkeypatch.setattr("frontend.help_lines.MOST", 3)
    with as_user(org_admin):
        one = keep_organization({"name": "More", "country": "USA"}, by=org_admin)
        for name in ("Aa", "Ab", "Ac"):
            given = {"name": name, "service_code": "crisis_line", "line": "confidential"}
            keep_service(given, provider=one, reaching=Reaching(phone=f"+1 {name}"), by=org_admin)
    with as_user(intake):
        names = [one.name for group in help_lines(intake, country="USA", language="es") for one in group.numbers]
    assert names == ["Siren", "Listeners", "Aa"]


def test_a_contact_without_a_country_gets_the_lines_at_home(page, intake, lines):
    one = call(intake, country="")
    shown = text(page.get(f"/calls/{one.public_id}/"))
    assert "Listeners" in shown and "Help lines: United States" in shown


def test_services_near_them_are_found_from_what_was_typed(page, lines):
    answer = page.post(NEW, {"need": "emergency_shelter", "step": "find", "channel": "phone"})
    assert answer.status_code == 200 and "Harbor rooms" in text(answer)
    assert "error-summary" not in text(answer)


def test_lines_of_another_country_are_not_shown(page, lines):
    assert "Listeners" not in text(page.post(NEW, {"country": "Mali", "step": "find"}))


def inputs(page_text):
    """What a browser would send back: the values that stand in the registration."""
    form = page_text[page_text.index('name="step" value="save"') :]
    values = dict(re.findall(r'<input[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"', form))
    values |= dict(re.findall(r'<select name="([^"]+)".*?<option value="([^"]*)" selected', form, re.S))
    checked = re.findall(r'<input type="radio" name="([^"]+)" value="([^"]*)"[^>]* checked', form)
    return values | dict(checked)


def test_a_case_is_made_with_nothing_typed_again(page, intake):
    contact = call(intake)
    shown = text(page.get(f"/calls/{contact.public_id}/case/"))
    given = inputs(shown)
    assert (given["alias"], given["phone"], given["preferred_language"]) == ("Sorrel", OFFERED["reach"], "Spanish")
    assert (given["channel"], given["risk"], given["hours"]) == ("call", "urgent", OFFERED["hours"])
    given |= {"step": "save", "decision": "given", "method": "spoken", "ends_on": in_a_year().isoformat()}
    answer = page.post(f"/calls/{contact.public_id}/case/", given, follow=True)
    assert answer.redirect_chain[-1][0].startswith("/cases/")
    case = now_is(contact, intake).case
    with as_user(intake):
        [note] = Note.objects.visible_to(intake).filter(case=case)
        assert OFFERED["words"] in note.body
    after = text(page.get(f"/calls/{contact.public_id}/"))
    assert "became a case" in after and OFFERED["words"] not in after


def test_somebody_known_gets_the_call_as_a_note(page, intake):
    contact, again = call(intake), call(intake)
    with as_user(intake):
        case = actions.register_contact(
            contact,
            person={"alias": "Sorrel"},
            consent=store_consent(),
            by=intake,
        )
    shown = text(page.get(f"/calls/{again.public_id}/case/"))
    assert f'name="known" value="{case.public_id}"' in shown
    page.post(f"/calls/{again.public_id}/case/", {"known": case.public_id})
    assert now_is(again, intake).case_id == case.pk


def test_calling_back_and_closing_by_page(page, intake):
    contact = call(intake)
    at = f"/calls/{contact.public_id}/"
    page.post(at, {"result": "no_answer", "when": "1", "version": "1", "words": ""})
    assert now_is(contact, intake).tries == 1
    late = page.post(at, {"result": "reached", "version": "1", "words": "Typed meanwhile."})
    assert late.status_code == 422 and "Typed meanwhile." in text(late) and 'name="version" value="2"' in text(late)
    assert now_is(contact, intake).result == "no_answer"
    page.post(f"{at}act/", {"act": "team", "version": "2"})
    assert now_is(contact, intake).worker_id is None
    page.post(f"{at}act/", {"act": "close", "version": "3"})
    assert now_is(contact, intake).state == "closed"


def test_counts_are_for_supervisors(page, intake, supervisor):
    call(intake)
    assert page.get("/calls/counts/").status_code == 403
    shown = text(sign_in(supervisor).get("/calls/counts/"))
    for word in ("Wants help", "Spanish", "Emergency shelter", ":00–"):
        assert word in shown


def test_a_stranger_finds_nothing(intake):
    contact = call(intake)
    other = create_organization(name="Lotus", slug="lotus", country="THA")
    page = sign_in(make_person_of(other, "supervisor"))
    for part in ("", "case/"):
        assert page.get(f"/calls/{contact.public_id}/{part}").status_code == 404


def test_closing_from_an_old_page_is_refused(page, intake, contact):
    at = f"/calls/{contact.public_id}/"
    assert 'name="version" value="1"' in text(page.get(at))
    with as_user(intake):
        actions.follow_up(contact, result="no_answer", version=1, by=intake)
    assert page.post(f"{at}act/", {"act": "close", "version": "1"}).status_code == 409
    assert page.post(f"{at}act/", {"act": "close"}).status_code == 422
    assert page.post(f"{at}act/", {"act": "close", "version": "2"}).status_code == 302
    assert now_is(contact, intake).state == "closed"
