"""Tasks: add, finish, and undo finishing."""

import datetime

from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import NotInThisState
from cases.models import Case, Task
from cases.permissions import require_on_case


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
    _note_next_follow_up(case)
    trail.record(events.TASK_ADDED, by=by, subject=task, facts={"kind": kind})
    return task


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


def _note_next_follow_up(case: Case) -> None:
    pending = Task.objects.unscoped("the caller sees this case").filter(case=case).pending()
    case.next_follow_up = pending.aggregate(first=Min("due_on"))["first"]
    case.save(update_fields=["next_follow_up", "updated_at"])
