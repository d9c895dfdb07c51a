"""Change a person or a case. Whoever read an older version is told, and nothing is overwritten silently."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.accounts.questions import QUESTIONS
from casemgr.audit import events, trail
from casemgr.errors import Conflict, InvalidInput, NotFound
from cases.consent_categories import IDENTIFYING
from cases.models import Case, Consent, Person, Project, SafeContact
from cases.other_calendars import read
from cases.permissions import require_on_case, require_on_person
from cases.sensitive import IN_WORDS

from .life import move_to, note_risk

PERSON_FIELDS = frozenset(
    "alias legal_name birth_date birth_said birth_precision birth_year phone email address identity_numbers "
    "accessibility pronouns gender citizenship preferred_language interpreter_needed interpreter_gender literacy "
    "marital_status education children secondary_language ethnicities immigration_status disabilities religion "
    "orientation declined unknown".split()
)
CASE_FIELDS = frozenset({"status", "risk", "next_follow_up", "kind", "project"})
CONTACT_FIELDS = frozenset(
    "channel may_call may_text may_voicemail may_email hours who_may_answer if_someone_else code_word".split()
)


@transaction.atomic
def change_person(person: Person, values: Mapping[str, Any], *, version: int, by: User) -> Person:
    """Set fields of a person as read at `version`; raises Conflict if somebody was faster.

    Without a consent to keep a record in force, identifying fields may be cleared but not set: InvalidInput.
    """
    require_on_person(by, "edit_case", person, reads="identity")
    current = _locked(Person, person.pk)
    _refuse_identity_without_consent(current, values, by)
    _refuse_unasked(values, by)
    _refuse_no_date(values.get("birth_said"))
    values = {**values, **_answers(current, values)}
    changed = _apply(current, values, PERSON_FIELDS, version)
    trail.record(events.PERSON_CHANGED, by=by, subject=current, changed=changed)
    return current


@transaction.atomic
def change_case(case: Case, values: Mapping[str, Any], *, version: int, by: User, reason: str | None = None) -> Case:
    """Set an open stage, the safety level (with its reason), the next follow-up, or how the case is counted.

    Errors: Conflict if somebody was faster; NotInThisState for a stage that can't follow; see `close_case`.
    """
    require_on_case(by, "edit_case", case)
    current = _locked(Case, case.pk)
    _refuse_project(values, by)
    if current.version == version:
        _keep_history(current, values, reason, by)
    changed = _apply(current, values, CASE_FIELDS, version)
    facts = {name: str(values[name]) for name in changed if name in {"status", "risk", "kind"}}
    trail.record(events.CASE_CHANGED, by=by, subject=current, changed=changed, facts=facts)
    return current


@transaction.atomic
def set_safe_contact(person: Person, values: Mapping[str, Any], *, by: User, version: int | None = None) -> SafeContact:
    """Say how the person may be contacted; counts as reviewed today.

    `version` is the person's as read (None: nobody read it before); raises Conflict if somebody was faster.
    """
    require_on_person(by, "edit_case", person, reads="contact")
    _refuse_unknown(values, CONTACT_FIELDS)
    _count_up(_locked(Person, person.pk), version)
    contact = SafeContact.objects.visible_to(by).select_for_update().get(person=person)
    for name, value in values.items():
        setattr(contact, name, value)
    contact.reviewed_on, contact.unsafe_since = today(by.home), None
    contact.save()
    trail.record(events.PERSON_CHANGED, by=by, subject=person, changed=["safe_contact", *values])
    return contact


def _keep_history(case: Case, values: Mapping[str, Any], reason: str | None, by: User) -> None:
    if "risk" in values and values["risk"] != case.risk:
        note_risk(case, values["risk"], by=by, reason=reason)
    if "status" in values and values["status"] != case.status:
        was = case.status
        move_to(case, values["status"], by=by)
        case.status = was  # set below, with what else changed


def _refuse_project(values: Mapping[str, Any], by: User) -> None:
    project, kind = values.get("project"), values.get("kind")
    if project and not Project.objects.visible_to(by).filter(pk=project.pk).exists():
        raise NotFound()
    if kind is not None and kind not in Case.Kind.values:
        raise InvalidInput(field="kind")


def _refuse_identity_without_consent(person: Person, values: Mapping[str, Any], by: User) -> None:
    """Another lawful basis than consent is a given row with that basis, so it passes here too."""
    told = [name for name in IDENTIFYING if values.get(name) and values[name] != getattr(person, name)]
    words = Consent.objects.visible_to(by).current().filter(person=person)
    if told and not words.consented_for(Consent.Purpose.STORE, today(by.home)).exists():
        raise InvalidInput(
            _("Record the person's consent to keep a record first: no name, date of birth or contact without it."),
            field=told[0],
        )


def _refuse_unasked(values: Mapping[str, Any], by: User) -> None:
    """Sensitive questions are answered only where the organization asks them; clearing one is always possible."""
    for name in QUESTIONS:
        if values.get(name) and name not in by.home.asked:
            raise InvalidInput(_("Your organization doesn't ask this question."), field=name)


def _refuse_no_date(said: str | None) -> None:
    """What is kept as a date can be read as one."""
    try:
        _days = said and read(said).days
    except (ValueError, OverflowError):
        raise InvalidInput(field="birth_said") from None


def _answers(person: Person, values: Mapping[str, Any]) -> dict[str, list[str]]:
    """The names of questions declined or unknown, without those that have an answer now."""
    found = {}
    for kind in ("declined", "unknown"):
        asked = list(values.get(kind, getattr(person, kind)))
        answered = {name for name in IN_WORDS if values.get(name, getattr(person, name)) not in (None, "")}
        found[kind] = [name for name in IN_WORDS if name in asked and name not in answered]
    found["unknown"] = [name for name in found["unknown"] if name not in found["declined"]]
    return found


def _locked(model: type[Model], pk: object) -> Any:
    row = model._base_manager.select_for_update().filter(pk=pk).first()
    if row is None:
        raise NotFound()
    return row


def _count_up(row: Any, version: int | None) -> None:
    if version is not None and row.version != version:
        raise Conflict()
    row.version += 1
    row.save(update_fields=["version", "updated_at"])


def _refuse_unknown(values: Mapping[str, Any], allowed: frozenset[str]) -> None:
    if unknown := set(values) - allowed:
        raise InvalidInput(field=sorted(unknown)[0])


def _apply(row: Any, values: Mapping[str, Any], allowed: frozenset[str], version: int) -> list[str]:
    _refuse_unknown(values, allowed)
    if row.version != version:
        raise Conflict()
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    row.version += 1
    row.save()
    return changed
