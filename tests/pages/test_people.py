"""Colleagues: only the organization's administrator sees and changes them, and every change is in the trail."""

import re

import pytest
from django.test import Client

from casemgr.accounts.models import User
from casemgr.accounts.roles import ROLES
from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from tests.conftest import as_user, make_person_of
from tests.pages.conftest import text_of

ORGANIZATION = "/settings/organization/"
PAGES = ("/settings/", "/settings/people/invite/", "/settings/roles/", ORGANIZATION, f"{ORGANIZATION}agreement/",
         f"{ORGANIZATION}systems/new/")  # fmt: skip


def entries(event, auditor):
    with as_user(auditor):
        return list(AuditEntry.objects.visible_to(auditor).filter(event=event))


@pytest.fixture
def browser(signed_in, org_admin):
    return signed_in(org_admin)


@pytest.mark.parametrize("path", PAGES)
def test_the_administrator_opens_every_page(browser, path):
    assert browser.get(path).status_code == 200


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"org_admin", "partner_client", "remote_partner"}))
def test_other_roles_are_refused(signed_in, harbor, role):
    browser = signed_in(make_person_of(harbor, role))
    assert {browser.get(path).status_code for path in PAGES} == {403}


def test_nobody_is_sent_to_sign_in():
    assert all(Client().get(path).status_code == 302 for path in PAGES)


def test_the_list_shows_colleagues_and_nobody_else(browser, caseworker, partner_worker):
    page = text_of(browser.get("/settings/"))
    assert caseworker.name in page
    assert partner_worker.name not in page


def test_an_invitation_makes_an_account_and_shows_a_link_that_works(browser, auditor):
    answer = browser.post(
        "/settings/people/invite/", {"name": "New Hand", "email": "new@example.org", "role": "intake"}
    )
    link = re.search(r"http://testserver(/accounts/password/reset/key/[^<\s]+)", text_of(answer)).group(1)
    assert answer["Cache-Control"] == "no-store, private"
    assert Client().get(link).status_code == 302  # allauth hides the key from the address, then asks
    assert User.objects.get(email="new@example.org").organization == auditor.organization
    assert len(entries(events.PERSON_ACCOUNT_CREATED, auditor)) == 1


def test_an_address_in_use_is_refused_and_what_was_typed_stays(browser, partner_worker):
    typed = {"name": "Somebody", "email": partner_worker.email, "role": "intake"}
    answer = browser.post("/settings/people/invite/", typed)
    assert answer.status_code == 422
    assert "Somebody" in text_of(answer)
    assert "error-summary" in text_of(answer)


def test_a_machine_role_cannot_be_given(browser, caseworker):
    answer = browser.post(f"/settings/people/{caseworker.public_id}/", {"role": "partner_client"})
    assert answer.status_code == 422


def test_a_role_is_changed(browser, caseworker, auditor):
    assert browser.post(f"/settings/people/{caseworker.public_id}/", {"role": "supervisor"}).status_code == 302
    caseworker.refresh_from_db()
    assert caseworker.role == "supervisor"
    assert len(entries(events.ACCOUNT_ROLE_CHANGED, auditor)) == 1


def test_access_is_ended_after_asking(browser, caseworker, signed_in, auditor):
    theirs = signed_in(caseworker)
    path = f"/settings/people/{caseworker.public_id}/deactivate/"
    assert "End the access" in text_of(browser.get(path))
    assert browser.post(path).status_code == 302
    assert len(entries(events.ACCOUNT_DEACTIVATED, auditor)) == 1
    assert theirs.get("/settings/").status_code == 302  # signed out


def test_nobody_changes_themselves(browser, org_admin):
    assert browser.post(f"/settings/people/{org_admin.public_id}/", {"role": "supervisor"}).status_code == 403


@pytest.mark.parametrize("tail", ["", "deactivate/", "link/"])
def test_somebody_elses_people_look_absent(browser, partner_worker, tail):
    theirs = browser.post(f"/settings/people/{partner_worker.public_id}/{tail}", {"role": "intake"})
    absent = browser.post(f"/settings/people/{'x' * 22}/{tail}", {"role": "intake"})
    assert theirs.status_code == absent.status_code == 404
    assert text_of(theirs).replace(partner_worker.public_id, "x" * 22) == text_of(absent)


def test_the_matrix_says_what_the_roles_page_says(browser):
    page = text_of(browser.get("/settings/roles/"))
    assert page.count('aria-label="Yes"') == sum(len(role.permissions) + len(role.reads) for role in ROLES.values())
