"""HTCDS picklists about the person.

Source of codes and labels: Human Trafficking Case Data Standard 2.0, IOM, CC BY 4.0; some labels are put in
plainer or kinder words here, the codes are as published. IOM does not endorse this product.
"""

from django.utils.translation import gettext_lazy as _

from cases.codelists.base import CodeList

SOURCE = "HTCDS 2.0 (IOM, CC BY 4.0)"

HTCDS_GENDER = CodeList(
    "prs_Gender",
    SOURCE,
    {
        "Feminine": _("Feminine"),
        "Masculine": _("Masculine"),
        "TransgenderFeminine": _("Transgender Feminine"),
        "TransgenderMasculine": _("Transgender Masculine"),
        "NonConforming": _("Non-Conforming"),
        "NonSpecifiedUnknown": _("Not Specified/Unknown"),
    },
)

MARITAL_STATUS = CodeList(
    "prs_MaritalStatus",
    SOURCE,
    {
        "Single": _("Single"),
        "Married": _("Married"),
        "Widowed": _("Widowed"),
        "Divorced": _("Divorced"),
        "Separated": _("Separated"),
        "RegisteredPartnership": _("Registered Partnership"),
    },
)

EDUCATION = CodeList(
    "prs_HighestLevelOfEducation",
    SOURCE,
    {
        "EarlyChildhoodEducation": _("Early Childhood Education"),
        "PrimaryEducation": _("Primary Education"),
        "LowerSecondaryEducation": _("Lower Secondary Education"),
        "UpperSecondaryEducation": _("Upper Secondary Education"),
        "PostSecondaryNonTertiaryEducation": _("Post-secondary Non-tertiary Education"),
        "ShortCycleTertiaryEducation": _("Short-cycle Tertiary Education"),
        "BachelorsOrEquivalentLevel": _("Bachelor's or Equivalent Level"),
        "MastersOrEquivalentLevel": _("Master's or Equivalent Level"),
        "DoctoralOrEquivalentLevel": _("Doctoral or Equivalent Level"),
    },
)
