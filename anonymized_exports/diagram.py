"""Draws docs/states/release.md from the lifecycle table: `python -m anonymized_exports.diagram`."""

from pathlib import Path

from anonymized_exports.lifecycle import TABLE

PAGE = Path(__file__).parent.parent / "docs" / "states" / "release.md"
HEAD = """# The life of a release

Generated from `anonymized_exports/lifecycle.py` by `python -m anonymized_exports.diagram`; a test fails when
it is stale. Budget is spent by `reserve` and never comes back.
"""


def page() -> str:
    """The whole Markdown page."""
    edges = [f"    {source} --> {rule.target}: {rule.event}" for rule in TABLE for source in rule.sources]
    return "\n".join([HEAD, "```mermaid", "stateDiagram-v2", "    [*] --> planned", *edges, "```", ""])


def main() -> None:
    """Write the page."""
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
