"""One cell to one value: a reader for each kind of target. Faults raise `CellRefused`, without the value."""

import json
import re
import unicodedata
from collections.abc import Callable
from typing import Any, NamedTuple

from django.utils import translation

from casemgr.errors import InvalidInput
from cases import routes
from cases.codelists import CodeList
from cases.codelists.countries import from_alpha2
from cases.codelists.ctdc import age_broad
from cases.importing import dates
from cases.importing.mapping import Column, Mapping
from cases.importing.problems import CellRefused, Code

Read = Callable[[str], Any]

_FORMULA = tuple("=+-@\t\r") + tuple("＝＋－＠")
_NUMBER = re.compile(r"[+-]?\d{1,12}([.,]\d{1,12})?")
_PHONE = re.compile(r"\+?[\d\s()./-]{3,40}")
_REPEATED = frozenset(
    {"code", "codes", "country", "countries", "age", "yes_no", "date", "any_date", "year", "period", "months"}
)
_REMEMBERED = 5_000
_LISTS = re.compile(r"[;|\n]")
_YES = frozenset({"1", "yes", "true", "y", "oui", "si", "sí"})
_NO = frozenset({"0", "no", "false", "n", "non"})
_DECLINED = frozenset({"declined", "declinedtoanswer", "refused"})


class Kept(NamedTuple):
    """A fact without a place of its own: it goes, word for word, to the note made with the case."""

    label: str
    text: str


def guard(cell: str, column: Column) -> str:
    """The cell without outer spaces, refused when it is a formula or holds control characters."""
    text = cell.strip(" \u00a0\n")
    if text.startswith(_FORMULA) and not _harmless(text, column):
        raise CellRefused(Code.FORMULA, "formula")
    if not text.isprintable() and any(unicodedata.category(c) == "Cc" and c not in "\n\r\t" for c in text):
        raise CellRefused(Code.CONTROL_CHARACTER, "text")
    return text


def reader(column: Column, mapping: Mapping, day: dates.Day) -> Read:
    """The function that turns this column's cells into values; "", [] and None stand for "not told".

    Its result may be handed out again for an equal cell: don't change it.
    """
    value_of = _reader(column, mapping, day)
    nothing = value_of("") if column.target.kind != "text" else ""

    def read(cell: str) -> Any:
        text = guard(cell, column)
        if text:
            return value_of(text)
        if column.required:
            raise CellRefused(Code.REQUIRED, "value")
        return nothing

    return _remembering(read) if column.target.kind in _REPEATED else read


def _remembering(read: Read) -> Read:
    """Coded columns repeat a few values: each is read once. Refusals are not kept."""
    memory: dict[str, Any] = {}

    def remembered(cell: str) -> Any:
        if cell not in memory:
            if len(memory) >= _REMEMBERED:
                return read(cell)
            memory[cell] = read(cell)
        return memory[cell]

    return remembered


def _reader(column: Column, mapping: Mapping, day: dates.Day) -> Read:
    target = column.target
    if column.adds:
        return _flag(column, mapping)
    if target.codes is not None:
        return _coded(column, mapping, target.kind, target.codes)
    if target.kind in _SIMPLE:
        return _SIMPLE[target.kind](column, mapping, day)
    return _text(column)


def _harmless(text: str, column: Column) -> bool:
    if _NUMBER.fullmatch(text):
        return True
    return column.to == "person.phone" and _PHONE.fullmatch(text) is not None


def _text(column: Column) -> Read:
    longest = column.target.longest

    def read(cell: str) -> str:
        if len(cell) > longest:
            raise CellRefused(Code.TOO_LONG, "text")
        return cell

    return read


def _note(column: Column, _mapping: Mapping, _day: dates.Day) -> Read:
    def read(cell: str) -> Kept | None:
        if len(cell) > 10_000:
            raise CellRefused(Code.TOO_LONG, "text")
        return Kept(column.label, cell) if cell else None

    return read


def _yes_no(_column: Column, mapping: Mapping, _day: dates.Day) -> Read:
    def read(cell: str) -> bool | None:
        word = cell.casefold()
        if not word or word in mapping.empty:
            return None
        if word not in _YES | _NO:
            raise CellRefused(Code.NOT_YES_OR_NO, "yes or no")
        return word in _YES

    return read


def _experiences(_column: Column, _mapping: Mapping, _day: dates.Day) -> Read:
    """Further experiences of one person, as our own export writes them: a JSON list of records."""

    def read(cell: str) -> list[dict[str, Any]] | None:
        if not cell:
            return None
        try:
            told = json.loads(cell)
        except (ValueError, RecursionError):
            told = None
        if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
            raise CellRefused(Code.UNKNOWN_CODE, "code")
        return told

    return read


def _route(_column: Column, _mapping: Mapping, _day: dates.Day) -> Read:
    """The points of a route, as our own export writes them: a JSON list of records."""

    def read(cell: str) -> list[dict[str, str]]:
        try:
            return routes.checked(json.loads(cell)) if cell else []
        except (ValueError, RecursionError, InvalidInput):
            raise CellRefused(Code.UNKNOWN_CODE, "code") from None

    return read


def _yes_no_word(column: Column, mapping: Mapping, day: dates.Day) -> Read:
    yes_no = _yes_no(column, mapping, day)
    return lambda cell: {True: "yes", False: "no", None: ""}[yes_no(cell)]


def _iso_day(column: Column, mapping: Mapping, day: dates.Day) -> Read:
    read_day = dates.any_day(column, mapping, day)

    def read(cell: str) -> str:
        found = read_day(cell)
        return found.isoformat() if found else ""

    return read


def _decimal(_column: Column, mapping: Mapping, _day: dates.Day) -> Read:
    def read(cell: str) -> str:
        if not cell or cell.casefold() in mapping.empty:
            return ""
        if not _NUMBER.fullmatch(cell):
            raise CellRefused(Code.NOT_A_NUMBER, "number")
        return cell.replace(",", ".")

    return read


def _flag(column: Column, mapping: Mapping) -> Read:
    yes_no = _yes_no(column, mapping, dates.Day.min)

    def read(cell: str) -> list[str]:
        return [column.adds] if yes_no(cell) else []

    return read


def _whole(low: int, high: int, kind: str) -> Callable[[Column, Mapping, dates.Day], Read]:
    def make(_column: Column, mapping: Mapping, _day: dates.Day) -> Read:
        def read(cell: str) -> int | None:
            return whole(cell, mapping, low, high, kind)

        return read

    return make


def whole(cell: str, mapping: Mapping, low: int, high: int, kind: str) -> int | None:
    """A whole number between two bounds, both included."""
    if not cell or cell.casefold() in mapping.empty:
        return None
    if not cell.isascii() or not cell.removesuffix(".0").isdigit() or len(cell) > 9:
        raise CellRefused(Code.NOT_A_NUMBER, kind)
    number = int(cell.removesuffix(".0"))
    if not low <= number <= high:
        raise CellRefused(Code.OUT_OF_RANGE, kind)
    return number


def _coded(column: Column, mapping: Mapping, kind: str, codes: CodeList) -> Read:
    find, spelt = _finder(column, mapping, codes), _spelt(column, codes)

    def one(cell: str) -> str:
        found = find(cell)
        if found is None:
            raise CellRefused(Code.UNKNOWN_CODE, "code")
        return found

    def age(cell: str) -> str:
        found = find(cell)
        return age_broad(whole(cell, mapping, 0, 120, "age")) if found is None else found

    def many(cell: str) -> list[str]:
        # without its separators "Americas; Oceania" would be the one code "Americas/Oceania"
        several = _LISTS.search(cell) is not None and cell.casefold() not in spelt
        found = None if several else find(cell)
        if found is not None:
            return [found] if found else []
        return list(dict.fromkeys(one(part.strip()) for part in _parts(cell, find) if part.strip()))

    return {"codes": many, "countries": many, "country": many, "age": age}.get(kind, one)


def _parts(cell: str, find: Callable[[str], str | None]) -> list[str]:
    """Several codes in one cell: by semicolon, bar or line; by comma or space where every piece is a code."""
    if _LISTS.search(cell):
        return _LISTS.split(cell)
    for separator in (",", None):
        pieces = cell.split(separator)
        if len(pieces) > 1 and all(find(piece.strip()) is not None for piece in pieces):
            return pieces
    return [cell]


def _finder(column: Column, mapping: Mapping, codes: CodeList) -> Callable[[str], str | None]:
    """Look a cell up: the mapping's own values first, then codes, English labels and the special answers."""
    table = _table(codes)
    countries = codes.name == "countries"

    def find(cell: str) -> str | None:
        word = cell.strip().casefold()
        if word in column.values:
            return column.values[word]
        if not word or word in mapping.empty:
            return ""
        key = code_key(word)
        if key in _DECLINED:
            return "declined"
        if key == "unknown" and key not in table:
            return "unknown"
        return table.get(key) or (countries and from_alpha2(word)) or None

    return find


def _spelt(column: Column, codes: CodeList) -> frozenset[str]:
    """What stands for one code although it holds a separator: codes, English labels and the mapping's own values."""
    with translation.override(None):
        words = [*codes, *map(str, codes.codes.values()), *column.values]
    return frozenset(word.casefold() for word in words if _LISTS.search(word))


def code_key(text: str) -> str:
    """What makes two spellings of a code the same: its letters and digits, whatever their case."""
    return "".join(filter(str.isalnum, text.casefold()))


def _table(codes: CodeList) -> dict[str, str]:
    with translation.override(None):
        labels = {code_key(str(label)): code for code, label in codes.codes.items()}
    return {**labels, **{code_key(code): code for code in codes}}


_SIMPLE: dict[str, Callable[[Column, Mapping, dates.Day], Read]] = {
    "note": _note,
    "yes_no": _yes_no,
    "months": _whole(0, 1200, "months"),
    "experiences": _experiences,
    "route": _route,
    "count": _whole(0, 40, "number"),
    "years": _whole(0, 120, "age"),
    "decimal": _decimal,
    "iso_day": _iso_day,
    "yes_no_word": _yes_no_word,
    "date": dates.past,
    "any_date": dates.any_day,
    "birth": dates.birth,
    "year": dates.year,
    "period": dates.period,
}
