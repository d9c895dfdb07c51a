"""Who was told what, who could see it today beyond the organization, and the sheet for paper."""

from casemgr.errors import InvalidInput
from cases.actions import export_htcds, record_disclosure, withdraw
from cases.models import Consent
from tests.conftest import as_user, in_a_year, yesterday
from tests.referrals.conftest import accepted, answering, offered, planted_case, sahel  # noqa: F401 - fixtures

from .conftest import words


def test_a_telling_is_written_down_and_listed(page, case, caseworker):
    at = f"/cases/{case.public_id}/disclosures/"
    assert "Nothing left this organization" in words(page.get(at))
    sent = {"recipient": "Dr. Okello", "categories": ["identity"], "way": "phone", "told_on": str(yesterday())}
    refused = page.post(f"{at}new/", sent | {"ground": "vital"})
    assert refused.status_code == 422 and "without the person" in words(refused)
    assert page.post(f"{at}new/", sent | {"ground": "vital", "why": "Overdose"}).status_code == 302
    shown = words(page.get(at))
    assert "Dr. Okello" in shown and "Overdose" in shown and "By phone" in shown
    assert page.trail("case:disclosures:read")


def test_the_ledger_names_fields_and_no_values(browse, planted_case, accepted, caseworker):  # noqa: F811
    person = planted_case.person
    shown = words(browse(caseworker).get(f"/cases/{planted_case.public_id}/disclosures/"))
    assert "Referral" in shown and "Lotus Legal" in shown
    body = shown.split("Who was told what")[1]
    for value in (person.legal_name, person.phone):
        assert value is None or value not in body


def test_a_file_taken_out_is_in_it(page, case, supervisor):
    with as_user(supervisor):
        export_htcds([case], reason="person", by=supervisor)
    assert "The person asked for it" in words(page.get(f"/cases/{case.public_id}/disclosures/"))


def test_partners_stand_on_the_page_of_who_could_see_until_it_is_withdrawn(
    browse,
    planted_case,  # noqa: F811
    accepted,  # noqa: F811
    caseworker,
):
    at = f"/cases/{planted_case.public_id}/access/"
    mine = browse(caseworker)
    assert "through a referral" in words(mine.get(at))
    with as_user(caseworker):
        for consent in Consent.objects.visible_to(caseworker).filter(purpose="share").select_related("person"):
            if consent.ended_at is None:
                withdraw(consent, by=caseworker)
    assert "through a referral" not in words(mine.get(at))


def test_the_sheet_is_in_the_persons_language(page, case):
    shown = page.get(f"/cases/{case.public_id}/consents/print/share/?language=ar").content.decode()
    assert 'lang="ar"' in shown and "توقيع أو علامة" in shown
    assert page.get(f"/cases/{case.public_id}/consents/print/moon/").status_code == 404


def test_tellings_in_the_future_or_of_nothing_are_refused(case, caseworker):
    good = {"recipient": "x", "categories": ["identity"], "way": "phone", "ground": "consent"}
    for bad in (
        {"recipient": " "},
        {"categories": []},
        {"categories": ["moon"]},
        {"way": "owl"},
        {"told_on": in_a_year()},
    ):
        with as_user(caseworker):
            try:
                record_disclosure(case, **(good | bad), by=caseworker)
            except InvalidInput:
                continue
            raise AssertionError(bad)


def test_the_sheet_does_not_name_the_person(page, case):
    shown = page.get(f"/cases/{case.public_id}/consents/print/store/").content.decode()
    assert "Amira" not in shown and case.label not in shown
