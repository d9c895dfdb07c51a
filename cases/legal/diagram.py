"""Draws docs/states/proceeding.md and legal-request.md from their tables: `python -m cases.legal.diagram`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from . import proceeding_lifecycle, request_lifecycle
from .table import Rule

STATES = Path(__file__).parent.parent.parent / "docs" / "states"
#: page -> its title, the module whose table it shows, the first state, the last ones, and what the table can't say
PAGES = {
    "proceeding.md": (
        "proceeding",
        proceeding_lifecycle.TABLE,
        "proceeding_lifecycle",
        (proceeding_lifecycle.State.CLOSED,),
        "Each step is kept with who took it, when, and what was said at it. `worker` is whoever edits the case and\n"
        "reads what is legal.",
    ),
    "legal-request.md": (
        "request by law enforcement or a court",
        request_lifecycle.TABLE,
        "request_lifecycle",
        request_lifecycle.ENDED,
        "`second` is a supervisor who neither wrote, changed nor proposed it; `sender` may tell authorities.\n"
        "Releasing writes one line into “Who was told what”; nothing goes out by itself.",
    ),
}


def page(name: str) -> str:
    """The whole Markdown page."""
    what, table, module, ended, foot = PAGES[name]
    first = table[0].sources[0]
    edges = [f"    {source} --> {rule.target}: {rule.event}" for rule in table for source in rule.sources]
    ends = [f"    {state} --> [*]" for state in ended]
    head = (
        f"# The life of a {what}\n\nGenerated from `cases/legal/{module}.py` by `python -m cases.legal.diagram`; "
        "a test fails when it is stale.\n"
    )
    picture = ["```mermaid", "stateDiagram-v2", f"    [*] --> {first}", *dict.fromkeys(edges), *ends, "```"]
    return "\n".join([head, *picture, "", *_rows(table), "", foot, ""])


def _rows(table: Sequence[Rule]) -> list[str]:
    rows = ["| event | from | to | by | guards |", "| --- | --- | --- | --- | --- |"]
    return rows + [
        f"| {rule.event} | {', '.join(rule.sources)} | {rule.target} | {rule.who} | {', '.join(rule.guards) or '–'} |"
        for rule in table
    ]


def main() -> None:
    """Write the pages."""
    for name in PAGES:
        (STATES / name).write_text(page(name), encoding="utf-8")


if __name__ == "__main__":
    main()
