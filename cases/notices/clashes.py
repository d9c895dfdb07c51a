"""What stands against telling: the never-share list, guardians who may be implicated, what the person said."""

from __future__ import annotations

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from cases import names
from cases.models import Consent, Guardian, NeverShare, Person, StatutoryNotice

SHORTEST = 4  # letters: shorter entries would be found in everything
# the list says "the embassy" in one language, the recipient is called by a country's name in another: stems of what
# embassies and consulates call themselves in the languages that the people served come with
EMBASSIES = (
    "embass ambass ambasc ambaci embaj embaix ambasad botschaft consul konsul kedutaan elçilik elcilik ubaloz "
    "посольств консул سفار قنصل کنسول दूतावास दूताबास দূতাবাস สถานทูต 大使 领事 領事 대사관 영사"
).split()
ALIKE = 85.0  # of 100: "the police in Harbor Street" and "Harbor Police"


def recipient_of(notice: StatutoryNotice) -> str:
    """Whom it tells, by name."""
    return notice.authority.name if notice.authority else (notice.recipient or "")


def never_share_list(person: Person, by: User) -> list[str]:
    """Who must never learn of this person, in words."""
    rows = (
        NeverShare.objects.visible_to(by)
        .holding()
        .filter(person=person)
        .select_related("recipient")
        .order_by("created_at")
    )
    return [" ".join(filter(None, (row.recipient.name if row.recipient else "", row.description))) for row in rows]


def on_the_list(person: Person, recipient: str, by: User) -> list[str]:
    """Entries of the never-share list that this recipient's name resembles."""
    return [entry for entry in never_share_list(person, by) if _alike(entry, recipient)]


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


def _is_embassy(name: str) -> bool:
    plain = name.casefold()
    return any(stem in plain for stem in EMBASSIES)


def _alike(entry: str, recipient: str) -> bool:
    """Rather too often than too seldom: it costs a supervisor's word, not the notice."""
    if _is_embassy(entry) and _is_embassy(recipient):
        return True
    one, other = names.normalize(entry), names.normalize(recipient)
    if min(len(one), len(other)) < SHORTEST:
        return bool(one) and one == other
    return names.overlap(one, other) >= ALIKE
