"""Letters between instances: only the addressee opens them, only the sender can have written them, and length hides."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from http_message_signatures import HTTPMessageSigner, HTTPSignatureKeyResolver, algorithms
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhpke import AEADId, CipherSuite, KDFId, KEMId, KEMKey

from casemgr.encryption import envelopes, exchange_keys, http_signatures, instance_keys
from casemgr.encryption.errors import KeyMissing, Tampered

pytestmark = pytest.mark.django_db(databases=["keys"])
HEADER = {"v": "1", "iss": "one", "aud": "two", "iat": 1, "exp": 2, "jti": "a"}
URL = "https://two.example/fed/v1/inbox"


@pytest.fixture
def ours():
    return exchange_keys.published()


def raw(private):
    return private.public_key().public_bytes_raw()


def test_a_letter_to_oneself_opens(ours):
    letter = envelopes.seal(HEADER, {"type": "offer", "words": "عربي"}, to=ours.seal)
    assert envelopes.open_letter(letter, signed_by=ours.sign).payload == {"type": "offer", "words": "عربي"}
    assert envelopes.header_of(letter) == HEADER | {"kid": exchange_keys.key_id(ours.seal)}
    assert b"offer" not in letter


@given(st.text(max_size=40), st.integers(0, 10_000), st.integers(0, 7))
@settings(max_examples=60, deadline=None)
def test_one_flipped_bit_and_nothing_opens(words, place, bit):
    ours = exchange_keys.published()
    letter = json.loads(envelopes.seal(HEADER, {"type": "offer", "words": words}, to=ours.seal))
    sealed = bytearray(base64.b64decode(letter["sealed"]))
    sealed[place % len(sealed)] ^= 1 << bit
    letter["sealed"] = base64.b64encode(sealed).decode()
    with pytest.raises(Tampered):
        envelopes.open_letter(json.dumps(letter).encode(), signed_by=ours.sign)


@pytest.mark.parametrize("name", sorted(HEADER))
def test_the_header_is_bound(ours, name):
    letter = json.loads(envelopes.seal(HEADER, {"type": "offer"}, to=ours.seal))
    letter["header"][name] = "other"
    with pytest.raises(Tampered):
        envelopes.open_letter(json.dumps(letter).encode(), signed_by=ours.sign)


def test_nobody_else_can_have_written_it(ours):
    letter = envelopes.seal(HEADER, {"type": "offer"}, to=ours.seal, by=Ed25519PrivateKey.generate())
    with pytest.raises(Tampered):
        envelopes.open_letter(letter, signed_by=ours.sign)


def test_a_letter_that_was_opened_cannot_be_sealed_again_to_somebody_else(ours):
    """The signature covers the header, which names the addressee and the key it was sealed to."""
    other = X25519PrivateKey.generate()
    passed_on = envelopes.seal(HEADER | {"aud": "three"}, {"type": "offer"}, to=raw(other))
    inside = envelopes._SUITE.decrypt(
        base64.b64decode(json.loads(passed_on)["sealed"]),
        other,
        info=envelopes.canonical(envelopes.header_of(passed_on)),
    )
    to_us = HEADER | {"kid": exchange_keys.key_id(ours.seal)}
    sealed = envelopes._SUITE.encrypt(
        inside, exchange_keys.opening_key(to_us["kid"]).public_key(), info=envelopes.canonical(to_us)
    )
    forged = envelopes.canonical({"header": to_us, "sealed": base64.b64encode(sealed).decode()})
    with pytest.raises(Tampered):
        envelopes.open_letter(forged, signed_by=ours.sign)


def test_what_was_opened_proves_who_said_it(ours):
    opened = envelopes.open_letter(envelopes.seal(HEADER, {"type": "purged"}, to=ours.seal), signed_by=ours.sign)
    assert envelopes.proves(opened.proof, signed_by=ours.sign)
    assert not envelopes.proves(opened.proof | {"payload": '{"type":"offer"}'}, signed_by=ours.sign)
    assert not envelopes.proves(opened.proof, signed_by=raw(Ed25519PrivateKey.generate()))


def test_what_was_sealed_to_another_instance_says_so(ours):
    letter = envelopes.seal(HEADER, {"type": "offer"}, to=raw(X25519PrivateKey.generate()))
    with pytest.raises(KeyMissing):
        envelopes.open_letter(letter, signed_by=ours.sign)


@pytest.mark.parametrize(
    "letter", [b"", b"[]", b"{}", b'{"header":1,"sealed":""}', b"[" * 9000, b"x" * 500_000, b"\xff"]
)
def test_rubbish_is_refused(ours, letter):
    with pytest.raises(Tampered):
        envelopes.open_letter(letter, signed_by=ours.sign)


def test_length_tells_one_of_four_sizes(ours):
    lengths = {len(envelopes.seal(HEADER, {"words": "x" * n}, to=ours.seal)) for n in range(0, 250_000, 2_701)}
    assert len(lengths) == 4
    with pytest.raises(envelopes.TooLong):
        envelopes.seal(HEADER, {"words": "x" * 262_144}, to=ours.seal)


def test_a_script_other_than_latin_is_no_longer_than_it_is(ours):
    words = "я" * 60_000
    assert envelopes.fits({"fields": {"notes": words}}) and not envelopes.fits({"fields": {"notes": words * 3}})
    letter = envelopes.seal(HEADER, {"fields": {"notes": words}}, to=ours.seal)
    assert envelopes.open_letter(letter, signed_by=ours.sign).payload == {"fields": {"notes": words}}


@pytest.mark.nodb
@pytest.mark.parametrize("key", [b"\0" * 32, b"\1" + b"\0" * 31])
def test_keys_that_give_everybody_the_same_secret_are_refused(key):
    assert not exchange_keys.usable(key) and exchange_keys.usable(raw(X25519PrivateKey.generate()))


def test_a_second_implementation_of_hpke_opens_it():
    other = X25519PrivateKey.generate()
    letter = json.loads(envelopes.seal(HEADER, {"type": "offer"}, to=raw(other)))
    suite = CipherSuite.new(KEMId.DHKEM_X25519_HKDF_SHA256, KDFId.HKDF_SHA256, AEADId.CHACHA20_POLY1305)
    sealed = base64.b64decode(letter["sealed"])
    info = envelopes.canonical(letter["header"])
    opened = suite.create_recipient_context(sealed[:32], KEMKey.from_pyca_cryptography_key(other), info=info)
    content = opened.open(sealed[32:])
    assert len(content) == 4096 and json.loads(content.split(b"\x80")[0])["payload"] == '{"type":"offer"}'


def test_a_new_key_signs_and_the_older_one_still_opens(ours):
    before = envelopes.seal(HEADER, {"type": "before"}, to=ours.seal)
    version = exchange_keys.renew()
    after = exchange_keys.published()
    assert after.sign != ours.sign and after.seal != ours.seal
    assert envelopes.open_letter(before, signed_by=ours.sign).payload == {"type": "before"}
    assert envelopes.open_letter(envelopes.seal(HEADER, {"type": "after"}, to=ours.seal), signed_by=after.sign)
    assert raw(exchange_keys.signing_key(version - 1)) == ours.sign
    instance_keys.forget()


def sent(url=URL, body=b"{}", method="POST"):
    return method, url, http_signatures.signed_headers(method, url, body), body


def known(ours):
    return {exchange_keys.key_id(ours.sign): ours.sign}.get


def test_a_signed_request_is_recognized_once_made(ours):
    method, url, headers, body = sent()
    signer = http_signatures.verified(method, url, headers, body, known(ours))
    assert signer.key_id == exchange_keys.key_id(ours.sign) and len(signer.nonce) == 22
    assert signer.until > datetime.now(UTC)
    assert signer.nonce != http_signatures.verified(*sent(), known(ours)).nonce


def test_a_request_without_a_body_is_signed_too(ours):
    assert http_signatures.verified(*sent(url=URL + "?after=3", body=b"", method="GET"), known(ours))


@pytest.mark.parametrize(
    "changed",
    [
        {"method": "PUT"},
        {"url": "https://two.example/fed/v1/inbox?x=1"},
        {"url": "https://three.example/fed/v1/inbox"},
        {"body": b"{ }"},
        {"known": lambda _id: None},
        {"known": lambda _id: raw(Ed25519PrivateKey.generate())},
    ],
)
def test_a_changed_request_is_refused(ours, changed):
    method, url, headers, body = sent()
    given = {"method": method, "url": url, "headers": headers, "body": body, "known": known(ours)} | changed
    with pytest.raises(Tampered):
        http_signatures.verified(*given.values())


class Own(HTTPSignatureKeyResolver):
    def resolve_private_key(self, key_id):
        return exchange_keys.signing_key()

    def resolve_public_key(self, key_id):
        raise AssertionError


@pytest.mark.parametrize(
    "unlike",
    [
        {"nonce": None},
        {"nonce": "short"},
        {"expires": None},
        {"expires": datetime.now(UTC) + timedelta(days=1)},
        {"created": datetime.now(UTC) - timedelta(hours=1), "expires": datetime.now(UTC) + timedelta(hours=1)},
        {"created": datetime.now(UTC) + timedelta(hours=1), "expires": datetime.now(UTC) + timedelta(hours=2)},
        {"tag": "something-else"},
        {"tag": None},
        {"covered_component_ids": ("@method",)},
        {"body": None},
    ],
)
def test_a_signature_of_another_shape_is_refused(ours, unlike):
    now = datetime.now(UTC)
    shape = {
        "key_id": exchange_keys.key_id(ours.sign),
        "created": now,
        "expires": now + timedelta(minutes=5),
        "nonce": "n" * 22,
        "tag": http_signatures.TAG,
        "covered_component_ids": ("@method", "@target-uri"),
        "body": b"{}",
    }
    request = http_signatures.Request("POST", URL)
    signer = HTTPMessageSigner(signature_algorithm=algorithms.ED25519, key_resolver=Own())
    signer.sign(request, **{name: value for name, value in (shape | unlike).items() if value is not None})
    with pytest.raises(Tampered):
        http_signatures.verified("POST", URL, request.headers, b"{}", known(ours))
