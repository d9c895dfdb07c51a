"""Rows of a case that is merged: brought over, each remembered as it was and is; and put back. No check, no trail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone

from casemgr.accounts.models import User
from casemgr.encryption.keys import KeyOwner
from cases.merging import parts, rows
from cases.models import Case, CaseLink, Consent, Document, Flag, HtcdsFacts, Person, SafeContact


def held(model: Any, kept: Case, gone: Case) -> dict[str, rows.Row]:
    """The rows that a merge changes, as they are now."""
    keys: Any = {
        Person: [kept.person_id],
        SafeContact: [kept.person.safe_contact.pk],
        Case: [kept.pk, gone.pk],
        HtcdsFacts: list(
            HtcdsFacts.objects.unscoped("checked by the caller").filter(case=kept).values_list("pk", flat=True)
        ),
    }[model]
    return rows.read(model, keys)


def move(kept: Case, gone: Case, older: set[str], by: User) -> dict[str, Any]:
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


def older_words(kept: Case, gone: Case) -> set[str]:
    """Keys of the current words on statistics of both people but the latest: those count as replaced."""
    people = [kept.person_id, gone.person_id]
    words = Consent.objects.unscoped("checked by the caller").current().filter(person_id__in=people)
    found = words.filter(purpose=Consent.Purpose.STATISTICS).order_by("-recorded_at", "-id")
    return {str(one.pk) for one in found[1:]}


def replaced(kept: Case, older: set[str]) -> dict[str, Any]:
    """Mark the words among these of the person that stays as replaced; how each was and is."""
    entries: dict[str, Any] = {}
    for key, row in rows.read(Consent, map(UUID, older)).items():
        if row["person_id"] == str(kept.person_id):
            rows.change(Consent, row | {"replaced": True})
            entries[key] = {"before": row, "after": rows.read(Consent, [UUID(key)])[key]}
    return entries


def put_back(model: Any, entries: Mapping[str, Any], *, owner: KeyOwner, to: KeyOwner) -> None:
    """All are taken away before the first returns: uniqueness holds at each step."""
    former = []
    for key, row in rows.read(model, entries).items():
        theirs = entries[key]["before"].get("person_id") == str(to.owner_id)
        former.append(rows.back(model, row, entries[key], owner=owner, to=to if theirs else owner))
    rows.remove(model, [row["id"] for row in former])
    for row in former:
        rows.replace(model, row)
