"""Keep a narrowed list of cases under a name, and let it go."""

from django.db import transaction
from django.utils.translation import gettext as _

from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.encryption import keys
from casemgr.errors import InvalidInput, NotFound
from cases.models import SavedView

MOST = 12


@transaction.atomic
def save_view(*, name: str, query: str, by: User, shared: bool = False) -> SavedView:
    """Keep the list that `query` narrows (codes and random ids only). Sharing it is for those who assign cases."""
    require(by, "view_case")
    if shared:
        require(by, "assign_case")
    if SavedView.objects.visible_to(by).filter(author=by).count() >= MOST:
        raise InvalidInput(_("You have twelve views already. Delete one first."), field="name")
    keys.create_data_keys(by.home.pk, [by.pk])
    view = SavedView(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization=by.home, author=by, name=name, query=query, shared=shared
    )
    view.save(force_insert=True)
    trail.record(events.VIEW_SAVED, by=by, subject=view, facts={"shared": int(shared)})
    return view


@transaction.atomic
def delete_view(public_id: str, *, by: User) -> None:
    """Let one's own view go. Raises NotFound for any other."""
    view = SavedView.objects.visible_to(by).filter(public_id=public_id, author=by).first()
    if view is None:
        raise NotFound()
    trail.record(events.VIEW_DELETED, by=by, subject=view)
    view.delete()
