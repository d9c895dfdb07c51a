"""What stands against telling: the never-share list, guardians who may be implicated, what the person said."""

from __future__ import annotations

from collections.abc import Iterable

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from cases import names
from cases.embassies import is_embassy, names_embassy
from cases.models import Consent, Guardian, NeverShare, Person, StatutoryNotice

SHORTEST = 4  # letters: shorter entries would be found in everything
ALIKE = 85.0  # of 100: "the police in Harbor Street" and "Harbor Police"


def recipient_of(notice: StatutoryNotice) -> str:
    """Whom it tells, by name."""
    return notice.authority.name if notice.authority else (notice.recipient or "")


def never_share_list(person: Person, by: User) -> list[str]:
    """Who must never learn of this person, in words."""
    return [in_words(row) for row in _rows(person, by)]


def on_the_list(person: Person, recipient: str, by: User) -> list[str]:
    """Entries of the never-share list that this recipient's name resembles; every embassy is one by its kind."""
    asked = is_embassy(recipient)
    return [
        in_words(row) for row in _rows(person, by) if (asked and names_embassy(row)) or _alike(in_words(row), recipient)
    ]


def forbids(notice: StatutoryNotice, by: User) -> bool:
    """Whether the list stands against it: whoever wrote the notice said so, or the names are alike."""
    return notice.never_share or bool(on_the_list(notice.case.person, recipient_of(notice), by))


def refused_sharing(person: Person, by: User) -> list[Consent]:
    """Sharing that the person said no to or took back; the latest word about each recipient."""
    words = Consent.objects.visible_to(by).current().filter(person=person, purpose=Consent.Purpose.SHARE)
    day = today(by.organization)
    said = words.select_related("recipient").order_by("-recorded_at")
    return [word for word in said if word.decision == Consent.Decision.DECLINED or not word.holds_on(day)]


def agreed_sharing(person: Person, by: User) -> list[Consent]:
    """Sharing that the person agreed to and that holds today."""
    words = Consent.objects.visible_to(by).current().in_force(today(by.organization))
    found = words.filter(person=person, purpose=Consent.Purpose.SHARE).select_related("recipient")
    return list(found.order_by("-recorded_at"))


def barred_guardians(person: Person, by: User) -> bool:
    """Whether a guardian was barred: they may be implicated, and an authority often calls the family first."""
    return Guardian.objects.visible_to(by).filter(person=person).exclude(barred_at=None).exists()


def in_words(row: NeverShare) -> str:
    """An entry of the list: an organization's name, what was written, or both; its kind where there is neither."""
    said = " ".join(filter(None, (row.recipient.name if row.recipient else "", row.description)))
    return said or str(NeverShare.Kind(row.kind).label if row.kind else "")


def _rows(person: Person, by: User) -> Iterable[NeverShare]:
    rows = NeverShare.objects.visible_to(by).holding().filter(person=person)
    return rows.select_related("recipient").order_by("created_at")


def _alike(entry: str, recipient: str) -> bool:
    """Rather too often than too seldom: it costs a supervisor's word, not the notice."""
    one, other = names.normalize(entry), names.normalize(recipient)
    if min(len(one), len(other)) < SHORTEST:
        return bool(one) and one == other
    return names.overlap(one, other) >= ALIKE
