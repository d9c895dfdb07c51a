"""Questions whose answers can endanger people where they are found. None is asked until an organization wants it.

Holding somebody's orientation, faith or immigration status can be dangerous in one country and the ground for help in
another, so no list of countries decides: every one is off, in the form, in the action and in imports, and the
administrator of an organization switches on what its work needs (docs/decisions/0009).
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.codelists.base import CodeList

QUESTIONS: Mapping[str, Any] = {
    "ethnicities": _("Race and ethnicity"),
    "immigration_status": _("Immigration status"),
    "disabilities": _("Disability"),
    "religion": _("Religion"),
    "orientation": _("Sexual orientation"),
}
ETHNICITY = CodeList(
    "ethnicities",
    "US Office of Management and Budget, Statistical Policy Directive 15 (2024): its seven groups; codes are ours",
    {
        "american_indian": _("American Indian or Alaska Native"),
        "asian": _("Asian"),
        "black": _("Black or African American"),
        "hispanic": _("Hispanic or Latino"),
        "middle_eastern": _("Middle Eastern or North African"),
        "pacific": _("Native Hawaiian or Pacific Islander"),
        "white": _("White"),
        "other": _("Another"),
    },
)
DISABILITY = CodeList(
    "disabilities",
    "Washington Group Short Set on Functioning: its six domains; codes are ours",
    {
        "seeing": _("Seeing"),
        "hearing": _("Hearing"),
        "walking": _("Walking"),
        "remembering": _("Remembering"),
        "self_care": _("Self-care"),
        "communicating": _("Communicating"),
        "none": _("None of these"),
    },
)
IMMIGRATION = CodeList(
    "immigration_status",
    "local",
    {
        "citizen": _("Citizen"),
        "permanent": _("Permanent residence"),
        "temporary": _("Temporary permit"),
        "trafficking_permit": _("Permit as a trafficked person"),
        "asylum_seeker": _("Asylum seeker"),
        "refugee": _("Refugee"),
        "irregular": _("No permit"),
        "stateless": _("Stateless"),
        "other": _("Other"),
    },
)
#: Questions answered in free words, of which "declined" and "unknown" are kept by name.
IN_WORDS: Mapping[str, Any] = {
    "legal_name": _("Legal name"),
    "phone": _("Phone"),
    "email": _("E-mail address"),
    "address": _("Address"),
    "identity_numbers": _("Identity numbers"),
    "accessibility": _("Accessibility needs"),
    "children": _("Number of children"),
    "religion": _("Religion"),
    "orientation": _("Sexual orientation"),
}
