"""From facts to rows of the models, not saved yet: one person and what hangs on them, with ids made here."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from cases.importing.facts import ExperienceFacts, ImportedCase, PersonFacts
from cases.models import Case, Consent, Experience, ImportBatch, ImportRow, Note, Person, SafeContact

SOURCE = "import"


@dataclass(slots=True)
class Rows:
    """Unsaved rows of one chunk, by model, in the order they are written."""

    people: list[Person] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    contacts: list[SafeContact] = field(default_factory=list)
    experiences: list[Experience] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    records: list[ImportRow] = field(default_factory=list)


def build(
    found: Sequence[ImportedCase], numbers: Sequence[int], batch: ImportBatch, *, by: User, today: date
) -> Rows:
    """Make the rows of these cases; `numbers` are their case numbers, in the same order."""
    rows = Rows()
    for imported, number in zip(found, numbers, strict=True):
        _add(rows, imported, number, batch, by, today)
    return rows


def _add(rows: Rows, imported: ImportedCase, number: int, batch: ImportBatch, by: User, today: date) -> None:
    organization_id = batch.organization_id
    person = _person(imported, number, batch)
    case = _case(imported, number, person, by, today)
    rows.people.append(person)
    rows.cases.append(case)
    rows.contacts.append(SafeContact(organization_id=organization_id, person_id=person.pk))
    if told := _told(imported.experience):
        rows.experiences.append(
            Experience(organization_id=organization_id, case_id=case.pk, person_id=person.pk, **told)
        )
    rows.consents += [_consent(consent, person, by) for consent in imported.consents]
    if imported.kept:
        rows.notes.append(_note(imported, case, by, today))
    rows.records.append(
        ImportRow(
            organization_id=organization_id,
            batch_id=batch.pk,
            row_number=imported.row,
            row_digest=imported.digest,
            imported=True,
            case_id=case.pk,
        )
    )


def _person(imported: ImportedCase, number: int, batch: ImportBatch) -> Person:
    told = _told(imported.person)
    told.setdefault("alias", _("Person %(number)s") % {"number": number})
    return Person(organization_id=batch.organization_id, **told)


def _case(imported: ImportedCase, number: int, person: Person, by: User, today: date) -> Case:
    facts = imported.case
    return Case(
        organization_id=person.organization_id,
        person_id=person.pk,
        number=number,
        status=facts.status if facts.status in Case.Status.values else Case.Status.ACTIVE,
        opened_on=facts.opened_on or today,
        closed_on=facts.closed_on,
        registered_period=facts.registered_period,
        age_at_registration=facts.age_at_registration,
        created_by_id=by.pk,
        source=SOURCE,
    )


def _consent(consent: Any, person: Person, by: User) -> Consent:
    return Consent(
        organization_id=person.organization_id,
        person_id=person.pk,
        purpose=consent.purpose,
        decision=Consent.Decision.GIVEN if consent.given else Consent.Decision.DECLINED,
        method=consent.method,
        starts_on=consent.starts_on,
        ends_on=consent.ends_on,
        text_version=SOURCE,
        recorded_by_id=by.pk,
    )


def _note(imported: ImportedCase, case: Case, by: User, today: date) -> Note:
    body = "\n".join([_("From the imported record"), *(f"{label}: {text}" for label, text in imported.kept)])
    return Note(
        organization_id=case.organization_id,
        case_id=case.pk,
        person_id=case.person_id,
        body=body,
        happened_on=today,
        written_by_id=by.pk,
    )


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))


def _told(facts: PersonFacts | ExperienceFacts) -> dict[str, Any]:
    """What was told, by field name; the rest keeps the model's own defaults."""
    values = {name: getattr(facts, name) for name in _names(type(facts))}
    return {name: value for name, value in values.items() if value not in ("", None, [])}
