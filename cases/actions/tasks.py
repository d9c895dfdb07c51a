"""Tasks: add, finish, and undo finishing."""

import datetime

from django.db import transaction
from django.db.models import Min
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import NotInThisState
from cases.models import Case, Notification, Task
from cases.permissions import require_on_case

from .notifications import notify


@transaction.atomic
def add_task(
    case: Case,
    *,
    title: str,
    due_on: datetime.date,
    by: User,
    kind: str = Task.Kind.FOLLOW_UP,
    assigned_to: User | None = None,
) -> Task:
    """Add something to do by a day, for oneself or a colleague who sees the case."""
    require_on_case(by, "edit_case", case)
    worker = assigned_to or by
    require_on_case(worker, "view_case", case)
    task = _save(case, title, due_on, kind, worker, by)
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
def finish_task(task: Task, *, by: User) -> None:
    """Mark it done."""
    require_on_case(by, "edit_case", task.case)
    if task.done_at:
        raise NotInThisState(_("This is already done."))
    task.done_at, task.done_by = timezone.now(), by
    task.save(update_fields=["done_at", "done_by"])
    _note_next_follow_up(task.case)
    trail.record(events.TASK_DONE, by=by, subject=task)


@transaction.atomic
def reopen_task(task: Task, *, by: User) -> None:
    """Undo: it is to be done again."""
    require_on_case(by, "edit_case", task.case)
    task.done_at, task.done_by = None, None
    task.save(update_fields=["done_at", "done_by"])
    _note_next_follow_up(task.case)
    trail.record(events.TASK_REOPENED, by=by, subject=task)


def _save(case: Case, title: str, due_on: datetime.date, kind: str, worker: User, by: User) -> Task:
    task = Task(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=case.organization_id,
        case=case,
        person_id=case.person_id,
        title=title,
        due_on=due_on,
        kind=kind,
        assigned_to=worker,
        created_by=by,
    )
    task.save(force_insert=True)
    return task


def _record(task: Task, by: User) -> None:
    trail.record(events.TASK_ADDED, by=by, subject=task, facts={"kind": task.kind})


def _note_next_follow_up(case: Case) -> None:
    pending = Task.objects.unscoped("the caller sees this case").filter(case=case).pending()
    case.next_follow_up = pending.aggregate(first=Min("due_on"))["first"]
    case.save(update_fields=["next_follow_up", "updated_at"])
