"""Generated cases as files: HTCDS or CTDC's 2024 columns, with our own consent columns, CSV or XLSX."""

import csv
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import openpyxl

from cases.codelists import ctdc
from cases.codelists.htcds_person import HTCDS_GENDER
from cases.sample.generator import Invented

CONSENT = tuple(
    f"consent_{purpose}{part}" for purpose in ("store", "statistics") for part in ("", "_from", "_until", "_how")
)
HTCDS = (
    "external_id", "alias", "prs_FirstName", "prs_SecondName", "con_Consent", "prs_Birthdate", "prs_Gender",
    "prs_PrimaryLanguage", "prs_Citizenship", "prs_Email", "prs_MobilePhone", "prs_MailingCity",
    "vic_TraffickingStatus", "vic_TraffickingStatusDecisionMakingOrg", "vic_MethodOfRecruitment",
    "vic_MethodsOfControl", "vic_TypeOfExploitation", "vic_ForcedLabourIndustry", "vic_TypeOfSexExploitation",
    "cas_Status", "cas_IncomingReferralDate", "cco_CaseComment", "country_of_exploitation", "duration_months",
    "recruiter_relation", *CONSENT,
)  # fmt: skip
CTDC = ("external_id", *ctdc.VARIABLES, *CONSENT)


def htcds_row(person: Invented) -> list[str]:
    """One case in HTCDS 2.0."""
    told = {
        "external_id": person.external_id,
        "alias": person.given_name,
        "prs_FirstName": person.given_name,
        "prs_SecondName": person.family_name,
        "con_Consent": "TRUE",
        "prs_Birthdate": person.birth_date.isoformat() if person.birth_date else "",
        "prs_Gender": person.gender if person.gender in HTCDS_GENDER else "NonSpecifiedUnknown",
        "prs_PrimaryLanguage": person.language,
        "prs_Citizenship": person.citizenship,
        "prs_Email": person.email,
        "prs_MobilePhone": person.phone,
        "prs_MailingCity": person.place,
        "vic_TraffickingStatus": "ActualVictimOfTrafficking",
        "vic_TraffickingStatusDecisionMakingOrg": "NGO",
        "vic_MethodOfRecruitment": ";".join(person.methods),
        "vic_MethodsOfControl": ";".join(person.means),
        "vic_TypeOfExploitation": ";".join(person.exploitation),
        "vic_ForcedLabourIndustry": ";".join(person.sectors),
        "vic_TypeOfSexExploitation": ";".join(person.sexual_types),
        "cas_Status": "Active",
        "cas_IncomingReferralDate": person.opened_on.isoformat(),
        "cco_CaseComment": person.note,
        "country_of_exploitation": person.country,
        "duration_months": str(person.months or ""),
        "recruiter_relation": ";".join(person.relations),
        **_consents(person),
    }
    return [told[heading] for heading in HTCDS]


def ctdc_row(person: Invented) -> list[str]:
    """One case in the 2024 columns of CTDC's global synthetic dataset."""
    told = {
        "external_id": person.external_id,
        "yearOfRegistration": str(person.opened_on.year),
        "gender": ctdc.gender(person.gender),
        "ageBroad": ctdc.age_broad(person.age),
        "citizenship": person.citizenship,
        "CountryOfExploitation": person.country,
        "traffickMonths": ctdc.traffick_months(person.months),
        **ctdc.flags(ctdc.MEANS, person.means),
        **ctdc.flags(ctdc.EXPLOITATION, person.exploitation),
        **ctdc.flags(ctdc.LABOUR, person.sectors),
        **ctdc.flags(ctdc.SEX, person.sexual_types),
        **ctdc.flags(ctdc.RECRUITER, person.relations),
        **_consents(person),
    }
    return [told.get(heading, "") for heading in CTDC]


FORMATS: dict[str, tuple[tuple[str, ...], Callable[[Invented], list[str]]]] = {
    "htcds": (HTCDS, htcds_row),
    "ctdc": (CTDC, ctdc_row),
}


def lines(people: Iterable[Invented], shape: str) -> Iterator[list[str]]:
    """Headings and rows of a format ("htcds" or "ctdc"), streamed."""
    headings, row = FORMATS[shape]
    yield list(headings)
    for person in people:
        yield row(person)


def write(people: Iterable[Invented], shape: str, path: Path) -> None:
    """Write a file, CSV or XLSX by its name's end; memory does not grow with it."""
    if path.suffix.lower() == ".xlsx":
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("cases")
        for line in lines(people, shape):
            sheet.append(line)
        book.save(path)
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines(people, shape))


def _consents(person: Invented) -> dict[str, str]:
    one = {
        "": "yes",
        "_from": person.opened_on.isoformat(),
        "_until": person.consent_until.isoformat(),
        "_how": "spoken",
    }
    return {f"consent_{purpose}{part}": value for purpose in ("store", "statistics") for part, value in one.items()}
