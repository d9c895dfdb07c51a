"""The pages of people found together: a fast list of numbers, and one person after the other, alone."""

import pytest

from cases import actions
from cases.models import Case, IncidentRow
from tests.conftest import as_user, in_a_year

AGREED = {"decision": "given", "method": "spoken", "ends_on": in_a_year(), "basis": "consent"}


@pytest.fixture
def incident(caseworker):
    with as_user(caseworker):
        return actions.open_incident(kind="raid", by=caseworker)


def test_each_row_is_saved_as_one_goes(signed_in, incident, caseworker):
    browser, url = signed_in(caseworker), f"/incidents/{incident.public_id}/"
    for sex in ("female", "male"):
        assert browser.post(url, {"sex": sex, "urgent": "medical"}).status_code == 302
    assert browser.post(url, {"sex": "female", "language": "No such"}).status_code == 422
    page = browser.get(url).content
    assert b"-01" in page and b"-02" in page and b"-03" not in page and b"Doctor now" in page
    assert b"0 of 2 asked" in page


def test_the_private_page_leads_to_the_next_person(signed_in, incident, caseworker):
    with as_user(caseworker):
        actions.add_rows(incident, count=3, by=caseworker)
    browser, url = signed_in(caseworker), f"/incidents/{incident.public_id}/"
    sent = AGREED | {"alias": "Guest"}
    assert b"asked alone" in browser.post(f"{url}1/ask/", sent).content
    agreed = browser.post(f"{url}1/ask/", sent | {"private": "on"})
    assert agreed["Location"] == f"{url}2/ask/"
    declined = browser.post(f"{url}2/ask/", sent | {"private": "on", "decision": "declined"})
    assert declined.status_code == 422 and b"no case is opened" in declined.content
    refused = browser.post(f"{url}2/no/", {"private": "on", "helped": ["food"], "answer": "refused"})
    assert refused["Location"] == f"{url}3/ask/"
    last = browser.post(f"{url}3/no/", {"answer": "left"})
    assert last["Location"] == url
    page = browser.get(url).content
    assert b"3 of 3 asked" in page and b"1 refused a record" in page and b"Water, food, clothes" in page


def test_a_helper_reads_numbers_and_no_alias(signed_in, incident, caseworker, colleague):
    url = f"/incidents/{incident.public_id}/"
    assert signed_in(colleague).get(url).status_code == 404
    with as_user(caseworker):
        actions.name_helper(incident, user=colleague, by=caseworker)
        actions.add_rows(incident, count=1, by=caseworker)
        row = IncidentRow.objects.visible_to(caseworker).select_related("incident").get()
    sent = AGREED | {"alias": "Secret guest", "private": "on"}
    assert signed_in(caseworker).post(f"{url}1/ask/", sent).status_code == 302
    assert b"Secret guest" in signed_in(caseworker).get(url).content
    page = signed_in(colleague).get(url).content
    assert row.band.encode() in page and b"Agreed: has a case" in page
    with as_user(caseworker):
        case = Case.objects.visible_to(caseworker).get()
    for told in (b"Secret guest", case.public_id.encode(), case.label.encode()):
        assert told not in page


def test_the_paper_has_numbers_alone(signed_in, incident, caseworker):
    with as_user(caseworker):
        actions.add_row(incident, {"sex": "female", "urgent": "danger"}, by=caseworker)
    page = signed_in(caseworker).get(f"/incidents/{incident.public_id}/print/").content
    assert incident.mark.encode() in page and b"Afraid" not in page and b"Female" not in page
