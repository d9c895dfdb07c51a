"""One-time links with which an invited person sets their password. They work without mail: printed and handed over."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.urls import reverse

from casemgr.accounts.models import User
from casemgr.accounts.permissions import require_can_manage
from casemgr.audit import events, trail
from casemgr.errors import NotFound

from .factor_resets import require_no_reset


@transaction.atomic
def renew_invitation(person: User, *, by: User) -> str:
    """The path of another one-time link for a colleague who has access. Errors: NotFound, NotPermitted."""
    require_can_manage(by, person)
    if not person.is_active:
        raise NotFound()
    require_no_reset(person, by)
    trail.record(events.INVITATION_RENEWED, by=by, subject=person)
    return invitation_path(person)


def invitation_path(person: User) -> str:
    """The path of a link that works once, until a password is set or the link grows old (three days)."""
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    uidb36, _, token = key.partition("-")
    return reverse("account_reset_password_from_key", kwargs={"uidb36": uidb36, "key": token})
