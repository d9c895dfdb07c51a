"""The only road for HTTP requests to an address that a person of an organization typed.

Such an address must not lead into the operator's own network (server-side request forgery). `fetch` asks the name
once, looks at every address that it got, connects to one of those and to nothing else, follows no redirect, and
gives up by size and by time. Whoever calls it checks the content type.
"""

from .errors import OutboundError
from .fetching import Answer, fetch
from .target import Target, require_target

__all__ = ["Answer", "OutboundError", "Target", "fetch", "require_target"]
