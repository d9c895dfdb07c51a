"""Where each live field of HTCDS 2.0 has its place: in a column of ours, or in the case's further HTCDS facts.

The three tables together name every field of `cases.codelists.htcds_fields.FIELDS` once; a test says so.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.utils.translation import gettext as _

from casemgr.errors import InvalidInput
from cases.codelists import REGISTRY
from cases.codelists.htcds_fields import FIELDS, Field

#: Field -> attribute of Person. Names and addresses of several columns are one text here: see `record`.
OF_PERSON: Mapping[str, str] = {
    "prs_FirstName": "legal_name",
    "prs_Birthdate": "birth_date",
    "prs_Gender": "gender",
    "prs_MaritalStatus": "marital_status",
    "prs_NumberOfChildren": "children",
    "prs_PrimaryLanguage": "preferred_language",
    "prs_SecondaryLanguage": "secondary_language",
    "prs_HighestLevelOfEducation": "education",
    "prs_Citizenship": "citizenship",
    "prs_IdentityNumber": "identity_numbers",
    "prs_Email": "email",
    "prs_MobilePhone": "phone",
    "prs_MailingStreet": "address",
}
#: Field -> attribute of Experience.
OF_EXPERIENCE: Mapping[str, str] = {
    "vic_TraffickingStatus": "trafficking_status",
    "vic_TraffickingStatusDecisionMakingOrg": "decided_by",
    "vic_RelationshipToTrafficker": "recruiter_relations",
    "vic_AgeWhenTrafficked": "age_at_start",
    "vic_RecruitmentWebsitesAndApps": "platforms",
    "vic_MethodOfRecruitment": "recruitment_methods",
    "vic_MethodsOfControl": "means_of_control",
    "vic_TypeOfExploitation": "exploitation_types",
    "vic_ForcedLabourIndustry": "labour_sectors",
    "vic_TypeOfSexExploitation": "sexual_types",
    "vic_LocationOfExploitation": "places",
    "vic_ExploitationWebsitesAndApps": "exploitation_platforms",
    "per_RoleInProcess": "perpetrator_roles",
}
#: Fields that Case itself answers.
OF_CASE = frozenset({"cas_Status"})
#: Read into the same text as another field.
JOINED = frozenset(
    "prs_MiddleName prs_SecondName prs_HomePhone prs_MailingCity prs_MailingCountry prs_MailingState "
    "prs_MailingPostalCode vic_LocationOfRecruitment cas_IncomingReferralDate".split()
)
ELSEWHERE: Mapping[str, Field] = {
    field.name: field for field in FIELDS if field.name not in {*OF_PERSON, *OF_EXPERIENCE, *OF_CASE, *JOINED}
}
LONGEST = {"text": 500, "lookup": 500, "long_text": 10_000, "number": 40, "date": 10, "checkbox": 5}


def checked(name: str, value: str) -> str:
    """The value of a further field as it is kept. Errors: InvalidInput, naming the field."""
    field = ELSEWHERE[name]
    text = value.strip()
    if not text:
        return ""
    if field.codelist and field.kind in ("picklist", "multiselect"):
        codes = REGISTRY[field.codelist]
        if text not in codes:
            raise InvalidInput(_("Choose from the list."), field=name)
    elif field.kind == "number":
        _refuse_unless(_is_number(text), _("Write a number."), name)
    elif field.kind == "date":
        _refuse_unless(_is_day(text), _("Write a day as year-month-day."), name)
    elif field.kind == "checkbox":
        _refuse_unless(text in ("yes", "no"), _("Answer yes or no."), name)
    _refuse_unless(len(text) <= LONGEST.get(field.kind, 500), _("This text is too long."), name)
    return text


def _refuse_unless(fits: bool, why: str, name: str) -> None:
    if not fits:
        raise InvalidInput(why, field=name)


def _is_number(text: str) -> bool:
    try:
        return abs(float(text)) < 1e12
    except ValueError:
        return False


def _is_day(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
