"""The demo's houses, and a group found together in the middle of its sitting. All invented, made by the actions."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.clock import today
from casemgr.accounts.models import Team, User
from casemgr.cli.sample_accounts import DemoOrganization
from cases import actions
from cases.actions.register import StoreConsent
from cases.models import Case, House, Room

DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)
PEOPLE, ASKED, REFUSED = 40, 12, (3, 7, 10)
SEEN = (
    {"sex": "female", "age_band": "adult", "language": "my", "urgent": "none"},
    {"sex": "male", "age_band": "adolescent", "language": "th", "urgent": "child_alone"},
    {"sex": "male", "age_band": "adult", "language": "km", "urgent": "food"},
    {"sex": "female", "age_band": "adult", "language": "my", "urgent": "medical"},
)


def make_houses(organizations: Sequence[DemoOrganization]) -> None:
    """A house with residents in each organization, and an incident half asked."""
    for one in organizations:
        supervisor, worker, colleague = (one.people[role] for role in ("supervisor", "caseworker", "colleague"))
        house, rooms = _house(supervisor)
        with acting_as_user(worker), transaction.atomic():
            mine = Case.objects.visible_to(worker).open().of_worker(worker).filter(restricted=False)
            cases = list(mine.select_related("person").order_by("-number")[:7])
        if len(cases) == 7:
            _residents(cases, house, rooms, worker, supervisor)
        _sitting(colleague, worker)


def _house(supervisor: User) -> tuple[House, list[Room]]:
    with acting_as_user(supervisor), transaction.atomic():
        team = Team.objects.filter(organization=supervisor.home, name="Shelter").first()
        where = "Invented for this demo: the yellow door behind the old mill"
        house = actions.open_house(code_name="Tamarind", whereabouts=where, team=team, by=supervisor)
        beds = ("1", 2), ("2", 4), ("3", 2)
        rooms = [actions.add_room(house, label=label, beds=count, by=supervisor) for label, count in beds]
        other = actions.open_house(code_name="Willow", by=supervisor)
        actions.add_room(other, label="A", beds=3, by=supervisor)
    return house, rooms


def _residents(cases: Sequence[Case], house: House, rooms: Sequence[Room], worker: User, supervisor: User) -> None:
    day = today(worker.home)
    with acting_as_user(worker), transaction.atomic():
        stays = []
        for case, room, children in zip(cases[:4], (rooms[0], rooms[1], rooms[1], rooms[2]), (1, 2, 0, 0), strict=True):
            asked = actions.ask_bed(case, wanted_on=day, children=children, by=worker)
            end = day + 20 * DAY if children else None
            stays.append(actions.check_in(asked, room=room, children=children, planned_end=end, looked=True, by=worker))
        actions.extend_stay(stays[0], planned_end=day + 60 * DAY, reason="The flat is not ready yet.", by=worker)
        actions.go_out(stays[2], back_by=timezone.now() + 3 * HOUR, by=worker)
        actions.report_missing(stays[3], noticed_at=timezone.now() - HOUR, by=worker)
        actions.add_health_alert(cases[1], kind="allergy", words="Peanuts", by=worker)
        actions.ask_bed(cases[4], wanted_on=day + DAY, house=house, needs="Ground floor", by=worker)
        actions.ask_bed(cases[5], wanted_on=day, children=1, needs="A cot", by=worker)
        actions.mark_apart(cases[0], cases[6], reason="events", by=worker)
        event = actions.log_house_event(
            house, kind="conflict", injuries="light", police="no", follow_up_on=day + DAY, by=worker
        )
        words = "Shouting in the kitchen; a cup was thrown. Both have calmed down."
        actions.add_to_event(event, stays[0], part="involved", words=words, by=worker)


def _sitting(lead: User, helper: User) -> None:
    """Twelve of forty were asked, three of them refused a record and were helped all the same."""
    with acting_as_user(lead), transaction.atomic():
        incident = actions.open_incident(
            kind="workplace",
            happened=f"{today(lead.home):%Y-%m}",
            country="THA",
            region="TH-74",
            setting="police_action",
            expected=PEOPLE,
            words="The foreman is in the next room. Ask people in the tent, one by one.",
            by=lead,
        )
        actions.name_helper(incident, user=helper, by=lead)
        rows = [actions.add_row(incident, SEEN[number % len(SEEN)], by=lead) for number in range(PEOPLE)]
        until = today(lead.home) + 365 * DAY
        for row in rows[:ASKED]:
            if row.number in REFUSED:
                actions.refuse_row(row, private=True, helped=["food", "information"], by=lead)
                continue
            consent = StoreConsent(decision="given", method="spoken", ends_on=until)
            person = {"alias": f"Guest {row.number}", "preferred_language": row.language}
            actions.agree_row(row, person=person, consent=consent, private=True, by=lead)
