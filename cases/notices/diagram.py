"""Draws docs/states/notice.md from the lifecycle table: `python -m cases.notices.diagram`."""

from pathlib import Path

from cases.notices.lifecycle import ENDED, TABLE, Capacity

PAGE = Path(__file__).parent.parent.parent / "docs" / "states" / "notice.md"
HEAD = """# The life of a statutory notice

Generated from `cases/notices/lifecycle.py` by `python -m cases.notices.diagram`; a test fails when it is stale.
"""
FOOT = """`second` is a supervisor who neither drafted, changed, asked for nor sent the notice; `machine` the partner
system that drafted it. Each step is kept with who took it and when. `seal` opens what will be told and keeps exactly
that; until the telling is written down it can be sealed anew, and changing a draft destroys it.
[notices.md](../notices.md) says the rest.
"""


def page() -> str:
    """The whole Markdown page."""
    edges = [f"    {source} --> {rule.target}: {rule.event}" for rule in TABLE for source in rule.sources]
    ends = [f"    {state} --> [*]" for state in ENDED]
    picture = ["```mermaid", "stateDiagram-v2", "    [*] --> draft", *dict.fromkeys(edges), *ends, "```"]
    rows = ["| event | from | to | by | guards |", "| --- | --- | --- | --- | --- |"]
    rows += [
        f"| {rule.event} | {', '.join(rule.sources)} | {rule.target} | {rule.who} | {', '.join(rule.guards) or '–'} |"
        for rule in TABLE
    ]
    return "\n".join([HEAD, *picture, "", f"By: {', '.join(Capacity)}.", "", *rows, "", FOOT])


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
