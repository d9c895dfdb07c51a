"""Setting the provider up: what is kept, what is never shown, what is said when something is wrong with it."""

import re
import socket

import pytest

from casemgr.accounts.models import IdentityProvider, ProviderIdentity
from casemgr.audit import events
from casemgr.encryption.errors import Tampered
from casemgr.encryption.secrets import open_secret
from tests.conftest import make_person_of
from tests.oidc.conftest import go
from tests.pages.conftest import signed_in, text_of  # noqa: F401 - a fixture
from tests.pages.test_people import entries

PAGE = "/settings/organization/provider/"
TYPED = {"issuer": "https://login.example.org", "client_id": "desk", "secret": "very-s3cret", "required": ""}


@pytest.fixture
def browser(signed_in, org_admin):  # noqa: F811
    return signed_in(org_admin)


def test_it_is_set_up_and_its_secret_is_sealed_and_never_shown(browser, harbor, auditor):
    assert browser.post(PAGE, TYPED)["Location"] == PAGE
    provider = IdentityProvider.objects.get(organization=harbor)
    assert provider.secret() == "very-s3cret"
    assert "very-s3cret" not in str(vars(provider))
    page = text_of(browser.get(PAGE))
    assert "very-s3cret" not in page
    assert provider.sealed_secret not in page
    assert f"http://testserver/sign-in/{harbor.public_id}/back/" in page
    [entry] = entries(events.PROVIDER_CONFIGURED, auditor)
    assert sorted(entry.changes) == ["client_id", "issuer", "secret"]
    assert "s3cret" not in str(vars(entry))


def test_a_sealed_secret_opens_in_no_other_row(browser, harbor, lotus):
    browser.post(PAGE, TYPED)
    sealed = IdentityProvider.objects.get(organization=harbor).sealed_secret
    moved = IdentityProvider(organization=lotus, sealed_secret=sealed)
    with pytest.raises(Tampered):
        moved.secret()
    with pytest.raises(Tampered):
        open_secret(sealed, purpose="second-factor")


def test_an_empty_secret_keeps_the_one_that_is_there(browser, harbor, auditor):
    browser.post(PAGE, TYPED)
    assert browser.post(PAGE, TYPED | {"secret": "", "client_id": "desk2", "required": "on"}).status_code == 302
    provider = IdentityProvider.objects.get(organization=harbor)
    assert (provider.secret(), provider.client_id, provider.required) == ("very-s3cret", "desk2", True)
    [entry] = entries(events.PROVIDER_CHANGED, auditor)
    assert sorted(entry.changes) == ["client_id", "required"]
    browser.post(PAGE, TYPED | {"secret": "another"})
    assert IdentityProvider.objects.get(organization=harbor).secret() == "another"


def test_the_secret_is_not_sent_to_another_issuer(browser, harbor):
    browser.post(PAGE, TYPED)
    answer = browser.post(PAGE, TYPED | {"secret": "", "issuer": "https://collector.example"})
    assert answer.status_code == 422
    assert IdentityProvider.objects.get(organization=harbor).issuer == TYPED["issuer"]


def test_another_issuer_ends_every_tie_to_the_old_one(browser, fake, caseworker, auditor):
    go(fake, caseworker)
    assert ProviderIdentity.objects.count() == 1
    browser.post(PAGE, TYPED)
    assert ProviderIdentity.objects.count() == 0
    assert entries(events.PROVIDER_CHANGED, auditor)[0].additional_data["unlinked"] == 1


@pytest.mark.parametrize(
    "issuer",
    ["http://login.example.org", "https://127.0.0.1", "https://localhost", "https://login.example.org:8443",
     "https://a:b@login.example.org", "https://login.example.org?tenant=1", "login.example.org", ""],
)  # fmt: skip
def test_an_issuer_that_we_would_not_ask_is_not_taken(browser, harbor, issuer):
    assert browser.post(PAGE, TYPED | {"issuer": issuer}).status_code == 422
    assert not IdentityProvider.objects.filter(organization=harbor).exists()


def test_the_first_time_needs_a_secret(browser, harbor):
    assert browser.post(PAGE, TYPED | {"secret": ""}).status_code == 422
    assert not IdentityProvider.objects.filter(organization=harbor).exists()


def test_it_is_taken_away(browser, fake, caseworker, auditor):
    go(fake, caseworker)
    assert browser.get(f"{PAGE}remove/").status_code == 200
    assert browser.post(f"{PAGE}remove/").status_code == 302
    assert (IdentityProvider.objects.count(), ProviderIdentity.objects.count()) == (0, 0)
    assert len(entries(events.PROVIDER_REMOVED, auditor)) == 1
    assert browser.get(f"{PAGE}remove/").status_code == 404
    assert browser.post(f"{PAGE}test/").status_code == 404


def test_a_colleagues_tie_is_cut_on_their_page_by_their_own_administrator(browser, fake, caseworker, lotus, signed_in):  # noqa: F811
    go(fake, caseworker)
    page = f"/settings/people/{caseworker.public_id}/"
    assert f"{page}unlink/" in text_of(browser.get(page))
    assert signed_in(make_person_of(lotus, "org_admin")).post(f"{page}unlink/").status_code == 404
    assert ProviderIdentity.objects.count() == 1
    assert browser.post(f"{page}unlink/").status_code == 302
    assert ProviderIdentity.objects.count() == 0
    assert f"{page}unlink/" not in text_of(browser.get(page))


def said(browser):
    assert browser.post(f"{PAGE}test/")["Location"] == PAGE
    return re.findall(r'role="status">.*?<p>(.*?)</p>', text_of(browser.get(PAGE)), re.DOTALL)[-1]


def test_a_provider_that_answers_as_it_should_is_said_to(browser, fake):
    assert "answers as it should" in said(browser)
    assert [path for _method, path in fake.log] == ["/.well-known/openid-configuration", "/keys"]


HTML = (200, "text/html", b"<html>")
DISCOVERY = "/.well-known/openid-configuration"


@pytest.mark.parametrize(
    ("path", "answer", "words"),
    [
        (DISCOVERY, (404, "text/html", b"no"), "no page about an identity provider"),
        (DISCOVERY, (500, "application/json", b"{}"), "no page about an identity provider"),
        (DISCOVERY, (301, "text/html", b""), "sends us on"),
        (DISCOVERY, HTML, "can&#x27;t be read"),
        (DISCOVERY, (200, "application/json", b"[1]"), "can&#x27;t be read"),
        (DISCOVERY, (200, "application/json", b"{"), "can&#x27;t be read"),
        (DISCOVERY, (200, "application/json", b"[" * 100_000), "can&#x27;t be read"),
        (DISCOVERY, (200, "application/json", b"x" * 600_000), "far too long"),
        ("/keys", (404, "text/html", b"no"), "keys can&#x27;t be read"),
    ],
)
def test_what_is_wrong_is_said_in_words(browser, fake, path, answer, words):
    fake.answers[path] = answer
    assert words in said(browser)


@pytest.mark.parametrize(
    ("lie", "words"),
    [
        ({"issuer": "https://elsewhere.example"}, "calls itself something else"),
        ({"issuer": None}, "calls itself something else"),
        ({"token_endpoint": None}, "where people sign in"),
        ({"token_endpoint": 7}, "where people sign in"),
        ({"token_endpoint": "https://169.254.169.254/token"}, "must be https with a name"),
        ({"authorization_endpoint": "javascript:alert(1)"}, "must be https with a name"),
        ({"jwks_uri": "http://localhost/keys"}, "must be https with a name"),
        ({"code_challenge_methods_supported": ["plain"]}, "PKCE"),
        ({"id_token_signing_alg_values_supported": ["HS256", "none"]}, "neither RS256 nor ES256"),
    ],
)
def test_a_provider_that_describes_itself_wrongly_is_told_apart(browser, fake, lie, words):
    fake.discovery = lie
    assert words in said(browser)


def test_a_provider_that_is_down_or_inside_is_told_apart(browser, fake, settings, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    settings.CASEMGR_OUTBOUND_ALLOW.append(f"localhost:{port}")
    browser.post(PAGE, TYPED | {"issuer": f"https://localhost:{port}"})
    assert "doesn&#x27;t answer" in said(browser)
    known = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _host, *rest, **more: known("localhost", *rest, **more))
    browser.post(PAGE, TYPED | {"issuer": "https://login.example.org"})
    assert "private network" in said(browser)
