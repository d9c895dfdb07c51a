"""A row of a file to an `ImportedCase`, or to the list of all that is wrong with it."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from cases.consent_categories import IDENTIFYING
from cases.importing.cells import Kept, Read, reader
from cases.importing.consents import read_consents
from cases.importing.dates import Birth
from cases.importing.duplicates import SeenRows
from cases.importing.facts import CaseFacts, ExperienceFacts, ImportedCase, PersonFacts
from cases.importing.headings import Layout, is_label_row, lay_out, position
from cases.importing.json_reader import json_cell
from cases.importing.mapping import Column, Mapping
from cases.importing.problems import CellRefused, Code, Problem
from cases.importing.table import Table
from cases.importing.targets import TARGETS

_PLACES = {name: tuple(name.split(".")) for name in TARGETS if name.count(".") == 1}
MORE = "experiences"
_AGE = "experience.age_at_start_band"


class RowReader:
    """Reads a table's rows by a mapping. `today` is the organization's day; `key` its secret for digests."""

    def __init__(self, table: Table, mapping: Mapping, *, today: date, key: bytes) -> None:
        self._table, self._mapping = table, mapping
        self._layout: Layout = lay_out(table.headings, mapping)
        self._readers: list[tuple[int, Column, Read]] = [
            (index, column, reader(column, mapping, today)) for index, column in self._layout.columns if column.to
        ]
        self._of_experience = {
            column.heading: (column, reader(column, mapping, today))
            for column in mapping.columns.values()
            if column.to.startswith("experience.")
        }
        self._by_heading = sorted((column.heading, index) for index, column in self._layout.columns)
        self._seen = SeenRows(key, keep_identical=mapping.identical_rows == "keep")
        self._short_rows = table.format == "xlsx"
        self._named = {index for index, _column in self._layout.columns}

    def rows(self) -> Iterator[ImportedCase | list[Problem]]:
        """Every row that holds something, in order: the same results each time the file is read."""
        for number, cells in self._table.rows():
            if number == 2 and is_label_row(cells, self._mapping):
                continue
            filled = any(cell.strip() for index, cell in enumerate(cells) if index in self._named)
            if filled or self._stray(cells):
                yield self.read(number, cells)

    def read(self, number: int, cells: Sequence[str]) -> ImportedCase | list[Problem]:
        """One row. Never raises for what a cell holds."""
        problems = self._shape(number, cells)
        facts = {} if problems else self._facts(number, cells, problems)
        imported = _assemble(number, facts, problems)
        if problems:
            return problems
        imported.digest, twice = self._seen.digest(self._content(cells), imported.external_id)
        return (
            [Problem(number, "external_id" if twice == Code.DUPLICATE_ID else "", twice, "row")] if twice else imported
        )

    def _stray(self, cells: Sequence[str]) -> bool:
        """Cells that no heading stands over, but for a row number in the first column."""
        return any(
            cell.strip() and index not in self._named and not (index == 0 and cell.strip().isdigit())
            for index, cell in enumerate(cells)
        )

    def _shape(self, number: int, cells: Sequence[str]) -> list[Problem]:
        width = self._layout.width
        if any(cell.strip() for cell in cells[width:]) or (len(cells) < width and not self._short_rows):
            return [Problem(number, "", Code.ROW_LENGTH, "row")]
        return [
            Problem(number, position(index), Code.UNNAMED_COLUMN, "cell")
            for index in self._layout.unnamed
            if index < len(cells) and cells[index].strip() and not (index == 0 and cells[index].strip().isdigit())
        ]

    def _facts(self, number: int, cells: Sequence[str], problems: list[Problem]) -> dict[str, Any]:
        facts: dict[str, Any] = {}
        width = len(cells)
        for index, column, read in self._readers:
            cell = cells[index] if index < width else ""
            if not cell and not column.required:
                continue
            try:
                if column.to == MORE:
                    facts[MORE] = [self._experience(number, told, problems) for told in read(cell) or []]
                else:
                    _add(facts, column, read(cell), cell)
            except CellRefused as refused:
                problems.append(Problem(number, column.heading, refused.code, refused.kind_of_value))
        return facts

    def _experience(self, number: int, told: dict[str, Any], problems: list[Problem]) -> ExperienceFacts:
        """One further experience, by the columns of the first."""
        facts: dict[str, Any] = {}
        for heading, value in sorted(told.items(), key=lambda pair: pair[0].startswith("casemgr_")):
            if heading not in self._of_experience:
                problems.append(Problem(number, MORE, Code.UNKNOWN_COLUMN, "heading"))
                continue
            column, read = self._of_experience[heading]
            cell = json_cell(value)
            try:
                _add(facts, column, read(cell), cell)
            except CellRefused as refused:
                problems.append(Problem(number, heading, refused.code, refused.kind_of_value))
        experience = ExperienceFacts()
        for name, value in facts.items():
            if name in _PLACES:
                setattr(experience, _PLACES[name][1], value)
        return experience

    def _content(self, cells: Sequence[str]) -> str:
        width = len(cells)
        return "\x1e".join(
            f"{heading}\x1f{cells[index].strip()}"
            for heading, index in self._by_heading
            if index < width and cells[index].strip()
        )


def _add(facts: dict[str, Any], column: Column, value: Any, cell: str) -> None:
    """Put a value where its column points: lists and kept texts grow, texts of several columns are joined."""
    if value is None or value == "" or value == []:
        return
    if isinstance(value, Kept):
        facts.setdefault("note", []).append((value.label, value.text))
    elif isinstance(value, list):
        _add_codes(facts, column, value)
    elif column.to in facts:
        facts[column.to] = _joined(facts[column.to], column, value)
    else:
        facts[column.to] = value
        if column.to == _AGE and cell.strip().isdigit():
            facts.setdefault("note", []).append((column.label, cell.strip()))


def _add_codes(facts: dict[str, Any], column: Column, codes: list[str]) -> None:
    """Codes join those of other columns; of several countries where one is stored, the others are kept apart."""
    if column.target.kind != "country":
        told = facts.get(column.to, ())
        facts[column.to] = [*told, *(code for code in codes if code not in told)]
        return
    facts[column.to] = codes[0]
    if codes[1:]:
        facts.setdefault("note", []).append((column.label, "; ".join(codes[1:])))


def _joined(earlier: Any, column: Column, value: Any) -> Any:
    """Texts of several columns are joined; of other facts told twice, the last column counts."""
    target = column.target
    if not target.longest:
        return value
    text = f"{earlier}{target.joined_by}{value}"
    if len(text) > target.longest:
        raise CellRefused(Code.TOO_LONG, "text")
    return text


def _assemble(number: int, facts: dict[str, Any], problems: list[Problem]) -> ImportedCase:
    kept = facts.pop("note", [])
    external_id = facts.pop("external_id", "")
    more = facts.pop(MORE, [])
    consents = read_consents(number, facts, problems)
    birth: Birth | None = facts.pop("person.birth_date", None)
    person, case, experience = PersonFacts(), CaseFacts(), ExperienceFacts()
    parts = {"person": person, "case": case, "experience": experience}
    further: dict[str, str] = {}
    for name, value in facts.items():
        part, attribute = _PLACES[name]
        if part == "htcds":
            further[attribute] = value
        else:
            setattr(parts[part], attribute, value)
    if birth is not None:
        person.birth_date, person.birth_year, person.birth_precision = birth
    imported = ImportedCase(number, "", external_id, person, case, experience, consents, kept, further, more)
    _agree(imported, problems)
    return imported


def _agree(imported: ImportedCase, problems: list[Problem]) -> None:
    """What one cell can't tell: days in the wrong order, a name where the person declined a record."""
    opened, closed = imported.case.opened_on, imported.case.closed_on
    born = imported.person.birth_date
    started, ended = imported.experience.started_year, imported.experience.ended_year
    if (opened and closed and closed < opened) or (opened and born and opened < born):
        problems.append(Problem(imported.row, "", Code.DATES_DISAGREE, "date"))
    elif started and ended and ended < started:
        problems.append(Problem(imported.row, "", Code.DATES_DISAGREE, "year"))
    declined = any(c.purpose == "store" and not c.given for c in imported.consents)
    if declined and any(getattr(imported.person, name) for name in IDENTIFYING):
        problems.append(Problem(imported.row, "consent_store", Code.IDENTITY_WITHOUT_CONSENT, "identity"))
