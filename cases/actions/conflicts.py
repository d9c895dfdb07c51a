"""Who may interpret for a person: checked before a booking and before a consent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casemgr.accounts.models import User
from casemgr.errors import InvalidInput
from cases import names
from cases.models import (
    AllegedPerpetrator,
    Guardian,
    Interpreter,
    InterpreterBar,
    KinRule,
    Person,
    SafeContact,
    Stay,
)


class Doubt(TextChoices):
    """What speaks against an interpreter for a person, where nobody barred them. A likeness of names is no finding."""

    GENDER = "gender", gettext_lazy("not of the gender that the person wishes for")
    ALLEGED = "alleged", gettext_lazy("resembles somebody alleged")
    FAMILY = "family", gettext_lazy("resembles somebody near to the person")
    HOUSE = "house", gettext_lazy("resembles somebody of the same house")


Doubts = Callable[[Interpreter], list[Doubt]]


def require_fit(interpreter: Interpreter, person: Person, by: User, *, looked: bool) -> None:
    """Refuse who must not interpret for this person, and who resembles somebody until that was `looked` at.

    Errors: InvalidInput.
    """
    require_no_conflict(interpreter, person, by)
    if not looked:
        require_looked(interpreter, person, by)


def seen(looked: bool) -> dict[str, str | int]:
    """What the trail hears of it, where somebody was asked."""
    return {"looked": 1} if looked else {}


def require_no_conflict(interpreter: Interpreter, person: Person, by: User) -> None:
    """Refuse who hasn't signed, has ended, or is barred for this person. Errors: InvalidInput."""
    found = Interpreter.objects.visible_to(by).filter(pk=interpreter.pk).first()
    if found is None or found.ended_at:
        raise InvalidInput(_("Choose an interpreter of the list."), field="interpreter")
    if found.signed_on is None:
        raise InvalidInput(_("This interpreter hasn't signed confidentiality yet."), field="interpreter")
    if InterpreterBar.objects.visible_to(by).filter(person=person, interpreter=found).exists():
        raise InvalidInput(_("This interpreter must not interpret for this person."), field="interpreter")


def require_looked(interpreter: Interpreter, person: Person, by: User) -> None:
    """Refuse until somebody looked, where the interpreter resembles somebody they must not be. Errors: InvalidInput."""
    found = [one for one in doubts_about(person, by)(interpreter) if one is not Doubt.GENDER]
    if found:
        raise InvalidInput(
            _("Look at this interpreter first: %s. Then confirm below.") % ", ".join(str(one.label) for one in found),
            field="looked",
        )


def doubts_about(person: Person, by: User) -> Doubts:
    """What speaks against each interpreter for this person, as far as `by` reads it; asked once for many of them."""
    wanted = person.interpreter_gender
    known = {
        Doubt.ALLEGED: _prepared(one.name for one in _alleged(person, by)),
        Doubt.FAMILY: _prepared(_near(person, by)),
        Doubt.HOUSE: _prepared(_in_the_house(person, by)),
    }

    def doubts(one: Interpreter) -> list[Doubt]:
        asked = names.prepare(one.name)
        like = [doubt for doubt, others in known.items() if any(_alike(asked, other) for other in others)]
        return [*([Doubt.GENDER] if wanted and one.gender != wanted else []), *like]

    return doubts


def _alike(asked: names.Prepared, other: names.Prepared) -> bool:
    return max(names.likeness(asked, other), names.likeness(other, asked)) >= names.CLOSE


def _prepared(called: Iterable[str | None]) -> list[names.Prepared]:
    return [names.prepare(name) for name in called if name]


def _alleged(person: Person, by: User) -> Iterable[AllegedPerpetrator]:
    return AllegedPerpetrator.objects.visible_to(by).standing().filter(person=person)


def _near(person: Person, by: User) -> Iterator[str | None]:
    """The person, guardians, and who is written down as near to them."""
    yield from (person.alias, person.legal_name if by.reads("identity") else None)
    yield from (one.name for one in Guardian.objects.visible_to(by).filter(person=person))
    if by.reads("contact"):
        yield from (one.who for one in KinRule.objects.visible_to(by).filter(person=person, ended_at=None))
        yield from (one.who_may_answer for one in SafeContact.objects.visible_to(by).filter(person=person))


def _in_the_house(person: Person, by: User) -> Iterator[str | None]:
    """Who stays in the house where the person stays."""
    stays = Stay.objects.visible_to(by).in_house()
    houses = list(stays.filter(person=person).values_list("house_id", flat=True))
    for one in stays.filter(house__in=houses).exclude(person=person).select_related("case__person"):
        yield one.case.person.alias
        if by.reads("identity"):
            yield one.case.person.legal_name


def fitting(person: Person, by: User) -> list[Interpreter]:
    """Who may be booked for this person: those of their language first, then those of the gender they wish for."""
    barred = InterpreterBar.objects.visible_to(by).filter(person=person).values("interpreter_id")
    ready = Interpreter.objects.visible_to(by).filter(ended_at=None, signed_on__isnull=False).exclude(pk__in=barred)
    return sorted(ready, key=lambda one: _order(one, person))


def _order(one: Interpreter, person: Person) -> tuple[bool, bool, str]:
    wanted = person.interpreter_gender
    return person.preferred_language not in one.languages, bool(wanted) and one.gender != wanted, one.name
