"""The tests' own PostgreSQL: one migrated template database, cloned for whoever needs one.

The migrated data folder is kept between runs under a hash of everything that shapes it (not when CI is set).
"""

import contextlib
import hashlib
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from casemgr import embedded_postgres
from casemgr.db.provision import LOGINS, ROLE_OWNER, grant_connect, provision
from frontend.catalogues import compile_stale

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = "casemgr_template"
DEMO = "casemgr_demo"
FOLDER = "CASEMGR_TEST_CLUSTER"
KEPT_CACHES = 3


def folder() -> Path:
    """Where this run's server keeps everything."""
    return Path(os.environ[FOLDER])


def environment(database: str) -> dict[str, str]:
    """The product's settings for one database of the cluster and its key store."""
    at = folder()
    urls = {login.setting: f"postgresql://{login.name}@/{database}?host={at}/pg/socket" for login in LOGINS}
    files = {f"CASEMGR_{name.upper()}_KEY_FILE": str(at / "keys" / name) for name in ("secret", "context", "master")}
    return {
        **urls,
        **files,
        "KEYS_DATABASE_URL": f"sqlite:///{quote(str(keys_of(database)))}",
        "CASEMGR_DATA_DIR": str(at / "data" / database),
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "casemgr.settings"),
    }


def keys_of(database: str) -> Path:
    """The key store that belongs to a database."""
    return folder() / f"{database}.sqlite3"


@contextmanager
def admin() -> Iterator[psycopg.Connection]:
    """The cluster's superuser, autocommit."""
    with psycopg.connect(f"postgresql://postgres@/postgres?host={folder()}/pg/socket", autocommit=True) as it:
        yield it


def clone(name: str, template: str = TEMPLATE) -> None:
    """Make database `name` and its key store as copies of the template's."""
    new, old, owner = sql.Identifier(name), sql.Identifier(template), sql.Identifier(ROLE_OWNER)
    with admin() as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(new))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(new, old, owner))
        grant_connect(connection, name)
    (folder() / "data" / name).mkdir(parents=True, exist_ok=True)
    if keys_of(template).exists():
        shutil.copy(keys_of(template), keys_of(name))
    if (folder() / "data" / template).exists():
        shutil.copytree(folder() / "data" / template, folder() / "data" / name, dirs_exist_ok=True)


def drop(name: str) -> None:
    """Remove a clone, whoever is still connected to it."""
    with admin() as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    for file in folder().glob(f"{name}.sqlite3*"):
        file.unlink()
    shutil.rmtree(folder() / "data" / name, ignore_errors=True)


def run(*command: str, database: str, **settings: str) -> None:
    """Run a Python module's command (`django migrate`) against one database; its error output raises."""
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env=os.environ | environment(database) | settings,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}\n{done.stderr[-6000:]}")


def start() -> embedded_postgres.Server:
    """Start this run's server with a migrated template, cached when it fits; sets CASEMGR_TEST_CLUSTER."""
    compile_stale()
    _sweep()
    at = Path(tempfile.mkdtemp(prefix=f"casemgr-tests-{os.getpid()}-"))
    os.environ[FOLDER] = str(at)
    cached = None if os.environ.get("CI") else _cache()
    if cached and cached.exists():
        shutil.copytree(cached, at, dirs_exist_ok=True, symlinks=True)
        return embedded_postgres.start(at / "pg", fast=True)
    server = embedded_postgres.start(at / "pg", fast=True)
    _make_keys(at / "keys")
    provision(server.conninfo(), database=TEMPLATE)
    try:
        migrate(TEMPLATE)
    except RuntimeError as error:
        (at / "failed.txt").write_text(str(error))
        return server
    if cached:
        server.stop()
        _keep(at, cached)
        server = embedded_postgres.start(at / "pg", fast=True)
    return server


def migrate(database: str) -> None:
    """Bring a database and its key store to the newest schema."""
    run("casemgr.cli", "migrate", database=database)


def failure() -> str:
    """Why the template could not be migrated, or nothing."""
    path = folder() / "failed.txt"
    return path.read_text() if path.exists() else ""


def _make_keys(at: Path) -> None:
    at.mkdir(mode=0o700)
    contents = {"master": secrets.token_bytes(32)}
    contents |= {name: secrets.token_urlsafe(48).encode() for name in ("secret", "context")}
    for name, content in contents.items():
        (at / name).touch(mode=0o600)
        (at / name).write_bytes(content)


def _cache() -> Path:
    shaping = [
        ROOT / "uv.lock",
        ROOT / "casemgr/settings.py",
        *ROOT.glob("casemgr/db/**/*.py"),
        *ROOT.glob("casemgr/db/*.sql"),
        Path(__file__),
    ]
    for room in ("casemgr", "cases", "referrals", "anonymized_exports", "frontend"):
        shaping += [p for p in (ROOT / room).rglob("*.py") if "migrations" in p.parts or "models" in str(p)]
    digest = hashlib.sha256((sys.version + os.environ.get("DJANGO_SETTINGS_MODULE", "")).encode())
    for path in sorted(set(shaping)):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return home / "casemgr-tests" / digest.hexdigest()[:24]


def _keep(at: Path, cached: Path) -> None:
    """Copy aside, then rename: several runs may do this at once."""
    cached.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=cached.parent, prefix="draft-"))
    shutil.copytree(at, draft, dirs_exist_ok=True, symlinks=True, ignore=shutil.ignore_patterns("socket"))
    if cached.exists():
        shutil.rmtree(draft)
        return
    draft.rename(cached)
    others = sorted(cached.parent.iterdir(), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in others[KEPT_CACHES:]:
        shutil.rmtree(old, ignore_errors=True)


def _sweep() -> None:
    """Remove what killed runs left behind."""
    for left in Path(tempfile.gettempdir()).glob("casemgr-tests-*-*"):
        pid = left.name.split("-")[2]
        with contextlib.suppress(FileNotFoundError):  # another run swept it meanwhile
            if not Path(f"/proc/{pid}").exists() and left.stat().st_uid == os.getuid():
                shutil.rmtree(left, ignore_errors=True)
