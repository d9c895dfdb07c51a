import stat

import pytest

from casemgr.encryption.errors import MasterKeyUnusable
from casemgr.encryption.master_key import derive, ensure_master_key, read_master_key

pytestmark = pytest.mark.nodb


def test_it_makes_a_private_file_once(tmp_path):
    path = ensure_master_key(tmp_path / "deep" / "master.key")
    before = path.read_bytes()
    assert len(before) == 32 and stat.S_IMODE(path.stat().st_mode) == 0o600
    assert ensure_master_key(path).read_bytes() == before


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o620])
def test_it_refuses_a_file_that_others_can_use(tmp_path, mode):
    path = ensure_master_key(tmp_path / "master.key")
    path.chmod(mode)
    with pytest.raises(MasterKeyUnusable, match="chmod 600"):
        read_master_key(path)


def test_it_refuses_the_data_folder(tmp_path, settings):
    (tmp_path / "data").mkdir(exist_ok=True)
    (tmp_path / "link").symlink_to(settings.CASEMGR_DATA_DIR)
    for folder in ("data", "data/below", "link"):
        with pytest.raises(MasterKeyUnusable, match="CASEMGR_MASTER_KEY_FILE"):
            ensure_master_key(tmp_path / folder / "master.key")
    assert not list((tmp_path / "data").rglob("*.key"))


@pytest.mark.parametrize("content", [b"", b"short", bytes(33)])
def test_it_refuses_a_file_of_another_size(tmp_path, content):
    path = tmp_path / "master.key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(MasterKeyUnusable, match="32 bytes"):
        ensure_master_key(path)


def test_it_says_when_the_file_is_absent(tmp_path):
    with pytest.raises(MasterKeyUnusable, match="No such file"):
        read_master_key(tmp_path / "none.key")


def test_purposes_get_unrelated_keys():
    assert derive(bytes(32), "a") != derive(bytes(32), "b") and derive(bytes(32), "a") == derive(bytes(32), "a")
