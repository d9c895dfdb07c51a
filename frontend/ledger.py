"""Everything of a case that left the organization: referrals opened by others, tellings by hand, files taken out.

What a partner outside was told by a referral stands among the tellings, once somebody has said how.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext, ngettext

from casemgr.accounts.models import User
from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from cases.actions.exports import ExportReason
from cases.consent_categories import CATEGORIES
from cases.models import Case, ManualDisclosure, StatutoryNotice
from frontend.forms.consents import FIELD_WORDS
from referrals.models import CarriedLink, DisclosureSnapshot, Referral, ReferralEvent


@dataclass(frozen=True)
class Entry:
    """Who was told what, when, how, on what ground; `open` while they can still read it here.

    `notice` is the public id of the statutory notice that told it, for who may look at that.
    """

    when: datetime.datetime | datetime.date
    recipient: str
    what: str
    how: Any
    ground: Any
    open: bool = False
    notice: str = ""

    @property
    def day(self) -> datetime.date:
        """Its day, for sorting."""
        return self.when.date() if isinstance(self.when, datetime.datetime) else self.when


def ledger(user: User, case: Case, *, without: Collection[UUID] = ()) -> list[Entry]:
    """Newest first; `without` some of what was told by hand."""
    told = _told(user, case, without)
    found = [*_shared(user, case), *_carried(user, case), *told, *_taken_out(user, case)]
    return sorted(found, key=lambda entry: entry.day, reverse=True)


def _shared(user: User, case: Case) -> list[Entry]:
    referrals = Referral.objects.visible_to(user).about(case)
    snapshots = DisclosureSnapshot.objects.visible_to(user).filter(referral__in=referrals)
    said = ReferralEvent.objects.visible_to(user).filter(referral__in=referrals, event="hand_over")
    told = set(said.values_list("referral_id", flat=True))
    return [
        Entry(
            one.released_at,
            one.referral.receiver.name,
            ", ".join(str(FIELD_WORDS.get(name, name)) for name in one.fields),
            _how(one.referral),
            gettext("The person agreed"),
        )
        for one in snapshots.select_related("referral__receiver")
        if one.referral_id not in told
    ]


def _carried(user: User, case: Case) -> list[Entry]:
    """What the person took along; whom they showed it to nobody knows."""
    return [
        Entry(
            one.made_at,
            gettext("Whoever the person shows it to"),
            ", ".join(str(FIELD_WORDS.get(name, name)) for name in one.fields),
            ngettext(
                "Carried on a slip; opened %(times)d time", "Carried on a slip; opened %(times)d times", one.openings
            )
            % {"times": one.openings},
            gettext("The person agreed"),
        )
        for one in CarriedLink.objects.visible_to(user).about(case)
    ]


def _how(referral: Referral) -> str:
    if referral.receiver.is_outside:
        return gettext("Referral by phone or letter: nobody has said how they were told")
    return gettext("Referral") if referral.purged_at is None else gettext("Referral; destroyed since")


def _told(user: User, case: Case, without: Collection[UUID]) -> list[Entry]:
    rows = ManualDisclosure.objects.visible_to(user).filter(case=case).exclude(pk__in=without)
    sent = StatutoryNotice.objects.visible_to(user).filter(case=case).exclude(disclosure=None)
    notices = {one.disclosure_id: one for one in sent}
    return [
        Entry(
            row.told_on,
            row.recipient,
            ", ".join(str(CATEGORIES.get(kind, kind)) for kind in row.categories) or gettext("In own words"),
            row.get_way_display(),
            " · ".join(filter(None, [str(row.get_ground_display()), row.why])),
            notice=notices[row.pk].public_id if row.pk in notices else "",
        )
        for row in rows
    ]


def _taken_out(user: User, case: Case) -> list[Entry]:
    entries = AuditEntry.objects.unscoped("whoever sees a case may see what left it").filter(
        event=events.CASE_EXPORTED, object_pk=str(case.pk), organization_id=user.organization_id
    )
    reasons = dict(ExportReason.choices)
    return [
        Entry(
            entry.timestamp,
            entry.actor.name if entry.actor else gettext("The system"),
            gettext("The whole case"),
            gettext("As a file"),
            reasons.get((entry.additional_data or {}).get("reason", ""), ""),
        )
        for entry in entries.select_related("actor")
    ]
