"""What every template may rely on (settings name this context processor)."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from casemgr.accounts import held_key

from . import counts, lock, navigation


def page(request: HttpRequest) -> dict[str, Any]:
    """The menu, who may search, the demo bar, the exit, the idle times, the layout a page with a dialog extends.

    What costs a query is a function that templates call, once: lazy numbers break plurals that divide (Arabic's).
    """
    in_dialog = request.headers.get("HX-Target", "").endswith("#dialog")
    return {
        "may_find": cache(lambda: may_find(request)),
        "navigation": cache(lambda: navigation.entries(request)),
        "may_have_news": cache(lambda: may_have_news(request)),
        "unread_news": cache(lambda: _unread_news(request)),
        "has_key_part": cache(lambda: request.user.is_authenticated and held_key.has_part(request.user)),
        "demo": settings.CASEMGR_DEMO,
        "exit_url": settings.CASEMGR_EXIT_URL,
        "blur_seconds": lock.BLUR_SECONDS,
        "idle_seconds": cache(lambda: lock.idle_seconds(request.session)),
        "page_base": "base_dialog.html" if in_dialog else "base_page.html",
    }


def _unread_news(request: HttpRequest) -> int:
    return counts.unread_news(request.user) if request.user.is_authenticated and may_have_news(request) else 0


def may_have_news(request: HttpRequest) -> bool:
    """Whether the bell is offered: to those who see cases or administer, and on the sample pages."""
    user = request.user
    return may_find(request) or (user.is_authenticated and user.can("manage_people"))


def may_find(request: HttpRequest) -> bool:
    """Whether the box for finding a case is offered: to those who see cases, and on the sample pages."""
    user = request.user
    return user.can("view_case") if user.is_authenticated else request.path.startswith("/design/")
