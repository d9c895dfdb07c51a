"""Draws docs/states/referral.md from the lifecycle table: `python -m referrals.diagram`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from referrals.lifecycle import RECEIVER_SEES, TABLE, ActorRole, Rule, State

PAGE = Path(__file__).parent.parent / "docs" / "states" / "referral.md"

_HEAD = """# The life of a referral

Generated from `referrals/lifecycle.py` by `python -m referrals.diagram`; a test fails when it is stale.
"""


def _words(names: Iterable[str]) -> str:
    """Comma-separated codes: sets sorted, so that the page is the same on every run."""
    return ", ".join(sorted(names) if isinstance(names, frozenset) else names)


def _edges(rule: Rule) -> list[str]:
    """The Mermaid lines of one row: a line per state left, a loop where an answer stays."""
    lines = [f"    {source} --> {rule.target}: {rule.event}" for source in rule.sources]
    if rule.stays_on:
        answers = _words(rule.stays_on)
        lines += [f"    {source} --> {source}: {rule.event} ({answers})" for source in rule.sources]
    return lines


def _picture() -> str:
    """The Mermaid picture; `error` reaches its end from everywhere and is left out to keep it readable."""
    edges = [line for rule in TABLE if rule.event != "error" for line in _edges(rule)]
    return "\n".join(["```mermaid", "stateDiagram-v2", "    [*] --> draft", *edges, "```"])


def _events() -> str:
    """The table of events as Markdown."""
    rows = ["| event | from | to | by | guards |", "| --- | --- | --- | --- | --- |"]
    for rule in TABLE:
        stays = f" (stays on {_words(rule.stays_on)})" if rule.stays_on else ""
        rows.append(
            f"| {rule.event} | {_words(rule.sources)} | {rule.target}{stays} "
            f"| {_words(rule.actors)} | {_words(rule.guards) or '–'} |"
        )
    return "\n".join(rows)


def _tiers() -> str:
    """What the receiver sees in each state, as Markdown."""
    rows = ["| state | the receiver sees |", "| --- | --- |"]
    return "\n".join(rows + [f"| {state} | {RECEIVER_SEES[state]} |" for state in State])


def page() -> str:
    """The whole Markdown page."""
    actors = "Actors: " + ", ".join(ActorRole) + "."
    note = "`error` leads from every state to `entered_in_error` and is not drawn."
    return "\n".join([_HEAD, _picture(), "", note, "", actors, "", _events(), "", _tiers(), ""])


def main() -> None:
    """Write the page."""
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
