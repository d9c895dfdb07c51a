"""Code lists: facts from public standards, in plain Python, with labels that are translated when shown.

`get("prs_Gender")` finds a list by name; the modules hold them under their Python names.
"""

from cases.codelists import (
    countries,
    ctdc,
    htcds_case,
    htcds_experience,
    htcds_person,
    ilo,
    languages,
    local,
    sectors,
    services,
    shelter,
    trafficking_types,
)
from cases.codelists.base import SPECIAL_ANSWERS, CodeList

_MODULES = (
    countries, languages, htcds_person, htcds_experience, htcds_case, local, ctdc, ilo, services, sectors,
    shelter, trafficking_types,
)  # fmt: skip

REGISTRY: dict[str, CodeList] = {
    value.name: value for module in _MODULES for value in vars(module).values() if isinstance(value, CodeList)
}


def get(name: str) -> CodeList:
    """The code list of that name; `KeyError` when there is none."""
    return REGISTRY[name]


__all__ = ["REGISTRY", "SPECIAL_ANSWERS", "CodeList", "get"]
