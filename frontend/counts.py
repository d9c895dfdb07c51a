"""The numbers beside the menu's entries. Each is one small query, counted no further than people read."""

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from cases.models import Case, Task
from frontend.paging import capped


def due_tasks(user: User) -> int:
    """Tasks of mine that are overdue or due today."""
    day = today(user.organization)
    mine = Task.objects.visible_to(user).pending().filter(assigned_to=user)
    return capped(mine.filter(due_on__lte=day))


def my_open_cases(user: User) -> int:
    """Cases I am the caseworker of, open."""
    return capped(Case.objects.visible_to(user).open().of_worker(user))
