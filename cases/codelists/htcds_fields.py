# ruff: noqa: E501 - a table, one row a line
"""The live fields of HTCDS 2.0: name, label, type, code list, and whether the official core sheet has it.

Source: Human Trafficking Case Data Standard 2.0, IOM, CC BY 4.0 (deprecated fields left out).
"""

from typing import NamedTuple


class Field(NamedTuple):
    """One field; `codelist` is the name of a list of the registry, or "" where any value goes."""

    name: str
    label: str
    kind: str
    codelist: str
    core: bool


# fmt: off
FIELDS: tuple[Field, ...] = (
    Field("org_Name", "Organisation Name", "text", "", False),
    Field("org_ShippingCity", "Shipping City", "text", "", False),
    Field("org_ShippingCountry", "Shipping Country", "text", "countries", False),
    Field("org_ShippingState", "Shipping State/Province", "text", "", False),
    Field("org_ShippingStreet", "Shipping Street", "text", "", False),
    Field("org_ShippingPostalCode", "Shipping Zip/Postal Code", "text", "", False),
    Field("org_ShippingLongitude", "Longitude", "number", "", False),
    Field("org_ShippingLatitude", "Latitude", "number", "", False),
    Field("org_Phone", "Phone", "text", "", False),
    Field("org_Type", "Type", "picklist", "org_Type", False),
    Field("prs_Salutation", "Salutation", "text", "", True),
    Field("prs_FirstName", "First Name", "text", "", True),
    Field("prs_MiddleName", "Middle Name", "text", "", False),
    Field("prs_SecondName", "Second Name", "text", "", True),
    Field("prs_Birthdate", "Birthdate", "date", "", True),
    Field("prs_Gender", "Gender", "picklist", "prs_Gender", True),
    Field("prs_Deceased", "Deceased", "checkbox", "", False),
    Field("prs_MaritalStatus", "Marital Status", "picklist", "prs_MaritalStatus", False),
    Field("prs_NumberOfChildren", "Number of Children", "number", "", False),
    Field("prs_PrimaryLanguage", "Primary Language", "picklist", "languages", False),
    Field("prs_SecondaryLanguage", "Secondary Language", "picklist", "languages", False),
    Field("prs_HighestLevelOfEducation", "Highest Level of Education", "picklist", "prs_HighestLevelOfEducation", False),
    Field("prs_Citizenship", "Citizenship", "multiselect", "countries", True),
    Field("prs_IdentityNumber", "Identity Number", "text", "", False),
    Field("prs_Title", "Title", "text", "", True),
    Field("prs_Email", "Email", "text", "", True),
    Field("prs_HomePhone", "Home Phone", "text", "", True),
    Field("prs_MobilePhone", "Mobile Phone", "text", "", True),
    Field("prs_MailingCity", "Mailing City", "text", "", True),
    Field("prs_MailingCountry", "Mailing Country", "text", "countries", True),
    Field("prs_MailingState", "Mailing State/Province", "text", "", True),
    Field("prs_MailingStreet", "Mailing Street", "text", "", True),
    Field("prs_MailingPostalCode", "Mailing Zip/Postal Code", "text", "", True),
    Field("prs_MailingLongitude", "Longitude", "number", "", False),
    Field("prs_MailingLatitude", "Latitude", "number", "", False),
    Field("vic_TraffickingStatus", "Trafficking Status", "picklist", "vic_TraffickingStatus", True),
    Field("vic_TraffickingStatusDecisionMakingOrg", "Trafficking Status Decision Making Organization", "picklist", "vic_TraffickingStatusDecisionMakingOrg", True),
    Field("vic_RelationshipToTrafficker", "Relationship to Trafficker", "picklist", "vic_RelationshipToTrafficker", False),
    Field("vic_AgeWhenTrafficked", "Age when Trafficked", "number", "", False),
    Field("vic_RecruitmentWebsitesAndApps", "Recruitment Websites and Apps", "multiselect", "vic_RecruitmentWebsitesAndApps", False),
    Field("vic_MethodOfRecruitment", "Method of Recruitment", "multiselect", "vic_MethodOfRecruitment", True),
    Field("vic_LocationOfRecruitment", "Location of Recruitment", "lookup", "", True),
    Field("vic_MethodsOfControl", "Methods of Control", "multiselect", "vic_MethodsOfControl", True),
    Field("vic_TypeOfExploitation", "Type of Exploitation", "multiselect", "vic_TypeOfExploitation", True),
    Field("vic_ForcedLabourIndustry", "Forced Labour Industry", "picklist", "vic_ForcedLabourIndustry", True),
    Field("vic_TypeOfSexExploitation", "Type of Sex Exploitation", "multiselect", "vic_TypeOfSexExploitation", True),
    Field("vic_LocationOfExploitation", "Location of Exploitation", "lookup", "", True),
    Field("vic_ExploitationWebsitesAndApps", "Exploitation Websites and Apps", "multiselect", "vic_RecruitmentWebsitesAndApps", False),
    Field("per_RoleInProcess", "Role in Process", "multiselect", "per_RoleInProcess", False),
    Field("per_RoleDetails", "Role Details", "long_text", "", False),
    Field("per_Organisation", "", "lookup", "", False),
    Field("cas_Status", "Status", "picklist", "cas_Status", True),
    Field("cas_ReasonForCaseClosure", "Reason for Case Closure", "long_text", "", True),
    Field("cas_CaseOwner", "Case Owner", "lookup", "", True),
    Field("cas_ReferringOrganisation", "Referring Organisation", "lookup", "", True),
    Field("cas_IncomingReferralDate", "Incoming Referral Date", "date", "", True),
    Field("cas_ReferringPrimaryCaseWorker", "Referring Primary Case Worker", "lookup", "", True),
    Field("cas_ReasonForIncomingReferral", "Reason for Incoming Referral", "picklist", "cas_ReasonForIncomingReferral", True),
    Field("cas_IncomingReferralDetails", "Incoming Referral Details", "long_text", "", True),
    Field("cas_ReferredOrganisation", "Referred Organisation", "lookup", "", True),
    Field("cas_ReferredPrimaryCaseWorker", "Referred Primary Case Worker", "lookup", "", True),
    Field("cas_ReasonForOutgoingReferral", "Reason for Outgoing Referral", "picklist", "cas_ReasonForIncomingReferral", True),
    Field("cas_OutgoingReferralDate", "Outgoing Referral Date", "date", "", True),
    Field("cas_OutgoingReferralDetails", "Outgoing Referral Details", "long_text", "", True),
    Field("cco_CaseComment", "Case Comment", "long_text", "", False),
    Field("hte_Longitude", "Longitude", "number", "", False),
    Field("hte_Latitude", "Latitude", "number", "", False),
    Field("hte_City", "City", "text", "", False),
    Field("hte_Country", "Country", "text", "countries", False),
    Field("hte_State", "State", "text", "", False),
    Field("hte_Street", "Street", "text", "", False),
    Field("hte_PostalCode", "PostalCode", "text", "", False),
    Field("hte_Date", "Date", "date", "", False),
    Field("hte_Type", "Type", "picklist", "hte_Type", False),
    Field("hte_Description", "Description", "long_text", "", False),
    Field("spl_Objectives", "Objectives", "long_text", "", False),
    Field("spl_ActionPlan", "Action Plan", "long_text", "", False),
    Field("spl_PlannedEndDate", "Planned End Date", "date", "", False),
    Field("spl_ActualEndDate", "Actual End Date", "date", "", False),
    Field("spl_Type", "Type", "picklist", "spl_Type", False),
    Field("con_Consent", "Consent", "checkbox", "", True),
)
# fmt: on
