"""Make one case of two that are about the same person, and undo it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.encryption.keys import KeyOwner
from casemgr.errors import Conflict, InvalidInput, NotFound, NotInThisState
from cases.merging import parts, rows
from cases.merging.snapshots import DAYS
from cases.models import (
    Case,
    CaseLink,
    CaseUserObjectPermission,
    Consent,
    Guardian,
    HtcdsFacts,
    Merge,
    Person,
    SafeContact,
    StageChange,
)
from cases.permissions import require_on_case

from .merge_joins import join_bars, join_facts, join_guardians, share_never, without_those_in_use
from .merge_moves import held, move, older_words, put_back, replaced
from .merge_parts import (
    OTHER,
    close_as_duplicate,
    name_everybody,
    questions_open,
    take_fields,
)

MODELS: dict[str, Any] = {
    model.__name__: model  # type: ignore[attr-defined]
    for model in (*parts.OF_THE_CASE, *parts.JOINED, Consent, CaseLink, Person, Case, StageChange)
}


@transaction.atomic
def merge_cases(
    case: Case, other: Case, *, choices: Mapping[str, str], versions: tuple[int, int, int, int], by: User
) -> Merge:
    """Bring what `other` holds to `case`, which stays. `other` is closed as recorded twice and points here.

    `choices` names the fields ("safe_contact" and "risk" as wholes) taken from `other`; a field that only `other`
    knows is taken without asking. `versions` are those of case, person, other case, other person as read.
    Errors: Conflict when somebody was faster; InvalidInput; NotInThisState when one was merged away already, or a
    question about the other is open.
    """
    for one in (case, other):
        require_on_case(by, "merge_cases", one)
    kept, gone = _locked(case, other, versions)
    before = {model: held(model, kept, gone) for model in (Person, SafeContact, Case, HtcdsFacts)}
    older = older_words(kept, gone)
    own = replaced(kept, older)
    snapshot: dict[str, Any] = {"moved": move(kept, gone, older, by)}
    snapshot["moved"]["Consent"] |= own
    take_fields(kept, gone, choices)
    snapshot["added"] = {
        "NeverShare": share_never(kept, gone),
        "Guardian": join_guardians(kept, gone, by),
        "InterpreterBar": join_bars(kept, gone, by),
        "HtcdsFacts": join_facts(kept, gone, by),
    }
    snapshot["grants"] = name_everybody(kept, gone)
    snapshot["added"]["StageChange"] = close_as_duplicate(gone, kept, by)
    snapshot["changed"] = {
        model.__name__: {
            key: {"before": old, "after": now}
            for key, old in was.items()
            if (now := rows.read(model, [key])[key]) != old
        }
        for model, was in before.items()
    }
    done = Merge(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=kept.organization_id,
        case=kept,
        other=gone,
        person_id=kept.person_id,
        snapshot=json.dumps(snapshot),
        merged_by=by,
    )
    done.save(force_insert=True)
    moved = {"rows": sum(len(some) for some in snapshot["moved"].values())}
    for one in (kept, gone):
        trail.record(events.CASES_MERGED, by=by, subject=one, facts=moved)
    return done


@transaction.atomic
def undo_merge(merge: Merge, *, by: User) -> None:
    """Put everything back. What nobody touched since is as it was, byte for byte; what was changed or added since
    keeps its newer words, and new rows stay with the case that stayed.

    Errors: NotFound, NotInThisState (undone already, too long ago, or one of the cases was merged on).
    """
    current = Merge.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=merge.pk).first()
    if current is None:
        raise NotFound()
    kept, gone = current.case, current.other
    for one in (kept, gone):
        require_on_case(by, "merge_cases", one)
    if current.undone_at or kept.merged_into_id or gone.merged_into_id != kept.pk:
        raise NotInThisState(_("This was undone already, or the case was merged further. Undo the later merge first."))
    if current.snapshot is None:
        raise NotInThisState(_("This can't be undone any more: what stood before was kept for %d days.") % DAYS)
    snapshot = json.loads(current.snapshot)
    owner = KeyOwner(kept.organization_id, kept.person_id)
    to = KeyOwner(gone.organization_id, gone.person_id)
    for name, entries in snapshot["moved"].items():
        put_back(MODELS[name], entries, owner=owner, to=to)
    for name, entries in snapshot["changed"].items():
        for key, row in rows.read(MODELS[name], entries).items():
            rows.change(MODELS[name], rows.back(MODELS[name], row, entries[key], owner=owner, to=owner))
    for name, keys in snapshot["added"].items():
        rows.remove(MODELS[name], without_those_in_use(keys, by) if MODELS[name] is Guardian else keys)
    named = CaseUserObjectPermission.objects.filter(content_object=kept, pk__in=snapshot["grants"])
    if kept.restricted:  # whoever undoes it still sees what was restricted since
        named = named.exclude(user=by)
    named.delete()
    current.snapshot, current.undone_by, current.undone_at = None, by, timezone.now()
    current.save(update_fields=["snapshot_sealed", "undone_by", "undone_at"])
    for one in (kept, gone):
        trail.record(events.MERGE_UNDONE, by=by, subject=one)


def _locked(case: Case, other: Case, versions: tuple[int, int, int, int]) -> tuple[Case, Case]:
    if case.pk == other.pk:
        raise InvalidInput(_("This is the same case. Choose another one."), field=OTHER)
    found = {
        one.pk: one
        for one in Case.objects.unscoped("checked by the caller")
        .filter(pk__in=[case.pk, other.pk])
        .select_related("person__safe_contact")
        .select_for_update(of=("self", "person"))
        .order_by("pk")
    }
    kept, gone = found[case.pk], found[other.pk]
    if kept.merged_into_id or gone.merged_into_id:
        raise NotInThisState(_("One of these cases was merged into another already."))
    if kept.person_id == gone.person_id:
        raise InvalidInput(_("These are two cases of one person already."), field=OTHER)
    if kept.restricted != gone.restricted:
        raise InvalidInput(_("One of the cases is restricted. Restrict both, or neither, first."), field=OTHER)
    if questions_open(gone):
        raise NotInThisState(
            _("An approval or a hand-over of the other case waits for an answer. Have it answered or taken back first.")
        )
    if (kept.version, kept.person.version, gone.version, gone.person.version) != versions:
        raise Conflict()
    return kept, gone
