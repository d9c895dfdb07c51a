"""A provider that lies, an answer that was stolen, two providers confused: each is refused, with its reason."""

import time

import pytest
from django.test import Client

from casemgr.accounts.models import ProviderIdentity
from casemgr.audit import events
from tests.oidc import provider as lies
from tests.oidc.conftest import come_back, give, go, is_signed_in, sent_on
from tests.oidc.test_signing_in import REFUSED, reasons
from tests.pages.conftest import with_second_factor
from tests.pages.test_people import entries

HOUR = 3600


def is_refused(fake, person, auditor, code, **said):
    where, browser = go(fake, person, **said)
    assert where == REFUSED
    assert not is_signed_in(browser, person)
    assert reasons(auditor) == [code]
    assert not ProviderIdentity.objects.exists()
    page = browser.get(REFUSED).content.decode()
    assert "Begin again" in page
    assert code not in page


@pytest.mark.parametrize(
    ("header", "sign", "code"),
    [
        ({"alg": "none"}, lambda text: b"", "token_format"),
        ({"alg": "none"}, lies.by_rsa(), "token_algorithm"),
        ({"alg": "None"}, lies.by_rsa(), "token_algorithm"),
        ({"alg": None}, lies.by_rsa(), "token_algorithm"),
        ({"alg": ["RS256"]}, lies.by_rsa(), "token_algorithm"),
        ({"alg": "HS256"}, lies.by_public_key_as_secret, "token_algorithm"),
        ({"alg": "RS512"}, lies.by_rsa(), "token_algorithm"),
        ({"alg": "PS256"}, lies.by_rsa(), "token_algorithm"),
        ({}, lies.by_rsa(lies.STRANGE_KEY), "token_signature"),
        ({}, lambda text: b"\0" * 256, "token_signature"),
        ({"kid": "unknown"}, lies.by_rsa(), "token_signature"),
        ({"kid": "e"}, lies.by_rsa(), "token_signature"),
        ({"alg": "ES256"}, lies.by_ec, "token_signature"),
        ({"alg": "ES256", "kid": "e"}, lambda text: b"\0" * 64, "token_signature"),
        ({"kid": "enc"}, lies.by_rsa(lies.STRANGE_KEY), "token_signature"),
        ({"kid": "weak"}, lies.by_rsa(lies.WEAK_KEY), "token_signature"),
        ({"crit": ["exp"], "exp": 1}, lies.by_rsa(), "token_format"),
    ],
)
def test_a_signature_that_is_not_the_providers_is_refused(fake, caseworker, auditor, header, sign, code):
    fake.header, fake.sign = header, sign
    is_refused(fake, caseworker, auditor, code)


def test_a_key_that_the_token_brings_along_counts_for_nothing(fake, caseworker, auditor):
    fake.keys = [lies.public_rsa(lies.RSA_KEY)]
    fake.header = {"kid": None, "jwk": lies.public_rsa(lies.STRANGE_KEY), "jku": f"{fake.issuer}/mine", "x5u": "x"}
    fake.sign = lies.by_rsa(lies.STRANGE_KEY)
    is_refused(fake, caseworker, auditor, "token_signature")
    assert ("GET", "/mine") not in fake.log


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"iss": "https://elsewhere.example"}, "token_issuer"),
        ({"iss": None}, "token_issuer"),
        ({"aud": "another client"}, "token_audience"),
        ({"aud": ["another client"]}, "token_audience"),
        ({"aud": None}, "token_audience"),
        ({"aud": {lies.FakeProvider.client_id: 1}}, "token_audience"),
        ({"aud": [lies.FakeProvider.client_id, "another client"]}, "token_audience"),
        ({"aud": [lies.FakeProvider.client_id, "another client"], "azp": "another client"}, "token_audience"),
        ({"azp": "another client"}, "token_audience"),
        ({"nonce": "another question's"}, "token_nonce"),
        ({"nonce": None}, "token_nonce"),
        ({"exp": time.time() - 61 - HOUR}, "token_expired"),
        ({"exp": None}, "token_expired"),
        ({"exp": "9999999999"}, "token_expired"),
        ({"exp": float("inf")}, "token_expired"),
        ({"iat": time.time() - HOUR}, "token_expired"),
        ({"iat": time.time() + HOUR}, "token_expired"),
        ({"iat": None}, "token_expired"),
        ({"nbf": time.time() + HOUR}, "token_expired"),
        ({"sub": None}, "token_subject"),
        ({"sub": ""}, "token_subject"),
        ({"sub": 7}, "token_subject"),
        ({"sub": "x" * 256}, "token_subject"),
        ({"sub": "a\x00b"}, "token_subject"),
    ],
)
def test_a_token_that_does_not_hold_is_refused(fake, caseworker, auditor, claims, code):
    fake.claims = claims
    is_refused(fake, caseworker, auditor, code)


@pytest.mark.parametrize(
    ("header", "sign", "claims"),
    [
        ({"alg": "ES256", "kid": "e"}, lies.by_ec, {}),
        ({"kid": None}, lies.by_rsa(), {}),
        ({}, lies.by_rsa(), {"aud": [lies.FakeProvider.client_id]}),
        ({}, lies.by_rsa(), {"aud": [lies.FakeProvider.client_id, "b"], "azp": lies.FakeProvider.client_id}),
        ({}, lies.by_rsa(), {"exp": time.time() + HOUR, "nbf": time.time() - 5}),
    ],
)
def test_what_the_standard_allows_besides_comes_in(fake, caseworker, header, sign, claims):
    fake.header, fake.sign, fake.claims = header, sign, claims
    fake.keys = [key for key in fake.keys if key["kid"] in "re"]
    _where, browser = go(fake, caseworker)
    assert is_signed_in(browser, caseworker)


@pytest.mark.parametrize("late", [-59, 30])
def test_clocks_may_differ_by_a_minute(fake, caseworker, late):
    fake.claims = {"exp": time.time() + late, "iat": time.time() + 30}
    _where, browser = go(fake, caseworker)
    assert is_signed_in(browser, caseworker)


def test_an_answer_counts_once(fake, caseworker):
    browser = Client()
    address = fake.authorize(sent_on(browser), email=caseworker.email)
    assert come_back(browser, address) == "/"
    browser.post("/accounts/logout/")
    asked = len(fake.log)
    assert come_back(browser, address) == REFUSED
    assert not is_signed_in(browser, caseworker)
    assert len(fake.log) == asked


def test_a_question_counts_once_even_when_the_answer_was_no(fake, caseworker, auditor):
    browser = Client()
    address = fake.authorize(sent_on(browser), email=caseworker.email)
    no = address.replace("code=", "error=access_denied&was=")
    assert [come_back(browser, no), come_back(browser, address)] == [REFUSED, REFUSED]
    assert not is_signed_in(browser, caseworker)
    assert sorted(reasons(auditor)) == ["denied", "state"]


def test_a_code_that_was_used_before_is_refused(fake, caseworker, auditor):
    browser = Client()
    address = fake.authorize(sent_on(browser), email=caseworker.email)
    fake.codes.clear()  # somebody redeemed it
    assert come_back(browser, address) == REFUSED
    assert reasons(auditor) == ["code_refused"]
    assert "used already" in browser.get(REFUSED).content.decode()


def test_somebody_elses_answer_signs_nobody_in(fake, caseworker):
    """Signing a victim in as the attacker: the answer belongs to another browser's question."""
    theirs = fake.authorize(sent_on(Client()), email=caseworker.email)
    fresh, waiting = Client(), Client()
    sent_on(waiting)
    for victim in (fresh, waiting):
        assert come_back(victim, theirs) == REFUSED
        assert not is_signed_in(victim, caseworker)


def test_a_stolen_code_fails_without_the_verifier(fake, caseworker, auditor):
    stolen = fake.authorize(sent_on(Client()), email=caseworker.email)
    code = stolen.partition("code=")[2].partition("&")[0]
    thief = Client()
    mine = fake.authorize(sent_on(thief), answer={"code": code})
    assert come_back(thief, mine) == REFUSED
    assert reasons(auditor) == ["code_refused"]


def test_an_answer_after_ten_minutes_is_too_late(fake, caseworker, monkeypatch, auditor):
    browser = Client()
    address = fake.authorize(sent_on(browser), email=caseworker.email)
    later = time.time() + 601
    monkeypatch.setattr("casemgr.accounts.oidc.flow.time.time", lambda: later)
    assert come_back(browser, address) == REFUSED
    assert reasons(auditor) == ["state"]


def test_a_provider_changed_meanwhile_is_not_the_one_that_was_asked(fake, fakes, org_admin, caseworker, auditor):
    browser = Client()
    address = fake.authorize(sent_on(browser), email=caseworker.email)
    replaced = fakes()
    give(replaced, org_admin)
    assert come_back(browser, address) == REFUSED
    assert reasons(auditor) == ["state"]
    assert replaced.log == []


def test_two_organizations_providers_can_not_be_mixed_up(fake, other_fake, caseworker, partner_worker, auditor):
    """Lotus's provider sends the browser on to Harbor's with its own question: the answer comes to the wrong place."""
    browser = Client()
    sent_on(browser, "lotus")
    state = browser.session["oidc.pending"]["state"]
    harbors = sent_on(Client()).replace("state=", "state=" + state + "&was=")
    address = fake.authorize(harbors, email=caseworker.email, answer={"state": state})
    before = len(other_fake.log)
    assert come_back(browser, address) == REFUSED
    assert reasons(auditor) == ["state"]
    assert len(other_fake.log) == before  # Harbor's code was told to nobody
    assert not is_signed_in(browser, caseworker)


@pytest.mark.parametrize(("iss", "right"), [("own", True), ("https://elsewhere.example", False), (None, False)])
def test_a_provider_that_names_itself_must_be_the_one_that_was_asked(fake, caseworker, auditor, iss, right):
    fake.discovery = {"authorization_response_iss_parameter_supported": True}
    browser = Client()
    said = {"iss": fake.issuer if iss == "own" else iss}
    assert (come_back(browser, fake.authorize(sent_on(browser), email=caseworker.email, answer=said)) == "/") is right
    assert reasons(auditor) == ([] if right else ["answer_issuer"])


def test_whoever_is_signed_in_stays_who_they_are(fake, caseworker, colleague):
    browser = Client()
    address = fake.authorize(sent_on(browser), email=caseworker.email)
    browser.force_login(with_second_factor(colleague))
    assert come_back(browser, address) == "/"
    assert is_signed_in(browser, colleague)


@pytest.mark.parametrize("token", ["at-1\r\nHost: internal", "", "at-é", 7, None])
def test_an_access_token_that_is_none_is_not_sent(fake, caseworker, auditor, token):
    fake.claims, fake.tokens = {"email": None}, {"access_token": token}
    where, _browser = go(fake, caseworker)
    assert (where, reasons(auditor)) in [(REFUSED, ["email_unverified"]), (REFUSED, ["token_answer"])]


def test_refusals_name_nobody(fake, auditor):
    go(fake, "secret.person@example.org", subject="their-subject")
    [entry] = entries(events.PROVIDER_SIGN_IN_REFUSED, auditor)
    assert entry.actor_id is None
    assert entry.additional_data == {"reason": "no_account"}
