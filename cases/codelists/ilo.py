"""The ILO's eleven indicators of forced labour: prompts for a conversation, never a score."""

from django.utils.translation import gettext_lazy as _

from cases.codelists.base import CodeList

ILO_INDICATORS = CodeList(
    "ilo_indicators",
    "ILO indicators of forced labour (11)",
    {
        "abuse_of_vulnerability": _("Abuse of vulnerability"),
        "deception": _("Deception"),
        "restriction_of_movement": _("Restriction of movement"),
        "isolation": _("Isolation"),
        "violence": _("Physical and sexual violence"),
        "intimidation": _("Intimidation and threats"),
        "retention_of_documents": _("Retention of identity documents"),
        "withholding_of_wages": _("Withholding of wages"),
        "debt_bondage": _("Debt bondage"),
        "abusive_conditions": _("Abusive working and living conditions"),
        "excessive_overtime": _("Excessive overtime"),
    },
)
