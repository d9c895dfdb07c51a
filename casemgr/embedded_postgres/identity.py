"""PostgreSQL refuses to run as root: inside a user namespace of one entry root appears as user 1000.

Nothing else changes there. Where namespaces are switched off the server runs as `nobody`.
"""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from casemgr.embedded_postgres.programs import programs

SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG, Linux prctl(2)


def identity() -> dict[str, Any]:
    """Arguments of Popen that make the child an ordinary user and let it end with this process."""
    if os.getuid() != 0:
        return {"preexec_fn": end_with_parent}
    if _namespaces_work():
        return {"preexec_fn": _enter_namespace}
    return {"user": "nobody", "group": _nobody()[1], "extra_groups": [], "preexec_fn": end_with_parent}


def as_whom() -> str:
    """A hint for error messages, when the server runs as somebody else than the person who started it."""
    if os.getuid() != 0 or _namespaces_work():
        return ""
    return "\nStarted by root, it runs as `nobody`, who can't reach every folder: choose another data folder."


def _enter_namespace() -> None:
    os.unshare(os.CLONE_NEWUSER)
    for name, text in (("setgroups", "deny"), ("uid_map", "1000 0 1"), ("gid_map", "1000 0 1")):
        Path(f"/proc/self/{name}").write_text(text)
    end_with_parent()


_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def end_with_parent() -> None:
    """Ask the kernel for a fast shutdown when the parent is killed; macOS has no such thing."""
    if _libc is not None:
        _libc.prctl(SET_PARENT_DEATH_SIGNAL, int(signal.SIGINT))


@cache
def _namespaces_work() -> bool:
    if not hasattr(os, "unshare"):
        return False
    try:
        subprocess.run([programs() / "postgres", "--version"], preexec_fn=_enter_namespace, capture_output=True)
    except (subprocess.SubprocessError, OSError):
        return False
    return True


def _nobody() -> tuple[int, int]:
    entry = pwd.getpwnam("nobody")
    return entry.pw_uid, entry.pw_gid


def hand_over(folder: Path) -> None:
    """Give a folder to `nobody` when the server will run so."""
    if os.getuid() == 0 and not _namespaces_work():
        os.chown(folder, *_nobody())
