"""Writes a mapping as TOML: what people chose on the page becomes the same file that others write by hand."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cases.importing.mapping import heading_key
from cases.importing.targets import OWN_COLUMNS


@dataclass(frozen=True)
class Told:
    """What was said about a file: target by heading ("" leaves a column out), codes by heading and cell, and the rest.

    `dates` are formats of strptime, `empty` what stands for "not told", `alike` that equal rows are different people.
    """

    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    dates: Sequence[str] = ()
    empty: Sequence[str] = ()
    alike: bool = False


def written(name: str, told: Told) -> str:
    """The mapping file."""
    lines = [
        f"name = {_text(name)}",
        f'identical_rows = "{"keep" if told.alike else "refuse"}"',
        f"empty = {_texts(told.empty)}",
        f"date_formats = {_texts(told.dates)}",
    ]
    for heading, to in told.columns.items():
        lines += ["", f"[columns.{_text(_OWN.get(heading_key(heading), heading))}]"]
        lines += [f"to = {_text(to)}"] if to else ["ignore = true"]
        if to and (codes := told.values.get(heading)):
            pairs = ", ".join(f"{_text(cell)} = {_text(code)}" for cell, code in codes.items())
            lines.append(f"values = {{ {pairs} }}")
    return "\n".join([*lines, ""])


#: a mapping knows these headings by itself: named otherwise, they would be there twice
_OWN = {heading_key(heading): heading for heading in OWN_COLUMNS}


def _text(value: str) -> str:
    """A basic string: JSON's escapes are TOML's, but for the control character DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _texts(values: Sequence[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"
