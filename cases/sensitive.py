"""Code lists of the sensitive questions (casemgr/accounts/questions.py), and who declined which question."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.codelists.base import CodeList

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
