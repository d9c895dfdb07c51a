"""An organization's own catalogue: what it gives is offered, by its own name; what was recorded before stays."""

import pytest

from casemgr.audit import events
from casemgr.errors import InvalidInput, NotPermitted
from cases import actions
from tests.conftest import as_user
from tests.pages.conftest import text_of
from tests.pages.test_people import entries

AT = "/settings/organization/services/"


@pytest.fixture
def browser(signed_in, org_admin):
    return signed_in(org_admin)


def offered_to(client, case):
    form = client.get(f"/cases/{case.public_id}/services/new/").context["form"]
    pairs = [*form.fields["often"].choices, *form.fields["service_code"].choices[1:]]
    return {code: str(label) for code, label in pairs}


def test_only_what_is_given_is_offered_and_by_its_own_name(browser, signed_in, caseworker, case, auditor):
    theirs = signed_in(caseworker)
    assert len(offered_to(theirs, case)) == 28
    assert browser.post(AT, {"legal_aid": "on", "name_legal_aid": "Law clinic", "food_basics": "on"}).status_code == 302
    assert offered_to(theirs, case) == {
        "legal_aid": "Law clinic",
        "food_basics": "Food and basic needs",
        "other": "Other service",
    }
    with as_user(caseworker):
        actions.record_service(case, service_code="legal_aid", by=caseworker)
        actions.record_service(case, service_code="medical", by=caseworker)  # elsewhere, by hand: still a service
    shown = text_of(theirs.get(f"/cases/{case.public_id}/services/"))
    assert "Law clinic" in shown and "Medical care" in shown
    assert "Law clinic" in text_of(browser.get("/settings/organization/"))
    assert browser.get(AT).context["form"]["name_legal_aid"].value() == "Law clinic"
    assert len(entries(events.CATALOGUE_CHANGED, auditor)) == 1


def test_the_whole_catalogue_comes_back(browser, signed_in, caseworker, case):
    browser.post(AT, {"legal_aid": "on"})
    browser.post(AT, {})
    assert len(offered_to(signed_in(caseworker), case)) == 28
    assert "whole catalogue" in text_of(browser.get("/settings/organization/"))


def test_a_name_too_long_or_an_unknown_service_changes_nothing(browser, org_admin, caseworker):
    assert browser.post(AT, {"legal_aid": "on", "name_legal_aid": "x" * 81}).status_code == 422
    with as_user(org_admin), pytest.raises(InvalidInput):
        actions.set_catalogue({"moonlight": ""}, by=org_admin)
    with as_user(caseworker), pytest.raises(NotPermitted):
        actions.set_catalogue({}, by=caseworker)
    org_admin.organization.refresh_from_db()
    assert org_admin.organization.services == {}
