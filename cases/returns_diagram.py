"""Draws docs/states/return.md from the table of returns: `python -m cases.returns_diagram`."""

from pathlib import Path

from cases.returns import TABLE, UNDER_WAY, State

PAGE = Path(__file__).parent.parent / "docs" / "states" / "return.md"
HEAD = """# The life of a voluntary return

Generated from `cases/returns.py` by `python -m cases.returns_diagram`; a test fails when it is stale.
"""
FOOT = """The decision names its language, that the person said it back in their own words and was told of other ways;
a child's stands on a best-interests decision. Travel wants the newest assessment of the danger approved by a supervisor
who didn't write it. With the arrival, checks after 1, 3, 6 and 12 months are planned by themselves.
"""


def page() -> str:
    """The whole Markdown page."""
    edges = [f"    {source} --> {rule.target}: {rule.event}" for rule in TABLE for source in sorted(rule.sources)]
    ends = [f"    {state} --> [*]" for state in sorted(frozenset(State) - UNDER_WAY)]
    picture = ["```mermaid", "stateDiagram-v2", "    [*] --> considered", *edges, *ends, "```"]
    rows = ["| event | from | to | approval |", "| --- | --- | --- | --- |"]
    rows += [
        f"| {r.event} | {', '.join(sorted(r.sources))} | {r.target} | {'yes' if r.approved else ''} |" for r in TABLE
    ]
    return "\n".join([HEAD, *picture, "", *rows, "", FOOT])


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
