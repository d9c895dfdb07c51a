"""Whether the private database has seen every migration, decided without starting Django."""

import hashlib

from casemgr.cli.surroundings import ROOT
from casemgr.trial.place import Place

ROOMS = ("casemgr", "cases", "referrals", "anonymized_exports", "frontend")


def fingerprint() -> str:
    """A digest of our migrations, and of the lock file for those of the libraries."""
    files = [path for room in ROOMS for path in (ROOT / room).glob("**/migrations/*.py")]
    digest = hashlib.sha256()
    for path in [ROOT / "uv.lock", ROOT / "casemgr" / "db" / "policies.py", *sorted(files)]:
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


def is_current(place: Place) -> bool:
    """Whether the stamp of the last migration is today's fingerprint."""
    return place.schema_stamp.exists() and place.schema_stamp.read_text() == fingerprint()


def mark_current(place: Place) -> None:
    """Remember that everything is applied."""
    place.schema_stamp.write_text(fingerprint())
