"""Find a case by alias, name, number or phone: decrypt what the user may see, and compare in memory.

Nothing searchable is stored, so nothing leaks. Scope comes first; the words searched for are never logged.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from casemgr import rate_limits
from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.db.actor import Actor, acting_as
from casemgr.encryption import keys
from cases import names
from cases.actions.tasks import tell_of_a_search
from cases.models import Case, CaseUserObjectPermission
from cases.name_book import COLUMNS, Known, Row, known
from cases.querysets.cases import CaseQuerySet

LIMIT = 20
MINIMUM_DIGITS = 4

Score = Callable[[Row, Known], float]


@dataclass(frozen=True)
class Hit:
    """A case and how well it answers (0 to 100)."""

    case: Case
    score: float


@dataclass(frozen=True)
class Duplicate:
    """Somebody who may be the same person: shown as a case only if the user may see it."""

    score: float
    case: Case | None
    worker: str


@transaction.atomic
def find(query: str, *, by: User) -> list[Hit]:
    """The best matches among cases visible to the user, at most 20, best first; each search enters the trail."""
    rate_limits.spend("search", by=by)
    hits = _standing(_best(Case.objects.visible_to(by), _answering(query)), by)
    trail.read(events.CASES_SEARCHED, by=by, subjects=[hit.case for hit in hits], query_digest=query_digest(query))
    return hits


@transaction.atomic
def possible_duplicates(*, alias: str, phone: str = "", by: User) -> list[Duplicate]:
    """People of the whole organization who may be this one. Restricted cases answer nothing; their workers are told.

    A colleague's case is told by its worker's name only: ask them.
    """
    require(by, "register_person")
    rate_limits.spend("search", by=by)
    asked = [_Asked.of(word) for word in (alias, phone) if word]

    def alike(_row: Row, person: Known) -> float:
        return max((one.likeness(person) for one in asked), default=0.0)

    wide = Actor(by.pk, by.organization_id, "organization")
    with acting_as(wide):
        cases = Case.objects.unscoped("duplicates are looked for in the whole organization")
        hits = _best(cases.filter(organization_id=by.home.pk, restricted=False), alike)
    visible = set(Case.objects.visible_to(by).filter(pk__in=[h.case.pk for h in hits]).values_list("pk", flat=True))
    facts: dict[str, str | int] = {"count": len(hits), "ids": ",".join(str(h.case.pk) for h in hits)}
    trail.record(events.DUPLICATES_CHECKED, by=by, facts=facts | {"query": query_digest(alias, phone)})
    _tell_workers(alike, by)
    return [
        Duplicate(
            h.score, h.case if h.case.pk in visible else None, h.case.caseworker.name if h.case.caseworker else ""
        )
        for h in hits[:5]
    ]


def query_digest(*words: str) -> str:
    """A keyed hash of the words, so that the trail can tell repeated searches without knowing them."""
    said = "\x1f".join(names.normalize(word) for word in words if word)
    return hmac.new(settings.SECRET_KEY.encode(), said.encode(), "sha256").hexdigest()[:32]


def _tell_workers(alike: Score, by: User) -> None:
    """Whoever works on a restricted case like this gets a task; the asker learns nothing of it.

    Only those named on a restricted case can read it, so each is looked for with their own sight. A case without an
    active caseworker is told to one of those named.
    """
    named = CaseUserObjectPermission.objects.filter(organization_id=by.home.pk).values("user_id")
    colleagues = User.objects.colleagues_of(by).exclude(pk=by.pk).filter(pk__in=named)
    told = set(Case.objects.visible_to(by).filter(restricted=True).values_list("pk", flat=True))
    for colleague in colleagues.select_related("organization"):
        theirs = Q(caseworker=colleague) | Q(caseworker=None) | Q(caseworker__is_active=False)
        with acting_as_user(colleague):
            cases = Case.objects.visible_to(colleague).filter(theirs, restricted=True).exclude(pk__in=told)
            hits = _best(cases, alike)
        for hit in hits:
            tell_of_a_search(hit.case, worker=colleague, by=by)
            told.add(hit.case.pk)


def _best(cases: CaseQuerySet, score: Score) -> list[Hit]:
    rows = [Row(*values) for values in cases.order_by().values_list(*COLUMNS)]
    scored = [(score(row, person), row) for row, person in known(rows)]
    good = [(found, row) for found, row in scored if found >= names.CLOSE]
    good.sort(key=lambda pair: (-pair[0], -pair[1].number))
    wanted = {row.case_id: found for found, row in good[:LIMIT]}
    shown = {case.pk: case for case in _with_people(cases.filter(pk__in=wanted))}
    return [Hit(shown[pk], found) for pk, found in wanted.items() if pk in shown]


@dataclass(frozen=True)
class _Asked:
    """The words somebody looks for, prepared once."""

    name: names.Prepared
    digits: str

    @classmethod
    def of(cls, words: str) -> _Asked:
        return cls(names.prepare(words), names.digits(words))

    def likeness(self, person: Known) -> float:
        """How well a name or phone answers, 0 to 100."""
        if len(self.digits) >= MINIMUM_DIGITS and self.digits in person.phone:
            return 99.0
        return max((names.likeness(self.name, name) for name in person.names), default=0.0)


def _answering(query: str) -> Score:
    asked = _Asked.of(query)
    number = asked.digits.lstrip("0")
    return lambda row, person: 100.0 if number == str(row.number) else asked.likeness(person)


def _standing(hits: list[Hit], by: User) -> list[Hit]:
    """Each case once; one that was merged answers with the case that stayed, if it may be seen."""
    while merged := {hit.case.merged_into_id for hit in hits if hit.case.merged_into_id}:
        kept = {case.pk: case for case in _with_people(Case.objects.visible_to(by).filter(pk__in=merged))}
        turned = [Hit(kept.get(hit.case.merged_into_id or hit.case.pk, hit.case), hit.score) for hit in hits]
        if [hit.case.pk for hit in turned] == [hit.case.pk for hit in hits]:
            break
        hits = turned
    return list({hit.case.pk: hit for hit in reversed(hits)}.values())[::-1]


def _with_people(cases: CaseQuerySet) -> list[Case]:
    found = list(cases.select_related("person", "caseworker"))
    by_organization: dict[UUID, list[UUID]] = {}
    for case in found:
        by_organization.setdefault(case.organization_id, []).append(case.person_id)
    for organization_id, people in by_organization.items():
        keys.prefetch(organization_id, people)
    return found
