"""Make one case of two that are about the same person, and undo it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.encryption.keys import KeyOwner
from casemgr.errors import Conflict, InvalidInput, NotFound, NotInThisState
from cases.merging import parts, rows
from cases.models import (
    Case,
    CaseLink,
    CaseUserObjectPermission,
    Consent,
    Document,
    Flag,
    Merge,
    NeverShare,
    Person,
    SafeContact,
    StageChange,
)
from cases.permissions import require_on_case

from .merge_parts import OTHER, close_as_duplicate, name_everybody, share_never, take_fields

MODELS: dict[str, Any] = {
    model.__name__: model  # type: ignore[attr-defined]
    for model in (*parts.OF_THE_CASE, Consent, CaseLink, Person, SafeContact, Case, NeverShare, StageChange)
}


@transaction.atomic
def merge_cases(
    case: Case, other: Case, *, choices: Mapping[str, str], versions: tuple[int, int, int, int], by: User
) -> Merge:
    """Bring what `other` holds to `case`, which stays. `other` is closed as recorded twice and points here.

    `choices` names the fields ("safe_contact" and "risk" as wholes) taken from `other`; a field that only `other`
    knows is taken without asking. `versions` are those of case, person, other case, other person as read.
    Errors: Conflict when somebody was faster; InvalidInput; NotInThisState when one was merged away already.
    """
    for one in (case, other):
        require_on_case(by, "merge_cases", one)
    kept, gone = _locked(case, other, versions)
    before = {model: _held(model, kept, gone) for model in (Person, SafeContact, Case)}
    older = _older_words(kept, gone)
    own = _replaced(kept, older)
    snapshot: dict[str, Any] = {"moved": _move(kept, gone, older, by), "added": {}}
    snapshot["moved"]["Consent"] |= own
    take_fields(kept, gone, choices)
    snapshot["added"]["NeverShare"] = share_never(kept, gone)
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

    Errors: NotFound, NotInThisState (undone already, or one of the cases was merged on).
    """
    current = Merge.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=merge.pk).first()
    if current is None:
        raise NotFound()
    kept, gone = current.case, current.other
    for one in (kept, gone):
        require_on_case(by, "merge_cases", one)
    if current.undone_at or kept.merged_into_id or gone.merged_into_id != kept.pk:
        raise NotInThisState(_("This was undone already, or the case was merged further. Undo the later merge first."))
    snapshot = json.loads(current.snapshot or "{}")
    owner = KeyOwner(kept.organization_id, kept.person_id)
    to = KeyOwner(gone.organization_id, gone.person_id)
    for name, entries in snapshot["moved"].items():
        _put_back(MODELS[name], entries, owner=owner, to=to)
    for name, entries in snapshot["changed"].items():
        for key, row in rows.read(MODELS[name], entries).items():
            rows.change(MODELS[name], rows.back(MODELS[name], row, entries[key], owner=owner, to=owner))
    for name, keys in snapshot["added"].items():
        rows.remove(MODELS[name], keys)
    CaseUserObjectPermission.objects.filter(content_object=kept, pk__in=snapshot["grants"]).delete()
    current.snapshot, current.undone_by, current.undone_at = None, by, timezone.now()
    current.save(update_fields=["snapshot_sealed", "undone_by", "undone_at"])
    for one in (kept, gone):
        trail.record(events.MERGE_UNDONE, by=by, subject=one)


def _put_back(model: Any, entries: Mapping[str, Any], *, owner: KeyOwner, to: KeyOwner) -> None:
    """All are taken away before the first returns: uniqueness holds at each step."""
    former = []
    for key, row in rows.read(model, entries).items():
        theirs = entries[key]["before"].get("person_id") == str(to.owner_id)
        former.append(rows.back(model, row, entries[key], owner=owner, to=to if theirs else owner))
    rows.remove(model, [row["id"] for row in former])
    for row in former:
        rows.replace(model, row)


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
    if (kept.version, kept.person.version, gone.version, gone.person.version) != versions:
        raise Conflict()
    return kept, gone


def _held(model: Any, kept: Case, gone: Case) -> dict[str, rows.Row]:
    keys = {
        Person: [kept.person_id],
        SafeContact: [kept.person.safe_contact.pk],
        Case: [kept.pk, gone.pk],
    }[model]
    return rows.read(model, keys)


def _move(kept: Case, gone: Case, older: set[str], by: User) -> dict[str, Any]:
    """Bring the rows over; for each, how it was and how it is now."""
    owner, to = KeyOwner(gone.organization_id, gone.person_id), KeyOwner(kept.organization_id, kept.person_id)
    raised = set(Flag.objects.visible_to(by).filter(case=kept).raised().values_list("kind", flat=True))
    moved: dict[str, Any] = {}
    for model, keys in parts.moving(gone, by):
        before = rows.read(model, keys)
        if model is CaseLink:
            after = parts.links_that_fit(before, kept, gone, by)
        else:
            after = {key: _turned(model, row, kept, raised, owner, to, by) for key, row in before.items()}
            for key in older & set(after):
                after[key]["replaced"] = True
        rows.remove(model, after)
        for row in after.values():
            rows.replace(model, row)
        held = rows.read(model, after)
        moved[model.__name__] = {key: {"before": before[key], "after": held[key]} for key in held}
    return moved


def _turned(
    model: Any, row: rows.Row, kept: Case, raised: set[str], owner: KeyOwner, to: KeyOwner, by: User
) -> rows.Row:
    new = rows.for_owner(model, row, owner=owner, to=to) | {"person_id": str(kept.person_id)}
    if "case_id" in row:
        new["case_id"] = str(kept.pk)
    if model is Document:  # the file stays under the key it was sealed with
        new["sealed_for"] = row["sealed_for"] or row["person_id"]
    if model is Flag and row["lowered_at"] is None and row["kind"] in raised:
        new |= {"lowered_at": timezone.now().isoformat(), "lowered_by_id": str(by.pk)}
    return new


def _older_words(kept: Case, gone: Case) -> set[str]:
    """Keys of the current words on statistics of both people but the latest: those count as replaced."""
    people = [kept.person_id, gone.person_id]
    words = Consent.objects.unscoped("checked by the caller").current().filter(person_id__in=people)
    found = words.filter(purpose=Consent.Purpose.STATISTICS).order_by("-recorded_at", "-id")
    return {str(one.pk) for one in found[1:]}


def _replaced(kept: Case, older: set[str]) -> dict[str, Any]:
    """Mark the words among these of the person that stays as replaced; how each was and is."""
    entries: dict[str, Any] = {}
    for key, row in rows.read(Consent, map(UUID, older)).items():
        if row["person_id"] == str(kept.person_id):
            rows.change(Consent, row | {"replaced": True})
            entries[key] = {"before": row, "after": rows.read(Consent, [UUID(key)])[key]}
    return entries
