"""The way to the provider: what it may tell and what it may not; and what people read when it fails."""

import socket
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from casemgr.audit import events
from tests.oidc.conftest import come_back, give, go, sent_on
from tests.oidc.test_signing_in import REFUSED, reasons
from tests.pages.conftest import text_of
from tests.pages.test_people import entries


def test_the_address_carries_what_the_standard_asks_for_and_nobody(fake, caseworker, harbor):
    address = urlsplit(sent_on(Client()))
    asked = parse_qs(address.query)
    assert set(asked) == {
        "tenant", "response_type", "scope", "client_id", "redirect_uri", "state", "nonce", "code_challenge",
        "code_challenge_method",
    }  # fmt: skip
    assert asked["tenant"] == ["a&b"]
    assert asked["redirect_uri"] == [f"http://testserver/sign-in/{harbor.public_id}/back/"]
    assert "harbor" not in address.query


def test_each_question_has_secrets_of_its_own(fake):
    first, second = (parse_qs(urlsplit(sent_on(Client())).query) for _time in range(2))
    for name in ("state", "nonce", "code_challenge"):
        assert first[name] != second[name]
        assert len(first[name][0]) >= 43


def test_the_page_in_between_works_without_a_script_and_tells_the_provider_nothing_of_us(fake):
    page = Client().post("/sign-in/", {"slug": " HARBOR "})
    assert page["Referrer-Policy"] == "same-origin"
    assert 'rel="noreferrer"' in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_an_unknown_name_is_answered_like_one_without_a_provider(fake, lotus):
    """And neither costs a request to anywhere."""
    answers = []
    for slug in ("lotus", "nobody", "harbour"):
        answer = Client().post("/sign-in/", {"slug": slug})
        answers.append((answer.status_code, text_of(answer).replace(slug, "")))
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0] == 422
    assert fake.log == []


def test_the_way_is_offered_at_sign_in(client):
    page = text_of(client.get("/accounts/login/"))
    assert 'href="/sign-in/"' in page
    assert "Harbor" not in text_of(client.get("/sign-in/"))


def test_tries_are_limited(fake):
    answers = {Client().post("/sign-in/", {"slug": "nobody"}).status_code for _time in range(31)}
    assert answers == {422, 429}


def test_a_provider_that_is_down_is_told_plainly(fake, settings, org_admin, auditor):
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    settings.CASEMGR_OUTBOUND_ALLOW.append(f"localhost:{port}")
    give(fake, org_admin, issuer=f"https://localhost:{port}")
    browser = Client()
    assert browser.post("/sign-in/", {"slug": "harbor"})["Location"] == REFUSED
    assert "Try again in a few minutes" in text_of(browser.get(REFUSED))
    assert reasons(auditor) == ["unreachable"]


def test_a_wrong_secret_is_told_plainly(fake, org_admin, caseworker, auditor):
    give(fake, org_admin, secret="wrong")
    where, browser = go(fake, caseworker)
    assert where == REFUSED
    assert "enter the client secret again" in text_of(browser.get(REFUSED))
    assert reasons(auditor) == ["client_refused"]


def test_the_secret_goes_into_the_form_where_the_provider_wants_it(fake, caseworker):
    fake.discovery = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    where, _browser = go(fake, caseworker)
    assert where == "/"


@pytest.mark.parametrize(
    ("answer", "code", "words"),
    [
        ({"error": "access_denied", "code": None}, "denied", "stopped at the provider"),
        ({"error": "server_error", "code": None}, "provider_error", "Tell your administrator"),
        ({"code": None}, "provider_error", "Tell your administrator"),
        ({"state": "guessed"}, "state", "used already"),
        ({"state": None}, "state", "used already"),
    ],
)
def test_an_answer_without_a_code_is_told_plainly(fake, caseworker, auditor, answer, code, words):
    browser = Client()
    assert come_back(browser, fake.authorize(sent_on(browser), answer=answer)) == REFUSED
    assert words in text_of(browser.get(REFUSED))
    assert reasons(auditor) == [code]


@pytest.mark.parametrize(
    ("path", "answer", "code"),
    [
        ("/token", (200, "text/html", b"{}"), "token_answer"),
        ("/token", (200, "application/json", b"{}"), "token_format"),
        ("/token", (200, "application/json", b'{"id_token": 7}'), "token_format"),
        ("/token", (200, "application/json", b'{"id_token": "a.b.c"}'), "token_format"),
        ("/token", (401, "text/html", b""), "client_refused"),
        ("/token", (302, "text/html", b""), "redirect"),
        ("/token", (500, "application/json", b"{}"), "token_answer"),
        ("/keys", (500, "application/json", b"{}"), "keys"),
        ("/keys", (200, "application/json", b'{"keys": {}}'), "keys"),
        ("/keys", (200, "application/json", b'{"keys": []}'), "token_signature"),
        ("/keys", (200, "application/json", b'{"keys": [7, null, {"kty": []}]}'), "token_signature"),
        ("/.well-known/openid-configuration", (503, "text/html", b""), "discovery_status"),
    ],
)
def test_a_provider_that_breaks_on_the_way_back_is_told_plainly(fake, caseworker, auditor, path, answer, code):
    browser = Client()
    address = fake.authorize(sent_on(browser), email=caseworker.email)
    fake.answers[path] = answer
    assert come_back(browser, address) == REFUSED
    assert reasons(auditor) == [code]
    assert browser.get(REFUSED).status_code == 200


def test_an_answer_to_nobodys_question_is_refused(client, harbor, auditor):
    assert come_back(client, f"/sign-in/{harbor.public_id}/back/?code=1&state=2") == REFUSED
    assert come_back(client, f"/sign-in/{'A' * 22}/back/?code=1&state=2") == REFUSED
    assert entries(events.PROVIDER_SIGN_IN_REFUSED, auditor) == []


def test_answers_to_nobodys_question_are_limited(client, fake, harbor, auditor):
    answers = [client.get(f"/sign-in/{harbor.public_id}/back/?code=1&state=2").status_code for _time in range(31)]
    assert (answers[0], answers[-1]) == (302, 429)
    assert set(reasons(auditor)) == {"state"}
    assert len(reasons(auditor)) == 30
