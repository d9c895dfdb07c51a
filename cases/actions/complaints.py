"""What whoever receives complaints does with one: it goes past the team that it may be about."""

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotFound, NotInThisState
from cases.models import ComplaintStep, Note


@transaction.atomic
def take_complaint_on(note: Note, *, kind: str, by: User) -> ComplaintStep:
    """Write the next step down; its author sees it. Errors: NotFound, InvalidInput, NotInThisState once settled."""
    require(by, "handle_complaints")
    if not Note.objects.visible_to(by).filter(pk=note.pk).exists():
        raise NotFound()
    if kind not in ComplaintStep.Kind.values:
        raise InvalidInput(_("Choose what was done."), field="kind")
    steps = ComplaintStep.objects.visible_to(by).filter(note=note)
    if steps.filter(kind__in=ComplaintStep.SETTLED).exists():
        raise NotInThisState(_("This complaint was settled."))
    step = ComplaintStep(organization=by.home, note=note, kind=kind, done_by=by)
    step.save(force_insert=True)
    trail.record(events.COMPLAINT_TAKEN_ON, by=by, subject=note, facts={"step": kind})
    return step
