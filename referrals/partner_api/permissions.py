"""What a token may be used for: OAuth scopes, per endpoint and method."""

from __future__ import annotations

from typing import Any

from rest_framework.permissions import BasePermission
from rest_framework.request import Request


class DenyAll(BasePermission):
    """The default: an endpoint that doesn't say who may use it is used by nobody."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return False


class TokenHasScope(BasePermission):
    """The token holds one of the scopes that the view names for the method."""

    def has_permission(self, request: Request, view: Any) -> bool:
        token: Any = request.auth
        if token is None:
            return False
        if request.method == "OPTIONS" or request.method not in view.allowed_methods:
            return True  # answered without touching anything: 204, or 405
        held = set(token.scope.split())
        return bool(held & set(view.scopes.get(request.method, ())))


class Anyone(BasePermission):
    """Public: the API's own description and its refusals."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return True
