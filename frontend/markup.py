"""The little Markdown that method notes are written in, as blocks a template draws. Nothing in it becomes HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_MARKS = re.compile(r"\*\*|`")
_ITEM = re.compile(r"^(?:-|\d+\.) +(.*)")


@dataclass
class Block:
    """`kind` is heading, text, bullets, steps or table; `lines` its paragraphs or items; `rows` a table's cells."""

    kind: str
    lines: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


def blocks(text: str) -> list[Block]:
    """Headings, paragraphs, lists and two-column tables, in order; the first heading is the page's own."""
    found: list[Block] = []
    for part in re.split(r"\n\s*\n|\n(?=#)", text.strip()):
        found += _blocks_of(part.strip("\n"))
    return found


def _blocks_of(part: str) -> list[Block]:
    lines = [line for line in part.split("\n") if line.strip()]
    if not lines:
        return []
    if lines[0].startswith("#"):
        heading = Block("heading", [plain(lines[0].lstrip("# "))])
        return [heading, *_blocks_of("\n".join(lines[1:]))]
    if lines[0].startswith("|"):
        return [Block("table", rows=[_cells(line) for line in lines if not set(line) <= set("|- ")])]
    at = next((i for i, line in enumerate(lines) if _ITEM.match(line)), len(lines))
    text = [Block("text", [plain(" ".join(lines[:at]))])] if at else []
    return text + ([_list(lines[at:])] if at < len(lines) else [])


def _list(lines: list[str]) -> Block:
    items: list[str] = []
    for line in lines:
        item = _ITEM.match(line)
        if item:
            items.append(item.group(1))
        else:
            items[-1] += " " + line.strip()
    return Block("bullets" if lines[0].startswith("-") else "steps", [plain(item) for item in items])


def _cells(line: str) -> list[str]:
    return [plain(cell.strip()) for cell in line.strip("|").split("|")]


def plain(text: str) -> str:
    """The words without marks of emphasis."""
    return _MARKS.sub("", text).strip()
