"""Consents: each purpose its own page, exactly which fields, an end always, withdrawal in two more clicks."""

import datetime

from casemgr.audit import events
from cases.models import Consent, NeverShare
from tests.conftest import as_user, in_a_year

from .conftest import words

GIVEN = {"decision": "given", "method": "spoken", "basis": "consent", "ends_on": str(in_a_year())}


def current(caseworker, purpose):
    with as_user(caseworker):
        return Consent.objects.visible_to(caseworker).current().filter(purpose=purpose).get()


def test_sharing_names_the_recipient_and_exactly_which_fields(page, case, caseworker, lotus):
    address = f"/cases/{case.public_id}/consents/new/share/"
    text = words(page.get(address))
    assert "Languages and accessibility: preferred language, interpreter needed, accessibility needs" in text
    page.post(address, GIVEN | {"recipient": lotus.public_id, "categories": ["language", "needs"]})
    consent = current(caseworker, "share")
    assert (consent.recipient, consent.categories) == (lotus, ["language", "needs"])
    assert page.trail(events.CONSENT_RECORDED)


def test_sharing_nothing_is_refused(page, case, lotus):
    answer = page.post(f"/cases/{case.public_id}/consents/new/share/", GIVEN | {"recipient": lotus.public_id})
    assert answer.status_code == 422 and "categories" in answer.context["form"].errors


def test_an_end_is_required_and_after_the_start(page, case):
    address = f"/cases/{case.public_id}/consents/new/statistics/"
    assert page.post(address, GIVEN | {"ends_on": ""}).status_code == 422
    yesterday = str(datetime.date.today() - datetime.timedelta(days=1))
    answer = page.post(address, GIVEN | {"ends_on": yesterday})
    assert answer.status_code == 422 and "ends_on" in answer.context["form"].errors


def test_a_no_is_kept_as_a_no(page, case, caseworker):
    page.post(f"/cases/{case.public_id}/consents/new/statistics/", GIVEN | {"decision": "declined"})
    assert current(caseworker, "statistics").decision == "declined"
    assert "declined Today" in words(page.get(f"/cases/{case.public_id}/consents/"))


def test_a_child_needs_somebody_named(page, case, caseworker):
    address = f"/cases/{case.public_id}/consents/new/statistics/"
    assert page.post(address, GIVEN | {"basis": "best_interests"}).status_code == 422
    page.post(address, GIVEN | {"basis": "best_interests", "note": "Panel of the clinic"})
    assert current(caseworker, "statistics").basis == "best_interests"


def test_withdrawing_is_a_link_and_a_button(page, case, caseworker):
    consent = current(caseworker, "store")
    address = f"/cases/{case.public_id}/consents/{consent.public_id}/withdraw/"
    assert f'href="{address}"' in page.get(f"/cases/{case.public_id}/consents/").content.decode()
    assert page.get(address).status_code == 200
    page.post(address, {"ok": "1"})
    assert current(caseworker, "store").ending == "withdrawn"
    assert page.trail(events.CONSENT_WITHDRAWN)


def test_a_newer_word_replaces_the_earlier_which_stays_to_be_read(page, case):
    page.post(f"/cases/{case.public_id}/consents/new/store/", GIVEN | {"decision": "declined"})
    text = words(page.get(f"/cases/{case.public_id}/consents/"))
    assert "Earlier" in text and "Replaced by a newer one" in text


def test_never_share_takes_the_organization_off_the_choice(page, case, caseworker, lotus):
    page.post(f"/cases/{case.public_id}/consents/never-share/", {"recipient": lotus.public_id})
    page.post(f"/cases/{case.public_id}/consents/never-share/", {"description": "The embassy"})
    text = words(page.get(f"/cases/{case.public_id}/consents/"))
    assert "Lotus Legal" in text and "The embassy" in text
    assert "Lotus Legal" not in words(page.get(f"/cases/{case.public_id}/consents/new/share/"))
    with as_user(caseworker):
        assert NeverShare.objects.visible_to(caseworker).count() == 2


def test_an_unknown_purpose_isnt_there(page, case):
    assert page.get(f"/cases/{case.public_id}/consents/new/marketing/").status_code == 404
