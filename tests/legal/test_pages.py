"""The legal pages of a case, as the people who use them find them."""

import datetime

import pytest

from cases.models import AuthorityHarm, Award, Deadline, Hearing, LegalRequest, Note, Proceeding, Task
from tests.conftest import as_user
from tests.pages.casework.conftest import words

from .conftest import ASKED, in_days, served

pytestmark = pytest.mark.usefixtures("empty_cache")


@pytest.fixture
def at(case):
    return f"/cases/{case.public_id}/legal/"


def only(model, user):
    with as_user(user):
        return model.objects.visible_to(user).get()


@pytest.mark.parametrize("what", ["proceedings", "deadlines", "requests", "harm"])
def test_what_it_is_about_has_to_be_chosen(page, at, what):
    answer = page.post(f"{at}{what}/new/", {"due_on": in_days(3).date(), "warn_days": 3, "state": "planned"})
    assert answer.status_code == 422 and "kind" in answer.context["form"].errors
    assert page.get(f"{at}{what}/new/").context["form"]["kind"].value() is None


def test_a_proceeding_from_plan_to_payment(page, caseworker, at):
    assert "No proceeding is written down" in words(page.get(at))
    begun = {"kind": "labour", "role": "claimant", "state": "planned", "court": "Planted-Court", "country": "Thailand"}
    one = page.post(f"{at}proceedings/new/", begun).url
    assert "Planted-Court" in words(page.get(one))
    assert page.post(f"{one}begin/", {"version": 1}).status_code == 302
    assert page.post(f"{one}decide/", {"version": 2}).status_code == 422
    stale = page.post(f"{one}decide/", {"version": 1, "words": "They pay"})
    assert stale.status_code == 422 and "Somebody changed this meanwhile" in words(stale)
    assert page.post(f"{one}decide/", {"version": 2, "words": "Planted-Outcome"}).status_code == 302
    day = datetime.date.today().isoformat()
    money = {"kind": "wages", "amount": "1200.50", "currency": "thb", "ordered_on": day}
    assert page.post(f"{one}money/new/", money).status_code == 302
    pay = f"{at}money/{only(Award, caseworker).public_id}/paid/"
    assert page.post(pay, {"amount": "1300", "paid_on": day}).status_code == 422
    assert page.post(pay, {"amount": "700", "paid_on": day}).status_code == 302
    shown = words(page.get(one))
    assert "Planted-Outcome" in shown and "still owed: 500.50 THB" in shown
    assert page.post(pay, {"amount": "500.50", "paid_on": day}).status_code == 302
    assert "still owed" not in words(page.get(one))


def test_a_hearing_with_protection_and_accommodations(page, caseworker, proceeding, at, case):
    one = f"{at}proceedings/{proceeding.public_id}/"
    asked = {
        "starts_at": in_days(3).strftime("%Y-%m-%dT%H:%M"),
        "place": "Planted-Room",
        "interpreter_needed": "on",
        "measures_asked": ["screen", "escort"],
        "accommodations_asked": ["captions"],
        "accompanied_by": caseworker.public_id,
    }
    assert page.post(f"{one}hearings/new/", asked).status_code == 302
    shown = words(page.get(one))
    assert "Screen: asked for" in shown and "An interpreter is needed" in shown and "Planted-Room" in shown
    assert "Planted-Room" not in page.get("/").content.decode() and "Hearings" in words(page.get("/"))
    hearing = f"{at}hearings/{only(Hearing, caseworker).public_id}/"
    form = page.get(hearing)
    assert form.status_code == 200
    kept = asked | {"version": 1, "measures_granted": ["screen"], "accommodations_met": ["captions"], "state": "held"}
    assert page.post(hearing, kept).status_code == 302
    shown = words(page.get(one))
    assert "Screen: granted" in shown and "Escort: asked for" in shown and "Captions: was there" in shown


def test_two_who_change_the_same_see_yours_and_theirs(page, supervisor_page, caseworker, proceeding, at):
    one = f"{at}proceedings/{proceeding.public_id}/change/"
    same = {"version": 1, "kind": "labour", "role": "claimant", "initial-kind": "labour", "initial-role": "claimant"}
    same |= {"initial-court": "Planted-Court", "reference": "Planted-Reference"}
    same |= {"initial-reference": "Planted-Reference", "initial-country": "", "initial-counsel": ""}
    assert supervisor_page.post(one, same | {"court": "Theirs"}).status_code == 302
    clash = page.post(one, same | {"court": "Yours"})
    assert clash.status_code == 409 and "Theirs" in words(clash)
    assert only(Proceeding, caseworker).court == "Theirs"
    assert page.post(one, same | {"court": "Planted-Court", "counsel": "Mx Law"}).status_code == 302
    now = only(Proceeding, caseworker)
    assert (now.court, now.counsel) == ("Theirs", "Mx Law")


def test_a_deadline_from_warning_to_extension(page, caseworker, at):
    soon = datetime.date.today() + datetime.timedelta(days=3)
    far = {"kind": "appeal", "due_on": soon.isoformat(), "warn_days": 1, "basis": "Planted-Basis"}
    assert page.post(f"{at}deadlines/new/", far).status_code == 302
    assert "Legal deadlines" not in words(page.get("/"))
    assert page.post(f"{at}deadlines/new/", far | {"kind": "permit", "warn_days": 3}).status_code == 302
    assert "Legal deadlines" in words(page.get("/")) and "Planted-Basis" not in words(page.get("/"))
    with as_user(caseworker):
        one = Deadline.objects.visible_to(caseworker).get(kind="permit")
    settle = f"{at}deadlines/{one.public_id}/"
    assert page.post(settle, {"outcome": "missed"}).status_code == 422
    assert page.post(settle, {"outcome": "extended", "words": "Their letter"}).status_code == 422
    later = {
        "outcome": "extended",
        "words": "Planted-Letter",
        "due_on": (soon + datetime.timedelta(days=90)).isoformat(),
    }
    assert page.post(settle, later).status_code == 302
    assert "Planted-Letter" in words(page.get(at)) and "Legal deadlines" not in words(page.get("/"))
    assert page.post(settle, {"outcome": "met"}).status_code == 302
    assert page.post(settle, {"outcome": "met"}).status_code == 422


def test_a_request_takes_two_people_and_makes_one_line_in_the_ledger(page, supervisor_page, caseworker, at, case):
    new = {"kind": "subpoena", "asker": "Planted-Bureau", "asked": ["identity", "contact"]}
    one = page.post(f"{at}requests/new/", new).url
    shown = words(page.get(one))
    assert "Say whether counsel was asked" in shown and "Ask a second person" not in shown
    assert page.post(f"{one}change/", {"version": 1} | ASKED).status_code == 302
    assert page.get(f"{one}decide/").status_code == 403 and page.post(f"{one}propose/").status_code == 302
    assert "Planted-Bureau" in words(supervisor_page.get("/approvals/"))
    assert "Waits for a second person" in words(supervisor_page.get("/requests/"))
    back = supervisor_page.post(f"{one}decide/", {"version": 3, "answer": "return"})
    assert back.status_code == 422 and "Say what should change" in words(back)
    assert supervisor_page.post(f"{one}decide/", {"version": 3, "answer": "decide"}).status_code == 302
    released = {"version": 4, "categories": ["identity"], "way": "paper"}
    assert "contact" not in [
        code for code, _label in page.get(f"{one}release/").context["form"].fields["categories"].choices
    ]
    assert page.post(f"{one}release/", released | {"categories": ["contact"]}).status_code == 422
    assert page.post(f"{one}release/", released).status_code == 302
    assert page.post(f"{one}release/", released).status_code == 422
    ledger = words(page.get(f"/cases/{case.public_id}/disclosures/"))
    assert (
        ledger.count("Planted-Bureau") == 1 and "Name and date of birth" in ledger and "Planted-Reasons" not in ledger
    )
    assert only(LegalRequest, caseworker).released == ["identity"]


def test_who_asks_about_somebody_hears_neither_yes_nor_no(page, browse, colleague, supervisor_page, case):
    said = {"kind": "informal", "asker": "A voice", "about": "Amira", "answer": "Neither"}
    form = words(page.get("/requests/new/"))
    assert "neither confirm nor deny" in form and "Amira" not in form
    answer = page.post("/requests/new/", said)
    assert answer.url == "/requests/" and "A voice" in words(page.get("/requests/"))
    assert "A voice" in words(supervisor_page.get("/requests/"))
    assert "A voice" not in words(browse(colleague).get("/requests/"))
    nobody = page.post("/requests/new/", said | {"about": "Nobody at all"})
    assert (nobody.url, nobody.status_code) == (answer.url, answer.status_code)


def test_a_conference_with_seats_minutes_and_what_follows(page, caseworker, case):
    at = f"/cases/{case.public_id}/conferences/"
    assert "No conference is planned" in words(page.get(at))
    when = in_days(5).strftime("%Y-%m-%dT%H:%M")
    one = page.post(f"{at}new/", {"starts_at": when, "agenda": "Planted-Agenda"}).url
    assert "Planted-Agenda" in words(page.get(one)) and "has not agreed" in words(page.get(one))
    outsider = {"name": "Planted-Outsider", "part": "all"}
    refused = page.post(f"{one}seats/outside/", outsider)
    assert refused.status_code == 422 and "has not agreed to share with them" in words(refused)
    assert page.post(f"{one}seats/outside/", outsider | {"part": "without_identity"}).status_code == 302
    assert "Only parts without identity" in words(page.get(one))
    minutes = {"kind": "legal", "body": "Planted-Minutes"}
    assert page.post(f"{one}minutes/", minutes).status_code == 422
    agreed = {"version": 1, "starts_at": when, "agenda": "Planted-Agenda", "agenda_agreed": "on"}
    assert page.post(f"{one}change/", agreed).status_code == 302
    assert page.post(f"{one}minutes/", minutes).status_code == 302
    day = datetime.date.today().isoformat()
    task = {"title": "Planted-Task", "assigned_to": caseworker.public_id, "due_on": day}
    assert page.post(f"{one}tasks/new/", task).status_code == 302
    shown = words(page.get(one))
    assert "Planted-Minutes" in shown and "Planted-Task" in shown
    assert only(Note, caseworker).kind == "legal" and only(Task, caseworker).title == "Planted-Task"


def test_harm_by_an_authority_stands_apart_and_is_retracted_with_a_reason(page, caseworker, at, case):
    harm = {
        "kind": "detention",
        "done_by": "border",
        "happened": "2023-11",
        "appeal": "lodged",
        "words": "Planted-Cell",
    }
    assert page.post(f"{at}harm/new/", harm | {"happened": "last year"}).status_code == 422
    assert page.post(f"{at}harm/new/", harm).status_code == 302
    assert "Planted-Cell" in words(page.get(at))
    assert "Planted-Cell" not in words(page.get(f"/cases/{case.public_id}/alleged/"))
    retract = only(AuthorityHarm, caseworker).public_id
    assert page.post(f"{at}harm/{retract}/retract/", {"why": "Another person"}).status_code == 302
    assert "Another person" in words(page.get(at))


def test_the_tab_is_for_those_who_read_what_is_legal(page, browse, case, at, without_legal, caseworker, proceeding):
    served(case, caseworker)
    assert f'href="{at}"' in page.get(f"/cases/{case.public_id}/").content.decode()
    theirs = browse(without_legal)
    assert f'href="{at}"' not in theirs.get(f"/cases/{case.public_id}/").content.decode()
    request = only(LegalRequest, caseworker)
    for path in (at, f"{at}proceedings/{proceeding.public_id}/", f"{at}requests/{request.public_id}/", "/requests/"):
        assert theirs.get(path).status_code == 403
    assert theirs.get("/requests/new/").status_code == 403
    for path in ("/", f"/cases/{case.public_id}/history/", f"/cases/{case.public_id}/disclosures/"):
        assert "Planted" not in theirs.get(path).content.decode()
    with as_user(without_legal):
        assert not actions_found(without_legal)


def actions_found(user):
    """Whatever legal rows the application shows, and the database alone."""
    return [
        model
        for model in (Proceeding, Hearing, Award, Deadline, LegalRequest)
        if model.objects.visible_to(user).exists() or model.objects.unscoped("the database alone").exists()
    ]
