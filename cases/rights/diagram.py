"""Draws docs/states/data-request.md from the lifecycle table: `python -m cases.rights.diagram`."""

from pathlib import Path

from cases.rights.lifecycle import ENDED, TABLE, Capacity

PAGE = Path(__file__).parent.parent.parent / "docs" / "states" / "data-request.md"
HEAD = """# The life of a person's request

Generated from `cases/rights/lifecycle.py` by `python -m cases.rights.diagram`; a test fails when it is stale.
"""
FOOT = """`second` is a supervisor who neither wrote the request down nor made the safety check; `other` is anybody who
sees the sealed request but the one who asked for its return; `seer` anybody who sees it. *Stop sharing* is done in the
request itself. In `sealed`, `returning` and `erasing` nobody reads the record. When the clock has erased it, the
request is gone with it; what stays says that a record was erased on a day. [rights.md](../rights.md) says the rest.
"""


def page() -> str:
    """The whole Markdown page."""
    edges = [f"    {source} --> {rule.target}: {rule.event}" for rule in TABLE for source in rule.sources]
    ends = [f"    {state} --> [*]" for state in (*ENDED, "erasing")]
    picture = ["```mermaid", "stateDiagram-v2", "    [*] --> asked", *dict.fromkeys(edges), *ends, "```"]
    rows = ["| event | of | from | to | by | guards |", "| --- | --- | --- | --- | --- | --- |"]
    rows += [
        f"| {rule.event} | {', '.join(sorted(rule.kinds))} | {', '.join(rule.sources)} | {rule.target} | {rule.who} | "
        f"{', '.join(rule.guards) or '–'} |"
        for rule in TABLE
    ]
    return "\n".join([HEAD, *picture, "", f"By: {', '.join(Capacity)}.", "", *rows, "", FOOT])


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
