"""What drf-spectacular can't find out by itself: the OAuth scheme, the token endpoint, closed request bodies."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from oauth2_provider.settings import oauth2_settings

from .webhooks_described import webhooks

TOKEN_URL = "/oauth/token"  # noqa: S105 - an address


class OAuthScheme(OpenApiAuthenticationExtension):
    """OAuth 2.0 client credentials, with the scopes each operation wants."""

    target_class = "referrals.partner_api.authentication.PartnerAuthentication"
    name = "oauth2"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        flow = {"tokenUrl": TOKEN_URL, "scopes": dict(oauth2_settings.SCOPES)}
        return {"type": "oauth2", "flows": {"clientCredentials": flow}}

    def get_security_requirement(self, auto_schema: Any) -> list[dict[str, list[str]]]:
        """One of the scopes is enough, so each is an alternative of its own."""
        scopes = auto_schema.view.scopes.get(auto_schema.method, ())
        return [{self.name: [scope]} for scope in scopes]


def complete(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Postprocessing hook: bodies take no other fields, and the token endpoint is described too."""
    for name, schema in result["components"]["schemas"].items():
        for field in schema.get("properties", {}).values():
            field.pop("x-spec-enum-id", None)
            field.get("items", {}).pop("x-spec-enum-id", None)
        if name.endswith(("In", "InRequest", "PatchRequest", "Patch")) and schema.get("type") == "object":
            schema["additionalProperties"] = False
    result["paths"][TOKEN_URL] = _token_path()
    result["webhooks"] = webhooks()
    result["servers"] = [{"url": "/"}]
    return result


def _token_path() -> dict[str, Any]:
    """RFC 6749, section 4.4: the client sends its id and secret by HTTP Basic or in the form."""
    text = {"type": "string"}
    form = {
        "type": "object",
        "required": ["grant_type", "scope"],
        "properties": {
            "grant_type": {"type": "string", "enum": ["client_credentials"]},
            "scope": text | {"description": "Space-separated scopes"},
            "client_id": text,
            "client_secret": text,
        },
    }
    token = {
        "type": "object",
        "required": ["access_token", "expires_in", "token_type", "scope"],
        "properties": {
            "access_token": text,
            "expires_in": {"type": "integer", "description": "Seconds"},
            "token_type": text,
            "scope": text,
        },
    }
    error = {"type": "object", "required": ["error"], "properties": {"error": text, "error_description": text}}
    return {
        "post": {
            "operationId": "token",
            "tags": ["token"],
            "summary": "Get a token for ten minutes",
            "requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": form}}},
            "responses": {
                "200": {"description": "A token", "content": {"application/json": {"schema": token}}},
                **{
                    code: {"description": text_, "content": {"application/json": {"schema": error}}}
                    for code, text_ in (("400", "The request is not valid"), ("401", "The client is not known"))
                },
            },
            "security": [],
        }
    }
