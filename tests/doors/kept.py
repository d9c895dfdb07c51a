"""The built world kept for all modules and processes of one run: made once, then cloned with its keys and files."""

import fcntl
import pickle
import shutil
from http.cookies import SimpleCookie
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings

from tests import cluster, worlds
from tests.conftest import people_made
from tests.doors.world import World, build

DATABASE = "casemgr_doors"
FOLDERS = ("documents", "imports", "attachments")


def world() -> World:
    """The people, browsers and ids of the kept world; its files are put where this process looks for files."""
    packed, people = pickle.loads(_kept().read_bytes())  # noqa: S301 - written below, in this run
    for folder in FOLDERS:
        shutil.copytree(_files() / folder, Path(settings.CASEMGR_DATA_DIR) / folder, dirs_exist_ok=True)
    people_made.go_on_after(people)
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
    for folder in FOLDERS:
        (_files() / folder).mkdir(exist_ok=True)
    with override_settings(CASEMGR_DATA_DIR=_files()), worlds.pointed_at(DATABASE), transaction.atomic():
        made = build()
    made.browsers = {name: client.cookies for name, client in made.browsers.items()}
    kept.write_bytes(pickle.dumps((made, people_made.count)))


def _files() -> Path:
    return cluster.folder() / "data" / DATABASE


def _browser(cookies: SimpleCookie) -> Client:
    client = Client()
    client.cookies = cookies
    return client
