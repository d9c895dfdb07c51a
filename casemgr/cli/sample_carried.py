"""Slips of the demo: switched on where cases are, and one that a person carries. Nobody has its code."""

from __future__ import annotations

from django.db import transaction

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.actions import set_carried_links
from casemgr.accounts.clock import today
from casemgr.cli.sample_accounts import DemoOrganization
from cases.actions.footing import is_child
from cases.models import Case
from referrals import actions

NAME = "Blue Table"  # one that says nothing


@transaction.atomic
def make_slip(home: DemoOrganization) -> None:
    """Switch it on, and give the newest grown-up of the caseworker's cases a slip for a medical service."""
    admin, worker = home.people["org_admin"], home.people["caseworker"]
    with acting_as_user(admin):
        set_carried_links(on=True, name=NAME, understood=True, by=admin)
    with acting_as_user(worker):
        own = Case.objects.visible_to(worker).open().filter(caseworker=worker, person__safe_contact__stopped="")
        day = today(home.organization)
        case = next(
            one for one in own.select_related("person").order_by("-updated_at", "-id") if not is_child(one.person, day)
        )
        actions.make_carried(
            case,
            service_code="medical",
            categories=["identity", "language"],
            word={"decision": "given", "method": "spoken"},
            hours=336,
            openings=3,
            talked=True,
            by=worker,
        )
