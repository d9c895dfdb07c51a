"""The demo's calls: lines of the directory, callers to be called back, words without a name. All invented."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.cli.sample_accounts import DemoOrganization
from cases import actions
from referrals.actions import keep_organization, keep_service
from referrals.directory.reaching import Reaching, TextLine

#: name, kind of line, phone, number and word for text messages
LINES = (
    ("Emergency number of the demo", "emergency", "+1 555 0170", "", ""),
    ("Night listeners", "confidential", "+1 555 0171", "555017", "TALK"),
    ("Report line of the labour office", "tip", "+1 555 0172", "", ""),
)
COUNTED = (("information", "phone"), ("silent", "phone"), ("wrong", "phone"), ("abusive", "text"))
CALLERS: tuple[dict[str, Any], ...] = (
    {"alias": "Juniper", "needs": ["emergency_shelter"], "danger": True, "way": "text", "reach": "+1 555 0180"},
    {"needs": ["legal_aid", "interpretation"], "language": "es", "way": "call", "reach": "+1 555 0181"},
)
WORDS = {"Juniper": "They may leave the house on Thursdays only.", "": "Asks what happens if she tells somebody."}
ANSWERS = (
    {"safe": "yes", "heard": "yes", "rights": "yes", "needs": "partly", "others": "yes"},
    {"safe": "yes", "heard": "partly", "rights": "no", "needs": "partly", "others": "yes"},
)
SAID = ("The interpreter was kind.", "I waited long.", "Nobody shouted.", "The room was cold.", "I was asked first.")
HARM = "Somebody at the desk told others why I came."


@transaction.atomic
def make_calls(one: DemoOrganization) -> None:
    """Lines in the directory, some calls, and an open address with a month of answers."""
    _lines(one.people["org_admin"])
    _calls(one.people["caseworker"])
    _feedback(one.people["org_admin"])


def _lines(admin: User) -> None:
    with acting_as_user(admin):
        keeper = keep_organization({"name": "Lines of the demo", "country": admin.home.country}, by=admin)
        for name, line, phone, number, word in LINES:
            reaching = Reaching(phone=phone, languages=["en", "es", "ar", "fr"], text=TextLine(number, word))
            given = {"name": name, "service_code": "crisis_line", "line": line}
            keep_service(given, provider=keeper, reaching=reaching, by=admin)


def _calls(worker: User) -> None:
    with acting_as_user(worker):
        for kind, channel in COUNTED:
            actions.count_only(kind=kind, channel=channel, by=worker)
        for said in CALLERS:
            alias = str(said.get("alias", ""))
            more: dict[str, Any] = {
                "country": worker.home.country,
                "call_on": today(worker.home),
                "words": WORDS[alias],
            }
            actions.take_contact(kind="help", channel="phone", by=worker, mine=bool(alias), **said | more)


def _feedback(admin: User) -> None:
    with acting_as_user(admin):
        opened = actions.switch_feedback(opened=True, by=admin)
    earlier = today(admin.home) - datetime.timedelta(weeks=1)
    for number in range(14):
        words = SAID[number] if number < len(SAID) else ""
        actions.leave_feedback(opened.code, answers=ANSWERS[number % 3 == 0], words=words, day=earlier)
    actions.leave_feedback(opened.code, answers={}, words=HARM, harm=True, day=earlier)
