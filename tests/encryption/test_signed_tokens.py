"""A token counts only as its signer made it: any other letter, and it is nobody's."""

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casemgr.encryption.signed_tokens import NotSigned, signed_claims
from tests.oidc import provider as signer

pytestmark = pytest.mark.nodb
KEYS = {"keys": [signer.public_rsa(signer.RSA_KEY, kid="r"), signer.public_ec(signer.EC_KEY, kid="e")]}
CLAIMS = {"sub": "somebody", "n": 1}


def made(algorithm):
    """An honest token."""
    kid, sign = ("r", signer.by_rsa()) if algorithm == "RS256" else ("e", signer.by_ec)
    parts = ({"alg": algorithm, "kid": kid}, CLAIMS)
    text = ".".join(signer.b64(json.dumps(part).encode()) for part in parts)
    return f"{text}.{signer.b64(sign(text.encode()))}"


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_an_honest_one_is_read(algorithm):
    assert signed_claims(made(algorithm), KEYS) == CLAIMS


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([made("RS256"), made("ES256")]), st.data())
def test_a_changed_one_never_says_anything_else(token, data):
    at = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.sampled_from("ABCxyz019-_.={\x00 "))
    with suppress(NotSigned):  # the last letter of base64 has bits that mean nothing: then it says the same
        assert signed_claims(token[:at] + letter + token[at + 1 :], KEYS) == CLAIMS


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.none(), st.text(), st.from_regex(r"[A-Za-z0-9_-]{0,9}\.[A-Za-z0-9_-]{0,9}\.[A-Za-z0-9_-]{0,9}")))
def test_nonsense_is_refused_and_breaks_nothing(token):
    with pytest.raises(NotSigned):
        signed_claims(token, KEYS)


@pytest.mark.parametrize(
    "keys", [{}, {"keys": None}, {"keys": "x"}, {"keys": [{"kty": "RSA", "kid": "r", "n": "A" * 400}]}]
)
def test_keys_that_are_none_are_refused(keys):
    with pytest.raises(NotSigned):
        signed_claims(made("RS256"), keys)
