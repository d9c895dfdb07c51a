"""What an experience is in the codes of CTDC, and the page that says which code makes which:
`python -m cases.ctdc_codes` writes docs/ctdc-codes.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from cases.codelists import ctdc

if TYPE_CHECKING:
    from cases.models import Experience

PAGE = Path(__file__).parent.parent / "docs" / "ctdc-codes.md"
HEAD = """# Codes of CTDC, derived

Generated from `cases/codelists/ctdc.py` by `python -m cases.ctdc_codes`; a test fails when it is stale.

Caseworkers record the codes of HTCDS 2.0. Statistics count in the variables of CTDC's 2024 global synthetic dataset,
which follow from them: a variable is 1 when one of its codes was recorded, and absent (not "no") otherwise. Codes that
no line names count in no variable.
"""
#: Column of an experience -> the variables that its codes make.
DERIVED: Mapping[str, Mapping[str, frozenset[str]]] = {
    "means_of_control": ctdc.MEANS,
    "exploitation_types": ctdc.EXPLOITATION,
    "labour_sectors": ctdc.LABOUR,
    "sexual_types": ctdc.SEX,
    "recruiter_relations": ctdc.RECRUITER,
}


def of_experience(row: Experience) -> dict[str, str]:
    """The variables that one experience gives a value, in CTDC's order: "1", a country or a band of months."""
    told = {"CountryOfExploitation": row.country_of_exploitation}
    told["traffickMonths"] = ctdc.traffick_months(row.duration_months) or row.duration_band
    for column, variables in DERIVED.items():
        told |= ctdc.flags(variables, getattr(row, column))
    return {name: value for name in ctdc.VARIABLES if (value := told.get(name))}


def page() -> str:
    """The whole Markdown page."""
    rows = ["| variable | is 1 with one of | recorded as |", "| --- | --- | --- |"]
    for column, variables in DERIVED.items():
        rows += [f"| `{name}` | {_listed(codes)} | `{column}` |" for name, codes in variables.items()]
    bands = ["| variable | band | from |", "| --- | --- | --- |"]
    bands += [f"| `ageBroad` | `{code}` | {first} years |" for first, code in ctdc.AGE_BANDS]
    bands += [f"| `traffickMonths` | `{code}` | {first} months |" for first, code in ctdc.MONTH_BANDS]
    return "\n".join([HEAD, *rows, "", *bands, ""])


def _listed(codes: frozenset[str]) -> str:
    return ", ".join(f"`{code}`" for code in sorted(codes))


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
