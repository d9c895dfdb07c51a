"""`casemgr keys split` and `recover`: the master key is lost, some people bring their pages, everything opens again."""

import os
import pty
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import transaction

from casemgr.accounts.actions import create_organization
from casemgr.audit import events
from casemgr.audit.models import AuditEntry
from casemgr.encryption import instance_keys, keys
from casemgr.encryption.models import RootWrapping
from tests.conftest import as_user, make_person_of

ROW = re.compile(r"^ +\d: +(\S+)$", re.MULTILINE)


@pytest.fixture
def instance(cloned_world, tmp_path, settings):
    """An instance with a master key of its own and one organization."""
    settings.CASEMGR_DATA_DIR = cloned_world.environment["CASEMGR_DATA_DIR"]
    harbor = create_organization(name="Harbor House", slug="harbor", country="USA")
    keys.create_data_keys(harbor.pk, [harbor.pk])
    master = Path(shutil.copy(cloned_world.environment["CASEMGR_MASTER_KEY_FILE"], tmp_path / "master.key"))
    yield harbor, cloned_world.environment | {"CASEMGR_MASTER_KEY_FILE": str(master)}, master
    keys.forget_all()
    instance_keys.forget()


def casemgr(environment, *arguments, typed=""):
    return subprocess.run(
        [sys.executable, "-m", "casemgr.cli", *arguments],
        env=os.environ | environment, input=typed, capture_output=True, text=True,
    )  # fmt: skip


def split(environment, threshold=2, count=3):
    done = casemgr(environment, "keys", "split", "--threshold", str(threshold), "--of", str(count))
    assert done.returncode == 0, done.stderr
    return ["".join(ROW.findall(page)) for page in done.stdout.split("\f")]


def told_to(organization, event):
    auditor = make_person_of(organization, "auditor")
    with as_user(auditor), transaction.atomic():
        return [entry.additional_data for entry in AuditEntry.objects.visible_to(auditor).filter(event=event)]


def test_the_whole_way_from_a_lost_master_key_to_a_new_one(instance, tmp_path, settings):
    harbor, environment, master = instance
    before = keys.data_key(harbor.pk, harbor.pk).secret
    public = casemgr(environment, "audit", "public-key").stdout
    shares = split(environment)
    assert len(shares) == 3 and all(len(share) == 4 * 23 for share in shares)
    master.unlink()
    assert casemgr(environment, "audit", "public-key").returncode == 1
    done = casemgr(
        environment, "keys", "recover", "--new-file", str(master), typed=f"{shares[2].lower()}\n\n{shares[0]}"
    )
    assert done.returncode == 0, done.stderr
    assert stat.S_IMODE(master.stat().st_mode) == 0o600
    done = casemgr(environment, "keys", "rotate", "master", "--finish")
    assert "forgot 1 other" in done.stdout, done.stderr
    assert public and casemgr(environment, "audit", "public-key").stdout == public
    settings.CASEMGR_MASTER_KEY_FILE = str(master)
    keys.forget_all()
    instance_keys.forget()
    assert keys.data_key(harbor.pk, harbor.pk).secret == before
    assert told_to(harbor, events.RECOVERY_KEY_SPLIT) == [{"threshold": 2, "shares": 3, "operator": 1}]
    assert told_to(harbor, events.MASTER_KEY_RECOVERED) == [{"shares": 2, "operator": 1}]


def test_what_does_not_fit_is_refused_and_nothing_is_written(instance, tmp_path):
    harbor, environment, master = instance
    first, second, _third = split(environment)
    another = split(environment)[1]
    master.unlink()
    new = tmp_path / "new.key"
    swapped = second[:50] + ("2" if second[50] != "2" else "3") + second[51:]
    for typed, why in (
        ("", "Too few shares: 0"),
        (first, "Too few shares: 1 of 2"),
        (f"{first}\n{first}", "Line 2: Share 1 is here already"),
        (f"{first}\n{swapped}", "Line 2: Row 3 of the share is mistyped"),
        (f"{first}\n\n{another}", "Line 3: This share was made on another occasion"),
    ):
        done = casemgr(environment, "keys", "recover", "--new-file", str(new), typed=typed)
        assert done.returncode == 1 and why in done.stderr and "Traceback" not in done.stderr
        assert first not in done.stderr and not new.exists()
    assert RootWrapping.objects.count() == 1 and not told_to(harbor, events.MASTER_KEY_RECOVERED)


def test_a_file_that_is_there_and_the_data_folder_are_refused_before_anything_is_typed(instance):
    _harbor, environment, master = instance
    before = master.read_bytes()
    for path in (master, Path(environment["CASEMGR_DATA_DIR"]) / "master.key"):
        done = casemgr(environment, "keys", "recover", "--new-file", str(path))
        assert done.returncode == 1 and ("there already" in done.stderr or "data folder" in done.stderr)
    assert master.read_bytes() == before and not path.exists()


def test_files_instead_of_printing(instance, tmp_path):
    _harbor, environment, _master = instance
    folder = tmp_path / "shares"
    arguments = ["keys", "split", "--threshold", "2", "--of", "3", "--into"]
    done = casemgr(environment, *arguments, str(folder))
    assert done.returncode == 0 and not ROW.search(done.stdout + done.stderr)
    files = sorted(folder.iterdir())
    assert len(files) == 3 and {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert all(len(ROW.findall(file.read_text())) == 4 for file in files)
    before = files[2].read_text()
    files[0].unlink()
    done = casemgr(environment, *arguments, str(folder))
    assert done.returncode == 1 and "there already" in done.stderr
    assert not files[0].exists() and files[2].read_text() == before
    done = casemgr(environment, *arguments, environment["CASEMGR_DATA_DIR"])
    assert done.returncode == 1 and "data folder" in done.stderr


@pytest.mark.parametrize("size", [("1", "3"), ("4", "3"), ("2", "17")])
def test_sizes_that_make_no_sense_are_refused(instance, size):
    _harbor, environment, _master = instance
    done = casemgr(environment, "keys", "split", "--threshold", size[0], "--of", size[1])
    assert done.returncode == 1 and "2 at least must be needed" in done.stderr and not done.stdout


def test_at_a_terminal_a_mistyped_row_is_asked_again(instance, tmp_path):
    _harbor, environment, master = instance
    shares = split(environment, 2, 2)
    master.unlink()
    rows = [share[at : at + 23] for share in shares for at in range(0, 92, 23)]
    wrong = ("2" if rows[1][0] != "2" else "3") + rows[1][1:]
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "casemgr.cli", "keys", "recover", "--new-file", str(master)],
        env=os.environ | environment, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    os.close(theirs)
    for row in (rows[0], wrong, *rows[1:]):
        os.write(ours, f"{row}\n".encode())
    said, refused = process.communicate(timeout=60)
    os.close(ours)
    assert process.returncode == 0, refused
    assert "Row 2 of the share is mistyped" in refused and "Share 2 of 2, row 4" in said + refused
    assert casemgr(environment, "audit", "public-key").returncode == 0
