"""The audit trail's page: the organization's own entries, filtered and paged, without personal data."""

import re
from uuid import uuid4

import pytest

from casemgr.accounts.roles import ROLES
from casemgr.audit import events, trail
from tests.conftest import as_user, make_person_of, open_case
from tests.pages.conftest import text_of
from tests.pages.test_people import entries


@pytest.fixture
def browser(signed_in, auditor):
    return signed_in(auditor)


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"auditor", "partner_client", "remote_partner"}))
def test_other_roles_are_refused(signed_in, harbor, role):
    assert signed_in(make_person_of(harbor, role)).get("/audit/").status_code == 403


def test_it_tells_what_was_done_without_the_person(browser, caseworker):
    open_case(caseworker, alias="Planted-Alias", legal_name="Planted Legal")
    page = text_of(browser.get("/audit/"))
    assert "Registered the person" in page
    assert caseworker.name in page
    assert "Planted" not in page


def test_another_organizations_entries_are_not_there(browser, partner_worker):
    open_case(partner_worker)
    assert partner_worker.name not in text_of(browser.get("/audit/"))


def test_it_narrows_by_kind_person_day_and_record(browser, caseworker, supervisor):
    case = open_case(caseworker)
    open_case(supervisor)
    by_person = text_of(browser.get("/audit/", {"kind": "person", "who": caseworker.public_id}))
    assert "Registered the person" in by_person
    assert "Opened the case" not in by_person
    assert f"<bdi>{supervisor.name}</bdi>" not in by_person
    assert "Nothing matches" in text_of(browser.get("/audit/", {"until": "2020-01-01"}))
    assert "Opened the case" in text_of(browser.post("/audit/", {"record": str(case.pk)}))


def test_which_record_is_meant_never_stands_in_an_address(browser, caseworker):
    case = open_case(caseworker)
    answer = browser.post("/audit/?kind=case", {"record": str(case.pk)})
    addresses = re.findall(r'(?:href|action)="([^"]*)"', answer.content.decode())
    assert not [address for address in addresses if "record" in address or str(case.pk) in address]
    assert "Opened the case" in text_of(browser.get("/audit/", {"record": str(uuid4())}))  # not taken from there


def test_a_long_trail_of_one_record_has_pages_too(browser, caseworker):
    case = open_case(caseworker)
    with as_user(caseworker):
        for _ in range(50):
            trail.read(events.CASE_READ, by=caseworker, subjects=[case])
    first, second = (text_of(browser.post("/audit/", {"record": str(case.pk), "page": n})) for n in ("1", "2"))
    assert 'name="page" value="2"' in first and 'name="page" value="1"' in second
    assert "Opened the case" in second and "Opened the case" not in first


def test_nonsense_in_the_address_narrows_nothing(browser, caseworker):
    open_case(caseworker)
    answer = browser.get("/audit/", {"kind": "x", "since": "soon", "record": "1", "page": "-3", "event": "<b>"})
    assert answer.status_code == 200
    assert "Registered the person" in text_of(answer)


def test_long_trails_have_pages(browser, caseworker):
    for _ in range(30):
        open_case(caseworker)
    assert 'rel="next"' in text_of(browser.get("/audit/"))
    assert browser.get("/audit/?page=2").status_code == 200


def test_looking_is_written_down_too(browser, auditor):
    browser.get("/audit/")
    assert len(entries(events.TRAIL_READ, auditor)) == 1
