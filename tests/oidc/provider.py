"""An identity provider that really is one: discovery, keys, authorization codes bound to PKCE, tokens. And its lies."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
from urllib.parse import parse_qs, parse_qsl, unquote_plus, urlencode, urlsplit

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from tests.outbound.secure_server import Quiet

RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
WEAK_KEY = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - that it is refused is tested
EC_KEY = ec.generate_private_key(ec.SECP256R1())
STRANGE_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def b64(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def number(value):
    return b64(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def public_rsa(key, **more):
    numbers = key.public_key().public_numbers()
    return {"kty": "RSA", "n": number(numbers.n), "e": number(numbers.e), **more}


def public_ec(key, **more):
    numbers = key.public_key().public_numbers()
    x, y = (b64(part.to_bytes(32, "big")) for part in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y, **more}


def by_rsa(key=RSA_KEY):
    return lambda text: key.sign(text, padding.PKCS1v15(), hashes.SHA256())


def by_ec(text):
    r, s = decode_dss_signature(EC_KEY.sign(text, ec.ECDSA(hashes.SHA256())))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def by_public_key_as_secret(text):
    """The classic: HMAC keyed with the public key's PEM."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    pem = RSA_KEY.public_key().public_bytes(serialization.Encoding.PEM, form)
    return hmac.digest(pem, text, "sha256")


class FakeProvider:
    """What it says can be bent: these are laid over the honest answers, and None takes something away."""

    client_id, secret = "desk:1 ä", "s3cret/+ä&="

    def __init__(self, issuer):
        self.issuer = issuer
        self.discovery, self.claims, self.header, self.tokens, self.userinfo = {}, {}, {}, {}, None
        self.sign, self.codes, self.log = by_rsa(), {}, []
        self.keys = [
            {"kty": "OKP", "crv": "Ed25519", "x": "AA", "kid": "o"},
            public_rsa(RSA_KEY, kid="r", use="sig"),
            public_ec(EC_KEY, kid="e"),
            public_rsa(STRANGE_KEY, kid="enc", use="enc"),
            public_rsa(WEAK_KEY, kid="weak"),
        ]
        self.answers = {}  # path: (status, kind, body), instead of the honest answer

    def authorize(self, address, subject="sub-1", email="", *, verified=True, answer=None):
        """What the browser does there: sign in as this person, and be sent back. Returns where to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert asked["client_id"] == self.client_id
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked | {"sub": subject, "email": email, "email_verified": verified}
        sent = {"code": code, "state": asked["state"]} | (answer or {})
        return f"{asked['redirect_uri']}?{urlencode({k: v for k, v in sent.items() if v is not None})}"

    def respond(self, method, path, headers, body):
        self.log.append((method, path))
        if path in self.answers:
            return self.answers[path]
        if path == "/.well-known/openid-configuration":
            return self.as_json(self.laid_over(self.configuration(), self.discovery))
        if path == "/keys":
            return self.as_json({"keys": self.keys})
        if path == "/token" and method == "POST":
            return self.redeem(headers, dict(parse_qsl(body.decode(), keep_blank_values=True)))
        if path == "/userinfo" and headers.get("Authorization", "").startswith("Bearer at-"):
            return self.as_json(self.userinfo)
        return 404, "text/html", b"nothing"

    def configuration(self):
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize?tenant=a%26b",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "id_token_signing_alg_values_supported": ["RS256", "HS256"],
            "code_challenge_methods_supported": ["plain", "S256"],
        }

    def redeem(self, headers, form):
        """RFC 6749, 4.1.3, with RFC 7636: the client, the address, the verifier, once."""
        if "client_secret" in form:
            client = (form["client_id"], form["client_secret"])
        else:
            raw = base64.b64decode(headers.get("Authorization", "").removeprefix("Basic ")).decode()
            client = tuple(unquote_plus(part) for part in raw.split(":"))
        if client != (self.client_id, self.secret):
            return self.as_json({"error": "invalid_client"}, 401)
        asked = self.codes.pop(form["code"], None)
        challenge = b64(hashlib.sha256(form["code_verifier"].encode()).digest())
        if asked is None or asked["redirect_uri"] != form["redirect_uri"] or asked["code_challenge"] != challenge:
            return self.as_json({"error": "invalid_grant"}, 400)
        honest = {"access_token": "at-1", "token_type": "Bearer", "id_token": self.id_token(asked)}
        return self.as_json(honest | self.tokens)

    def id_token(self, asked):
        now = int(time.time())
        honest = {"iss": self.issuer, "aud": self.client_id, "sub": asked["sub"], "nonce": asked["nonce"]}
        honest |= {"iat": now, "exp": now + 300, "email": asked["email"], "email_verified": asked["email_verified"]}
        claims = self.laid_over(honest, self.claims)
        header = self.laid_over({"alg": "RS256", "kid": "r", "typ": "JWT"}, self.header)
        text = f"{b64(json.dumps(header).encode())}.{b64(json.dumps(claims).encode())}"
        return f"{text}.{b64(self.sign(text.encode()))}"

    @staticmethod
    def laid_over(honest, lies):
        return {name: value for name, value in (honest | lies).items() if value is not None}

    @staticmethod
    def as_json(value, status=200):
        return status, "application/json", json.dumps(value).encode()


class Handler(Quiet):
    """Hands each request to the provider of its server."""

    def do_GET(self):
        size = int(self.headers.get("Content-Length") or 0)
        path = self.path.partition("?")[0]
        status, kind, body = self.server.provider.respond(self.command, path, self.headers, self.rfile.read(size))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET
