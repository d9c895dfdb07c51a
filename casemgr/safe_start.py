"""Production doesn't start with a missing or demo secret: this says which. Demo mode starts anyway, and says so."""

import logging
import stat
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connections

from casemgr import environment as env
from casemgr.accounts.breached import problem as breached_problem
from casemgr.encryption.errors import JournalUnusable
from casemgr.encryption.key_providers import NAMES, missing_settings
from casemgr.encryption.leases import is_in_memory
from casemgr.encryption.models import ErasureEntry
from casemgr.encryption.replay import replay
from cases.actions import erased_again

_log = logging.getLogger(__name__)

NEEDED_FILES = ("CASEMGR_CONTEXT_KEY_FILE",)
# each process holds its own login and no other's
WEB_URLS = ("DATABASE_URL", "KEYS_DATABASE_URL")
WORKER_URLS = ("WORKER_DATABASE_URL", "EXPORTER_DATABASE_URL", "KEYS_DATABASE_URL")
SHORTEST_SECRET = 32
LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}
LOGIN = """
    SELECT rolsuper, rolbypassrls, EXISTS (
        SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND pg_has_role(current_user, c.relowner, 'MEMBER'))
    FROM pg_roles WHERE rolname = current_user
"""


class UnsafeStart(RuntimeError):
    """The process must not serve; the message lists every reason, naming settings and never their values."""


def refuse_unsafe_start() -> None:
    """Raise UnsafeStart unless this is a demo or everything a production instance needs is there."""
    if not settings.CASEMGR_DEMO and (found := problems()):
        raise UnsafeStart("Not started:\n" + "\n".join(f"  - {problem}" for problem in found))


def refuse_unsafe_login() -> None:
    """Raise UnsafeStart when the database login escapes row-level security; asks the live connection."""
    if not settings.CASEMGR_DEMO and (found := login_problems()):
        raise UnsafeStart("Not started:\n" + "\n".join(f"  - {problem}" for problem in found))


def erase_again() -> None:
    """Destroy again what a restored key store brought back. Raise UnsafeStart when the journal can't be relied on."""
    try:
        count = replay()
    except JournalUnusable as error:
        raise UnsafeStart(f"Not started:\n  - {error}") from None
    if count:
        _log.warning("%s keys that had been destroyed were back, as after a restore: destroyed again.", count)


def erase_rows_again() -> None:
    """Delete rows of people whose keys are destroyed, before any is served: a restored database brought them back."""
    owners: dict[UUID, list[UUID]] = {}
    for organization_id, owner_id in ErasureEntry.objects.values_list("organization_id", "owner_id"):
        owners.setdefault(organization_id, []).append(owner_id)
    count = sum(erased_again(organization_id, theirs) for organization_id, theirs in sorted(owners.items()))
    if count:
        _log.warning("%s people whose records had been erased were back, as after a restore: erased again.", count)


def login_problems(alias: str = "default") -> list[str]:
    """What is wrong with the login of this connection, one sentence each."""
    with connections[alias].cursor() as cursor:
        cursor.execute(LOGIN)
        superuser, bypasses, owner = cursor.fetchone()
    if not connections[alias].in_atomic_block:
        connections[alias].close()
    found = ["is a superuser"] * superuser + ["bypasses row-level security"] * bypasses + ["owns tables"] * owner
    return [f"the database login {word}: use the one that `casemgr provision` makes" for word in found]


def problems() -> list[str]:
    """What a production start lacks, one sentence each."""
    found = _provider_problems()
    found += [f"{name} is not set" for name in NEEDED_FILES if not getattr(settings, name)]
    urls = WORKER_URLS if settings.CASEMGR_PROCESS == "worker" else WEB_URLS
    found += [f"{name} is not set" for name in urls if not env.text(name)]
    found += [_file_problem(name) for name in NEEDED_FILES if getattr(settings, name)]
    secret = env.text("CASEMGR_SECRET_KEY")
    if len(secret) < SHORTEST_SECRET:
        found.append(f"CASEMGR_SECRET_KEY is missing or shorter than {SHORTEST_SECRET} characters")
    if secret.startswith("demo"):
        found.append("CASEMGR_SECRET_KEY is the demo's")
    if settings.CASEMGR_RUNTIME_DIR and not is_in_memory(Path(settings.CASEMGR_RUNTIME_DIR)):
        found.append("CASEMGR_RUNTIME_DIR isn't in memory: name a folder on a tmpfs, or leave it out")
    if not env.text("CASEMGR_ALLOWED_HOSTS"):
        found.append("CASEMGR_ALLOWED_HOSTS is not set: name the host people type")
    breached = settings.CASEMGR_BREACHED_PASSWORDS
    if breached and (why := breached_problem(breached)):
        found.append(f"CASEMGR_BREACHED_PASSWORDS {why}")
    return [problem for problem in [*found, *([] if is_trial() else _exposed())] if problem]


def _provider_problems() -> list[str]:
    """What the provider of the root key lacks."""
    provider = settings.CASEMGR_KEY_PROVIDER
    if provider not in NAMES:
        return [f"CASEMGR_KEY_PROVIDER is none of {', '.join(NAMES)}"]
    found = [f"{name} is not set" for name in missing_settings(provider)]
    files = {"file": "CASEMGR_MASTER_KEY_FILE", "vault": "CASEMGR_VAULT_TOKEN_FILE"}
    name = files.get(provider, "")
    return found + ([_file_problem(name)] if name and getattr(settings, name) else [])


def is_trial() -> bool:
    """Whether this is `./run` on one's own machine: it says so, and answers to no name but localhost."""
    return env.flag("CASEMGR_TRIAL") and set(settings.ALLOWED_HOSTS) <= LOOPBACK


def _exposed() -> list[str]:
    """What must be there before anybody but this machine is served."""
    found = []
    if not settings.BEHIND_TLS:
        found.append("CASEMGR_BEHIND_TLS is not set: people's data must not travel unencrypted")
    if env.text("KEYS_DATABASE_URL").startswith("sqlite:"):
        found.append("KEYS_DATABASE_URL is SQLite: keys belong on another PostgreSQL server")
    if settings.CASEMGR_PROCESS == "web" and env.text("OWNER_DATABASE_URL"):
        found.append("OWNER_DATABASE_URL must not be given to the web process")
    return found


def _file_problem(name: str) -> str:
    path = Path(getattr(settings, name))
    if not path.is_file():
        return f"{name} names no file"
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO) and not str(path).startswith("/run/secrets/"):
        return f"the file of {name} can be read by others: chmod 600 it"
    if path.read_bytes().strip().lower().startswith(b"demo"):
        return f"{name} holds a demo secret"
    return ""
