"""Another key, or another provider, wraps the root key. What the root wraps isn't touched, so nobody has to wait."""

from django.db import transaction

from casemgr.encryption import root
from casemgr.encryption.errors import MasterKeyUnusable
from casemgr.encryption.key_providers import KeyProvider
from casemgr.encryption.keys import overwrite_log
from casemgr.encryption.models import RootWrapping
from casemgr.encryption.router import KEYS


def add(provider: KeyProvider) -> None:
    """Let this provider's key open the root key too; from now on either does. Repeating it is harmless.

    Errors: MasterKeyUnusable.
    """
    row = root.current()
    made = root.wrapping_by(provider, root.open_root(row.version), row.version)
    RootWrapping.objects.update_or_create(
        root=row, provider=made.provider, key_id=made.key_id, defaults={"wrapped": made.wrapped}
    )


@transaction.atomic(using=KEYS)
def keep_only_present() -> int:
    """Forget every wrapping but the one that the settings' provider opens now; how many were forgotten.

    Errors: MasterKeyUnusable when that one opens nothing: then nothing is forgotten.
    """
    row = root.current()
    kept = next((one for one in row.wrappings.select_for_update() if root.is_present(one, row)), None)
    if kept is None:
        raise MasterKeyUnusable("The provider that CASEMGR_KEY_PROVIDER names doesn't open the root key.")
    forgotten, _rows = row.wrappings.exclude(pk=kept.pk).delete()
    transaction.on_commit(overwrite_log, using=KEYS)
    return forgotten
