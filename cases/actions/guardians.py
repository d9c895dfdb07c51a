"""Name who answers for a person; bar who must not."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotFound
from cases.models import Guardian, Person
from cases.permissions import require_on_person

from .asking_again import GUARDIAN_BARRED, ask_again_without


@transaction.atomic
def add_guardian(person: Person, *, name: str, relation: str, by: User) -> Guardian:
    """Name somebody who may decide for or with the person. Errors: InvalidInput."""
    require_on_person(by, "record_consent", person)
    if not name.strip():
        raise InvalidInput(_("Say who it is."), field="name")
    if relation not in Guardian.Relation.values:
        raise InvalidInput(_("Choose what they are to the person."), field="relation")
    guardian = Guardian(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=person.organization_id, person=person, name=name, relation=relation, recorded_by=by
    )
    guardian.save(force_insert=True)
    trail.record(events.GUARDIAN_ADDED, by=by, subject=guardian)
    return guardian


@transaction.atomic
def bar_guardian(guardian: Guardian, *, why: str, by: User) -> Guardian:
    """From now on they decide nothing and are told nothing; a task says to ask anew for what they decided."""
    require_on_person(by, "record_consent", guardian.person)
    current = Guardian.objects.visible_to(by).select_for_update().filter(pk=guardian.pk).first()
    if current is None:
        raise NotFound()
    if not why.strip():
        raise InvalidInput(_("Say why they must not decide or learn."), field="why")
    current.barred_why, current.barred_by, current.barred_at = why, by, timezone.now()
    current.save(update_fields=["barred_why_sealed", "barred_by", "barred_at"])
    ask_again_without(current.person, GUARDIAN_BARRED, by, guardian=current)
    trail.record(events.GUARDIAN_BARRED, by=by, subject=current)
    return current
