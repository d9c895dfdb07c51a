"""Why a webhook didn't arrive or wasn't sent, in plain words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

PROBLEMS: dict[str, Any] = {
    "status": _("The other system refused it"),
    "address": _("The address isn't one that we send to"),
    "forbidden": _("The name leads into a private network"),
    "name": _("There is no such name in the internet"),
    "unreachable": _("The other system doesn't answer"),
    "certificate": _("Its certificate isn't valid for its name"),
    "timeout": _("It took too long to answer"),
    "too_large": _("Its answer was far too long"),
    "redirect": _("It sends us on to another address, which we don't follow"),
    "answer": _("It answers with something that can't be read"),
    "unreadable": _("The address can't be read any more: remove it and add it again"),
    "suspended": _("The system or the organization took no part any more"),
    "disabled": _("The address was disabled"),
    "not_visible": _("The system no longer sees the referral"),
    "consent": _("The person's consent no longer covered it"),
}


def problem_words(code: str) -> Any:
    """A problem in words; one without words yet is shown by its code."""
    return PROBLEMS.get(code, code)
