"""Ticked cases of the list, and flags and links on pages."""

from cases.actions import raise_flag, set_restricted
from cases.models import Case, CaseLink, Flag, Person
from tests.conftest import as_user, open_case

from .conftest import words

SEVERAL = "/cases/several/"


def ids(*cases):
    return [case.public_id for case in cases]


def test_ticked_cases_are_given_to_a_colleague_after_a_look(supervisor_page, case, supervisor, colleague):
    other = open_case(supervisor, "Leila")
    asked = supervisor_page.post(SEVERAL, {"act": "assign", "case": ids(case, other)})
    assert "Amira" in words(asked) and "Leila" in words(asked) and asked.status_code == 200
    sent = {"act": "assign", "step": "do", "case": ids(case, other), "to": colleague.public_id}
    assert "Done for 2 cases." in words(supervisor_page.post(SEVERAL, sent, follow=True))
    with as_user(supervisor):
        assert Case.objects.visible_to(supervisor).filter(caseworker=colleague).count() == 2


def test_what_is_refused_is_said_by_number_and_the_rest_is_done(page, case, caseworker):
    other = open_case(caseworker, "Leila")
    with as_user(caseworker):
        raise_flag(case, kind="review", reason="x", by=caseworker)
    sent = {"act": "flag", "step": "do", "case": ids(case, other), "kind": "review", "reason": "Look"}
    said = words(page.post(SEVERAL, sent, follow=True))
    assert "Done for 1 case." in said and f"{case.label}: This flag is raised already" in said
    with as_user(caseworker):
        assert Flag.objects.visible_to(caseworker).filter(case=other).count() == 1


def test_a_case_that_is_not_seen_is_neither_named_nor_touched(page, case, supervisor):
    hidden = open_case(supervisor, "Zara")
    sent = {"act": "flag", "step": "do", "case": ids(case, hidden), "kind": "other", "reason": "Look"}
    said = words(page.post(SEVERAL, sent, follow=True))
    assert "1 case can" in said and "be seen any more" in said and "Zara" not in said and hidden.label not in said
    with as_user(supervisor):
        assert not Flag.objects.visible_to(supervisor).filter(case=hidden).exists()


def test_nothing_ticked_and_too_many_are_said(page, case):
    assert "tick them" in words(page.post(SEVERAL, {"act": "flag"}, follow=True))
    assert "at most 100" in words(page.post(SEVERAL, {"act": "flag", "case": ["x"] * 101}, follow=True))
    assert "Choose what to do" in words(page.post(SEVERAL, {"act": "burn", "case": ids(case)}, follow=True))


def test_caseworkers_do_not_assign_in_bulk(page, case):
    assert page.post(SEVERAL, {"act": "assign", "case": ids(case)}).status_code == 403
    assert 'value="assign"' not in page.get("/cases/").content.decode()


def test_a_form_with_a_gap_keeps_the_choice(page, case):
    answer = page.post(SEVERAL, {"act": "flag", "step": "do", "case": ids(case), "kind": "review", "reason": ""})
    assert answer.status_code == 422 and case.public_id in answer.content.decode()


def test_a_flag_shows_in_header_and_list_and_narrows_it(page, case, caseworker):
    open_case(caseworker, "Leila")
    page.post(f"/cases/{case.public_id}/flags/new/", {"kind": "missing", "reason": "Not seen since Monday"})
    overview = words(page.get(f"/cases/{case.public_id}/"))
    assert "Missing" in overview and "Monday" not in overview  # the overview shows no narrative
    listed = words(page.get("/cases/?view=mine&flag=missing"))
    assert "Amira" in listed and "Leila" not in listed
    assert "Amira" not in words(page.get("/cases/?view=mine&flag=threats"))
    assert "Monday" in words(page.get(f"/cases/{case.public_id}/flags/"))
    with as_user(caseworker):
        flag = Flag.objects.visible_to(caseworker).get()
    lower = f"/cases/{case.public_id}/flags/{flag.public_id}/lower/"
    assert "Monday" in words(page.get(lower))
    page.post(lower, {"outcome": "Came back"})
    assert "Came back" in words(page.get(f"/cases/{case.public_id}/flags/"))
    assert "Missing" not in words(page.get(f"/cases/{case.public_id}/"))


def test_family_is_registered_with_nothing_retyped(page, case, caseworker):
    with as_user(caseworker):
        Person.objects.visible_to(caseworker).update(preferred_language="sw", interpreter_needed=True)
    address = f"/cases/{case.public_id}/links/family/"
    form = page.get(address).context["form"]
    assert form["preferred_language"].value() == "Swahili" and form["interpreter_needed"].value() is True
    sent = {
        "relation": "child", "alias": "Sami", "preferred_language": "sw", "channel": "none",
        "decision": "given", "method": "spoken", "ends_on": form["ends_on"].value() or "2027-11-01", "basis": "consent",
    }  # fmt: skip
    answer = page.post(address, sent)
    assert answer.status_code == 302, words(answer)
    with as_user(caseworker):
        link = CaseLink.objects.visible_to(caseworker).select_related("other__person").get()
        assert (link.relation, link.other.person.alias) == ("child", "Sami")
    assert "Sami" in words(page.get(f"/cases/{case.public_id}/"))


def test_a_hand_over_is_asked_and_accepted_on_pages(page, browse, case, colleague, caseworker):
    page.post(f"/cases/{case.public_id}/access/transfer/", {"to": colleague.public_id, "handover": "Likes tea"})
    assert "was asked to take this case over" in words(page.get(f"/cases/{case.public_id}/access/"))
    theirs = browse(colleague)
    shown = theirs.get("/transfers/")
    assert case.label in words(shown) and "Amira" not in words(shown) and "tea" not in words(shown)
    number = shown.context["asked"][0].public_id
    landed = theirs.post(f"/transfers/{number}/answer/", {"answer": "accept"}, follow=True)
    assert "The case is yours now." in words(landed)
    assert "Likes tea" in words(theirs.get(f"/cases/{case.public_id}/access/"))
    assert page.get(f"/cases/{case.public_id}/").status_code == 404


def test_an_overview_hides_a_link_whose_other_end_is_hidden(supervisor_page, page, case, supervisor, caseworker):
    hidden = open_case(supervisor, "Zara")
    with as_user(supervisor):
        set_restricted(hidden, restricted=True, reason="A relative works here", by=supervisor)
    sent = {"other": hidden.label, "relation": "sibling"}
    assert supervisor_page.post(f"/cases/{case.public_id}/links/new/", sent).status_code == 302
    assert "Zara" in words(supervisor_page.get(f"/cases/{case.public_id}/"))
    assert "Zara" not in words(page.get(f"/cases/{case.public_id}/"))
    answer = page.post(f"/cases/{case.public_id}/links/new/", sent)
    assert answer.status_code == 422 and "You see no case with this number." in words(answer)
