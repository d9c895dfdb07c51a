"""The numbers beside the menu's entries. Each is one small query, counted no further than people read."""

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from cases.models import Case, Notification, Task
from frontend.paging import Count, capped
from referrals.models import EnquiryAnswer, Referral


def due_tasks(user: User) -> int:
    """Tasks of mine that are overdue or due today."""
    day = today(user.organization)
    mine = Task.objects.visible_to(user).pending().filter(assigned_to=user)
    return capped(mine.filter(due_on__lte=day))


def open_cases(user: User) -> int:
    """Open cases I am the caseworker of; for supervisors and specialists, all they see."""
    cases = Case.objects.visible_to(user).open()
    return capped(cases.of_worker(user) if user.can("register_person") and not user.role_data.sees_others else cases)


def unread_news(user: User) -> int:
    """What happened for me that I have not looked at."""
    return capped(Notification.objects.visible_to(user).unread())


def offers_to_answer(user: User) -> int:
    """Referrals and enquiries received that nobody has answered."""
    referrals = capped(Referral.objects.visible_to(user).received_by(user).awaiting_answer())
    asked = EnquiryAnswer.objects.visible_to(user).received_by(user).open().unanswered()
    return Count(referrals + capped(asked))
