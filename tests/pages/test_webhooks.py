"""The administrator's pages about webhooks: add, test, new secret, disable, remove, deliveries."""

import re

import pytest

from casemgr.accounts.actions import create_client
from casemgr.accounts.models import PartnerClient
from casemgr.audit import events
from cases.actions.notifications import notify
from cases.models import Notification
from referrals.models import WebhookDelivery, WebhookEndpoint
from tests.conftest import as_user, make_person_of
from tests.pages.conftest import text_of
from tests.pages.test_people import entries

WHERE = "/settings/organization/webhooks/"
URL = "https://hooks.example.org/one"


@pytest.fixture
def system(org_admin):
    with as_user(org_admin):
        client, _secret = create_client(name="Shelter desk", by=org_admin)
    return client


@pytest.fixture
def browser(signed_in, org_admin, system):
    return signed_in(org_admin)


def add(browser, system, url=URL):
    return browser.post(f"{WHERE}new/", {"account": system.pk, "url": url})


@pytest.fixture
def endpoint(browser, system, org_admin):
    assert add(browser, system).status_code == 200
    with as_user(org_admin):
        return WebhookEndpoint.objects.visible_to(org_admin).get()


def now(endpoint, org_admin):
    with as_user(org_admin):
        return WebhookEndpoint.objects.visible_to(org_admin).filter(pk=endpoint.pk).first()


def test_the_secret_is_shown_once(browser, system, auditor):
    shown = re.findall(r"whsec_[A-Za-z0-9+/=]+", text_of(add(browser, system)))
    assert len(shown) == 1
    assert shown[0] not in text_of(browser.get(WHERE)) and URL in text_of(browser.get(WHERE))
    assert entries(events.WEBHOOK_ADDED, auditor)


@pytest.mark.parametrize("url", ["http://hooks.example.org/", "https://127.0.0.1/", "https://localhost/", ""])
def test_a_bad_address_is_said_at_the_field(browser, system, url):
    answer = add(browser, system, url)
    assert answer.status_code == 422 and "whsec_" not in text_of(answer)


def test_only_systems_of_ones_own_are_offered(browser, lotus):
    other = make_person_of(lotus, "org_admin")
    with as_user(other):
        theirs, _secret = create_client(name="Lotus desk", by=other)
    assert "Lotus desk" not in text_of(browser.get(f"{WHERE}new/"))
    assert add(browser, theirs).status_code == 422
    assert PartnerClient.objects.get(pk=theirs.pk).user.is_active


def test_a_new_secret_is_shown_once(browser, endpoint, org_admin, auditor):
    page = f"{WHERE}{endpoint.public_id}/secret/"
    assert "24 hours" in text_of(browser.get(page))
    shown = re.findall(r"whsec_[A-Za-z0-9+/=]+", text_of(browser.post(page)))
    changed = now(endpoint, org_admin)
    assert len(shown) == 1 and changed.previous_until is not None
    assert changed.secrets(changed.created_at)[0] == shown[0]
    assert entries(events.WEBHOOK_SECRET_ROTATED, auditor)


def test_it_is_disabled_and_enabled(browser, endpoint, org_admin, auditor):
    switch = f"{WHERE}{endpoint.public_id}/switch/"
    assert browser.post(switch).status_code == 302
    assert now(endpoint, org_admin).reason == "person"
    assert "Disabled by an administrator" in text_of(browser.get(WHERE))
    assert browser.post(f"{WHERE}{endpoint.public_id}/test/").status_code == 409
    assert browser.post(switch).status_code == 302
    assert now(endpoint, org_admin).is_active
    assert entries(events.WEBHOOK_DISABLED, auditor) and entries(events.WEBHOOK_ENABLED, auditor)


def test_a_test_appears_among_the_deliveries_and_can_be_sent_again(browser, endpoint, org_admin, auditor):
    answer = browser.post(f"{WHERE}{endpoint.public_id}/test/", follow=True)
    assert "webhook.test" in text_of(answer) and "Waiting for the next attempt" in text_of(answer)
    with as_user(org_admin):
        rows = WebhookDelivery.objects.visible_to(org_admin)
        rows.update(state="failed", next_attempt_at=None, problem="timeout", attempts=10)
        one = rows.get()
    assert "It took too long to answer" in text_of(browser.get(f"{WHERE}deliveries/?state=failed"))
    assert "Nothing was sent" in text_of(browser.get(f"{WHERE}deliveries/?state=delivered"))
    assert browser.post(f"{WHERE}deliveries/{one.public_id}/again/").status_code == 302
    with as_user(org_admin):
        again = WebhookDelivery.objects.visible_to(org_admin).get()
    assert (again.state, again.attempts, again.event_id) == ("waiting", 0, one.event_id)
    assert entries(events.WEBHOOK_REDELIVERED, auditor)


def test_it_is_removed(browser, endpoint, org_admin, auditor):
    page = f"{WHERE}{endpoint.public_id}/remove/"
    assert URL in text_of(browser.get(page))
    assert browser.post(page).status_code == 302
    assert now(endpoint, org_admin) is None
    assert entries(events.WEBHOOK_REMOVED, auditor)


def test_another_organizations_looks_absent(signed_in, endpoint, org_admin, lotus):
    stranger = signed_in(make_person_of(lotus, "org_admin"))
    for act in ("secret", "test", "switch", "remove"):
        theirs = stranger.post(f"{WHERE}{endpoint.public_id}/{act}/")
        absent = stranger.post(f"{WHERE}{'A' * 22}/{act}/")
        assert theirs.status_code == 404
        assert text_of(theirs).replace(endpoint.public_id, "A" * 22) == text_of(absent), act
    assert now(endpoint, org_admin).version == endpoint.version
    assert URL not in text_of(stranger.get(WHERE))


def test_tests_are_limited(browser, endpoint, empty_cache):
    statuses = [browser.post(f"{WHERE}{endpoint.public_id}/test/").status_code for _one in range(31)]
    assert statuses == [302] * 30 + [429]


def test_an_administrator_is_told_and_led_there(browser, org_admin, system):
    with as_user(system.user):
        notify(org_admin, kind=Notification.Kind.WEBHOOK_GONE, by=system.user)
    page = text_of(browser.get("/news/"))
    assert "An address for webhooks is gone" in page
    assert "News: 1 new" in page
    with as_user(org_admin):
        one = Notification.objects.visible_to(org_admin).get()
    assert browser.post(f"/news/{one.public_id}/")["Location"] == WHERE
