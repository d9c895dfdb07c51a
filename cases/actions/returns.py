"""Voluntary return, step by step: the person decides, another looks at the danger first, the contact goes on."""

from __future__ import annotations

import calendar
import datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotInThisState
from cases.models import Case, Consent, ReturnRisk, Task, VoluntaryReturn
from cases.permissions import require_on_case
from cases.returns import UNDER_WAY, Event, State, events_from, rule_for

from .conflicts import seen
from .embassy import keep_from_embassy
from .footing import is_child, require_footing
from .locked_return import locked_return
from .stopped import require_reachable
from .tasks import add_task

MONTHS = (1, 3, 6, 12)
CHECK = gettext_noop("Check after the return: %(months)s")
#: what each step may set
SETS: dict[Event, frozenset[str]] = {
    Event.DECIDE: frozenset(
        "language teach_back alternatives_told alternatives interpreter basis guardian best_interests wish".split()
    ),
    Event.PREPARE: frozenset("documents escort travel_on receiving referral".split()),
    Event.DEPART: frozenset({"travel_on"}),
    Event.ARRIVE: frozenset("arrived_on arrival".split()),
    Event.FINISH: frozenset({"stopped_why"}),
    Event.STOP: frozenset({"stopped_why"}),
}


@transaction.atomic
def consider_return(case: Case, *, destination: str, by: User, wish: str | None = None) -> VoluntaryReturn:
    """The person thinks of going back. Their country's embassy is kept from learning of them, until they say otherwise.

    Errors: InvalidInput; NotInThisState while another return is under way.
    """
    require_on_case(by, "edit_case", case, reads="narrative")
    require_reachable(case, by)
    if not destination.strip():
        raise InvalidInput(_("Say where to."), field="destination")
    Case.objects.unscoped("checked above").select_for_update().get(pk=case.pk)
    if VoluntaryReturn.objects.visible_to(by).filter(case=case, state__in=UNDER_WAY).exists():
        raise NotInThisState(_("A return is under way already."))
    one = VoluntaryReturn(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=case.organization_id,
        case=case,
        person_id=case.person_id,
        destination=destination,
        wish=wish or None,
        opened_by=by,
    )
    one.save(force_insert=True)
    keep_from_embassy(case.person, by)
    trail.record(events.RETURN_CONSIDERED, by=by, subject=one)
    return one


@transaction.atomic
def step_return(
    one: VoluntaryReturn, event: str, *, version: int, by: User, looked: bool = False, **values: Any
) -> VoluntaryReturn:
    """Take one step of cases/returns.py as read at `version`; `values` are those of `SETS`. `looked`: at an interpreter
    of the decision who resembles somebody.

    Errors: NotFound, Conflict, NotInThisState, InvalidInput naming what is missing.
    """
    require_on_case(by, "edit_case", one.case, reads="narrative")
    current = locked_return(one, by, version)
    step = Event(event)
    rule = rule_for(State(current.state), step)
    if rule is None:
        raise NotInThisState(allowed_events=events_from(State(current.state)))
    if step not in (Event.STOP, Event.FINISH):
        require_reachable(current.case, by)
    if unknown := set(values) - SETS[step]:
        raise InvalidInput(field=sorted(unknown)[0])
    for name, value in values.items():
        setattr(current, name, value)
    _require(current, step, by, looked)
    if rule.approved and not is_approved(current, by):
        raise NotInThisState(_("A supervisor who didn't write it has to approve the newest assessment first."))
    current.state = rule.target.value
    current.version += 1
    current.save()
    if step is Event.STOP:
        keep_from_embassy(current.case.person, by)
    if step is Event.ARRIVE:
        _plan_checks(current, by)
    facts: dict[str, str | int] = {"event": step.value, "state": current.state, **seen(looked)}
    trail.record(events.RETURN_MOVED, by=by, subject=current, facts=facts)
    return current


def is_approved(one: VoluntaryReturn, by: User) -> bool:
    """Whether the newest assessment is approved."""
    latest = ReturnRisk.objects.visible_to(by).filter(voluntary_return=one).order_by("-recorded_at", "-id").first()
    return latest is not None and latest.approved_at is not None


def _require(one: VoluntaryReturn, event: Event, by: User, looked: bool) -> None:
    if event is Event.DECIDE:
        _require_decision(one, by, looked)
    elif event is Event.PREPARE:
        _require_words(one, "documents", _("Say which documents are needed, and which are there."))
        _require_words(one, "receiving", _("Say who receives the person there."))
    elif event is Event.DEPART and one.travel_on is None:
        raise InvalidInput(_("Say when the journey begins."), field="travel_on")
    elif event is Event.ARRIVE:
        if one.arrived_on is None or one.arrived_on > today(by.home):
            raise InvalidInput(_("Say when the person arrived, not later than today."), field="arrived_on")
        _require_words(one, "arrival", _("Say how the arrival is known."))
    elif event is Event.FINISH and one.arrived_on and today(by.home) < months_after(one.arrived_on, MONTHS[-1]):
        _require_words(one, "stopped_why", _("A year isn't over since the arrival: say why the follow-up ends now."))
    elif event is Event.STOP:
        _require_words(one, "stopped_why", _("Say why it was stopped."))


def _require_decision(one: VoluntaryReturn, by: User, looked: bool) -> None:
    """Informed, in a language the person knows, said back; a child's on a best-interests decision."""
    if not one.language:
        raise InvalidInput(_("Say in which language you talked."), field="language")
    if not one.teach_back:
        raise InvalidInput(_("Ask the person to say it back in their own words first."), field="teach_back")
    if not one.alternatives_told:
        raise InvalidInput(_("Tell the person of other ways first."), field="alternatives_told")
    if is_child(one.case.person, today(by.home)) and one.basis != Consent.Basis.BEST_INTERESTS:
        raise InvalidInput(_("The return of a child stands on a best-interests decision."), field="basis")
    try:
        require_footing(
            one.case.person,
            today(by.home),
            by=by,
            decision=Consent.Decision.GIVEN,
            basis=one.basis or Consent.Basis.CONSENT,
            note=one.best_interests,
            guardian=one.guardian,
            interpreter=one.interpreter,
            looked=looked,
        )
    except InvalidInput as refusal:
        field = "best_interests" if refusal.field == "note" else refusal.field
        raise InvalidInput(str(refusal), field=field) from None
    one.basis = one.basis or Consent.Basis.CONSENT


def _require_words(one: VoluntaryReturn, field: str, why: str) -> None:
    if not (getattr(one, field) or "").strip():
        raise InvalidInput(why, field=field)


def _plan_checks(one: VoluntaryReturn, by: User) -> None:
    """A task for each month counted from the arrival, for the case's worker."""
    case = one.case
    worker = case.caseworker if case.caseworker and case.caseworker.has_access else by
    assert one.arrived_on is not None  # noqa: S101 - `_require` asked for it
    for months in MONTHS:
        with translation.override(worker.language):
            said = translation.ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
            title = translation.gettext(CHECK) % {"months": said}
        due = max(months_after(one.arrived_on, months), today(by.home))
        add_task(case, title=title, due_on=due, kind=Task.Kind.FOLLOW_UP, assigned_to=worker, by=by)


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later; the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
