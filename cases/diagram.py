"""Draws docs/states/case.md from the lifecycle table: `python -m cases.diagram`."""

from pathlib import Path

from cases.lifecycle import CLOSED, TABLE

PAGE = Path(__file__).parent.parent / "docs" / "states" / "case.md"
HEAD = """# The life of a case

Generated from `cases/lifecycle.py` by `python -m cases.diagram`; a test fails when it is stale.
"""
FOOT = """Closing asks for a reason of the list and for every open task to be done or dropped. Reopening asks why.
Each step is kept with who took it and when.
"""


def page() -> str:
    """The whole Markdown page."""
    edges = [f"    {source} --> {rule.target}: {rule.event}" for rule in TABLE for source in sorted(rule.sources)]
    ends = [f"    {state} --> [*]" for state in sorted(CLOSED)]
    picture = ["```mermaid", "stateDiagram-v2", "    [*] --> intake", *edges, *ends, "```"]
    rows = ["| event | from | to |", "| --- | --- | --- |"]
    rows += [f"| {rule.event} | {', '.join(sorted(rule.sources))} | {rule.target} |" for rule in TABLE]
    return "\n".join([HEAD, *picture, "", *rows, "", FOOT])


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
