"""Transit of Vault, as its documentation says it: a small server that checks each request and really encrypts."""

import base64
import json
import os

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from casemgr.encryption.errors import MasterKeyUnusable
from casemgr.encryption.key_providers.vault import VaultProvider
from tests.outbound.secure_server import Quiet, make_certificate, serving

pytestmark = pytest.mark.nodb
TOKEN = "hvs.planted-token"


class Transit(Quiet):
    key = AESGCM(os.urandom(32))
    status = 200

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        bound = base64.b64decode(asked["associated_data"], validate=True)
        if self.headers["X-Vault-Token"] != TOKEN:
            return self.give(403, {"errors": ["permission denied"]})
        if self.status != 200:
            return self.give(self.status, {"errors": ["no"]})
        if self.path == "/v1/transit/encrypt/casemgr":
            nonce = os.urandom(12)
            sealed = nonce + self.key.encrypt(nonce, base64.b64decode(asked["plaintext"], validate=True), bound)
            return self.give(200, {"data": {"ciphertext": "vault:v1:" + base64.b64encode(sealed).decode()}})
        if self.path == "/v1/transit/decrypt/casemgr":
            sealed = base64.b64decode(asked["ciphertext"].removeprefix("vault:v1:"), validate=True)
            try:
                plain = self.key.decrypt(sealed[:12], sealed[12:], bound)
            except InvalidTag:
                return self.give(400, {"errors": ["cipher: message authentication failed"]})
            return self.give(200, {"data": {"plaintext": base64.b64encode(plain).decode()}})
        return self.give(404, {"errors": []})

    def give(self, status, told):
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def vault(tmp_path, settings, monkeypatch):
    certificate, secret = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    (tmp_path / "token").write_text(TOKEN + "\n")
    with serving(Transit, certificate, secret) as server:
        port = server.server_port
        settings.CASEMGR_OUTBOUND_ALLOW = [f"localhost:{port}"]
        yield VaultProvider(
            f"https://localhost:{port}", mount="transit", key="casemgr", token_file=str(tmp_path / "token")
        )


def test_it_opens_what_it_wrapped_in_the_same_context_alone(vault):
    wrapped = vault.wrap(b"r" * 32, b"root 1")
    assert wrapped.startswith(b"vault:v1:") and vault.unwrap(wrapped, b"root 1") == b"r" * 32
    with pytest.raises(MasterKeyUnusable, match="another key wrapped this"):
        vault.unwrap(wrapped, b"root 2")


def test_a_wrong_token_is_said_and_not_shown(vault, tmp_path):
    (tmp_path / "token").write_text("hvs.wrong-one")
    with pytest.raises(MasterKeyUnusable, match="refused the token") as refused:
        vault.wrap(b"r" * 32, b"root 1")
    assert "hvs." not in str(refused.value)


@pytest.mark.parametrize(("status", "said"), [(503, "sealed"), (404, "isn't there"), (500, "answered 500")])
def test_what_it_answers_is_said_in_words(vault, monkeypatch, status, said):
    monkeypatch.setattr(Transit, "status", status)
    with pytest.raises(MasterKeyUnusable, match=said):
        vault.wrap(b"r" * 32, b"root 1")


def test_a_certificate_of_nobody_and_an_unnamed_network_are_refused(vault, settings, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(MasterKeyUnusable, match="certificate"):
        vault.wrap(b"r" * 32, b"root 1")
    settings.CASEMGR_OUTBOUND_ALLOW = []
    with pytest.raises(MasterKeyUnusable, match="CASEMGR_OUTBOUND_ALLOW"):
        vault.wrap(b"r" * 32, b"root 1")
