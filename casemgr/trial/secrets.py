"""The instance's secrets: made once, 0600, outside the data folder."""

import secrets

from casemgr.cli.refusal import Refused
from casemgr.trial.place import Place

MASTER_KEY_BYTES = 32


def ensure(place: Place) -> dict[str, str]:
    """Make what is missing; returns the settings that name the files.

    Refused when there is data but its master key is gone: a new key could never open it.
    """
    master = place.keys / "master.key"
    if place.postgres.exists() and not master.exists():
        raise Refused(
            f"The data in {place.data} was encrypted with a master key that is no longer in {master}. "
            "Put the key back, or throw the data away with --reset."
        )
    place.keys.mkdir(parents=True, exist_ok=True, mode=0o700)
    place.keys.chmod(0o700)
    contents = {
        "CASEMGR_MASTER_KEY_FILE": ("master.key", secrets.token_bytes(MASTER_KEY_BYTES)),
        "CASEMGR_CONTEXT_KEY_FILE": ("context.key", secrets.token_urlsafe(48).encode()),
        "CASEMGR_SECRET_KEY_FILE": ("secret.key", secrets.token_urlsafe(48).encode()),
    }
    for name, content in contents.values():
        if not (place.keys / name).exists():
            (place.keys / name).touch(mode=0o600)
            (place.keys / name).write_bytes(content)
    return {setting: str(place.keys / name) for setting, (name, _) in contents.items()}
