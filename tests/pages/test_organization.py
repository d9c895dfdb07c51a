"""The organization's page: signing and ending the agreement, connecting a partner system."""

import re

import pytest
from django.db import DatabaseError, connection, transaction

from casemgr.accounts.models import PartnerClient, StatisticsAgreement
from casemgr.audit import events
from cases.actions import set_keeping
from tests.conftest import as_user
from tests.pages.conftest import text_of
from tests.pages.test_people import entries

YES = {
    "starts_on": "2026-01-01",
    "ends_on": "2099-01-01",
    "agreed": "on",
    "covers": ["people", "services"],
    "people_at_most": "400",
    "signatory_name": "Head of Harbor",
    "signatory_role": "Director",
    "reference": "File 12",
}


@pytest.fixture
def browser(signed_in, org_admin):
    return signed_in(org_admin)


def test_an_agreement_is_signed_and_ended(browser, harbor, auditor):
    assert browser.post("/settings/organization/agreement/", YES).status_code == 302
    agreement = StatisticsAgreement.objects.get(organization=harbor)
    assert "In force" in text_of(browser.get("/settings/organization/"))
    assert browser.get(f"/settings/organization/agreement/{agreement.pk}/end/").status_code == 200
    assert browser.post(f"/settings/organization/agreement/{agreement.pk}/end/").status_code == 422
    end = browser.post(f"/settings/organization/agreement/{agreement.pk}/end/", {"reason": "Board withdrew"})
    assert end.status_code == 302
    assert "Board withdrew" in text_of(browser.get("/settings/organization/"))
    assert "Ended early" in text_of(browser.get("/settings/organization/"))
    assert entries(events.ORGANIZATION_AGREED, auditor)
    assert entries(events.ORGANIZATION_AGREEMENT_ENDED, auditor)


def test_the_page_says_what_was_signed_by_whom(browser):
    browser.post("/settings/organization/agreement/", YES)
    page = text_of(browser.get("/settings/organization/"))
    for words in ("Head of Harbor", "Director", "File 12", "Version 1", "at most 400 people", "could not get"):
        assert words in page
    assert "What became of referrals" not in page


def test_other_terms_are_a_new_version_that_ends_the_earlier(browser, harbor):
    browser.post("/settings/organization/agreement/", YES)
    browser.post("/settings/organization/agreement/", YES | {"covers": ["people"]})
    first, second = StatisticsAgreement.objects.filter(organization=harbor).order_by("number")
    assert (first.number, first.end_reason, second.number) == (1, "A new version was signed.", 2)
    assert first.ended_on is not None
    assert second.ended_on is None


def test_it_is_not_signed_for_nothing(browser, harbor):
    for missing in ("covers", "people_at_most", "signatory_name", "reference"):
        assert browser.post("/settings/organization/agreement/", YES | {missing: ""}).status_code == 422
    assert not StatisticsAgreement.objects.filter(organization=harbor).exists()


@pytest.mark.parametrize("change", ["covers = '{people,equity}'", "people_at_most = 1", "ends_on = ends_on + 9",
    "signatory_name = 'X'", "organization_id = signed_by_id", "end_reason = 'X'"])  # fmt: skip
def test_the_database_lets_a_version_be_ended_and_nothing_else(browser, harbor, change):
    browser.post("/settings/organization/agreement/", YES)
    with connection.cursor() as cursor:
        for also in ("", ", ended_on = current_date"):
            if change.startswith("end_reason") and also:
                continue
            with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
                cursor.execute(f"UPDATE accounts_statisticsagreement SET {change}{also}")
        cursor.execute("UPDATE accounts_statisticsagreement SET ended_on = current_date, end_reason = 'X'")
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            cursor.execute("UPDATE accounts_statisticsagreement SET ended_on = current_date + 1")
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            cursor.execute("DELETE FROM accounts_statisticsagreement")


def test_it_is_not_signed_without_the_tick(browser, harbor):
    assert browser.post("/settings/organization/agreement/", YES | {"agreed": ""}).status_code == 422
    assert not StatisticsAgreement.objects.filter(organization=harbor).exists()


def test_an_end_before_the_start_is_said_at_the_field(browser):
    answer = browser.post("/settings/organization/agreement/", YES | {"ends_on": "2025-01-01"})
    assert answer.status_code == 422
    assert "The end must come after the start" in text_of(answer)


def test_another_organizations_agreement_looks_absent(browser, lotus, partner_worker):
    other = StatisticsAgreement.objects.create(
        organization=lotus, signed_by=partner_worker, starts_on="2026-01-01", ends_on="2099-01-01"
    )
    assert browser.post(f"/settings/organization/agreement/{other.pk}/end/").status_code == 404
    other.refresh_from_db()
    assert other.ended_on is None


def test_a_secret_is_shown_once_and_kept_only_as_a_hash(browser, harbor, auditor):
    answer = browser.post("/settings/organization/systems/new/", {"name": "Shelter desk"})
    client = PartnerClient.objects.get(organization=harbor)
    shown = re.findall(r'class="code" dir="ltr">([^<]+)<', text_of(answer))
    assert client.client_id in shown
    secret = next(text for text in shown if text != client.client_id)
    assert secret not in client.client_secret
    assert secret not in text_of(browser.get("/settings/organization/"))
    assert entries(events.CLIENT_CREATED, auditor)


def test_the_rules_of_keeping_are_said(browser, org_admin):
    with as_user(org_admin):
        set_keeping([("adult", 7, None), ("child", 9, 25)], days=30, by=org_admin)
    page = text_of(browser.get("/settings/organization/"))
    assert "7 years" in page and "9 years" in page and "and until they are 25" in page
