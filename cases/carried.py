"""What a person may carry on a slip: the little that helps somebody to help, and no more whoever finds it.

Left out, whatever the person says: what happened to them, health, legal matters, documents; the services they had (they
tell what happened); the address (it may be a shelter's); the code word (whoever knows it passes for the worker); and
who else may answer the telephone (a third person).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cases.consent_categories import FIELDS
from cases.disclosed import collect
from cases.models import Case

KINDS = ("identity", "contact", "language", "background")
NEVER = frozenset({"address"})
NEVER_IN_RULES = ("code_word", "who_may_answer")


def carried_fields(kind: str) -> tuple[str, ...]:
    """The names of the fields of a kind of data that a slip can show."""
    return tuple(name for name in FIELDS[kind] if name not in NEVER)


def collect_carried(case: Case, kinds: Iterable[str]) -> dict[str, Any]:
    """The fields of these KINDS that are recorded, as JSON values. A contact goes with its rules."""
    found = collect(case, [kind for kind in kinds if kind in KINDS])
    content = {name: value for name, value in found.items() if name not in NEVER and value not in (None, "", [])}
    if rules := content.get("safe_contact"):
        content["safe_contact"] = rules | dict.fromkeys(NEVER_IN_RULES)
    return content
