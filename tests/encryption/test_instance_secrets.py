"""Small secrets of the instance: bound to their purpose, saying which version of the key sealed them."""

import base64
import os

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from casemgr.encryption.errors import Tampered
from casemgr.encryption.instance_keys import instance_key_version
from casemgr.encryption.secrets import PURPOSE, open_secret, seal_secret, secret_version


def test_a_secret_opens_for_its_purpose_only():
    sealed = seal_secret("JBSWY3DP", "totp:1")
    assert "JBSWY3DP" not in sealed and open_secret(sealed, "totp:1") == "JBSWY3DP"
    for broken, purpose in [(sealed, "totp:2"), (sealed[:-4], "totp:1"), ("", "totp:1"), ("ä", "totp:1")]:
        with pytest.raises(Tampered):
            open_secret(broken, purpose)


def test_two_seals_of_a_secret_differ():
    assert seal_secret("x", "p") != seal_secret("x", "p")


def test_what_was_sealed_before_there_were_versions_goes_on_opening():
    nonce = os.urandom(12)
    ciphertext = AESGCM(instance_key_version(PURPOSE, 1)).encrypt(nonce, b"old", b"\x01p")
    sealed = base64.urlsafe_b64encode(b"\x01" + nonce + ciphertext).decode()
    assert open_secret(sealed, "p") == "old" and secret_version(sealed) == 1
