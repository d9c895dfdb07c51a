"""Two organizations with a provider each, and a browser that goes there and back."""

import re
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client

from casemgr.accounts.actions import configure_provider
from tests.conftest import as_user, make_person_of
from tests.oidc.provider import FakeProvider, Handler
from tests.outbound.secure_server import make_certificate, serving


@pytest.fixture(autouse=True)
def nobody_tried_yet():
    """The limit on sign-ins counts from here."""
    cache.clear()


@pytest.fixture
def fakes(tmp_path, monkeypatch, settings):
    """Call it for another provider on this machine, which the operator allows."""
    certificate, secret = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    settings.CASEMGR_OUTBOUND_ALLOW = []
    running = []

    def make():
        running.append(serving(Handler, certificate, secret))
        server = running[-1].__enter__()
        settings.CASEMGR_OUTBOUND_ALLOW.append(f"localhost:{server.server_port}")
        server.provider = FakeProvider(f"https://localhost:{server.server_port}")
        return server.provider

    yield make
    for one in running:
        one.__exit__(None, None, None)


def give(fake, admin, **changes):
    """The administrator's organization has this provider from now on."""
    values = {"issuer": fake.issuer, "client_id": fake.client_id, "secret": fake.secret, "required": False}
    with as_user(admin):
        return configure_provider(by=admin, **(values | changes))


@pytest.fixture
def fake(fakes, org_admin):
    """Harbor's provider."""
    made = fakes()
    give(made, org_admin)
    return made


@pytest.fixture
def other_fake(fakes, lotus):
    """Lotus's provider."""
    made = fakes()
    give(made, make_person_of(lotus, "org_admin"))
    return made


def sent_on(browser, slug="harbor", **more):
    """The provider's address on the page that sends people there."""
    page = browser.post("/sign-in/", {"slug": slug, **more})
    assert page.status_code == 200, page.get("Location")
    [refresh] = re.findall(r'http-equiv="refresh" content="0; url=([^"]+)"', page.content.decode())
    assert f'href="{refresh}"' in page.content.decode()
    return unescape(refresh)


def come_back(browser, address):
    """Follow the provider's redirect; always answered by a redirect."""
    answer = browser.get(address.removeprefix("http://testserver"))
    assert answer.status_code == 302
    assert "?" not in answer["Location"]
    assert "no-store" in answer["Cache-Control"]
    return answer["Location"]


def go(fake, person, browser=None, slug="harbor", **said):
    """The whole way as this person's e-mail. Returns where it ended, and the browser."""
    browser = browser or Client()
    said = {"email": getattr(person, "email", person)} | said
    return come_back(browser, fake.authorize(sent_on(browser, slug), **said)), browser


def is_signed_in(browser, person):
    return browser.session.get("_auth_user_id") == str(person.pk)


def why(browser, auditor_entries):
    """The reason in the trail's one refusal."""
    [entry] = auditor_entries
    return entry.additional_data["reason"]
