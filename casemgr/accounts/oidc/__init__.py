"""Signing in through an organization's own identity provider: OpenID Connect's code flow with PKCE, by hand.

Sources: OpenID Connect Core 1.0 and Discovery 1.0, RFC 7636 (PKCE), RFC 9207 (`iss` in the answer), RFC 9700.
"""

from .discovery import Discovered, discover
from .flow import Pending, Proved, begin, finish
from .problems import ProviderProblem

__all__ = ["Discovered", "Pending", "Proved", "ProviderProblem", "begin", "discover", "finish"]
