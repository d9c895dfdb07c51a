"""The folder of the server's unix socket, which only its owner may enter."""

import hashlib
import os
import re
import tempfile
from pathlib import Path

from casemgr.embedded_postgres.errors import PostgresUnavailable
from casemgr.embedded_postgres.identity import hand_over

SOCKET_PATH_BYTES = 107  # sun_path, Linux unix(7)


def make_socket_dir(data_dir: Path) -> Path:
    """A folder for the socket: in the data folder, or a short one when that path is too long or unusual."""
    inside = data_dir / "socket"
    usual = re.fullmatch(r"[\w./+-]+", str(inside), re.ASCII)
    if usual and len(os.fsencode(inside / ".s.PGSQL.65535")) <= SOCKET_PATH_BYTES:
        folder = inside
    else:
        name = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
        folder = Path(tempfile.gettempdir()) / f"casemgr-{os.getuid()}-{name}"
        if len(os.fsencode(folder)) > SOCKET_PATH_BYTES - 20 or "," in str(folder):
            folder = Path("/tmp") / folder.name  # noqa: S108 (checked below to be ours alone)
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if folder.is_symlink() or found.st_uid not in (os.getuid(), data_dir.stat().st_uid):
        raise PostgresUnavailable(f"{folder} belongs to somebody else. Choose another data folder.")
    hand_over(folder)
    folder.chmod(0o700)
    return folder
