"""What the provider hands over itself, server to server: tokens for a code, and an address that it checked."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import quote_plus, urlencode

from casemgr.accounts.models import IdentityProvider
from casemgr.outbound import fetch

from .discovery import Discovered, get_json, json_object
from .problems import ProviderProblem, require, told_as_problem


def redeem(provider: IdentityProvider, found: Discovered, code: str, *, back_to: str, verifier: str) -> dict[str, Any]:
    """The tokens for a code. Errors: ProviderProblem, among them "client_refused" for a wrong secret."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back_to,
        "code_verifier": verifier,
    }
    headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
    if found.secret_in_form:
        form |= {"client_id": provider.client_id, "client_secret": provider.secret()}
    else:
        headers["Authorization"] = _basic(provider.client_id, provider.secret())
    with told_as_problem():
        reply = fetch(found.token_endpoint, method="POST", headers=headers, body=urlencode(form).encode())
    said = json_object(reply.body, reply.content_type, "client_refused" if reply.status == 401 else "token_answer")
    if reply.status == 200:
        return said
    refused = {"invalid_client": "client_refused", "unauthorized_client": "client_refused"}
    refused["invalid_grant"] = "code_refused"
    unknown = "client_refused" if reply.status == 401 else "token_answer"
    raise ProviderProblem(refused.get(str(said.get("error")), unknown))


def _basic(client_id: str, secret: str) -> str:
    """RFC 6749, 2.3.1: both parts are form-encoded first."""
    pair = f"{quote_plus(client_id)}:{quote_plus(secret)}"
    return "Basic " + base64.b64encode(pair.encode()).decode()


def checked_email(claims: dict[str, Any], found: Discovered, tokens: dict[str, Any]) -> str | None:
    """The address that the provider says it checked; asked for where the id_token is silent (Core 5.3.2)."""
    access = tokens.get("access_token")
    usable = isinstance(access, str) and access.isascii() and access.isprintable()
    if "email" not in claims and found.userinfo_endpoint and usable:
        bearer = {"Authorization": f"Bearer {access}"}
        said = get_json(found.userinfo_endpoint, "token_answer", "token_answer", bearer)
        require(said.get("sub") == claims["sub"], "token_subject")
        claims = said
    email = claims.get("email")
    checked = claims.get("email_verified") is True and isinstance(email, str)
    return str(email) if checked and len(str(email)) <= 254 and str(email).isprintable() else None
