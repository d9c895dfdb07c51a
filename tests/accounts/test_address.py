"""Whose address counts: the peer's, or the one the trusted proxies saw."""

import pytest
from django.test import RequestFactory

from casemgr.audit.origin import client_address
from referrals.partner_api.throttling import WindowThrottle

pytestmark = pytest.mark.nodb
PEER, SPOOFED, REAL = "10.0.0.9", "1.2.3.4", "203.0.113.7"


def request(forwarded=None):
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    made = RequestFactory().get("/", REMOTE_ADDR=PEER, **headers)
    made.auth = None
    return made


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, f"{SPOOFED}, {REAL}", PEER),
        (1, f"{SPOOFED}, {REAL}", REAL),
        (2, f"{SPOOFED}, {REAL}, 10.0.0.1", REAL),
        (2, REAL, PEER),
        (1, None, PEER),
        (1, "<script>", PEER),
    ],
)
def test_it_is_the_one_the_trusted_proxies_saw(settings, proxies, forwarded, address):
    settings.CASEMGR_TRUSTED_PROXIES = proxies
    assert client_address(request(forwarded)) == address


def test_anonymous_callers_are_counted_by_it(settings):
    settings.CASEMGR_TRUSTED_PROXIES = 1
    assert WindowThrottle()._caller(request(f"{SPOOFED}, {REAL}")) == f"address:{REAL}"


def test_the_sign_in_limit_trusts_as_many():
    from django.conf import settings

    assert settings.ALLAUTH_TRUSTED_PROXY_COUNT == settings.CASEMGR_TRUSTED_PROXIES
