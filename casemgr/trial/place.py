"""Where the instance keeps what: data in one folder, keys in another, so that no copy of the data carries them."""

import fcntl
import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from casemgr.cli.refusal import Refused


@dataclass(frozen=True)
class Place:
    """The folders of one instance."""

    data: Path

    @property
    def postgres(self) -> Path:
        """The private server's data."""
        return self.data / "postgres"

    @property
    def keys(self) -> Path:
        """Master key and other secrets, outside the data folder."""
        name = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:16]
        home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
        if os.access(_nearest_existing(home), os.W_OK):
            return home / "casemgr" / name
        return self.data.with_name(f"{self.data.name}-keys")  # a user without a home of their own

    @property
    def schema_stamp(self) -> Path:
        """Says which migrations the private server has seen."""
        return self.data / "schema"

    @property
    def demo_stamp(self) -> Path:
        """Exists once all demo data is in; holds the table of accounts."""
        return self.data / "demo-accounts.txt"

    def lock(self) -> IO[str]:
        """Keep others off this data while the returned file is open. Refused when somebody holds it."""
        self.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = (self.data / "lock").open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            where = file.read().strip()
            raise Refused(f"Casemgr is already running on this data{': ' + where if where else '.'}") from None
        file.truncate(0)
        return file

    def remove(self) -> None:
        """Delete data and keys; the lock's file stays, because it is held."""
        for path in self.data.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name != "lock":
                path.unlink()
        shutil.rmtree(self.keys, ignore_errors=True)


def _nearest_existing(path: Path) -> Path:
    return next(folder for folder in (path, *path.parents) if folder.exists())
