"""Writes docs/asvs.md from the list in tests/asvs.py: `python -m tests.asvs_page`."""

from pathlib import Path

from tests.asvs import ASVS

PAGE = Path(__file__).parents[1] / "docs" / "asvs.md"
HEAD = """# Requirements and their evidence

Items of OWASP ASVS 5.0.0 in our words, whether each holds, and the tests that show it. Written from `tests/asvs.py` by
`python -m tests.asvs_page`; a test fails when this page is stale or a named test isn't there. "Partly" says what is
missing: it isn't promised.

| item | what | holds | evidence |
| --- | --- | --- | --- |
"""


def page() -> str:
    """The whole document."""
    rows = []
    for number, item in sorted(ASVS.items(), key=lambda pair: [int(part) for part in pair[0].split(".")]):
        evidence = "<br>".join(f"`{test.removeprefix('tests/')}`" for test in item.tests)
        holds = f"{item.met}: {item.missing}" if item.missing else item.met
        rows.append(f"| {number} | {item.words} | {holds} | {evidence} |")
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
