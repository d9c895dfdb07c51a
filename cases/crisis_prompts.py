"""Prompts for a talk about self-harm and suicide, in our own words.

They are no test: nothing is added up, no answer decides about help, and what isn't asked stays empty. Whoever talks
with the person stays free to ask otherwise, or not.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

PROMPTS: Mapping[str, Any] = {
    "no_way": _("Has it felt lately as if there were no way on?"),
    "not_here": _("Have you wished not to be here any more?"),
    "thoughts": _("Have you thought of hurting yourself, or of ending your life?"),
    "how": _("Have you thought about how? Is what you would need within reach?"),
    "when": _("Is there a day or a place that you have in mind?"),
    "before": _("Have you hurt yourself, or tried to, before?"),
    "holds": _("Is there somebody or something that has kept you going?"),
    "today": _("Can you stay safe until we speak again?"),
}
ANSWERS: Mapping[str, Any] = {"yes": _("Yes"), "no": _("No"), "declined": _("Didn't want to say")}
#: hours until the next check
HOURS: Mapping[int, Any] = {
    1: _("In 1 hour"),
    2: _("In 2 hours"),
    4: _("In 4 hours"),
    8: _("In 8 hours"),
    12: _("In 12 hours"),
    24: _("In 1 day"),
    48: _("In 2 days"),
    72: _("In 3 days"),
    168: _("In 7 days"),
}
