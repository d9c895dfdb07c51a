"""The demo's likenesses, and an erasure for which partners were asked to delete. All invented, made by the actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.clock import today
from casemgr.accounts.models import Organization, User
from casemgr.cli.sample_accounts import DemoOrganization
from cases import actions
from cases.models import Case, Stay
from referrals.codes import Role
from referrals.models import ReferralParty

INTERPRETER, ALIKE = "Joris van Elsen", "Joris van Elzen"
TOLD = "Bakery that gave her work"


def raise_alarms(organizations: Sequence[DemoOrganization]) -> None:
    """In each organization two people written down as alleged: one like an interpreter, one like a resident."""
    for one in organizations:
        worker, supervisor = one.people["caseworker"], one.people["supervisor"]
        with acting_as_user(supervisor), transaction.atomic():
            signed = today(one.organization)
            actions.add_interpreter(name=INTERPRETER, languages=["en", "ar"], signed_on=signed, by=supervisor)
        _allege(worker)
        actions.compare_alleged(one.organization.pk)
        _erase(worker, [other.organization for other in organizations])


def _allege(worker: User) -> None:
    with acting_as_user(worker), transaction.atomic():
        mine = Case.objects.visible_to(worker).open().of_worker(worker).filter(restricted=False)
        stays = Stay.objects.visible_to(worker).in_house().filter(case__in=mine).select_related("case__person")
        case = mine.exclude(pk__in=stays.values("case")).order_by("-number").first()
        if case is None:
            return
        actions.record_alleged(case, name=ALIKE, roles=["recruiter_broker"], description="Drives a van.", by=worker)
        for stay in stays.order_by("case__number")[:1]:
            called = stay.case.person.legal_name or stay.case.person.alias
            actions.record_alleged(case, name=called, description="Collected the rent of the rooms.", by=worker)


def _erase(worker: User, known: Sequence[Organization]) -> None:
    """Spoken about in private: it waits for the second person, and whoever was told was asked to delete."""
    with acting_as_user(worker), transaction.atomic():
        own = ReferralParty.objects.visible_to(worker).filter(role=Role.SENDER, referral__state="accepted")
        party = own.filter(referral__receiver__in=known).select_related("case").order_by("case__number").last()
        if party is None or party.case is None:
            return
        told: dict[str, Any] = {"categories": ["identity", "contact"], "way": "phone", "ground": "consent"}
        actions.record_disclosure(party.case, recipient=TOLD, by=worker, **told)
        wish: dict[str, Any] = {"kind": "erasure", "asker": "person", "identity": "known", "ask_deletion": True}
        asked = actions.ask_right(party.case, by=worker, **wish)
        actions.check_right(asked, finding="free", alone=True, evidence_told=True, by=worker)
