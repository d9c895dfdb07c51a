"""From facts to rows by column, ready to insert: one person and what hangs on them, with ids made here."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.encryption.cipher import Key
from casemgr.ids import public_id, uuid7
from cases.importing.bulk import Row, key_of, seal
from cases.importing.facts import ConsentFacts, ExperienceFacts, ImportedCase, PersonFacts
from cases.models import Case, Consent, Experience, HtcdsFacts, ImportRow, Note, Person, SafeContact

SOURCE = "import"
SEALED = frozenset("alias legal_name birth_date phone email address identity_numbers places route narrative".split())


@dataclass(slots=True)
class Rows:
    """Rows of one chunk by model, in the order they are written."""

    people: list[Row] = field(default_factory=list)
    cases: list[Row] = field(default_factory=list)
    contacts: list[Row] = field(default_factory=list)
    experiences: list[Row] = field(default_factory=list)
    htcds: list[Row] = field(default_factory=list)
    consents: list[Row] = field(default_factory=list)
    notes: list[Row] = field(default_factory=list)
    records: list[Row] = field(default_factory=list)

    def in_order(self) -> list[tuple[type, list[Row]]]:
        """Each model with its rows; what others point at comes first."""
        return [
            (Person, self.people), (Case, self.cases), (SafeContact, self.contacts),
            (Experience, self.experiences), (HtcdsFacts, self.htcds), (Consent, self.consents), (Note, self.notes),
            (ImportRow, self.records),
        ]  # fmt: skip


class Builder:
    """Makes the rows of one organization, written by `by` on `today`; those of an import name its batch."""

    def __init__(
        self, organization: UUID, *, by: User, today: date, batch: UUID | None = None, source: str = SOURCE
    ) -> None:
        self._organization, self._by, self._today = organization, by, today
        self._batch, self._source = batch, source
        self._nobody = _("Person %(number)s")
        self._heading = _("From the imported record")

    def build(self, found: Sequence[tuple[UUID, ImportedCase, int]]) -> Rows:
        """Rows of these cases, each given as the person's id, the facts and the case number."""
        rows = Rows()
        for person_id, imported, number in found:
            self._add(rows, person_id, imported, number)
        return rows

    def _add(self, rows: Rows, person_id: UUID, imported: ImportedCase, number: int) -> None:
        key = key_of(self._organization, person_id)
        case_id = uuid7()
        of_case = {"organization_id": self._organization, "case_id": case_id, "person_id": person_id}
        rows.people.append(self._person(person_id, imported.person, number, key))
        rows.cases.append(self._case(case_id, person_id, imported, number))
        rows.contacts.append({"id": uuid7(), "organization_id": self._organization, "person_id": person_id})
        for told in filter(None, map(_told, [imported.experience, *imported.more])):
            rows.experiences.append(_sealed(Experience, {"id": uuid7(), **of_case, **told}, key))
        if imported.htcds:
            row: Row = {"id": uuid7(), **of_case}
            row["facts"] = seal(HtcdsFacts, "facts", imported.htcds, key=key, pk=row["id"])
            rows.htcds.append(row)
        rows.consents += [self._consent(person_id, consent) for consent in imported.consents]
        if imported.kept:
            rows.notes.append(self._note(of_case, imported.kept, key))
        if self._batch:
            rows.records.append(self._record(case_id, imported, self._batch))

    def _person(self, person_id: UUID, facts: PersonFacts, number: int, key: Key) -> Row:
        told = _told(facts)
        told.setdefault("alias", self._nobody % {"number": number})
        row = {"id": person_id, "public_id": public_id(), "organization_id": self._organization, **told}
        return _sealed(Person, row, key)

    def _case(self, case_id: UUID, person_id: UUID, imported: ImportedCase, number: int) -> Row:
        facts = imported.case
        return {
            "id": case_id,
            "public_id": public_id(),
            "organization_id": self._organization,
            "person_id": person_id,
            "number": number,
            "status": facts.status if facts.status in Case.Status.values else Case.Status.ACTIVE.value,
            "opened_on": facts.opened_on or self._today,
            "closed_on": facts.closed_on,
            "registered_period": facts.registered_period,
            "age_at_registration": facts.age_at_registration,
            "created_by_id": self._by.pk,
            "source": self._source,
        }

    def _consent(self, person_id: UUID, consent: ConsentFacts) -> Row:
        decision = Consent.Decision.GIVEN if consent.given else Consent.Decision.DECLINED
        return {
            "id": uuid7(),
            "public_id": public_id(),
            "organization_id": self._organization,
            "person_id": person_id,
            "purpose": consent.purpose,
            "decision": decision.value,
            "method": consent.method,
            "starts_on": consent.starts_on,
            "ends_on": consent.ends_on,
            "text_version": self._source,
            "recorded_by_id": self._by.pk,
        }

    def _note(self, of_case: Row, kept: list[tuple[str, str]], key: Key) -> Row:
        note_id = uuid7()
        body = "\n".join([self._heading, *(f"{label}: {text}" for label, text in kept)])
        return {
            "id": note_id,
            "public_id": public_id(),
            **of_case,
            "body": seal(Note, "body", body, key=key, pk=note_id),
            "happened_on": self._today,
            "written_by_id": self._by.pk,
        }

    def _record(self, case_id: UUID, imported: ImportedCase, batch: UUID) -> Row:
        return {
            "id": uuid7(),
            "organization_id": self._organization,
            "batch_id": batch,
            "row_number": imported.row,
            "row_digest": imported.digest,
            "imported": True,
            "case_id": case_id,
        }


_NAMES = {kind: tuple(each.name for each in fields(kind)) for kind in (PersonFacts, ExperienceFacts)}


def _told(facts: PersonFacts | ExperienceFacts) -> dict[str, Any]:
    """What was told, by field name; the rest keeps the model's own defaults."""
    values = ((name, getattr(facts, name)) for name in _NAMES[type(facts)])
    return {name: value for name, value in values if value or value == 0}


def _sealed(model: type, row: Row, key: Key) -> Row:
    for name in SEALED & row.keys():
        row[name] = seal(model, name, row[name], key=key, pk=row["id"])
    return row
