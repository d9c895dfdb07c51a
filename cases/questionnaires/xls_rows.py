"""The rows of the sheet `survey`: questions, groups and repeats, and what of them isn't supported."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from cases.questionnaires.problems import FormProblem
from cases.questionnaires.xls_sheet import Row, Sheet

_TYPES = {"text", "integer", "decimal", "date", "note", "calculate"}
_ALIKE = {"string": "text", "int": "integer", "select one": "select_one", "select multiple": "select_multiple"}
#: what the case and the trail say anyway
_KNOWN_ANYWAY = frozenset(
    "start end today deviceid username phonenumber email audit start-geopoint simserial subscriberid".split()
)
_PLAIN = frozenset("type name required relevant constraint calculation".split())
#: how it looks elsewhere, or notes of the tool that wrote the file: nothing that people are asked
_LEFT_OUT = frozenset(
    "appearance $kuid $autoname $qpath $xpath $prev $given_name notes comment comments disabled".split()
)
_BEGIN = {"begin group": "group", "begin_group": "group", "begin repeat": "repeat", "begin_repeat": "repeat"}
_END = {"end group": "group", "end_group": "group", "end repeat": "repeat", "end_repeat": "repeat"}
_YES, _NO = ("yes", "true", "true()", "1"), ("", "no", "false", "false()", "0")
_WORDS = ("label", "hint", "prompt", "constraint_message")


class Survey:
    """Reads the rows once. `problems` refuse the form, `remarks` say what was left out of it."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.problems = sheet, sheet.problems
        self.remarks: list[FormProblem] = []
        self.open: list[tuple[str, list[dict[str, Any]], int]] = []

    def items(self) -> list[dict[str, Any]]:
        """The items of the definition, as its JSON has them."""
        top: list[dict[str, Any]] = []
        for row in self.sheet.rows:
            self._row(row, top)
        for _kind, _items, number in self.open:
            self._wrong(_("What begins here doesn't end."), number, "type")
        return top

    def _row(self, row: Row, top: list[dict[str, Any]]) -> None:
        kind = " ".join(row.get("type").split())
        here = self.open[-1][1] if self.open else top
        if not kind:
            self._wrong(_("The row has no type."), row.number, "type")
        elif kind.lower() in _KNOWN_ANYWAY:
            self._left_out(_("Left out: the record says this anyway."), row.number, "type")
        elif kind.lower() in _END:
            self._end(_END[kind.lower()], row)
        elif kind.lower() in _BEGIN:
            self._begin(_BEGIN[kind.lower()], row, here)
        elif (item := self._question(kind, row)) is not None:
            here.append(item)

    def _begin(self, kind: str, row: Row, here: list[dict[str, Any]]) -> None:
        group = self._common(kind, row) | {"items": []}
        here.append(group)
        self.open.append((kind, group["items"], row.number))

    def _end(self, kind: str, row: Row) -> None:
        if not self.open or self.open[-1][0] != kind:
            self._wrong(_("Nothing of this kind is open here."), row.number, "type")
            return
        self.open.pop()

    def _question(self, kind: str, row: Row) -> dict[str, Any] | None:
        choices = ""
        for written, meant in _ALIKE.items():
            if kind.lower() == written or kind.lower().startswith(written + " "):
                kind = meant + kind[len(written) :]
        if kind.startswith(("select_one ", "select_multiple ")):
            kind, choices, *more = kind.split()
            if more:
                self._wrong(_("“%s” isn't supported. Add it to the choices.") % " ".join(more), row.number, "type")
        elif kind.lower() in _TYPES:
            kind = kind.lower()
        else:
            self._wrong(_("The type “%s” isn't supported.") % kind[:60], row.number, "type")
            return None
        return self._common(kind, row) | ({"choices": choices} if choices else {})

    def _common(self, kind: str, row: Row) -> dict[str, Any]:
        self._columns(row)
        found: dict[str, Any] = {"type": kind, "name": row.get("name"), "row": row.number}
        found |= {name: row.words[name] for name in _WORDS if name in row.words}
        for name in ("relevant", "constraint", "calculation"):
            if said := row.get(name):
                found[name] = said
        required = row.get("required").lower()
        if required not in (*_YES, *_NO):
            self._wrong(_("“required” is yes or no here, not an expression."), row.number, "required")
        if required in _YES:
            found["required"] = True
        if any("${" in text for words in row.words.values() for text in words.values()):
            self._wrong(_("Another answer within the words isn't supported."), row.number, "label")
        return found

    def _columns(self, row: Row) -> None:
        if "required_message" in row.words:
            self._left_out(_("Left out: the words for a missing answer are our own."), row.number, "required_message")
        for column, said in row.plain.items():
            if column in _LEFT_OUT or (column == "readonly" and said.lower() in _NO):
                self._left_out(_("Left out: it is about looks, or a note of another program."), row.number, column)
            elif column == "default":
                self._wrong(_("A default would be an answer that nobody gave."), row.number, column)
            elif column not in _PLAIN:
                self._wrong(_("This column isn't supported. Empty it, or take it out."), row.number, column)

    def _wrong(self, message: str, row: int, column: str) -> None:
        self.problems.append(FormProblem(message, row, column, self.sheet.name))

    def _left_out(self, message: str, row: int, column: str) -> None:
        self.remarks.append(FormProblem(message, row, column, self.sheet.name))
