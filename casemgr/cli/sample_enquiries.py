"""Some enquiries between the demo's organizations: answered ones, and one that waits for an answer."""

import datetime
from collections.abc import Sequence

from django.db import transaction

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.cli.sample_accounts import DemoOrganization
from cases.models import Case
from referrals import actions
from referrals.enquiry_codes import Answer, Refusal, Stands
from referrals.models import EnquiryAnswer

SHELTER = {
    "service_code": "emergency_shelter",
    "whom": "women",
    "together": "3_4",
    "age_band": "25_39",
    "language": "en",
    "needs": ["families"],
}


def make_enquiries(organizations: Sequence[DemoOrganization]) -> int:
    """One for a case with two answers, one for a caller that nobody has answered; returns how many."""
    first, second, third = organizations
    worker = first.people["caseworker"]
    with acting_as_user(worker), transaction.atomic():
        case = Case.objects.visible_to(worker).open().of_worker(worker).filter(restricted=False).order_by("number")[0]
        others = [second.organization, third.organization]
        actions.ask(SHELTER, receivers=others, stands=Stands.WEEK, case=case, by=worker)
    _answer(second.people["caseworker"], Answer.YES)
    _answer(third.people["caseworker"], Answer.NO)
    caller = {"service_code": "emergency_shelter", "age_band": "18_24", "language": "fr", "interpreter_needed": True}
    asking = third.people["caseworker"]
    with acting_as_user(asking), transaction.atomic():
        actions.ask(caller, receivers=[first.organization], stands=Stands.WEEK, by=asking)
    return 2


def _answer(worker: User, answer: Answer) -> None:
    with acting_as_user(worker), transaction.atomic():
        asked = EnquiryAnswer.objects.visible_to(worker).received_by(worker).get()
        if answer == Answer.NO:
            actions.answer_enquiry(asked, answer=answer, reason=Refusal.NO_CAPACITY, by=worker)
        else:
            until = today(worker.home) + datetime.timedelta(days=5)
            actions.answer_enquiry(asked, answer=answer, until=until, by=worker)
