"""Our own columns as HSDS attributes: taxonomies of ours whose ids are the same on every server.

So that other software reads them as HSDS wants, and a file of ours comes back whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import override

from cases.codelists.services import SERVICES
from referrals.directory.codes import GROUPS, SERVES, Cost, Line
from referrals.models import DirectoryLocation, DirectoryOrganization, DirectoryService

NAMESPACE = UUID("0f6c1a52-2f57-4d1c-8a65-0b8b0a5f5a7e")


@dataclass(frozen=True)
class OwnList:
    """A taxonomy of ours: the attribute that holds its codes, their English names, what it is."""

    attribute: str
    codes: dict[str, Any]
    about: str
    is_many: bool = False


LISTS: dict[str, OwnList] = {
    "service": OwnList("service_code", dict(SERVICES.codes), "What kind of service it is"),
    "serves": OwnList("serves", dict(SERVES.codes), "Whom the service takes", is_many=True),
    "group": OwnList("groups", dict(GROUPS.codes), "Groups the service is made for", is_many=True),
    "cost": OwnList("cost", dict(Cost.choices), "What the person pays"),
    "line": OwnList("line", dict(Line.choices), "Whether a line is confidential"),
}
#: facts with a value: attribute -> name of the term
FACTS = {"country": "Country (ISO 3166-1 alpha-3)", "region": "Region", "verified_on": "Checked on"}
OF_MODEL = {
    DirectoryOrganization: ("country", "verified_on"),
    DirectoryLocation: ("country", "region", "verified_on"),
    DirectoryService: (),
}
LINK_ENTITY = {
    DirectoryOrganization: "organizations",
    DirectoryLocation: "locations",
    DirectoryService: "services",
}


def taxonomy_id(name: str) -> UUID:
    """The id of a list of ours."""
    return uuid5(NAMESPACE, name)


def term_id(name: str, code: str) -> UUID:
    """The id of a term of ours."""
    return uuid5(NAMESPACE, f"{name}/{code}")


def taxonomies() -> list[dict[str, Any]]:
    """Our lists as HSDS taxonomies."""
    about = {name: one.about for name, one in LISTS.items()} | {"fact": "Facts with a value"}
    return [
        {"id": str(taxonomy_id(name)), "name": f"casemgr {name}", "description": words, "version": "1"}
        for name, words in about.items()
    ]


def terms() -> list[dict[str, Any]]:
    """Our codes as HSDS taxonomy terms, in English."""
    names = {(name, code): label for name, one in LISTS.items() for code, label in one.codes.items()}
    names |= {("fact", name): label for name, label in FACTS.items()}
    with override("en"):
        return [_term(name, code, str(label)) for (name, code), label in names.items()]


def _term(name: str, code: str, label: str) -> dict[str, Any]:
    detail = next(one for one in taxonomies() if one["id"] == str(taxonomy_id(name)))
    return {
        "id": str(term_id(name, code)),
        "code": f"{name}:{code}",
        "name": label,
        "description": label,
        "taxonomy": detail["name"],
        "taxonomy_detail": detail,
        "language": "en",
    }


def attributes_of(entry: Any, one: str) -> list[dict[str, Any]]:
    """What our columns say about an entry, as attributes; `one` is the id that the entry goes out under."""
    made, known = [], _terms_by_id()
    for name, code, value in _said(entry):
        attribute = {
            "id": str(uuid5(UUID(one), f"{name}/{code}")),
            "link_entity": LINK_ENTITY[type(entry)],
            "taxonomy_term": known[term_id(name, code)],
        }
        made.append(attribute | ({"value": value} if value else {}))
    return made


def _said(entry: Any) -> Iterator[tuple[str, str, str]]:
    if isinstance(entry, DirectoryService):
        for name, one in LISTS.items():
            held = getattr(entry, one.attribute)
            yield from ((name, code, "") for code in (held if one.is_many else [held]) if code in one.codes)
    for name in OF_MODEL.get(type(entry), ()):
        if value := getattr(entry, name):
            yield "fact", name, str(value)


def read(term: Any, value: Any, entry: dict[str, Any]) -> bool:
    """Take an attribute that carries a term of ours into the values of an entry; False when it is not ours."""
    name, code = BY_ID.get(str(term), ("", ""))
    if not name:
        return False
    if name == "fact":
        entry[code] = value
    elif LISTS[name].is_many:
        entry.setdefault(LISTS[name].attribute, []).append(code)
    else:
        entry[LISTS[name].attribute] = code
    return True


def is_ours(one: Any) -> bool:
    """Whether this is the id of a list or term of ours."""
    return str(one) in BY_ID or str(one) in {row["id"] for row in taxonomies()}


def _terms_by_id() -> dict[UUID, dict[str, Any]]:
    return {UUID(one["id"]): one for one in terms()}


BY_ID = {
    str(term_id(name, code)): (name, code)
    for name, codes in [*((name, list(one.codes)) for name, one in LISTS.items()), ("fact", list(FACTS))]
    for code in codes
}
