"""Nobody but the guard speaks HTTP to the outside: read from the imports of every module."""

import ast
from pathlib import Path

import pytest

pytestmark = pytest.mark.nodb

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("casemgr", "cases", "referrals", "anonymized_exports", "frontend")
SPEAKERS = ("requests", "httpx", "urllib3", "aiohttp", "httpcore", "urllib.request", "http.client", "ftplib")
# these also open connections by themselves
SOCKETS = ("socket", "ssl", "smtplib", "telnetlib", "xmlrpc")

#: a module, and why it may
MAY = {
    "casemgr/outbound/connection.py": "the guard itself",
    "casemgr/outbound/fetching.py": "the guard itself: it reads the answer",
    "casemgr/outbound/resolving.py": "the guard itself: it asks the resolver",
}
#: paths of the operator's own settings, never of what somebody typed
OF_THE_OPERATOR = {
    "casemgr/audit/anchors.py": "sends checkpoints to an address that is a setting",
    "casemgr/cli/health.py": "asks this machine's own port whether the program answers",
    "casemgr/trial/processes.py": "asks the trial's own port on this machine",
    "cases/documents/virus_scan.py": "ClamAV's address is a setting",
    "casemgr/trial/port.py": "looks for a free port on this machine",
}


def imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def users_of(modules):
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if any(name == one or name.startswith(f"{one}.") for name in imports(path) for one in modules):
                yield str(path.relative_to(ROOT))


def test_http_to_the_outside_goes_through_the_guard():
    assert set(users_of(SPEAKERS + SOCKETS)) - set(MAY) - set(OF_THE_OPERATOR) == set()


def test_every_exception_is_still_one():
    assert set(MAY) | set(OF_THE_OPERATOR) <= set(users_of(SPEAKERS + SOCKETS))


def test_the_guard_knows_no_models():
    named = {name for path in (ROOT / "casemgr/outbound").glob("*.py") for name in imports(path)}
    assert {name for name in named if name.startswith((*ROOMS, "django"))} == {"django.conf", "django.conf.settings"}
