"""Our own consent columns: decision, from, until and how, for each purpose. Nothing is filled in."""

from typing import Any

from cases.importing.facts import ConsentFacts
from cases.importing.problems import Code, Problem
from cases.importing.targets import CONSENT_METHOD, PURPOSES


def read_consents(row: int, facts: dict[str, Any], problems: list[Problem]) -> list[ConsentFacts]:
    """Take the consent facts out of `facts`; a decision without its dates or manner is a problem."""
    consents = [_read(row, purpose, facts, problems) for purpose in PURPOSES]
    return [consent for consent in consents if consent is not None]


def _read(row: int, purpose: str, facts: dict[str, Any], problems: list[Problem]) -> ConsentFacts | None:
    column = f"consent_{purpose}"
    given = facts.pop(f"consent.{purpose}.decision", None)
    starts, ends, how = (facts.pop(f"consent.{purpose}.{part}", None) for part in ("from", "until", "how"))
    if given is None:
        return None
    if starts is None or ends is None or ends <= starts:
        problems.append(Problem(row, f"{column}_until", Code.CONSENT_DATES, "date"))
    elif how not in CONSENT_METHOD:
        problems.append(Problem(row, f"{column}_how", Code.CONSENT_HOW, "code"))
    else:
        return ConsentFacts(purpose, given, starts, ends, how)
    return None
