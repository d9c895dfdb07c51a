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
#: kinds of restricted health facts (cases/models/health_fact.py) -> the question that switches each on
HEALTH_QUESTIONS: Mapping[str, str] = {
    "pregnancy": "health_pregnancy",
    "sti": "health_sti",
    "tb": "health_tb",
    "disability": "health_disability",
    "mental": "health_mental",
}
#: the same in words; their answers stand in rows of their own, not on the person
HEALTH_WORDS: Mapping[str, Any] = {
    "health_pregnancy": _("Health: pregnancy"),
    "health_sti": _("Health: treatment for HIV or another sexually transmitted infection"),
    "health_tb": _("Health: treatment for tuberculosis"),
    "health_disability": _("Health: need because of a disability"),
    "health_mental": _("Health: mental health treatment"),
}
#: all that an organization may switch on
OFFERED: Mapping[str, Any] = {**QUESTIONS, **HEALTH_WORDS}
