"""Questions whose answers can endanger people where they are found. None is asked until an organization wants it.

Holding somebody's orientation, faith or immigration status can be dangerous in one country and the ground for help in
another, so no list of countries decides: every one is off, in the form, in the action and in imports, and the
administrator of an organization switches on what its work needs (docs/decisions/0009).
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

QUESTIONS: Mapping[str, Any] = {
    "ethnicities": _("Race and ethnicity"),
    "immigration_status": _("Immigration status"),
    "disabilities": _("Disability"),
    "religion": _("Religion"),
    "orientation": _("Sexual orientation"),
}
