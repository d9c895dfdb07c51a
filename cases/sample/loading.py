"""Invented cases straight into one organization of a demo instance, in bulk, as its own people."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import transaction

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import Organization, User
from casemgr.audit import events, trail
from casemgr.encryption import keys
from casemgr.ids import public_id, uuid7
from cases.actions.assign import view_case_permission
from cases.actions.register import next_case_numbers
from cases.importing.building import Builder, Rows
from cases.importing.bulk import Row, insert, key_of, seal
from cases.models import CaseUserObjectPermission, Note, SafeContact, ServiceRecord, Task
from cases.sample import words
from cases.sample.facts import facts_of
from cases.sample.generator import Invented

CHUNK = 500
SOURCE = "sample"
_STATUS = {"active": 52, "follow_up": 20, "screening": 8, "intake": 8, "closed": 9, "closed_by_referral": 3}
_RISK = {"": 15, "stable": 55, "watch": 22, "urgent": 8}
_SERVICES = {
    "emergency_shelter": 12, "short_term_housing": 8, "medical": 14, "mental_health": 14, "psychosocial": 12,
    "legal_aid": 12, "interpretation": 8, "vocational_training": 6, "food_basics": 8, "transport": 6,
}  # fmt: skip
_OUTCOMES = {"delivered": 70, "planned": 18, "declined": 7, "unavailable": 5}


@dataclass
class Staff:
    """Who does the work in one organization."""

    organization: Organization
    supervisor: User
    workers: Sequence[User]


def load(people: Iterable[Invented], staff: Staff, *, today: date, seed: int) -> int:
    """Write all these people as cases of the organization; returns how many."""
    dice = random.Random(f"casemgr:load:{seed}:{staff.organization.slug}")  # noqa: S311 - invented data
    written = 0
    with acting_as_user(staff.supervisor):
        permission = view_case_permission().pk
        for chunk in batched(people, CHUNK, strict=False):
            _Chunk(staff, today, dice, permission).write(chunk)
            written += len(chunk)
    return written


class _Chunk:
    """One transaction's worth of people with everything that hangs on them."""

    def __init__(self, staff: Staff, today: date, dice: random.Random, permission: int) -> None:
        self._staff, self._today, self._dice, self._permission = staff, today, dice, permission
        self._organization = staff.organization.pk
        self._extra: dict[type, list[Row]] = {
            CaseUserObjectPermission: [], ServiceRecord: [], Note: [], Task: [],
        }  # fmt: skip

    @transaction.atomic
    def write(self, people: Sequence[Invented]) -> None:
        numbers = next_case_numbers(self._staff.organization, len(people))
        ids = [uuid7() for _person in people]
        keys.create_data_keys(self._organization, ids)
        keys.prefetch(self._organization, ids)
        builder = Builder(self._organization, by=self._staff.supervisor, today=self._today, source=SOURCE)
        rows = builder.build([(i, facts_of(p), n) for i, p, n in zip(ids, people, numbers, strict=True)])
        for index, person in enumerate(people):
            self._enliven(rows, index, person)
        for model, made in [*rows.in_order(), *self._extra.items()]:
            insert(model, made)
        facts: dict[str, str | int] = {"count": len(ids), "source": SOURCE}
        trail.record(events.PERSON_REGISTERED, by=self._staff.supervisor, subject=self._staff.organization, facts=facts)

    def _enliven(self, rows: Rows, index: int, person: Invented) -> None:
        """Give the case a worker, a stage, follow-ups, services, a note, tasks and safe-contact rules."""
        worker = self._dice.choice(self._staff.workers)
        case = rows.cases[index]
        status = self._pick(_STATUS)
        is_open = not status.startswith("closed")
        case |= {
            "caseworker_id": worker.pk,
            "created_by_id": worker.pk,
            "status": status,
            "risk": self._pick(_RISK),
            "restricted": self._dice.random() < 0.01,
            "next_follow_up": self._day(-4, 25) if is_open else None,
            "closed_on": None if is_open else max(person.opened_on, self._day(-200, -1)),
        }
        if status == "intake":
            case["opened_on"] = self._day(-5, 0)
        if is_open and self._dice.random() < 0.05:
            self._end_soon(rows, case["person_id"])
        of_case = {"organization_id": self._organization, "case_id": case["id"], "person_id": case["person_id"]}
        key = key_of(self._organization, case["person_id"])
        self._grant(case["id"], worker.pk)
        self._services(of_case, person, worker.pk)
        self._note(of_case, person, worker.pk, key)
        if is_open and self._dice.random() < 0.35:
            self._task(of_case, worker.pk, key)
        self._contact_rules(rows.contacts[index], key)

    def _end_soon(self, rows: Rows, person_id: UUID) -> None:
        """The consent to keep a record is to be talked about again within the month."""
        for consent in rows.consents:
            if consent["person_id"] == person_id and consent["purpose"] == "store":
                consent["ends_on"] = self._day(2, 27)

    def _grant(self, case_id: UUID, worker: UUID) -> None:
        self._extra[CaseUserObjectPermission].append(
            {
                "permission_id": self._permission,
                "user_id": worker,
                "content_object_id": case_id,
                "organization_id": self._organization,
            }
        )

    def _services(self, of_case: Row, person: Invented, worker: UUID) -> None:
        days = max((self._today - person.opened_on).days, 0)
        for _time in range(self._dice.choice((0, 1, 1, 2, 3, 4))):
            outcome = self._pick(_OUTCOMES)
            day = (
                self._day(1, 20) if outcome == "planned" else person.opened_on + timedelta(self._dice.randint(0, days))
            )
            self._extra[ServiceRecord].append(
                {
                    **self._new(of_case),
                    "service_code": self._pick(_SERVICES),
                    "outcome": outcome,
                    "on_date": day,
                    "recorded_by_id": worker,
                }
            )

    def _note(self, of_case: Row, person: Invented, worker: UUID, key: Any) -> None:
        note = self._new(of_case)
        note["body"] = seal(Note, "body", person.note, key=key, pk=note["id"])
        self._extra[Note].append(note | {"happened_on": person.opened_on, "written_by_id": worker})

    def _task(self, of_case: Row, worker: UUID, key: Any) -> None:
        task = self._new(of_case)
        task["title"] = seal(Task, "title", self._dice.choice(words.TASKS), key=key, pk=task["id"])
        due = self._dice.choice((self._day(-6, -1), self._today, self._today, self._day(1, 12)))
        self._extra[Task].append(
            task | {"due_on": due, "kind": "follow_up", "assigned_to_id": worker, "created_by_id": worker}
        )

    def _contact_rules(self, contact: Row, key: Any) -> None:
        channel = self._dice.choice(("call", "text", "app", "partner", "none", "visit"))
        contact |= {
            "channel": channel,
            "may_call": channel == "call",
            "may_text": channel in ("text", "app"),
            "reviewed_on": self._day(-120, 0),
        }
        if channel in ("call", "text", "app"):
            contact["hours"] = seal(SafeContact, "hours", "09:00–12:00", key=key, pk=contact["id"])

    def _new(self, of_case: Row) -> Row:
        return {"id": uuid7(), "public_id": public_id(), **of_case}

    def _day(self, first: int, last: int) -> date:
        return self._today + timedelta(days=self._dice.randint(first, last))

    def _pick(self, weights: dict[str, int]) -> str:
        return self._dice.choices(list(weights), list(weights.values()))[0]
