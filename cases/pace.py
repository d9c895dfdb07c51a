"""How fast one person may search: trying out name after name is not how anybody works."""

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import User
from casemgr.errors import CasemgrError

MOST = 60
SECONDS = 60


class TooManySearches(CasemgrError):
    """The person searched more than `MOST` times within `SECONDS`."""

    status = 429
    code = "too_many_searches"
    default_message = _("Too many searches within a minute. Wait a minute, then search again.")


def count_search(by: User) -> None:
    """Count one search or check for duplicates; raises `TooManySearches` past the limit."""
    key = f"searches:{by.pk}"
    if cache.add(key, 1, SECONDS):
        return
    try:
        searches = cache.incr(key)
    except ValueError:  # the minute has just ended
        return
    if searches > MOST:
        raise TooManySearches()
