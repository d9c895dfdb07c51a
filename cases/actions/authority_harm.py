"""Write down what an authority did to the person; say that it no longer stands."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotInThisState
from cases.legal import codes
from cases.models import AuthorityHarm, Case
from cases.routes import is_partial_date

from ._legal import locked, of_case, require_code, require_country, require_legal, require_words

WORDS = ("happened", "decided_by", "words")


@transaction.atomic
def record_authority_harm(
    case: Case,
    *,
    kind: str,
    done_by: str,
    by: User,
    country: str = "",
    appeal: str = codes.Appeal.NOT_ASKED,
    **words: str | None,
) -> AuthorityHarm:
    """Write one down; `words`: happened (2023, 2023-11 or a day), decided_by, words. Errors: InvalidInput by field."""
    require_legal(by, case)
    for name, value, choices in (
        ("kind", kind, codes.Harm),
        ("done_by", done_by, codes.HarmBy),
        ("appeal", appeal, codes.Appeal),
    ):
        require_code(value, choices, name)
    require_country(country)
    said = {name: (words.get(name) or "").strip() or None for name in WORDS}
    if said["happened"] and not is_partial_date(said["happened"]):
        raise InvalidInput(_("Write a year, a month or a day: 2019, 2019-05, 2019-05-02."), field="happened")
    harm = AuthorityHarm(**of_case(case), kind=kind, done_by=done_by, country=country, appeal=appeal, recorded_by=by)
    for name, text in said.items():
        setattr(harm, name, text)
    harm.save(force_insert=True)
    trail.record(events.AUTHORITY_HARM_RECORDED, by=by, subject=harm, facts={"kind": kind})
    return harm


@transaction.atomic
def retract_authority_harm(harm: AuthorityHarm, *, why: str, by: User) -> AuthorityHarm:
    """It no longer stands, or it is written anew: kept with the reason. Errors: NotFound, NotInThisState …"""
    current = locked(harm, by)
    if current.retracted_at:
        raise NotInThisState(_("This was retracted already."))
    current.retracted_why = require_words(why, _("Say why."), "why")
    current.retracted_by, current.retracted_at = by, timezone.now()
    current.save(update_fields=["retracted_why_sealed", "retracted_by", "retracted_at"])
    trail.record(events.AUTHORITY_HARM_RETRACTED, by=by, subject=current)
    return current
