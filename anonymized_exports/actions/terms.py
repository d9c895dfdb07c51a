"""Accept the terms of the wider tables."""

from django.db import transaction

from anonymized_exports import events, permissions
from anonymized_exports.models import TERMS_VERSION, TermsAcceptance
from casemgr.accounts.models import User
from casemgr.audit import trail


@transaction.atomic
def accept_terms(*, by: User) -> TermsAcceptance:
    """Keep that somebody accepted the terms in force. Twice is once."""
    permissions.require_can_read_tables(by)
    accepted, is_new = TermsAcceptance.objects.of(by, TERMS_VERSION).get_or_create(user=by, version=TERMS_VERSION)
    if is_new:
        trail.record(events.TERMS_ACCEPTED, by=by, subject=accepted, facts={"version": TERMS_VERSION})
    return accepted
