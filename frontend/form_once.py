"""Forms that are sent once: what lies in a browser's history, sent again by Back and Reload, does nothing.

For pages without a session. The mark is signed and short-lived; that it was used is kept in the memory of the one web
process (see CACHES).
"""

import secrets

from django.core import signing
from django.core.cache import cache

SALT = "a form that is sent once"
SECONDS = 3600


def new_mark() -> str:
    """A mark for one form, to be sent along hidden."""
    return signing.dumps(secrets.token_urlsafe(12), salt=SALT)


def use_mark(mark: str) -> bool:
    """Whether this mark is ours, younger than an hour and wasn't used before; it is from now on."""
    try:
        one = signing.loads(mark, salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return False
    return cache.add(f"form-once:{one}", True, SECONDS)
