"""HTCDS picklists about the case, its organizations and its plans.

Source of codes and labels: Human Trafficking Case Data Standard 2.0, IOM, CC BY 4.0; some labels are put in
plainer or kinder words here, the codes are as published. IOM does not endorse this product.
"""

from django.utils.translation import gettext_lazy as _

from cases.codelists.base import CodeList

SOURCE = "HTCDS 2.0 (IOM, CC BY 4.0)"

ORGANIZATION_TYPE = CodeList(
    "org_Type",
    SOURCE,
    {
        "NGO": _("NGO"),
        "LawEnforcement": _("Law Enforcement"),
        "HealthServiceOrganisation": _("Health Service Organisation"),
        "CentralGovernmentOrganisation": _("Central Government Organisation"),
        "LocalGovernmentOrganisation": _("Local Government Organisation"),
        "ImmigrationService": _("Immigration Service"),
        "LegalService": _("Legal Service"),
        "CorporateBusiness": _("Corporate Business"),
        "SchoolOrCollege": _("School or College"),
    },
)

HTCDS_CASE_STATUS = CodeList(
    "cas_Status",
    SOURCE,
    {
        "Active": _("Active"),
        "FollowUp": _("Follow Up"),
        "Closed": _("Closed"),
        "ClosedReferred": _("Closed Referred"),
    },
)

REFERRAL_REASON = CodeList(
    "cas_ReasonForIncomingReferral",
    SOURCE,
    {
        "AdditionalServicesRequired": _("Additional Services Required"),
        "MigrationOrChangeOfLocation": _("Migration or Change of Location"),
        "Other": _("Other"),
    },
)

SUPPORT_PLAN_TYPE = CodeList(
    "spl_Type",
    SOURCE,
    {
        "Education": _("Education"),
        "Financial": _("Financial"),
        "Health": _("Health"),
        "LabourExploitationRehabilitation": _("Labour Exploitation Rehabilitation"),
        "Legal": _("Legal"),
        "Livelihood": _("Livelihood"),
        "RightsBasedTraining": _("Rights-based Training"),
        "SexualExploitationRehabilitation": _("Sexual Exploitation Rehabilitation"),
        "SocialCare": _("Social Care"),
    },
)
