"""A case as records of HTCDS 2.0: the standard's own fields and codes, and beside them what it has no field for.

Codes of ours go into `casemgr_…` columns and never into the standard's, so a reader of the standard meets only its own
codes, and reading the record back loses nothing. A case is one record.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from casemgr.accounts.models import User
from cases.codelists import REGISTRY
from cases.codelists.htcds_fields import FIELDS
from cases.htcds.fields import OF_EXPERIENCE, OF_PERSON
from cases.importing.targets import PERSON_CODES, TARGETS
from cases.models import Case, Experience, HtcdsFacts, Person

FORMAT = "HTCDS 2.0"
STATUS = {"active": "Active", "follow_up": "FollowUp", "closed": "Closed", "closed_by_referral": "ClosedReferred"}
KINDS = {field.name: field for field in FIELDS}
#: facts of an experience that have no field in the standard: our name -> its column
BESIDE = {
    name.removeprefix("experience."): f"casemgr_{name.removeprefix('experience.')}"
    for name in TARGETS
    if name.startswith("experience.")
}


STANDARD = {name: field for field, name in OF_EXPERIENCE.items()}
#: what stays in a masked record: what is chosen from a list, counted or dated, days of birth and coordinates apart
CHOSEN = ("picklist", "multiselect", "number", "date", "checkbox")
NAMING = ("Birthdate", "Latitude", "Longitude")
SAFE = frozenset(
    [field.name for field in FIELDS if field.kind in CHOSEN and not field.name.endswith(NAMING)]
    + [f"casemgr_{name}" for name in PERSON_CODES]
    + [column for name, column in BESIDE.items() if TARGETS[f"experience.{name}"].kind not in ("text", "route")]
)


def document(cases: list[Case], user: User, *, masked: bool = False) -> dict[str, Any]:
    """What is exported: the format, and the records of these cases, which the caller may see.

    Masked: coded facts, numbers and years alone; no name, contact, place, day of birth or word that somebody wrote.
    """
    records = [record_of(case, user) for case in cases]
    return {"format": FORMAT, "records": [_masked(record) for record in records] if masked else records}


def _masked(record: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in record.items() if name in SAFE or name == "external_id"}
    if born := str(record.get("prs_Birthdate", ""))[:4]:
        kept["prs_Birthdate"] = born
    if further := record.get("casemgr_experiences"):
        kept["casemgr_experiences"] = json.dumps([_masked(one) for one in json.loads(further)], ensure_ascii=False)
    return kept


def record_of(case: Case, user: User) -> dict[str, Any]:
    """The record of one case, with its number as `external_id`; further experiences stand in `casemgr_experiences`."""
    found = Experience.objects.visible_to(user).filter(case=case).order_by("created_at", "id")
    first, *rest = [told for row in found if (told := _of_experience(row))] or [{}]
    record = {"external_id": case.label, "alias": case.person.alias} | _of_case(case, user) | first
    return record | ({"casemgr_experiences": json.dumps(rest, ensure_ascii=False)} if rest else {})


def _of_case(case: Case, user: User) -> dict[str, Any]:
    further = HtcdsFacts.objects.visible_to(user).filter(case=case).first()
    record: dict[str, Any] = dict(further.facts) if further else {}
    record |= _of_person(case.person)
    if case.status in STATUS:
        record["cas_Status"] = STATUS[case.status]
    record["cas_IncomingReferralDate"] = case.opened_on.isoformat()
    return {name: value for name, value in record.items() if value not in ("", None, [])}


def _of_person(person: Person) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for field, name in OF_PERSON.items():
        value = getattr(person, name)
        if name == "birth_date":
            record[field] = value.isoformat() if value else str(person.birth_year or "")
        elif name in PERSON_CODES:
            record[f"casemgr_{name}"], record[field] = _parted(field, value)
        else:
            record[field] = value
    return record | {"casemgr_interpreter_needed": "yes" if person.interpreter_needed else ""}


def _of_experience(row: Experience) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for name, column in BESIDE.items():
        value = getattr(row, name)
        if value in ("", None, []):
            continue
        value = value.isoformat() if hasattr(value, "isoformat") else value
        value = json.dumps(value, ensure_ascii=False) if name == "route" else value
        field = STANDARD.get(name)
        record[column], standard = (value, "") if field is None else _parted(field, value)
        record |= {field: standard} if field else {}
    return {name: value for name, value in record.items() if value not in ("", None, [])}


def _parted(field: str, value: Any) -> tuple[Any, Any]:
    """Of the codes those that only we know, and those of the standard; one of several for a field that takes one."""
    kind = KINDS[field]
    if not value or not kind.codelist or not isinstance(value, str | list):
        return None, value
    known: Mapping[str, Any] = REGISTRY[kind.codelist].codes
    codes = value if isinstance(value, list) else [value]
    theirs = [code for code in codes if code in known]
    ours = [code for code in codes if code not in known]
    if kind.kind == "picklist":
        ours, theirs = [*theirs[1:], *ours], theirs[:1]
        return (ours if isinstance(value, list) else "".join(ours)), "".join(theirs)
    return ours, theirs
