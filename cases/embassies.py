"""Embassies are known by what they are: by a code where somebody said so, else by the words they go by.

A person's list says "the embassy" in one language, a recipient is called by a country's name in another. Rather too
often than too seldom: any embassy on the list is every embassy.
"""

from __future__ import annotations

import re

from casemgr.accounts.models import User
from cases.models import NeverShare, Person

# stems of what embassies and consulates call themselves in the languages that the people served come with
EMBASSIES = (
    "embass ambass ambasc ambaci embaj embaix ambasad botschaft consul konsul kedutaan elçilik elcilik ubaloz "
    "посольств консул سفار قنصل کنسول दूतावास दूताबास দূতাবাস สถานทูต 大使 领事 領事 대사관 영사"
).split()
_CONSULTING = re.compile(r"[ck]onsult")  # consultants and consultations are no consulates


def is_embassy(name: str) -> bool:
    """Whether a name reads like an embassy or consulate, in any of these languages."""
    plain = _CONSULTING.sub("", name.casefold())
    return any(stem in plain for stem in EMBASSIES)


def names_embassy(row: NeverShare) -> bool:
    """Whether an entry of a list stands for embassies: by its kind, or by its words (older ones have no kind)."""
    if row.kind:
        return True
    return is_embassy(row.description or "") or (row.recipient is not None and is_embassy(row.recipient.name))


def kept_from_embassies(person: Person, by: User) -> bool:
    """Whether the person's list names one now, as far as `by` reads the list."""
    rows = NeverShare.objects.visible_to(by).holding().filter(person=person).select_related("recipient")
    return any(names_embassy(row) for row in rows)
