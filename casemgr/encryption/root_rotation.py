"""Another root key while everybody works on: one transaction of the key store, after which the old one opens nothing.

Every purpose's key is wrapped under the new root. Those that are renewed get a random new version too, so that whoever
could derive or had copied the older ones opens nothing new; what they sealed outside the key store is sealed anew
afterwards by whoever keeps it. Older versions go on opening until `destroy_older`.
"""

import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from casemgr.encryption import holder_proofs, instance_keys, root
from casemgr.encryption.errors import MasterKeyUnusable
from casemgr.encryption.key_providers import configured
from casemgr.encryption.key_providers.local import wrap_under
from casemgr.encryption.keys import forget_all, overwrite_log
from casemgr.encryption.models import InstanceKey, OrganizationKey, RootKey, RootWrapping
from casemgr.encryption.providers import PURPOSE as WRAPPING
from casemgr.encryption.providers import provider
from casemgr.encryption.purposes import PURPOSES, Change
from casemgr.encryption.router import KEYS

SETTLED = timedelta(hours=1)  # whatever was being written when the new root came is stored by then
RENEWED = [purpose for purpose, change in PURPOSES.items() if change is Change.RENEWED]


def begin() -> int:
    """Put a new root key in the place of the present one, all or nothing. Returns its version.

    Errors: MasterKeyUnusable when the present settings' key isn't the only one that wraps the root.
    """
    old = root.current()
    wrappings = list(old.wrappings.all())
    if len(wrappings) != 1 or not root.is_present(wrappings[0], old):
        raise MasterKeyUnusable("Another master key opens the root too. First run: casemgr keys rotate master --finish")
    secret = secrets.token_bytes(32)
    wrapping = root.wrapping_by(configured(), secret, old.version + 1)
    try:
        with transaction.atomic(using=KEYS):
            _replace(old, secret, wrapping)
            transaction.on_commit(overwrite_log, using=KEYS)
    except BaseException:
        instance_keys.forget()  # versions that were made and not stored
        raise
    forget_all()
    return old.version + 1


def unfinished() -> bool:
    """Whether older versions still wait for `destroy_older`."""
    return any(_older(purpose).exists() for purpose in RENEWED)


def require_settled() -> None:
    """Errors: MasterKeyUnusable when the root is so new that older keys may still be in use."""
    made = root.current().created_at
    if timezone.now() - made < SETTLED:
        raise MasterKeyUnusable(f"Wait until {made + SETTLED:%Y-%m-%d %H:%M} UTC: older keys may still be in use.")


@transaction.atomic(using=KEYS)
def destroy_older() -> None:
    """Destroy the older versions of renewed keys, once nothing outside the key store is sealed under them.

    Errors: MasterKeyUnusable when it is too early, or an organization's key is still wrapped under one.
    """
    require_settled()
    newest = InstanceKey.objects.select_for_update().filter(purpose=WRAPPING).latest("version").version
    if OrganizationKey.objects.filter(holder="instance").exclude(wrapping_version=newest).exists():
        raise MasterKeyUnusable("An organization's key is still wrapped under an older key. Nothing was destroyed.")
    for purpose in RENEWED:
        _older(purpose).update(wrapped=b"", destroyed_at=timezone.now())
    transaction.on_commit(overwrite_log, using=KEYS)


def _replace(old: RootKey, secret: bytes, wrapping: RootWrapping) -> None:
    """In this order rows are locked everywhere: organizations' keys first, then the instance's."""
    list(OrganizationKey.objects.select_for_update().order_by("pk"))
    stored = list(InstanceKey.objects.select_for_update().filter(destroyed_at=None).order_by("pk"))
    named = holder_proofs.proved_named()
    new = RootKey.objects.create(version=old.version + 1, fingerprint=root.fingerprint(secret))
    wrapping.root = new
    wrapping.save(force_insert=True)
    _carry(stored, new.version, secret)
    _follow(new.version, secret)
    _wrap_organizations()
    holder_proofs.prove_anew(named)
    old.wrappings.all().delete()
    RootKey.objects.filter(pk=old.pk).update(destroyed_at=timezone.now())


def _carry(stored: list[InstanceKey], version: int, secret: bytes) -> None:
    for row in stored:
        own = instance_keys.open_row(row)
        row.wrapped = wrap_under(secret, own, root.instance_context(row.purpose, row.version))
        row.root_version = version
    InstanceKey.objects.bulk_update(stored, ["wrapped", "root_version"])


def _follow(root_version: int, secret: bytes) -> None:
    """A random next version of each key but those that are carried."""
    rows = []
    for purpose, change in PURPOSES.items():
        if change is not Change.CARRIED:
            number = InstanceKey.objects.filter(purpose=purpose).latest("version").version + 1
            rows.append(root.instance_row(purpose, number, secrets.token_bytes(32), root_version, secret))
    InstanceKey.objects.bulk_create(rows)


def _wrap_organizations() -> None:
    """Asked again: one that was just being made has waited for nobody."""
    instance = provider("instance")
    for row in OrganizationKey.objects.select_for_update().filter(holder="instance"):
        secret = instance.unwrap(row.organization_id, bytes(row.wrapped), row.wrapping_version)
        row.wrapped, row.wrapping_version = instance.wrap(row.organization_id, secret)
        row.save(update_fields=["wrapped", "wrapping_version"])


def _older(purpose: str) -> QuerySet[InstanceKey]:
    newest = InstanceKey.objects.filter(purpose=purpose).latest("version").version
    return InstanceKey.objects.filter(purpose=purpose, version__lt=newest, destroyed_at=None)
