"""The root key: one random value that wraps the instance's keys, itself wrapped by a provider (`key_providers`)."""

import hmac
import secrets

from django.conf import settings
from django.db import transaction

from casemgr.encryption.errors import MasterKeyUnusable
from casemgr.encryption.instance_models import InstanceKey, RootKey, RootWrapping
from casemgr.encryption.key_providers import KeyProvider, configured, missing_settings
from casemgr.encryption.key_providers.local import wrap_under
from casemgr.encryption.master_key import derive
from casemgr.encryption.purposes import PURPOSES
from casemgr.encryption.router import KEYS

_opened: dict[int, bytes] = {}


def establish(*, inherited: bytes | None = None) -> bool:
    """Make the root key and the instance's keys where they are missing; whether the root was made now.

    `inherited` is what instance keys were derived from before there was a root key: what they made goes on opening.
    Errors: MasterKeyUnusable.
    """
    made = False
    if not RootKey.objects.exists():
        secret = inherited or secrets.token_bytes(32)
        wrapping = wrapping_by(configured(), secret, 1)
        with transaction.atomic(using=KEYS):
            root, made = RootKey.objects.get_or_create(version=1, defaults={"fingerprint": fingerprint(secret)})
            if made:
                wrapping.root = root
                wrapping.save(force_insert=True)
                _make_missing_purposes(inherited)
    with transaction.atomic(using=KEYS):
        _make_missing_purposes()
    return made


def current() -> RootKey:
    """The newest root key. Errors: MasterKeyUnusable when there is none."""
    row = RootKey.objects.filter(destroyed_at=None).order_by("version").last()
    if row is None:
        raise MasterKeyUnusable("The key store has no root key. Run: casemgr migrate")
    return row


def open_root(version: int) -> bytes:
    """The secret of a version; kept in memory. Errors: MasterKeyUnusable."""
    if version not in _opened:
        row = RootKey.objects.filter(version=version, destroyed_at=None).first()
        if row is None:
            raise MasterKeyUnusable(f"The key store has no root key {version}. Restore the newest key store.")
        _opened[version] = _open(row)
    return _opened[version]


def accept(version: int, secret: bytes) -> None:
    """Take a version's secret that people brought (`recovery`) as if it had been opened. Errors: MasterKeyUnusable."""
    row = current()
    if row.version != version or not hmac.compare_digest(fingerprint(secret), bytes(row.fingerprint)):
        raise MasterKeyUnusable("The shares don't give the root key of this key store. Nothing was changed.")
    _opened[version] = secret


def context(version: int) -> bytes:
    """What a wrapped root key is bound to."""
    return f"casemgr root key {version}".encode()


def fingerprint(secret: bytes) -> bytes:
    """16 bytes that name a root key and tell nothing about it."""
    return derive(secret, "fingerprint of a root key")[:16]


def wrapping_by(provider: KeyProvider, secret: bytes, version: int) -> RootWrapping:
    """The root key as this provider wraps it, tried once; not saved."""
    wrapped = provider.wrap(secret, context(version))
    if not hmac.compare_digest(provider.unwrap(wrapped, context(version)), secret):
        raise MasterKeyUnusable(f"What {provider.describe()} wrapped doesn't open again.")
    return RootWrapping(provider=provider.name, key_id=provider.key_id(), wrapped=wrapped)


def usable(wrapping: RootWrapping) -> KeyProvider | None:
    """The provider that opens this wrapping with the present settings. Errors: MasterKeyUnusable."""
    if missing_settings(wrapping.provider):
        return None
    provider = configured(wrapping.provider)
    return provider if provider.key_id() == wrapping.key_id else None


def is_present(wrapping: RootWrapping, row: RootKey) -> bool:
    """Whether the provider in use opens this wrapping of `row`. Errors: MasterKeyUnusable."""
    if wrapping.provider != settings.CASEMGR_KEY_PROVIDER:
        return False
    provider = usable(wrapping)
    if provider is None:
        return False
    secret = provider.unwrap(bytes(wrapping.wrapped), context(row.version))
    return hmac.compare_digest(fingerprint(secret), bytes(row.fingerprint))


def forget() -> None:
    """Drop the opened roots of this process."""
    _opened.clear()


def _open(row: RootKey) -> bytes:
    """By whichever provider the settings give and that wrapped it, the one in use first."""
    refusal = None
    for wrapping in sorted(row.wrappings.all(), key=_is_other):
        try:
            provider = usable(wrapping)
            if provider is not None:
                secret = provider.unwrap(bytes(wrapping.wrapped), context(row.version))
                if hmac.compare_digest(fingerprint(secret), bytes(row.fingerprint)):
                    return secret
        except MasterKeyUnusable as error:
            refusal = refusal or error
    raise refusal or MasterKeyUnusable(
        "The master key of these settings isn't the one that wrapped the root key. Put the right one back."
    )


def _is_other(wrapping: RootWrapping) -> bool:
    return wrapping.provider != settings.CASEMGR_KEY_PROVIDER


def _make_missing_purposes(inherited: bytes | None = None) -> None:
    """Random keys, or those that were derived from `inherited` before there were rows; in a transaction."""
    list(RootKey.objects.select_for_update())  # none is wrapped under a root that is being replaced
    present = set(InstanceKey.objects.values_list("purpose", flat=True))
    missing = [purpose for purpose in PURPOSES if purpose not in present]
    if not missing:
        return
    root = current()
    secret = open_root(root.version)
    rows = []
    for purpose in missing:
        own = derive(inherited, purpose) if inherited else secrets.token_bytes(32)
        rows.append(instance_row(purpose, 1, own, root.version, secret))
    InstanceKey.objects.bulk_create(rows, ignore_conflicts=True)


def instance_row(purpose: str, version: int, own: bytes, root_version: int, root_secret: bytes) -> InstanceKey:
    """A purpose's key wrapped under a root key; not saved."""
    wrapped = wrap_under(root_secret, own, instance_context(purpose, version))
    return InstanceKey(purpose=purpose, version=version, root_version=root_version, wrapped=wrapped)


def instance_context(purpose: str, version: int) -> bytes:
    """What a wrapped instance key is bound to."""
    return f"casemgr instance key {purpose} {version}".encode()
