"""What a provider says about itself at its well-known address."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from casemgr.encryption.signed_tokens import KINDS
from casemgr.outbound import fetch, require_target

from .problems import ProviderProblem, or_problem, require, told_as_problem

WELL_KNOWN = "/.well-known/openid-configuration"


@dataclass(frozen=True)
class Discovered:
    """The addresses of a provider, each one looked at; whether it names itself in its answer (RFC 9207)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str
    names_itself: bool
    secret_in_form: bool


def discover(issuer: str) -> Discovered:
    """Ask the provider about itself. Errors: ProviderProblem."""
    said = get_json(issuer.rstrip("/") + WELL_KNOWN, "discovery_status", "discovery_content")
    require(said.get("issuer") == issuer, "discovery_issuer")
    _require_safe(said)
    return Discovered(
        issuer=issuer,
        authorization_endpoint=_address(said, "authorization_endpoint"),
        token_endpoint=_address(said, "token_endpoint"),
        jwks_uri=_address(said, "jwks_uri"),
        userinfo_endpoint=_address(said, "userinfo_endpoint") if "userinfo_endpoint" in said else "",
        names_itself=said.get("authorization_response_iss_parameter_supported") is True,
        secret_in_form="client_secret_post" in _words(said, "token_endpoint_auth_methods_supported"),
    )


def get_json(url: str, wrong_status: str, wrong_content: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
    """The JSON object at this address. Errors: ProviderProblem with one of the two codes, or the guard's own."""
    with told_as_problem():
        answer = fetch(url, headers={"Accept": "application/json", **(headers or {})})
    require(answer.status == 200, wrong_status)
    return json_object(answer.body, answer.content_type, wrong_content)


def json_object(body: bytes, content_type: str, wrong_content: str) -> dict[str, Any]:
    """An object out of an answer that says it is JSON. Errors: ProviderProblem."""
    require(content_type == "application/json" or content_type.endswith("+json"), wrong_content)
    said = or_problem(wrong_content, lambda: json.loads(body), ValueError, RecursionError)
    require(isinstance(said, dict), wrong_content)
    return dict(said)


def _require_safe(said: dict[str, Any]) -> None:
    """It must know PKCE by SHA-256 and sign with what we check; one that doesn't say is tried."""
    methods = _words(said, "code_challenge_methods_supported")
    require("S256" in methods or "code_challenge_methods_supported" not in said, "discovery_pkce")
    require(set(KINDS) & set(_words(said, "id_token_signing_alg_values_supported")), "discovery_algorithm")


def _address(said: dict[str, Any], name: str) -> str:
    url = said.get(name)
    if not isinstance(url, str):
        raise ProviderProblem("discovery_incomplete")
    with told_as_problem():
        require_target(url)
    return url


def _words(said: dict[str, Any], name: str) -> list[str]:
    words = said.get(name)
    return [word for word in words if isinstance(word, str)] if isinstance(words, list) else []
