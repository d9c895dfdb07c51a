"""Where a column can go: the facts of a case, their kind, their code list and how long they may be."""

from collections.abc import Mapping
from dataclasses import dataclass

from cases.codelists import REGISTRY, CodeList
from cases.codelists.ctdc import AGE_BROAD
from cases.codelists.htcds_fields import Field
from cases.codelists.local import AGE_STATUS
from cases.htcds.fields import ELSEWHERE, LONGEST

AGE_AT_REGISTRATION = CodeList(
    "age_at_registration", "CTDC ageBroad and majorityStatus", {**AGE_BROAD.codes, **AGE_STATUS.codes}
)
CASE_STATUS = CodeList(
    "case_status",
    "HTCDS 2.0 cas_Status, in this product's stages",
    {
        "intake": "Intake",
        "screening": "Screening",
        "active": "Active",
        "follow_up": "Follow Up",
        "closed": "Closed",
        "closed_by_referral": "Closed Referred",
        "reopened": "Reopened",
    },
)
CONSENT_METHOD = CodeList(
    "consent_method", "local", {"written": "Signed", "spoken": "Spoken", "witnessed": "Witnessed mark"}
)
PURPOSES = ("store", "statistics")


@dataclass(frozen=True)
class Target:
    """One fact: `kind` chooses how a cell is read; several columns of a text are joined by `joined_by`."""

    kind: str
    codes: CodeList | None = None
    longest: int = 0
    joined_by: str = ""


def _text(longest: int, joined_by: str = " ") -> Target:
    return Target("text", longest=longest, joined_by=joined_by)


def _code(name: str) -> Target:
    return Target("code", REGISTRY[name])


def _codes(name: str) -> Target:
    return Target("codes", REGISTRY[name])


def _further(field: Field) -> Target:
    """A fact of HTCDS that is no question here: kept as text, checked by its kind."""
    if field.codelist and field.kind in ("picklist", "multiselect"):
        return _code(field.codelist)
    kinds = {"number": "decimal", "date": "iso_day", "checkbox": "yes_no_word"}
    return Target(kinds.get(field.kind, "text"), longest=LONGEST.get(field.kind, 500), joined_by="; ")


TARGETS: Mapping[str, Target] = {
    "external_id": _text(200),
    "note": Target("note"),
    "person.alias": _text(120),
    "person.legal_name": _text(200),
    "person.birth_date": Target("birth"),
    "person.phone": Target("phone", longest=40, joined_by=" / "),
    "person.email": _text(254, ", "),
    "person.address": _text(500, ", "),
    "person.identity_numbers": _text(500, ", "),
    "person.gender": _code("gender"),
    "person.citizenship": Target("country", REGISTRY["countries"]),
    "person.preferred_language": _code("languages"),
    "person.interpreter_needed": Target("yes_no"),
    "person.marital_status": _code("prs_MaritalStatus"),
    "person.education": _code("prs_HighestLevelOfEducation"),
    "person.children": Target("count"),
    "person.secondary_language": _code("languages"),
    "case.status": Target("code", CASE_STATUS),
    "case.opened_on": Target("date"),
    "case.closed_on": Target("date"),
    "case.registered_period": Target("period"),
    "case.age_at_registration": Target("code", AGE_AT_REGISTRATION),
    "experience.trafficking_status": _code("vic_TraffickingStatus"),
    "experience.decided_by": _code("vic_TraffickingStatusDecisionMakingOrg"),
    "experience.exploitation_types": _codes("vic_TypeOfExploitation"),
    "experience.labour_sectors": _codes("sectors"),
    "experience.sexual_types": _codes("vic_TypeOfSexExploitation"),
    "experience.means_of_control": _codes("means_of_control"),
    "experience.recruitment_methods": _codes("vic_MethodOfRecruitment"),
    "experience.recruiter_relations": _codes("recruiter_relation"),
    "experience.platforms": _codes("vic_RecruitmentWebsitesAndApps"),
    "experience.exploitation_platforms": _codes("vic_RecruitmentWebsitesAndApps"),
    "experience.country_of_recruitment": Target("country", REGISTRY["countries"]),
    "experience.countries_of_transit": Target("countries", REGISTRY["countries"]),
    "experience.country_of_exploitation": Target("country", REGISTRY["countries"]),
    "experience.origin_region": _code("regions"),
    "experience.exploitation_region": _code("regions"),
    "experience.started_year": Target("year"),
    "experience.ended_year": Target("year"),
    "experience.duration_months": Target("months"),
    "experience.duration_band": _code("ctdc_traffick_months"),
    "experience.age_at_start_band": Target("age", AGE_BROAD),
    "experience.perpetrator_roles": _codes("perpetrator_roles"),
    "experience.perpetrator_genders": _codes("perpetrator_gender"),
    "experience.perpetrator_ages": _codes("perpetrator_age"),
    "experience.perpetrator_regions": _codes("regions"),
    "experience.paid_perpetrator": _code("paid_perpetrator"),
    "experience.age_at_start": Target("years"),
    "experience.labour_types": _codes("labour_types"),
    "experience.sex_trade_types": _codes("sex_trade_types"),
    "experience.goods": _codes("goods"),
    "experience.never_moved": _code("yes_no"),
    "experience.identified_on": Target("date"),
    "experience.identification_setting": _code("identification_setting"),
    "experience.status_appeal": _code("status_appeal"),
    "experience.rights_told": _code("yes_no"),
    "experience.rights_language": _code("languages"),
    "experience.relief_applied": _codes("immigration_relief"),
    "experience.relief_granted": _codes("immigration_relief"),
    "experience.places": _text(1000, "; "),
    "experience.route": Target("route"),
    "experience.narrative": _text(10_000, "\n"),
    "experiences": Target("experiences"),
    **{f"htcds.{name}": _further(field) for name, field in ELSEWHERE.items()},
    **{f"consent.{purpose}.{part}": Target(kind, codes)
       for purpose in PURPOSES
       for part, kind, codes in (
           ("decision", "yes_no", None), ("from", "date", None), ("until", "any_date", None),
           ("how", "code", CONSENT_METHOD),
       )},
}  # fmt: skip

#: Coded facts of a person, which may also be declined or unknown.
PERSON_CODES = (
    "gender citizenship preferred_language secondary_language marital_status education interpreter_needed".split()
)
#: Columns that every mapping knows beside its own: our ids and consents.
OWN_COLUMNS: Mapping[str, str] = {
    "external_id": "external_id",
    "alias": "person.alias",
    "opened_on": "case.opened_on",
    # what our own HTCDS export adds: codes of ours beside the standard's, and facts it has no field for
    **{f"casemgr_{name}": f"person.{name}" for name in PERSON_CODES},
    **{f"casemgr_{name.removeprefix('experience.')}": name for name in TARGETS if name.startswith("experience.")},
    "casemgr_experiences": "experiences",
    **{f"consent_{purpose}": f"consent.{purpose}.decision" for purpose in PURPOSES},
    **{
        f"consent_{purpose}_{part}": f"consent.{purpose}.{part}"
        for purpose in PURPOSES
        for part in ("from", "until", "how")
    },
}
