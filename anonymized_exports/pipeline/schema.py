"""What is counted: public lists of variables, codes and tables, read from reviewable files in `workloads/`.

Nothing here may come from the data: a key, bin or table chosen by looking would itself tell something.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from math import comb
from pathlib import Path
from typing import Any, Literal

from anonymized_exports.pipeline.errors import WorkloadRefused

POPULATION = "door.population_v1"
FOLDER = Path(__file__).parent / "workloads"
CTDC_WORKLOADS = ("basic", "standard", "wide")  # the same variables, ever more tables
WORKLOADS = (*CTDC_WORKLOADS, "services", "unmet", "declined", "referrals", "equity")

#: Columns that a workload may name, by door: no organization, text, date, or place finer than a country.
CATEGORICAL_COLUMNS = {
    POPULATION: frozenset(
        "year_of_registration gender age_broad citizenship country_of_exploitation traffick_months".split()
    ),
    "door.services_v1": frozenset("gender age_broad standing first_service served preferred_language".split()),
    "door.referral_outcomes_v1": frozenset("gender age_broad referred".split()),
}
FLAG_PREFIXES = {
    POPULATION: ("means_", "is_", "type_of_labour_", "type_of_sex_", "recruiter_relation_"),
    "door.services_v1": ("received_", "declined_", "unavailable_", "ethnicity_", "disability_"),
    "door.referral_outcomes_v1": ("outcome_", "refused_", "ended_"),
}
MOST_FLAGS = 31  # bits of the mask that a person's flags are counted in


@dataclass(frozen=True)
class Code:
    """One code of a list and what it means."""

    code: str
    label: str


@dataclass(frozen=True)
class Variable:
    """One question: its public name, the door's column, and its codes (none for a flag)."""

    name: str
    column: str
    label: str
    codes: tuple[Code, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The codes as text, in published order."""
        return tuple(code.code for code in self.codes)


@dataclass(frozen=True)
class Table:
    """One published table: counts by some variables, of people (flags 0), flags (1) or pairs of flags (2)."""

    name: str
    by: tuple[Variable, ...]
    flags: Literal[0, 1, 2] = 0


@dataclass(frozen=True)
class Workload:
    """A fixed list of tables over a fixed code list. `digest` names exactly this list of both."""

    name: str
    version: int
    title: str
    source: str
    smallest_population: int
    flag_cap: int
    family: str
    door: str
    variables: tuple[Variable, ...]
    flags: tuple[Variable, ...]
    tables: tuple[Table, ...]
    digest: str

    def flag_keys(self, table: Table) -> tuple[tuple[str, ...], ...]:
        """The flags, or pairs of flags, that a table counts; one empty key for a table of people."""
        names = [flag.name for flag in self.flags]
        pairs = tuple((a, b) for i, a in enumerate(names) for b in names[i + 1 :])
        return {0: ((),), 1: tuple((name,) for name in names), 2: pairs}[table.flags]

    def shape(self, table: Table) -> tuple[int, ...]:
        """Cells per axis: flags first (1 for a table of people), then each variable."""
        return (len(self.flag_keys(table)), *(len(variable.codes) for variable in table.by))

    def squared_sensitivity(self, table: Table) -> int:
        """How many cells of a table adding or removing one person changes by 1: (L2 sensitivity)²."""
        return comb(min(self.flag_cap, len(self.flags)), table.flags)

    @property
    def total_squared_sensitivity(self) -> int:
        """The same for all tables together; noise is scaled to its square root."""
        return sum(self.squared_sensitivity(table) for table in self.tables)


@cache
def load(name: str) -> Workload:
    """Read a workload that ships with the product. Raises WorkloadRefused for any other or an unsafe one."""
    if name not in WORKLOADS:
        raise WorkloadRefused("unknown_workload", name)
    document = json.loads((FOLDER / f"{name}.json").read_bytes())
    return parse(document, json.loads((FOLDER / f"{document['variables']}.variables.json").read_bytes()))


def parse(document: dict[str, Any], lists: dict[str, Any]) -> Workload:
    """Build a workload from its two documents and check that it names only what the door may give."""
    missing = lists["not_an_answer"]
    variables = [_variable(v, v.get("codes") or lists[v["code_list"]], missing) for v in lists["categorical"]]
    flags = [_variable(flag, [], []) for flag in lists["flags"]]
    by_name = {variable.name: variable for variable in variables}
    workload = Workload(
        name=document["name"],
        version=document["version"],
        title=document["title"],
        source=lists["source"],
        smallest_population=document["smallest_population"],
        flag_cap=document["flag_cap"],
        family=document.get("family", "people"),
        door=document.get("door", POPULATION),
        variables=tuple(variables),
        flags=tuple(flags),
        tables=tuple(_table(entry, by_name) for entry in document["tables"]),
        digest=_digest(document, lists),
    )
    _check(workload)
    return workload


def _variable(entry: dict[str, Any], codes: list[dict[str, str]], missing: list[dict[str, str]]) -> Variable:
    listed = tuple(Code(code["code"], code["label"]) for code in [*codes, *missing])
    return Variable(entry["name"], entry["column"], entry["label"], listed)


def _table(entry: dict[str, Any], by_name: dict[str, Variable]) -> Table:
    unknown = [name for name in entry["by"] if name not in by_name]
    if unknown:
        raise WorkloadRefused("forbidden_variable", unknown[0])
    return Table(entry["name"], tuple(by_name[name] for name in entry["by"]), entry.get("flags", 0))


def _check(workload: Workload) -> None:
    if workload.door not in CATEGORICAL_COLUMNS or len(workload.flags) > MOST_FLAGS:
        raise WorkloadRefused("forbidden_variable", workload.door)
    columns = {variable.column for variable in workload.variables} - CATEGORICAL_COLUMNS[workload.door]
    prefixes = FLAG_PREFIXES[workload.door]
    columns |= {flag.column for flag in workload.flags if not flag.column.startswith(prefixes)}
    if columns:
        raise WorkloadRefused("forbidden_variable", sorted(columns)[0])
    names = [table.name for table in workload.tables]
    if len(set(names)) != len(names):
        raise WorkloadRefused("repeated_table", max(names, key=names.count))


def _digest(*documents: dict[str, Any]) -> str:
    canonical = json.dumps(documents, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
