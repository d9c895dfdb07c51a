"""What a person needs every time: told where a hearing, an appointment or a bed is planned, so that nobody asks anew.

Language and accessibility are of no group of fields: whoever sees the case reads them. Accommodations stand on hearings
and are of the group "legal".
"""

from __future__ import annotations

from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from cases.codelists.languages import LANGUAGES
from cases.legal.codes import Accommodation, HearingState
from cases.looking import beyond
from cases.models import Case, Hearing, Interpreter, Person, Stay
from cases.permissions import require_on_case

INTERPRETER, ACCESS, BED = "interpreter", "accessibility", "bed"


class Need(NamedTuple):
    """A need: INTERPRETER, ACCESS, BED or a code of `Accommodation`, and what it is in words."""

    code: str
    words: str


@transaction.atomic
def read_needs(case: Case, *, by: User) -> list[Need]:
    """Lasting needs as far as `by` reads them, from the person, earlier hearings and the last stay. Errors: NotFound.

    The trail hears of it where there are any.
    """
    require_on_case(by, "view_case", case)
    needs = [*_of_person(case.person), *_of_hearings(case, by), *_of_stays(case, by)]
    if needs:
        facts: dict[str, str | int] = {"needs": len(needs)}
        trail.record(events.NEEDS_READ, by=by, subject=case, facts=facts | beyond((case,), by))
    return needs


def _of_person(person: Person) -> list[Need]:
    found = []
    if person.interpreter_needed or person.interpreter_gender:
        found.append(Need(INTERPRETER, _interpreter(person)))
    if person.accessibility:
        found.append(Need(ACCESS, person.accessibility))
    return found


def _interpreter(person: Person) -> str:
    """In which language, and of which gender where the person said so."""
    said = [str(LANGUAGES.label(person.preferred_language))] if person.preferred_language else []
    said += [str(Interpreter.Gender(person.interpreter_gender).label)] if person.interpreter_gender else []
    return _("Interpreter: %s") % ", ".join(said) if said else _("Interpreter")


def _of_hearings(case: Case, by: User) -> list[Need]:
    """What was asked for at any hearing, whether it was granted or not, in the order of the list."""
    rows = Hearing.objects.visible_to(by).filter(person_id=case.person_id).exclude(state=HearingState.CANCELLED)
    asked = {code for codes in rows.values_list("accommodations_asked", flat=True) for code in codes}
    return [Need(one.value, str(one.label)) for one in Accommodation if one.value in asked]


def _of_stays(case: Case, by: User) -> list[Need]:
    """What the last bed had to have."""
    rows = Stay.objects.visible_to(by).filter(person_id=case.person_id).order_by("-asked_at", "-pk")
    last = rows.first()
    return [Need(BED, last.needs)] if last is not None and last.needs else []
