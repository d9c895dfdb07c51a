import stat

import pytest

from casemgr.encryption.errors import MasterKeyUnusable, Tampered
from casemgr.encryption.master_key import ensure_master_key, instance_key, read_master_key
from casemgr.encryption.secrets import open_secret, seal_secret

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
    assert instance_key("a") != instance_key("b") and instance_key("a") == instance_key("a")


def test_a_secret_opens_for_its_purpose_only():
    sealed = seal_secret("JBSWY3DP", "totp:1")
    assert "JBSWY3DP" not in sealed and open_secret(sealed, "totp:1") == "JBSWY3DP"
    for broken, purpose in [(sealed, "totp:2"), (sealed[:-4], "totp:1"), ("", "totp:1"), ("ä", "totp:1")]:
        with pytest.raises(Tampered):
            open_secret(broken, purpose)


def test_two_seals_of_a_secret_differ():
    assert seal_secret("x", "p") != seal_secret("x", "p")
