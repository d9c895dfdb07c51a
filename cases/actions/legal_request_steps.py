"""From the proposal of an answer over a second person's decision to what was released, each with a word."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.errors import InvalidInput, NotPermitted
from cases.legal.codes import COMPLYING, Request
from cases.legal.missing import asker_of
from cases.legal.request_lifecycle import Event
from cases.models import LegalRequest, ManualDisclosure, Notification
from cases.notices.clashes import on_the_list
from cases.notices.rights import reads_told

from ._legal import require_words
from ._request_step import begin, finish
from .approvals import supervisors_of
from .disclosures import record_disclosure
from .notifications import notify


@transaction.atomic
def propose_answer(request: LegalRequest, *, by: User, version: int | None = None) -> LegalRequest:
    """Put it before a second person. Errors: InvalidInput naming what is missing; NotFound, NotPermitted …"""
    current, rule = begin(request, Event.PROPOSE, by=by, version=version)
    current.proposed_by = by
    done = finish(current, rule, by=by)
    told = [one for one in supervisors_of(current.case, by) if one.pk != current.drafted_by_id]
    notify(*told, kind=Notification.Kind.REQUEST_PROPOSED, by=by, case=current.case, about=current.public_id)
    return done


@transaction.atomic
def decide_request(
    request: LegalRequest, *, by: User, words: str | None = None, version: int | None = None
) -> LegalRequest:
    """Let the answer stand as it was proposed. Where something is released to somebody on the never-share list: why.

    Errors: NotFound, NotPermitted (one's own), Conflict, NotInThisState, InvalidInput.
    """
    current, rule = begin(request, Event.DECIDE, by=by, version=version)
    if current.decision in COMPLYING and on_the_list(current.case.person, asker_of(current), by):
        require_words(words, _("The never-share list names them. Say why they must be told all the same."))
    current.decided_by, current.decided_at = by, timezone.now()
    return _answered(finish(current, rule, by=by, words=words), by)


@transaction.atomic
def return_request(request: LegalRequest, *, words: str, by: User, version: int | None = None) -> LegalRequest:
    """Give the proposal back with a word on what to change."""
    current, rule = begin(request, Event.RETURN, by=by, version=version)
    said = require_words(words, _("Say what should change."))
    return _answered(finish(current, rule, by=by, words=said), by)


@transaction.atomic
def release_request(
    request: LegalRequest,
    *,
    categories: Collection[str],
    way: str,
    by: User,
    ground: str = ManualDisclosure.Ground.LAW,
    told_on: datetime.date | None = None,
    words: str | None = None,
    version: int | None = None,
) -> LegalRequest:
    """Write down that what was decided was told: which kinds of data of those, how, when. One line in the ledger.

    An informal request is no law: it needs the person's consent or danger to life. Errors: NotFound, NotPermitted,
    Conflict, NotInThisState, InvalidInput by field.
    """
    current, rule = begin(request, Event.RELEASE, by=by, version=version)
    kinds = sorted(set(categories))
    if not kinds or set(kinds) - set(current.categories):
        raise InvalidInput(_("Tick what was released, of what was decided."), field="categories")
    if not reads_told(by, kinds):
        raise NotPermitted()
    if current.kind == Request.INFORMAL and ground == ManualDisclosure.Ground.LAW:
        raise InvalidInput(_("An informal request orders nothing: say on what other ground."), field="ground")
    current.disclosure = record_disclosure(
        current.case,
        recipient=asker_of(current)[:300],
        categories=kinds,
        way=way,
        ground=ground,
        why=str(Request(current.kind).label),
        told_on=told_on,
        by=by,
    )
    current.released = kinds
    return finish(current, rule, by=by, words=words, changed=["released"])


@transaction.atomic
def answer_request(request: LegalRequest, *, words: str, by: User, version: int | None = None) -> LegalRequest:
    """Write down what was answered without releasing anything: a refusal, an objection."""
    current, rule = begin(request, Event.ANSWER, by=by, version=version)
    return finish(current, rule, by=by, words=require_words(words, _("Write down what was answered.")))


@transaction.atomic
def close_request(request: LegalRequest, *, words: str, by: User, version: int | None = None) -> LegalRequest:
    """Nothing more is expected of it."""
    current, rule = begin(request, Event.CLOSE, by=by, version=version)
    return finish(current, rule, by=by, words=require_words(words, _("Say what came of it.")))


@transaction.atomic
def lapse_request(request: LegalRequest, *, words: str, by: User, version: int | None = None) -> LegalRequest:
    """They took it back, or it needs no answer any more; nothing was released."""
    current, rule = begin(request, Event.LAPSE, by=by, version=version)
    return finish(current, rule, by=by, words=require_words(words, _("Say why.")))


def _answered(request: LegalRequest, by: User) -> LegalRequest:
    people = (request.drafted_by, request.proposed_by)
    notify(*people, kind=Notification.Kind.REQUEST_ANSWERED, by=by, case=request.case, about=request.public_id)
    return request
