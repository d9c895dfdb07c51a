"""Find a case by alias, name, number or phone: decrypt what the user may see, and compare in memory.

Nothing searchable is stored, so nothing leaks. Scope comes first; the words searched for are never logged.
"""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.db.actor import Actor, acting_as
from casemgr.encryption import keys
from cases import names
from cases.models import Case

LIMIT = 20
MINIMUM_DIGITS = 4


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
    hits = _best(_with_people(Case.objects.visible_to(by)), query)
    trail.read(events.CASES_SEARCHED, by=by, subjects=[hit.case for hit in hits], query_digest=query_digest(query))
    return hits


@transaction.atomic
def possible_duplicates(*, alias: str, phone: str = "", by: User) -> list[Duplicate]:
    """People of the whole organization who may be this one. Restricted cases answer nothing.

    A colleague's case is told by its worker's name only: ask them.
    """
    wide = Actor(by.pk, by.organization_id, "organization")
    with acting_as(wide):
        cases = Case.objects.unscoped("duplicates are looked for in the whole organization").filter(
            organization_id=by.home.pk, restricted=False
        )
        hits = _best(_with_people(cases), alias)
        if phone:
            hits += _best(_with_people(cases), phone)
    visible = set(Case.objects.visible_to(by).filter(pk__in=[h.case.pk for h in hits]).values_list("pk", flat=True))
    unique = {hit.case.pk: hit for hit in sorted(hits, key=lambda h: h.score)}
    facts: dict[str, str | int] = {"count": len(unique), "ids": ",".join(map(str, unique))}
    trail.record(events.DUPLICATES_CHECKED, by=by, facts=facts | {"query": query_digest(alias, phone)})
    return [
        Duplicate(h.score, h.case if pk in visible else None, h.case.caseworker.name if h.case.caseworker else "")
        for pk, h in sorted(unique.items(), key=lambda item: -item[1].score)
    ][:5]


def query_digest(*words: str) -> str:
    """A keyed hash of the words, so that the trail can tell repeated searches without knowing them."""
    said = "\x1f".join(names.normalize(word) for word in words if word)
    return hmac.new(settings.SECRET_KEY.encode(), said.encode(), "sha256").hexdigest()[:32]


def _with_people(cases: Iterable[Case]) -> list[Case]:
    found = list(cases.select_related("person", "caseworker"))  # type: ignore[attr-defined]
    by_organization: dict[UUID, list[UUID]] = {}
    for case in found:
        by_organization.setdefault(case.organization_id, []).append(case.person_id)
    for organization_id, people in by_organization.items():
        keys.prefetch(organization_id, people)
    return found


def _best(cases: list[Case], query: str) -> list[Hit]:
    scored = [Hit(case, _score(case, query)) for case in cases]
    good = [hit for hit in scored if hit.score >= names.CLOSE]
    return sorted(good, key=lambda hit: (-hit.score, -hit.case.number))[:LIMIT]


def _score(case: Case, query: str) -> float:
    wanted = names.digits(query)
    if wanted and wanted.lstrip("0") == str(case.number):
        return 100.0
    person = case.person
    if len(wanted) >= MINIMUM_DIGITS and person.phone and wanted in names.digits(person.phone):
        return 99.0
    return max(names.score(query, name) for name in (person.alias, person.legal_name or ""))
