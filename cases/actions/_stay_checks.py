"""What is checked before a stay begins or changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.errors import Conflict, InvalidInput, NotFound
from cases.models import Case, House, Stay
from cases.permissions import require_on_case
from cases.shelter import alleged_there, known_apart, must_not_meet

from .bed_changes import tell_of_beds


def current_stay(stay: Stay, by: User, permission: str) -> Stay:
    """The stay as it is now, locked. Errors: NotFound, NotPermitted, Conflict when it changed since it was read."""
    rows = Stay.objects.visible_to(by).select_for_update(of=("self",)).select_related("case__person", "house", "room")
    current: Stay | None = rows.filter(pk=stay.pk).first()
    if current is None:
        raise NotFound()
    require_on_case(by, permission, current.case)
    if current.version != stay.version:
        raise Conflict()
    return current


def settle(stay: Stay, refused: Callable[[], InvalidInput], *, by: User) -> None:
    """Save the next version, and tell that beds may have changed. What the database refuses is said by `refused`."""
    stay.version += 1
    try:
        with transaction.atomic():
            stay.save()
    except IntegrityError:
        raise refused() from None
    tell_of_beds(by)


def no_bed(field: str) -> Callable[[], InvalidInput]:
    """That the last bed is gone."""
    return lambda: InvalidInput(_("Not enough beds are free in this room. Choose another one."), field=field)


def not_here() -> InvalidInput:
    """That somebody is in this house who must not meet this person; not who."""
    return InvalidInput(_("Not in this house. Ask your supervisor."))


def own_open_house(house: House, by: User, field: str = "house") -> House:
    """The house, locked, so that who must not meet can't come at the same moment. Errors: InvalidInput."""
    rows = House.objects.visible_to(by).offered().select_for_update(of=("self",), no_key=True)
    found: House | None = rows.filter(pk=house.pk).first()
    if found is None:
        raise InvalidInput(_("Choose a house of the list."), field=field)
    return found


def require_apart(case: Case, house: House, by: User, states: Sequence[str]) -> None:
    """Refuse where somebody is who must not meet this person; told is who only to those who see both. InvalidInput."""
    if not must_not_meet(case, house, states):
        return
    there = Stay.objects.visible_to(by).filter(house=house, state__in=states).values_list("case_id", flat=True)
    seen = [other.label for _mark, other in known_apart(case, by) if other.pk in set(there)]
    if seen:
        raise InvalidInput(_("Not in this house: must not meet %s.") % ", ".join(seen))
    raise not_here()


def require_none_alleged(case: Case, house: House, by: User) -> None:
    """Refuse until somebody looked, where a resident resembles somebody alleged, as far as `by` reads it."""
    found = alleged_there(case, house, by)
    if found:
        raise InvalidInput(
            _("Somebody alleged resembles a resident: look at %s, then confirm below.")
            % ", ".join(one.label for one in found),
            field="looked",
        )
