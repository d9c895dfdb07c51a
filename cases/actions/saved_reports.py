"""Keep a report under a name, and let it go."""

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.encryption import keys
from casemgr.errors import InvalidInput, NotFound
from cases.models import SavedReport

MOST = 20


@transaction.atomic
def save_report(*, name: str, query: str, by: User, shared: bool = False) -> SavedReport:
    """Keep what `query` asks (codes and random ids only). Errors: InvalidInput."""
    require(by, "view_reports")
    if SavedReport.objects.visible_to(by).filter(author=by).count() >= MOST:
        raise InvalidInput(_("You have twenty reports already. Delete one first."), field="name")
    keys.create_data_keys(by.home.pk, [by.pk])
    row = SavedReport(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization=by.home, author=by, name=name, query=query, shared=shared
    )
    row.save(force_insert=True)
    trail.record(events.REPORT_SAVED, by=by, subject=row, facts={"shared": int(shared)})
    return row


@transaction.atomic
def delete_report(public_id: str, *, by: User) -> None:
    """Let one's own report go. Raises NotFound for any other."""
    row = SavedReport.objects.visible_to(by).filter(public_id=public_id, author=by).first()
    if row is None:
        raise NotFound()
    trail.record(events.REPORT_DELETED, by=by, subject=row)
    row.delete()
