"""At a case conference: which outsiders may hear who the person is, by what the person agreed to today."""

from __future__ import annotations

from dataclasses import dataclass, field

from casemgr.accounts.models import User
from cases.legal.codes import Part
from cases.models import ConferenceAttendee, Person
from cases.notices.clashes import agreed_sharing


@dataclass(frozen=True)
class Seat:
    """Somebody at the table. `part` is what they may be there for now; `fell`: it was more when they were asked.

    `categories` are the kinds of data that the person agreed to share with them.
    """

    attendee: ConferenceAttendee
    part: str
    categories: list[str] = field(default_factory=list)

    @property
    def fell(self) -> bool:
        """Whether the consent that they were asked under has ended since."""
        return self.part != self.attendee.part

    @property
    def part_words(self) -> object:
        """For what, in words."""
        return Part(self.part).label


def agreed_with(person: Person, partner_id: object, by: User) -> list[str]:
    """The kinds of data that the person agrees today to share with this organization; none without consent."""
    found = [word.categories for word in agreed_sharing(person, by) if word.recipient_id == partner_id]
    return sorted({kind for kinds in found for kind in kinds})


def seat_of(attendee: ConferenceAttendee, person: Person, by: User) -> Seat:
    """The seat as it stands today: without a consent to share an outsider hears nothing that identifies the person."""
    if attendee.colleague_id is not None:
        return Seat(attendee, attendee.part)
    agreed = agreed_with(person, attendee.partner_id, by) if attendee.partner_id else []
    return Seat(attendee, attendee.part if agreed else Part.WITHOUT_IDENTITY, agreed)
