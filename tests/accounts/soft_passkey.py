"""An authenticator in a few lines (WebAuthn level 2, ES256, no attestation), to say what a real one never would."""

import hashlib
import json
import secrets

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

PRESENT_AND_VERIFIED, WITH_CREDENTIAL = 0x05, 0x40


class SoftPasskey:
    """One key pair for one host. `count` is what it says next; `origin` where its browser says it is."""

    def __init__(self, origin="http://localhost", host="localhost"):
        self.key, self.id = ec.generate_private_key(ec.SECP256R1()), secrets.token_bytes(16)
        self.origin, self.host, self.count, self.user_handle = origin, host, 1, b""

    def create(self, options):
        """The answer to the options of a registration."""
        asked = options["publicKey"]
        self.user_handle = _bytes(asked["user"]["id"])
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        credential = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public
        data = self._data(PRESENT_AND_VERIFIED | WITH_CREDENTIAL) + credential
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", asked["challenge"])
        return self._answer(
            {"clientDataJSON": websafe_encode(client), "attestationObject": websafe_encode(attestation)}
        )

    def use(self, options):
        """The answer to the options of a sign-in."""
        client, data = self._client("webauthn.get", options["publicKey"]["challenge"]), self._data(PRESENT_AND_VERIFIED)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            {
                "clientDataJSON": websafe_encode(client),
                "authenticatorData": websafe_encode(data),
                "signature": websafe_encode(signature),
                "userHandle": websafe_encode(self.user_handle),
            }
        )

    def _data(self, flags):
        self.count += 1
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client(self, kind, challenge):
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, response):
        name = websafe_encode(self.id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response,
                           "clientExtensionResults": {}, "authenticatorAttachment": "platform"})  # fmt: skip


def _bytes(text):
    from fido2.utils import websafe_decode

    return websafe_decode(text)
