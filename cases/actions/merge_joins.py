"""What the case that stays gets besides its own: who must not learn, decide or interpret, and further facts."""

from __future__ import annotations

from casemgr.accounts.models import User
from cases.models import Case, Consent, Guardian, HtcdsFacts, InterpreterBar, NeverShare


def share_never(kept: Case, gone: Case) -> list[str]:
    """Who must not learn of one must not learn of the other: each list gets what the other had."""
    added: list[str] = []
    lists = {
        case: list(NeverShare.objects.unscoped("checked by the caller").holding().filter(person=case.person))
        for case in (kept, gone)
    }
    for to, entries in ((kept, lists[gone]), (gone, lists[kept])):
        known = {(one.recipient_id, one.description, one.kind) for one in lists[to]}
        for entry in entries:
            if (entry.recipient_id, entry.description, entry.kind) not in known:
                copy = NeverShare(  # type: ignore[misc]  # the stubs look for the sealed attribute
                    organization_id=to.organization_id,
                    person=to.person,
                    recipient_id=entry.recipient_id,
                    description=entry.description,
                    kind=entry.kind,
                )
                copy.save(force_insert=True)
                added.append(str(copy.pk))
    return added


def join_guardians(kept: Case, gone: Case, by: User) -> list[str]:
    """Who answers for the one answers for the other, and who was barred from it stays barred; keys of the new rows."""
    rows = Guardian.objects.visible_to(by)
    mine = list(rows.filter(person_id=kept.person_id))
    known = {(one.name.casefold(), one.barred_at is None) for one in mine}
    added = []
    for theirs in rows.filter(person_id=gone.person_id):
        if (theirs.name.casefold(), theirs.barred_at is None) not in known:
            copy = Guardian(  # type: ignore[misc]  # the stubs look for the sealed attribute
                organization_id=kept.organization_id,
                person=kept.person,
                name=theirs.name,
                relation=theirs.relation,
                barred_at=theirs.barred_at,
                barred_by_id=theirs.barred_by_id,
                barred_why=theirs.barred_why,
                recorded_by_id=theirs.recorded_by_id,
            )
            copy.save(force_insert=True)
            added.append(str(copy.pk))
    return added


def join_bars(kept: Case, gone: Case, by: User) -> list[str]:
    """An interpreter barred for the one is barred for the other; keys of the new rows."""
    rows = InterpreterBar.objects.visible_to(by)
    known = set(rows.filter(person_id=kept.person_id).values_list("interpreter_id", flat=True))
    added = []
    for bar in rows.filter(person_id=gone.person_id).exclude(interpreter_id__in=known):
        copy = InterpreterBar(
            organization_id=kept.organization_id,
            person=kept.person,
            interpreter_id=bar.interpreter_id,
            reason=bar.reason,
            recorded_by_id=bar.recorded_by_id,
        )
        copy.save(force_insert=True)
        added.append(str(copy.pk))
    return added


def join_facts(kept: Case, gone: Case, by: User) -> list[str]:
    """Further facts of the standard that only the other knows; the key of the row if it is new."""
    rows = HtcdsFacts.objects.visible_to(by)
    mine, theirs = rows.filter(case=kept).first(), rows.filter(case=gone).first()
    if theirs is None:
        return []
    row = mine or HtcdsFacts(organization_id=kept.organization_id, case=kept, person_id=kept.person_id)
    row.facts = theirs.facts | (mine.facts if mine else {})
    row.save()
    return [] if mine else [str(row.pk)]


def without_those_in_use(keys: list[str], by: User) -> list[str]:
    """Of guardians added by a merge, those who decided nothing since: the others stay when it is undone."""
    used = Consent.objects.visible_to(by).filter(guardian_id__in=keys).values_list("guardian_id", flat=True)
    return sorted(set(keys) - {str(key) for key in used})
