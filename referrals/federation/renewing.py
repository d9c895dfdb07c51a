"""New keys of this instance, told to every partner in a letter that the old key signs.

Each partner's people look at the new number before anything signed by the new key counts there; what comes meanwhile
waits with them, sealed.
"""

from __future__ import annotations

from django.db import transaction

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import User
from casemgr.encryption import exchange_keys
from referrals.models import Pairing
from referrals.outbox import tell_partner


def renew(accounts: list[User]) -> int:
    """A next version of the keys, and a letter about it to the pairing of each account. Returns the version.

    Whoever asks for it tells the organizations' trails.

    Errors: MasterKeyUnusable.
    """
    version = exchange_keys.renew()
    for account in accounts:
        with acting_as_user(account), transaction.atomic():
            for pairing in Pairing.objects.visible_to(account).filter(account=account):
                tell_partner(pairing, "keys", code=str(version))
    return version
