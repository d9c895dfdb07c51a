"""The cases linked to one, as this reader may see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from casemgr.accounts.models import User
from cases.models import Case, CaseLink


@dataclass(frozen=True)
class Linked:
    """The other case, what its person is to this one's, and the link's public id."""

    case: Case
    relation: Any
    link_id: str


def linked(user: User, case: Case) -> list[Linked]:
    """Family first, then the others; by number."""
    links = CaseLink.objects.visible_to(user).of_case(case).select_related("case__person", "other__person")
    rows = [
        (link.seen_from(case.pk), link.other if link.case_id == case.pk else link.case, link.public_id)
        for link in links
    ]
    rows.sort(key=lambda row: (row[0] not in CaseLink.FAMILY, row[1].number))
    return [Linked(other, CaseLink.Relation(code).label, link_id) for code, other, link_id in rows]
