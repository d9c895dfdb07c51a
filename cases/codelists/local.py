"""Codes of our own beside HTCDS's, where the standard has no code or a source tells only a coarser fact.

A coarse code says what a merged variable of CTDC says and no more: "threats of some kind". It counts in the
CTDC variable it came from, goes to HTCDS as "Other", and nothing finer is ever made up from it.
"""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from cases.codelists.base import CodeList, Label
from cases.codelists.htcds_experience import HTCDS_MEANS, PERPETRATOR_ROLE, RELATIONSHIP_TO_TRAFFICKER
from cases.codelists.htcds_person import HTCDS_GENDER

#: Coarse means, each named after the CTDC variable that is all the source told.
COARSE_MEANS: Mapping[str, Label] = {
    "debt_bondage_or_earnings": _("Debt bondage or earnings taken (no detail)"),
    "threats": _("Threats (no detail)"),
    "abuse": _("Psychological, physical or sexual abuse (no detail)"),
    "deny_basic_needs": _("Basic needs, money, care or movement denied (no detail)"),
}

MEANS_OF_CONTROL = CodeList(
    "means_of_control",
    "HTCDS 2.0 vic_MethodsOfControl; restricts_movement and the coarse codes are local",
    {**HTCDS_MEANS.codes, "restricts_movement": _("Restricts movement"), **COARSE_MEANS},
)

GENDER = CodeList(
    "gender",
    "HTCDS 2.0 prs_Gender without its code for unknown (a special answer here); one local coarse code",
    {
        **{code: label for code, label in HTCDS_GENDER.codes.items() if code != "NonSpecifiedUnknown"},
        "trans_or_nonconforming": _("Transgender or non-conforming (no detail)"),
    },
)

RECRUITER_RELATION = CodeList(
    "recruiter_relation",
    "CTDC recruiterRelation variables, and HTCDS vic_RelationshipToTrafficker where no more is known",
    {
        **RELATIONSHIP_TO_TRAFFICKER.codes,
        "IntimatePartner": _("Intimate partner"),
        "Friend": _("Friend or acquaintance"),
        "Family": _("Family member"),
        "Other": _("Someone else"),
        "family_or_partner": _("Family member or intimate partner (no detail)"),
        "stranger_unknown_other": _("Stranger, unknown or other (no detail)"),
    },
)

#: Alleged roles: HTCDS's, and the groups of roles that CTDC's victim-perpetrator data tells.
PERPETRATOR_ROLES = CodeList(
    "perpetrator_roles",
    "HTCDS 2.0 per_RoleInProcess; the last three are CTDC's groups",
    {
        **PERPETRATOR_ROLE.codes,
        "recruiter_broker": _("Recruiter or broker (no detail)"),
        "transaction_process": _("Transport, transfer, harbouring, smuggling, sale or receipt (no detail)"),
        "control_abuse_kidnap": _("Control, abuse or kidnapping (no detail)"),
    },
)

#: The setting in which somebody was identified; "never moved" is an answer elsewhere, not a setting.
IDENTIFICATION_SETTING = CodeList(
    "identification_setting",
    "local",
    {
        "community": _("Community"),
        "hotline": _("Help line"),
        "border": _("Border"),
        "port": _("Port"),
        "detention": _("Detention"),
        "sea": _("Sea"),
        "police_action": _("Police action"),
        "other": _("Other"),
    },
)

AGE_STATUS = CodeList("age_status", "CTDC majorityStatus", {"Adult": _("Adult (18 and over)"), "Minor": _("Under 18")})

#: Gender and age of alleged perpetrators as CTDC's victim–perpetrator data publishes them.
PERPETRATOR_GENDER = CodeList("perpetrator_gender", "CTDC IP_Gender", {"Female": _("Female"), "Male": _("Male")})
PERPETRATOR_AGE = CodeList(
    "perpetrator_age",
    "CTDC IP_ageBroad",
    {"0--29": _("Under 30"), "30--38": _("30 to 38"), "39--47": _("39 to 47"), "48+": _("48 and over")},
)

PAID_PERPETRATOR = CodeList(
    "paid_perpetrator", "CTDC IP_PayMoney", {"yes": _("Yes"), "no": _("No"), "both": _("Yes and no")}
)
