"""Whether somebody alleged resembles one of the organization's own: staff, interpreters, people who are helped there.

Compared only inside the organization, and only with what the reader sees anyway. What lies beyond is compared by the
organization's own job (`cases.comparing`).
"""

from __future__ import annotations

from dataclasses import dataclass

from casemgr.accounts.models import User
from cases import names
from cases.models import AllegedPerpetrator, Case, Interpreter, Stay
from cases.name_book import COLUMNS, Row, known

PHONE_DIGITS = 7
MOST = 20  # people; those who stay in a house come first


@dataclass(frozen=True)
class Match:
    """Whom it resembles: `kind` is staff, interpreter or person; a person is told by their case.

    `house` is the code name of the house where the person stays now, as far as the reader sees that.
    """

    kind: str
    name: str
    case: Case | None = None
    house: str = ""


def matches(alleged: AllegedPerpetrator, by: User) -> list[Match]:
    """Everybody of the organization, as far as `by` sees them, whose name or phone is like this one's."""
    asked, phone = names.prepare(alleged.name), names.digits(alleged.phone or "")
    staff = [Match("staff", one.name) for one in staff_like(asked, by)]
    interpreters = [Match("interpreter", one.name) for one in interpreters_like(asked, by)]
    return [*staff, *interpreters, *_people(asked, phone, alleged, by)]


def staff_like(asked: names.Prepared, by: User) -> list[User]:
    """Those of the organization, `by` too, whose name is like this one."""
    staff = User.objects.filter(organization=by.home, is_machine=False)
    return [one for one in staff if resembles(asked, one.name)]


def interpreters_like(asked: names.Prepared, by: User) -> list[Interpreter]:
    """Interpreters of the organization whose name is like this one."""
    return [one for one in Interpreter.objects.visible_to(by).filter(ended_at=None) if resembles(asked, one.name)]


def resembles(asked: names.Prepared, name: str) -> bool:
    """Whether a name is like the one asked about."""
    return names.likeness(asked, names.prepare(name)) >= names.CLOSE


def _people(asked: names.Prepared, phone: str, alleged: AllegedPerpetrator, by: User) -> list[Match]:
    stays = dict(Stay.objects.visible_to(by).in_house().order_by().values_list("case_id", "house__code_name"))
    worked_on = Case.objects.visible_to(by).open() | Case.objects.visible_to(by).filter(pk__in=stays)
    cases = worked_on.exclude(person_id=alleged.person_id)
    rows = [Row(*values) for values in cases.order_by().values_list(*COLUMNS)]
    alike = [
        row.case_id
        for row, person in known(rows)
        if (len(phone) >= PHONE_DIGITS and phone == person.phone)
        or any(names.likeness(asked, name) >= names.CLOSE for name in person.names)
    ]
    first = sorted(alike, key=lambda case_id: case_id not in stays)[:MOST]
    found = Case.objects.visible_to(by).filter(pk__in=first).select_related("person")
    return [Match("person", case.person.alias, case, stays.get(case.pk, "")) for case in found]
