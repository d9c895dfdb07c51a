"""The typed catalogue of services, with the VOCA service codes each counts under.

Source of the VOCA codes: US Office for Victims of Crime, Performance Measurement Tool (facts). Services that
VOCA does not count (repatriation, family tracing, vocational training …) carry none.
"""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from cases.codelists.base import CodeList

SERVICES = CodeList(
    "services",
    "local, after VOCA",
    {
        "emergency_shelter": _("Emergency shelter or safe house"),
        "short_term_housing": _("Short-term housing"),
        "long_term_housing": _("Long-term housing"),
        "medical": _("Medical care"),
        "mobile_medical": _("Mobile medical care"),
        "mental_health": _("Mental health care"),
        "psychosocial": _("Psychosocial support"),
        "group_session": _("Support group"),
        "crisis_line": _("Crisis line"),
        "crisis_intervention": _("Crisis intervention and safety planning"),
        "legal_aid": _("Legal aid"),
        "justice_accompaniment": _("Accompaniment to police, court or prosecution"),
        "compensation": _("Compensation and wage claims"),
        "immigration_relief": _("Immigration relief"),
        "interpretation": _("Interpretation"),
        "education": _("Education"),
        "vocational_training": _("Vocational training"),
        "economic_reintegration": _("Economic reintegration"),
        "food_basics": _("Food and basic needs"),
        "transport": _("Transport"),
        "child_care": _("Child and dependant care"),
        "voluntary_return": _("Voluntary return"),
        "family_tracing": _("Family tracing and reunification"),
        "advocacy": _("Advocacy"),
        "information_referral": _("Information and referral"),
        "emergency_financial": _("Emergency financial assistance"),
        "document_recovery": _("Identity documents"),
        "other": _("Other service"),
    },
)

VOCA: Mapping[str, tuple[str, ...]] = {
    "emergency_shelter": ("D1",),
    "short_term_housing": ("D2",),
    "long_term_housing": ("D3",),
    "medical": ("B1", "B2", "B5"),
    "mobile_medical": ("B1",),
    "mental_health": ("C4", "C6"),
    "psychosocial": ("C4",),
    "group_session": ("C5",),
    "crisis_line": ("C2",),
    "crisis_intervention": ("C1", "C3"),
    "legal_aid": ("E4", "E5", "E6", "E11"),
    "justice_accompaniment": ("B3", "E8", "E9", "E10"),
    "compensation": ("E2", "E3"),
    "immigration_relief": ("B6", "E7"),
    "interpretation": ("B10",),
    "transport": ("B9",),
    "child_care": ("B8",),
    "advocacy": ("B4", "B7"),
    "information_referral": ("A1", "A2", "A3", "A4", "E1"),
    "emergency_financial": ("C7",),
}
