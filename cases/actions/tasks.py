"""Tasks: add, change, finish, undo finishing, drop; some come again."""

import calendar
import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Min
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import Conflict, InvalidInput, NotFound, NotInThisState
from cases.models import Case, Goal, Notification, Task
from cases.permissions import require_on_case

from .notifications import notify

CHANGEABLE = frozenset({"title", "kind", "due_on", "assigned_to", "goal", "repeats"})


@transaction.atomic
def add_task(
    case: Case,
    *,
    title: str,
    due_on: datetime.date,
    by: User,
    kind: str = Task.Kind.FOLLOW_UP,
    assigned_to: User | None = None,
    goal: Goal | None = None,
    repeats: str = "",
) -> Task:
    """Add something to do by a day, for oneself or a colleague who sees the case; a step of a goal, perhaps."""
    require_on_case(by, "edit_case", case)
    worker = assigned_to or by
    require_on_case(worker, "view_case", case)
    if goal is not None and goal.case_id != case.pk:
        raise NotFound()
    task = _save(case, title, due_on, kind, worker, by, goal=goal, repeats=repeats)
    _note_next_follow_up(case)
    notify(worker, kind=Notification.Kind.TASK_GIVEN, by=by, case=case)
    _record(task, by)
    return task


@transaction.atomic
def tell_of_a_search(case: Case, *, worker: User, by: User) -> None:
    """Put it before the worker of a case that `by` doesn't see: somebody like this person was looked for.

    Part of the check for duplicates. Once is enough while the task is open. Written with the worker's sight, and in
    the trail as the asker's.
    """
    with acting_as_user(worker):
        tasks = Task.objects.visible_to(worker).filter(case=case, kind=Task.Kind.OTHER, created_by=by)
        if tasks.pending().exists():
            return
        with translation.override(worker.language):
            title = _("%(name)s looked for somebody like this person. Is it the same one?") % {"name": by.name[:100]}
        task = _save(case, title, today(by.home), Task.Kind.OTHER, worker, by)
    _record(task, by)


@transaction.atomic
def put_before_worker(case: Case, title: str, *, first: User | None, by: User) -> None:
    """A task for today for `first` if they see the case, else for its caseworker, else for `by`; once while it is open.

    Part of other actions. `title` is a msgid, kept in the worker's language. Written with the worker's sight, and in
    the trail as the asker's. None of them there to do it: nothing is written.
    """
    for worker in (first, case.caseworker, by):
        if worker is None or worker.is_machine or not worker.can("edit_case"):
            continue
        with acting_as_user(worker):
            if not Case.objects.visible_to(worker).filter(pk=case.pk).exists():
                continue
            with translation.override(worker.language):
                words = _(title)
            waiting = Task.objects.visible_to(worker).pending().filter(case=case, kind=Task.Kind.OTHER)
            if words in {task.title for task in waiting}:
                return
            task = _save(case, words, today(worker.home), Task.Kind.OTHER, worker, by)
        _record(task, by)
        notify(worker, kind=Notification.Kind.TASK_GIVEN, by=by, case=case)
        return


@transaction.atomic
def finish_task(task: Task, *, by: User) -> None:
    """Mark it done."""
    require_on_case(by, "edit_case", task.case)
    if task.done_at:
        raise NotInThisState(_("This is already done."))
    if task.dropped_at:
        raise NotInThisState(_("This was dropped."))
    task.done_at, task.done_by = timezone.now(), by
    task.save(update_fields=["done_at", "done_by"])
    if task.repeats:
        _come_again(task, by)
    _note_next_follow_up(task.case)
    trail.record(events.TASK_DONE, by=by, subject=task)


@transaction.atomic
def change_task(task: Task, values: Mapping[str, Any], *, version: int, by: User) -> Task:
    """Set title, kind, day, worker, goal or repetition as read at `version`. Errors: Conflict, NotInThisState."""
    require_on_case(by, "edit_case", task.case)
    current = _locked(task, by)
    if current.version != version:
        raise Conflict()
    if unknown := set(values) - CHANGEABLE:
        raise InvalidInput(field=sorted(unknown)[0])
    worker = values.get("assigned_to")
    if worker is not None:
        require_on_case(worker, "view_case", current.case)
    changed = [name for name, value in values.items() if getattr(current, name) != value]
    for name in changed:
        setattr(current, name, values[name])
    current.version += 1
    current.save()
    _note_next_follow_up(current.case)
    if "assigned_to" in changed:
        notify(worker, kind=Notification.Kind.TASK_GIVEN, by=by, case=current.case)
    trail.record(events.TASK_CHANGED, by=by, subject=current, changed=changed)
    return current


@transaction.atomic
def drop_task(task: Task, *, by: User) -> Task:
    """Say that it needn't be done any more; it comes no more either."""
    require_on_case(by, "edit_case", task.case)
    current = _locked(task, by)
    current.dropped_at = timezone.now()
    current.version += 1
    current.save(update_fields=["dropped_at", "version"])
    _note_next_follow_up(current.case)
    trail.record(events.TASK_DROPPED, by=by, subject=current)
    return current


@transaction.atomic
def reopen_task(task: Task, *, by: User) -> None:
    """Undo: it is to be done again."""
    require_on_case(by, "edit_case", task.case)
    task.done_at, task.done_by = None, None
    task.save(update_fields=["done_at", "done_by"])
    _note_next_follow_up(task.case)
    trail.record(events.TASK_REOPENED, by=by, subject=task)


def _locked(task: Task, by: User) -> Task:
    rows = Task.objects.visible_to(by).select_for_update(of=("self",)).select_related("case")
    current: Task | None = rows.filter(pk=task.pk).first()
    if current is None:
        raise NotFound()
    if current.done_at or current.dropped_at:
        raise NotInThisState(_("This is done or dropped already."))
    return current


def _come_again(task: Task, by: User) -> None:
    """The next one, counted from the day this one was due, but never in the past."""
    day, now = task.due_on, today(by.home)
    while day <= now:
        day = _after(day, task.repeats)
    worker = task.assigned_to if task.assigned_to.has_access else by
    _save(task.case, task.title, day, task.kind, worker, by, goal=task.goal, repeats=task.repeats)


def _after(day: datetime.date, repeats: str) -> datetime.date:
    if repeats == Task.Repeats.MONTHLY:
        year, month = divmod(day.year * 12 + day.month, 12)
        return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    return day + datetime.timedelta(weeks=1 if repeats == Task.Repeats.WEEKLY else 2)


def _save(case: Case, title: str, due_on: datetime.date, kind: str, worker: User, by: User, **more: Any) -> Task:
    task = Task(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=case.organization_id,
        case=case,
        person_id=case.person_id,
        title=title,
        due_on=due_on,
        kind=kind,
        assigned_to=worker,
        created_by=by,
        **more,
    )
    task.save(force_insert=True)
    return task


def _record(task: Task, by: User) -> None:
    trail.record(events.TASK_ADDED, by=by, subject=task, facts={"kind": task.kind})


def _note_next_follow_up(case: Case) -> None:
    pending = Task.objects.unscoped("the caller sees this case").filter(case=case).pending()
    case.next_follow_up = pending.aggregate(first=Min("due_on"))["first"]
    case.save(update_fields=["next_follow_up", "updated_at"])
