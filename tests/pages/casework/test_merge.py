"""Merging two cases of one person, on pages."""

import re

from cases.actions import change_person, set_safe_contact, write_note
from cases.models import Case
from tests.conftest import as_user, open_case

from .conftest import words


def test_number_compare_merge_undo(supervisor_page, page, case, caseworker, supervisor):
    other = open_case(caseworker, "Amirah", legal_name="Amira Haddad")
    with as_user(caseworker):
        write_note(other, body="From the other", by=caseworker)
    at = f"/cases/{case.public_id}/merge/"
    compared = supervisor_page.post(at, {"other": other.label})
    said = words(compared)
    assert "Amirah" in said and "Amira Haddad" in said and 'name="take-alias"' in compared.content.decode()
    assert len(supervisor_page.trail("person:identity:reveal")) == 2
    sent = dict(re.findall(r'name="(step|other|versions)" value="([^"]+)"', compared.content.decode()))
    answer = supervisor_page.post(at, sent | {"take-alias": "other"}, follow=True)
    assert "Amirah" in words(answer) and f"{other.label} was merged into this case" in words(answer)
    assert "From the other" in words(page.get(f"/cases/{case.public_id}/notes/"))
    assert other.label not in words(page.get("/cases/?view=all"))
    assert "merged into another" in words(page.get(f"/cases/{other.public_id}/"))
    undo = re.search(r'action="(/cases/[^"]+/merge/[^"]+/undo/)"', answer.content.decode())[1]
    assert page.post(undo).status_code == 403
    assert "both cases are as they were" in words(supervisor_page.post(undo, follow=True))
    assert "From the other" in words(page.get(f"/cases/{other.public_id}/notes/"))
    assert other.label in words(page.get("/cases/?view=all"))


def test_somebody_faster_means_comparing_again(supervisor_page, case, caseworker, supervisor):
    other = open_case(caseworker, "Amirah")
    at = f"/cases/{case.public_id}/merge/"
    compared = supervisor_page.post(at, {"other": other.label}).content.decode()
    sent = dict(re.findall(r'name="(step|other|versions)" value="([^"]+)"', compared))
    with as_user(caseworker):
        change_person(case.person, {"gender": "F"}, version=1, by=caseworker)
    answer = supervisor_page.post(at, sent)
    assert answer.status_code == 409 and "Compare them again" in words(answer)
    assert supervisor_page.post(at, sent | {"versions": "x"}).status_code == 409
    with as_user(supervisor):
        assert not Case.objects.visible_to(supervisor).exclude(merged_into=None).exists()


def test_numbers_that_do_not_fit_are_said(supervisor_page, case):
    at = f"/cases/{case.public_id}/merge/"
    assert "You see no case" in words(supervisor_page.post(at, {"other": "C-9999"}))
    assert "same case" in words(supervisor_page.post(at, {"other": case.label}))


def test_whose_rules_of_contact_stand_is_chosen_with_all_of_them_said(supervisor_page, case, caseworker):
    other = open_case(caseworker, "Amirah")
    with as_user(caseworker):
        set_safe_contact(other.person, {"if_someone_else": "Say it is the library"}, by=caseworker)
    said = words(supervisor_page.post(f"/cases/{case.public_id}/merge/", {"other": other.label}))
    assert "If somebody else answers: Say it is the library" in said and "Do not leave voicemail" in said
