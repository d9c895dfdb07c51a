"""Mapping files: which column means which fact. They are data (TOML); three ship with the product.

name = "ours"            # shown in reports
extends = "htcds"        # optional: start from a shipped mapping
identical_rows = "keep"  # or "refuse" (default): rows alike are other people, or one person twice
empty = ["NA", "NULL"]   # what stands for "not told" in coded columns
date_formats = ["%d/%m/%Y"]
[columns."Given name"]
to = "person.legal_name" # a name of `targets.TARGETS`; or ignore = true
aliases = ["First name"]
required = true
[columns.isForcedLabour]
to = "experience.exploitation_types"
adds = "ForcedLabour"    # a column of 1 and nothing: 1 adds this code
[columns.sex]
to = "person.gender"
values = { F = "Feminine", M = "Masculine" }
"""

import hashlib
import json
import tomllib
from collections.abc import Mapping as ReadOnly
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from casemgr.errors import InvalidInput
from cases.importing.targets import OWN_COLUMNS, TARGETS, Target

SHIPPED = Path(__file__).parent / "mappings"
FILE_BYTES = 256 * 1024
_COLUMN_KEYS = frozenset({"to", "aliases", "required", "adds", "values", "label", "ignore"})
_KEYS = frozenset(
    "name title source extends identical_rows empty date_formats unnamed_after columns".split()
)  # title and source are for whoever reads the file


@dataclass(frozen=True)
class Column:
    """One column: its heading, the target it fills ("" for none), and how its cells are read."""

    heading: str
    to: str = ""
    aliases: tuple[str, ...] = ()
    required: bool = False
    adds: str = ""
    values: ReadOnly[str, str] = field(default_factory=dict)
    label: str = ""

    @property
    def target(self) -> Target:
        """The kind of fact this column fills."""
        return TARGETS[self.to]


@dataclass(frozen=True)
class Mapping:
    """A checked mapping: `text` is its TOML, `digest` tells one version from another, its base included."""

    name: str
    columns: ReadOnly[str, Column]
    identical_rows: str = "refuse"
    empty: frozenset[str] = frozenset()
    date_formats: tuple[str, ...] = ()
    unnamed_after: ReadOnly[str, str] = field(default_factory=dict)
    digest: str = ""
    text: str = ""


def shipped_names() -> list[str]:
    """The names of the mappings that come with the product."""
    return sorted(path.stem for path in SHIPPED.glob("*.toml"))


def load(name_or_path: str) -> Mapping:
    """A shipped mapping by name, or a mapping file; raises `InvalidInput` that says what to mend."""
    path = SHIPPED / f"{name_or_path}.toml" if name_or_path in shipped_names() else Path(name_or_path)
    try:
        if path.stat().st_size > FILE_BYTES:
            raise InvalidInput(_("The mapping file is too large."), field="mapping")
        return parse(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(
            _("There is no mapping of this name and no such file. Shipped: %s.") % ", ".join(shipped_names()),
            field="mapping",
        ) from error


def parse(text: str) -> Mapping:
    """Read and check a mapping from its TOML text; raises `InvalidInput` that names the faulty key."""
    data = _toml(text)
    if base := data.get("extends"):
        data = _extended(str(base), data)
    _require(set(data) <= _KEYS, _("unknown key"), ", ".join(sorted(set(data) - _KEYS)))
    name = data.get("name")
    _require(isinstance(name, str) and 0 < len(name) <= 40, _("a name of up to 40 characters is needed"), "name")
    _require(data.get("identical_rows", "refuse") in ("refuse", "keep"), _("refuse or keep"), "identical_rows")
    columns = data.get("columns")
    _require(isinstance(columns, dict) and bool(columns), _("at least one column is needed"), "columns")
    checked = {heading: _column(heading, spec) for heading, spec in columns.items()}  # type: ignore[union-attr]
    for heading, to in OWN_COLUMNS.items():
        checked.setdefault(heading, Column(heading, to))
    _require_distinct(checked)
    return Mapping(
        name=str(name),
        columns=checked,
        identical_rows=data.get("identical_rows", "refuse"),
        empty=frozenset(word.strip().casefold() for word in _words(data, "empty")),
        date_formats=tuple(_words(data, "date_formats")),
        unnamed_after=_table(data, "unnamed_after"),
        digest=hashlib.sha256(json.dumps(data, sort_keys=True, default=str).encode()).hexdigest(),
        text=text,
    )


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidInput(_("The mapping is not valid TOML: %s") % error, field="mapping") from error


def _extended(base: str, data: dict[str, Any]) -> dict[str, Any]:
    _require(base in shipped_names(), _("only a shipped mapping can be extended"), "extends")
    inherited = _toml((SHIPPED / f"{base}.toml").read_text(encoding="utf-8"))
    own = data.get("columns", {})
    _require(isinstance(own, dict), _("must be a table"), "columns")
    merged = {**inherited, **data, "columns": {**inherited["columns"], **own}}
    del merged["extends"]
    return merged


def _column(heading: str, spec: object) -> Column:
    where = f"columns.{heading}"
    _require(isinstance(spec, dict), _("must be a table"), where)
    assert isinstance(spec, dict)  # noqa: S101 - for the type checker; checked above
    _require(set(spec) <= _COLUMN_KEYS, _("unknown key"), f"{where}: {', '.join(sorted(set(spec) - _COLUMN_KEYS))}")
    if spec.get("ignore") is True:
        return Column(heading, aliases=tuple(_words(spec, "aliases", where)))
    to = str(spec.get("to", ""))
    _require(to in TARGETS, _("unknown target"), f"{where}.to")
    column = Column(
        heading,
        to,
        aliases=tuple(_words(spec, "aliases", where)),
        required=spec.get("required") is True,
        adds=str(spec.get("adds", "")),
        values={key.strip().casefold(): value for key, value in _table(spec, "values", where).items()},
        label=str(spec.get("label", heading)),
    )
    _require_codes(column, where)
    return column


def _require_codes(column: Column, where: str) -> None:
    target = column.target
    named = [*column.values.values(), *([column.adds] if column.adds else [])]
    _require(not column.adds or target.kind == "codes", _("adds needs a target of several codes"), where)
    if target.codes is not None:
        unknown = [code for code in named if code and not target.codes.answers(code)]
        _require(not unknown, _("code not in the list"), f"{where}: {', '.join(unknown)}")


def _require_distinct(columns: ReadOnly[str, Column]) -> None:
    seen: set[str] = set()
    for column in columns.values():
        for name in {heading_key(column.heading), *map(heading_key, column.aliases)}:
            _require(name not in seen, _("named twice"), f"columns.{column.heading}")
            seen.add(name)


def heading_key(heading: str) -> str:
    """What makes two headings the same: letters and digits, whatever their case."""
    return "".join(filter(str.isalnum, heading.casefold()))


def _words(data: ReadOnly[str, Any], key: str, where: str = "") -> list[str]:
    value = data.get(key, [])
    good = isinstance(value, list) and all(isinstance(word, str) for word in value)
    _require(good, _("must be a list of texts"), f"{where}.{key}".strip("."))
    return list(value)


def _table(data: ReadOnly[str, Any], key: str, where: str = "") -> dict[str, str]:
    value = data.get(key, {})
    _require(isinstance(value, dict), _("must be a table"), f"{where}.{key}".strip("."))
    return {str(name): str(told) for name, told in value.items()}


def _require(condition: bool, why: object, key: str) -> None:
    if not condition:
        raise InvalidInput(_("Mapping, %(key)s: %(why)s.") % {"key": key, "why": why}, field="mapping")
