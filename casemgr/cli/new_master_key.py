"""The next master key: made into a file that wasn't there, or read from one that was."""

import base64
import os
import secrets
from pathlib import Path

from django.conf import settings

from casemgr.cli.refusal import Refused
from casemgr.encryption.key_providers import KeyProvider, configured
from casemgr.encryption.key_providers.environment import EnvironmentProvider
from casemgr.encryption.key_providers.file import FileProvider
from casemgr.encryption.master_key import ensure_master_key


def provider_for(name: str | None, new_file: str | None) -> KeyProvider:
    """The provider with the next key. Errors: Refused, MasterKeyUnusable."""
    name = name or settings.CASEMGR_KEY_PROVIDER
    if name == "vault":
        return configured("vault")
    if not new_file:
        raise Refused("Say with --new-file where the next key is, or shall be made.")
    path = Path(new_file)
    if name == "file":
        return FileProvider(ensure_master_key(path))
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(base64.b64encode(secrets.token_bytes(32)))
            file.flush()
            os.fsync(file.fileno())
    return EnvironmentProvider(path.read_text(encoding="ascii").strip())
