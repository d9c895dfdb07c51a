"""Who may do what to a request now: the table of the lifecycle, asked for one person."""

from __future__ import annotations

from uuid import UUID

from casemgr.accounts.models import User
from cases.models import Case, DataRequest, RequestStep
from cases.rights.codes import DOUBTS
from cases.rights.lifecycle import Capacity, Event, State, allowed_events

#: whoever wrote a request down or made its last safety check isn't its second person; nor is any who made one before
OWN = ("recorded_by_id", "checked_by_id")


def held_by(request: DataRequest, user: User) -> frozenset[Capacity]:
    """In what capacities this person, who sees the request, may act on it. Systems in none."""
    if user.is_machine or not user.can("view_case"):
        return frozenset()
    held = {Capacity.SEER}
    if user.pk != request.return_asked_by_id:
        held.add(Capacity.OTHER)
    if user.can("record_consent"):
        held.add(Capacity.WORKER)
    if user.can("approve"):
        held.add(Capacity.SUPERVISOR)
        if user.pk not in {getattr(request, column) for column in OWN} and not _checked(request, user):
            held.add(Capacity.SECOND)
    return frozenset(held)


def available(request: DataRequest, user: User) -> tuple[Event, ...]:
    """What this person may do to it now, in the table's order."""
    found = allowed_events(request.kind, State(request.state), held_by(request, user))
    return tuple(event for event in found if event is not Event.CHECK or may_talk(request, user))


def may_talk(request: DataRequest, user: User) -> bool:
    """Whether they may be who talks in private: once a talk left doubts, not whoever wrote the request down."""
    return request.finding not in DOUBTS or user.pk != request.recorded_by_id


def _checked(request: DataRequest, user: User) -> bool:
    """Whether they made one of its safety checks, though another came after it."""
    if request.state != State.CHECKED:
        return False
    steps = RequestStep.objects.visible_to(user).filter(request=request, event=Event.CHECK.value)
    return steps.filter(taken_by=user).exists()


def people_of(case: Case, user: User) -> list[UUID]:
    """Keys of the people whose record this is: the case's, and those of cases merged into it, as far as `user` sees."""
    people, into = [case.person_id], [case.pk]
    while merged := list(Case.objects.visible_to(user).filter(merged_into__in=into).values_list("pk", "person_id")):
        into = [pk for pk, _person in merged]
        people += [person for _pk, person in merged if person not in people]
    return people
