"""The built world kept for all modules and processes of one run: made once, then cloned with its keys and files."""

import fcntl
import pickle
import shutil
from http.cookies import SimpleCookie
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.test import Client

from tests import cluster, worlds
from tests.doors.world import World, build

DATABASE = "casemgr_doors"


def world() -> World:
    """The people, browsers and ids of the kept world; its files are put where this process looks for files."""
    packed = pickle.loads(_kept().read_bytes())  # noqa: S301 - written below, in this run
    shutil.copytree(_files(), settings.CASEMGR_DATA_DIR, dirs_exist_ok=True)
    packed.browsers = {name: _browser(cookies) for name, cookies in packed.browsers.items()}
    return packed


def _kept() -> Path:
    """The world as a file, made by whichever process comes first."""
    kept = cluster.folder() / "doors.world"
    with (cluster.folder() / "doors.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            _make(kept)
    return kept


def _make(kept: Path) -> None:
    cluster.clone(DATABASE)
    with worlds.pointed_at(DATABASE), transaction.atomic():
        made = build()
    made.browsers = {name: client.cookies for name, client in made.browsers.items()}
    shutil.copytree(settings.CASEMGR_DATA_DIR, _files(), dirs_exist_ok=True)
    kept.write_bytes(pickle.dumps(made))


def _files() -> Path:
    return cluster.folder() / "data" / DATABASE


def _browser(cookies: SimpleCookie) -> Client:
    client = Client()
    client.cookies = cookies
    return client
