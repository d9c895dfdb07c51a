"""The demo's daily work: flags, goals, appointments, requests, money. All invented, made by the actions themselves."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.actions import save_team
from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.cli.sample_accounts import DemoOrganization
from cases import actions
from cases.models import Case, Experience, Fund

GOALS = (
    ("A room of my own with a door that locks", "housing", "Look at two rooms"),
    ("To see my son on Sundays", "family", "Ask the court for visiting times"),
    ("A job where they pay on time", "income", "Write the résumé together"),
)
FLAGS = (("threats", "Calls from unknown numbers since last week"), ("deadline", "Papers end at the end of the month"))
REMINDER = {"en": "See you on {day} at {time}.", "ar": "نلتقي {day} الساعة {time}.", "th": "พบกัน{day} เวลา {time}"}
ROUTE = (
    {"stage": "Recruitment", "country": "MMR", "date": "2023"},
    {"stage": "Transit", "country": "LAO", "date": "2023-11"},
    {"stage": "Exploitation", "country": "THA"},
)
DANGER = {
    "categories": ["contact"],
    "words": "She called from home. Somebody she is afraid of is at her door and shouts.",
    "why": "She asked us to call for help; the line went dead.",
    "informed": "told",
    "informed_words": "She asked for it herself.",
}
REPORT = {
    "categories": ["identity", "background"],
    "words": "He told us of children who work at the place where he was held. We know no names.",
    "why": "Children may still be there.",
    "informed": "not_safe",
    "informed_words": "He would tell the others, and they would be moved.",
    "provision": "Invented for this demo. Ask somebody who knows the law of your country.",
    "counsel": "asked",
    "urgency": "days",
}
HOUR = datetime.timedelta(hours=1)


def enliven(organizations: Sequence[DemoOrganization]) -> None:
    """Give each organization's first caseworker a working day."""
    for one in organizations:
        worker, supervisor, colleague = (one.people[role] for role in ("caseworker", "supervisor", "colleague"))
        _office(supervisor)
        mine = _open_cases(worker)
        _work(mine, worker)
        theirs = _open_cases(colleague)
        _hand_over(theirs, colleague, worker)
        _shelter(one, mine)
        _trouble(theirs, one.people["team_lead"], mine, worker)
        _tell_authorities(mine, worker, supervisor)


def _office(supervisor: User) -> None:
    with acting_as_user(supervisor), transaction.atomic():
        fund = actions.open_fund(name="Emergency fund", currency="USD", quick_limit=Decimal(25), by=supervisor)
        actions.save_message(name="Reminder", ways=["text", "app"], texts=REMINDER, by=supervisor)
        actions.move_money(fund, amount=Decimal(1500), by=supervisor)


def _open_cases(worker: User) -> list[Case]:
    with acting_as_user(worker), transaction.atomic():
        mine = Case.objects.visible_to(worker).open().of_worker(worker).filter(restricted=False)
        return list(mine.select_related("person").order_by("-number")[:8])


def _work(cases: Sequence[Case], worker: User) -> None:
    if len(cases) < 6:
        return
    with acting_as_user(worker), transaction.atomic():
        for case, (kind, reason) in zip(cases, FLAGS, strict=False):
            actions.raise_flag(case, kind=kind, reason=reason, by=worker)
        for case, (words, area, step) in zip(cases, GOALS, strict=False):
            goal = actions.add_goal(case, words=words, area=area, by=worker)
            due = today(worker.home) + datetime.timedelta(days=9)
            actions.add_task(case, title=step, due_on=due, kind="other", goal=goal, by=worker)
        for case in cases:
            told = Experience.objects.visible_to(worker).filter(case=case).first()
            actions.record_experience(case, {"route": list(ROUTE)}, by=worker, experience=told)
        actions.ask_plan_approval(cases[0], by=worker)
        safe = {"safe_places": "The library until seven, then the shelter", "who_to_call": "The night line"}
        actions.write_safety_plan(cases[0], safe, read=None, by=worker)
        for number, case in enumerate(cases[:3]):
            actions.make_appointment(case, starts_at=timezone.now() + (number + 1) * 5 * HOUR, kind="legal", by=worker)
        actions.link_cases(cases[3], cases[4], relation="sibling", by=worker)
        fund = Fund.objects.visible_to(worker).get()
        actions.ask_money(cases[1], fund=fund, amount=Decimal(80), purpose="documents", by=worker)
        actions.record_session(cases[2:6], held_on=today(worker.home), by=worker)


def _hand_over(cases: Sequence[Case], colleague: User, to: User) -> None:
    if cases:
        with acting_as_user(colleague), transaction.atomic():
            actions.ask_transfer(cases[0], to=to, handover="She likes to be called in the morning.", by=colleague)


def _shelter(one: DemoOrganization, cases: Sequence[Case]) -> None:
    """A team whose lead and night staff see some cases of the first caseworker."""
    admin, supervisor = one.people["org_admin"], one.people["supervisor"]
    with acting_as_user(admin), transaction.atomic():
        members = [one.people["team_lead"], one.people["night_staff"]]
        team = save_team(name="Shelter", members=members, by=admin)
    with acting_as_user(supervisor), transaction.atomic():
        for case in Case.objects.visible_to(supervisor).filter(pk__in=[case.pk for case in cases[:4]]):
            actions.give_to_team(case, team=team, by=supervisor)


def _trouble(theirs: Sequence[Case], lead: User, mine: Sequence[Case], worker: User) -> None:
    """A case opened in an emergency that waits to be looked at, and a complaint about staff."""
    if len(theirs) < 2 or not mine:
        return
    with acting_as_user(lead), transaction.atomic():
        words = "She called the night line from the bus station; her caseworker is in the air."
        actions.open_in_emergency(number=theirs[1].number, reason="danger", words=words, hours=4, by=lead)
    with acting_as_user(worker), transaction.atomic():
        actions.write_note(mine[0], body="She says the driver shouted at her.", kind="complaint", by=worker)


def _tell_authorities(cases: Sequence[Case], worker: User, supervisor: User) -> None:
    """A notice that went out because of danger and was reviewed, and a report that waits for a second person."""
    if len(cases) < 2:
        return
    desk = {"call_back": f"{worker.name}, 555 0100"}
    with acting_as_user(supervisor), transaction.atomic():
        police = actions.save_authority(
            name="Police, emergency desk",
            what_for="Danger to life",
            telephone="555 0110",
            how_to_send="By telephone. Ask for the officer on duty and write the name down.",
            by=supervisor,
        )
        children = actions.save_authority(
            name="Child protection office", telephone="555 0120", address="1 Quay Street", by=supervisor
        )
    with acting_as_user(worker), transaction.atomic():
        danger = actions.draft_notice(cases[0], kind="imminent_danger", authority=police, by=worker, **DANGER, **desk)
        actions.seal_notice(danger, by=worker)
        told_at = timezone.now() - 5 * HOUR
        actions.send_notice_now(danger, way="phone", spoke_with="Officer on duty, no. 12", told_at=told_at, by=worker)
        report = actions.draft_notice(
            cases[1], kind="mandatory_report", authority=children, by=worker, **REPORT, **desk
        )
        actions.ask_notice(report, by=worker)
    with acting_as_user(supervisor), transaction.atomic():
        actions.review_notice(danger, verdict="upheld", words="A car was there within minutes.", by=supervisor)
