"""Writes docs/access.md, who gets in where, from the table that the tests try cell by cell:
`python -m tests.doors.access_page`.
"""

import os
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "access.md"
SIGNS = {"opens": "●", "absent": "·", "closed": "–", "sign in": "s"}
HEAD = """# Who gets in where

Generated from `tests/doors/table.py`, `tests/doors/personas.py`, `tests/doors/api_table.py` and
`casemgr/accounts/roles.py` by `python -m tests.doors.access_page`; a test fails when it is stale. Every cell is tried
with a real request (`tests/doors`), the doors that don't open also with POST.

● opens · absent: answers as if nothing were there (404) – closed: refused (403) or absent s: asks to sign in

The same doors are tried with one of the two fences down (the ORM's scope, row-level security), with holes cut into
them, and for equal answers before and after rows are added that a role doesn't see. `CASEMGR_PROOF=full ./test
tests/doors tests/partner_api` does this as every persona and caller; without it, as one for each way of not seeing.

An open door says that a person may ask; what they are shown there is what they see of cases, and what a state allows
is the action's business (a closed case takes no new service).
"""


def page() -> str:
    """The whole document."""
    return "\n".join((HEAD, _personas(), _roles(), _doors(), _restricted(), _api()))


def _personas() -> str:
    from tests.doors.personas import PEOPLE

    lines = [
        f"| {_name(name)} | {one.role} | {one.relation}"
        + (f", {one.when_restricted} once it is restricted" if one.when_restricted else "")
        + f" | {one.organization.title() or 'none'} |"
        for name, one in PEOPLE.items()
    ]
    head = "## Personas\n\nHarbor has the case; Lotus was offered a referral of it; Delta wasn't; Echo is suspended.\n"
    return "\n".join(
        [head, "| persona | role | relation to the case | organization |", "| --- | --- | --- | --- |", *lines, ""]
    )


def _roles() -> str:
    from casemgr.accounts.roles import ROLES

    facts = [
        (role.code, role.scope, "yes" if role.second_factor else "no", " ".join(sorted(role.permissions)))
        for role in ROLES.values()
    ]
    head = _table(("role", "scope over cases", "second factor", "permissions"))
    return "\n".join(["## Roles\n", *head, *(f"| {' | '.join(one)} |" for one in facts), ""])


def _doors() -> str:
    from tests.doors.personas import PERSONAS
    from tests.doors.table import DOORS, cell

    lines = [
        f"| {_name(name)} | {DOORS[name].method} | " + " | ".join(SIGNS[cell(one, name)] for one in PERSONAS) + " |"
        for name in sorted(DOORS)
    ]
    return "\n".join([f"## Pages ({len(lines)} doors)\n", *_table(("door", "method", *PERSONAS)), *lines, ""])


def _restricted() -> str:
    from tests.doors.personas import PEOPLE
    from tests.doors.table import DOORS, cell

    people = [name for name, one in PEOPLE.items() if one.when_restricted]
    lines = [
        f"| {_name(name)} | " + " | ".join(SIGNS[cell(one, name, restricted=True)] for one in people) + " |"
        for name in sorted(DOORS)
        if any(cell(one, name) != cell(one, name, restricted=True) for one in people)
    ]
    return "\n".join(["## What changes once the case is restricted\n", *_table(("door", *people)), *lines, ""])


def _api() -> str:
    from tests.doors.api_table import CALLERS, OPERATIONS, answer

    lines = [
        f"| {path} | {method} | {' or '.join(sorted(scopes))} | "
        + " | ".join(str(answer(one, path, method)) for one in CALLERS)
        + " |"
        for path, method, scopes in OPERATIONS
    ]
    head = "## Partner API\n\nWith every scope; a token without the scope is refused everywhere (403). 2xx: answered.\n"
    return "\n".join([head, *_table(("path", "method", "scope", *CALLERS)), *lines]) + "\n"


def _table(names) -> tuple[str, str]:
    return "| " + " | ".join(_name(name) for name in names) + " |", "| --- " * len(names) + "|"


def _name(name: str) -> str:
    return name.replace("_", " ")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casemgr.settings")
    import django

    django.setup()
    PAGE.write_text(page(), encoding="utf-8")
