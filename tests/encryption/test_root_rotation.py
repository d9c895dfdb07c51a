"""Another root key: everything goes on opening, and the old root with its shares opens nothing of the present store."""

from datetime import timedelta
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap
from django.utils import timezone

from casemgr.encryption import (
    holder_proofs,
    holders,
    instance_keys,
    journal,
    keys,
    leases,
    recovery,
    root,
    root_rotation,
    share_text,
    signatures,
    watch,
)
from casemgr.encryption.errors import MasterKeyUnusable, ShareRefused, Tampered
from casemgr.encryption.key_providers.file import FileProvider
from casemgr.encryption.key_providers.local import unwrap_under
from casemgr.encryption.master_key import derive, ensure_master_key
from casemgr.encryption.models import InstanceKey, OrganizationKey, RootKey, RootWrapping
from casemgr.encryption.purposes import PURPOSES, Change
from casemgr.encryption.secrets import open_secret, seal_secret, sealed_anew
from tests.encryption.held import cheap, hand_over, no_thread, people, runtime  # noqa: F401 - fixtures

WRAPPING = "wrapping of organization keys"


def anew():
    """As another process finds it."""
    keys.forget_all()
    instance_keys.forget()


@pytest.fixture(autouse=True)
def forgetting():
    anew()
    yield
    anew()


@pytest.fixture
def older(settings):
    """An installation from before the root key: the root is the master file's own bytes."""
    InstanceKey.objects.all().delete()
    RootKey.objects.all().delete()
    anew()
    root.establish(inherited=FileProvider(settings.CASEMGR_MASTER_KEY_FILE).path.read_bytes())


def settle():
    RootKey.objects.update(created_at=timezone.now() - root_rotation.SETTLED - timedelta(minutes=1))


def shares_of_present():
    row = root.current()
    made = recovery.split(
        root.open_root(row.version),
        fingerprint=bytes(row.fingerprint),
        root_version=row.version,
        threshold=2,
        count=3,
    )
    return ["".join(share_text.rows(share)) for share in made]


@pytest.mark.usefixtures("db", "older")
def test_everything_opens_and_what_came_from_the_old_root_opens_nothing():
    organization, person, erased = uuid4(), uuid4(), journal.Erasure(uuid4(), uuid4())
    keys.create_organization_key(organization)
    before = keys.create_data_key(organization, person).secret
    sealed, public = seal_secret("seed", "p"), signatures.public_key("audit checkpoints")
    journal.append([erased])
    old, shares = root.open_root(1), shares_of_present()
    derived = {purpose: derive(old, purpose) for purpose in PURPOSES}
    assert instance_keys.newest(WRAPPING).secret == derived[WRAPPING], "the installation is an older one"
    assert root_rotation.begin() == 2
    anew()
    assert keys.data_key(organization, person).secret == before
    assert signatures.public_key("audit checkpoints") == public and list(journal.read()) == [erased]
    assert open_secret(sealed, "p") == "seed"
    renewed = sealed_anew(sealed, "p")
    assert open_secret(renewed, "p") == "seed" and sealed_anew(renewed, "p") is None
    for purpose, change in PURPOSES.items():
        same = instance_keys.newest(purpose).secret == derived[purpose]
        assert same is (change is Change.CARRIED), purpose
    for row in InstanceKey.objects.filter(destroyed_at=None):
        with pytest.raises(MasterKeyUnusable):
            unwrap_under(old, bytes(row.wrapped), root.instance_context(row.purpose, row.version))
    for guess in (old, *derived.values()):
        with pytest.raises(InvalidUnwrap):
            aes_key_unwrap(guess, bytes(OrganizationKey.objects.get(organization_id=organization).wrapped))
    row = root.current()
    assert row.version == 2 and RootWrapping.objects.get().root_id == row.pk
    with pytest.raises(ShareRefused, match="another root key"):
        recovery.Gathering(row.version, bytes(row.fingerprint)).add(shares[0])
    with pytest.raises(MasterKeyUnusable):
        root.accept(row.version, old)


@pytest.mark.usefixtures("db")
def test_a_new_installation_derives_nothing_from_its_root():
    secret = root.open_root(1)
    for purpose in PURPOSES:
        assert instance_keys.newest(purpose).secret != derive(secret, purpose)


def test_older_keys_go_when_it_is_finished_and_not_too_early(organization, person):
    before, sealed = keys.data_key(organization, person).secret, seal_secret("seed", "p")
    assert not root_rotation.unfinished()
    root_rotation.begin()
    assert root_rotation.unfinished()
    with pytest.raises(MasterKeyUnusable, match="Wait until"):
        root_rotation.destroy_older()
    settle()
    root_rotation.destroy_older()
    assert not root_rotation.unfinished()
    anew()
    assert keys.data_key(organization, person).secret == before
    with pytest.raises(Tampered):
        open_secret(sealed, "p")
    for row in InstanceKey.objects.exclude(destroyed_at=None):
        assert bytes(row.wrapped) == b"" and PURPOSES[row.purpose] is Change.RENEWED
    assert InstanceKey.objects.filter(purpose="stored output of statistics", destroyed_at=None).count() == 2
    assert root_rotation.begin() == 3
    anew()
    assert keys.data_key(organization, person).secret == before


def test_nothing_is_destroyed_while_an_organization_needs_it(organization):
    root_rotation.begin()
    settle()
    OrganizationKey.objects.filter(organization_id=organization).update(wrapping_version=1)
    with pytest.raises(MasterKeyUnusable, match="still wrapped"):
        root_rotation.destroy_older()
    assert root_rotation.unfinished()


def test_it_waits_for_a_change_of_the_master_key_to_end(organization, person, tmp_path):
    from casemgr.encryption import master_rotation

    master_rotation.add(FileProvider(ensure_master_key(tmp_path / "next.key")))
    with pytest.raises(MasterKeyUnusable, match="rotate master --finish"):
        root_rotation.begin()
    assert root.current().version == 1


def test_interrupted_in_the_middle_nothing_changed(organization, person, monkeypatch):
    before, rows = keys.data_key(organization, person).secret, list(InstanceKey.objects.order_by("pk").values())

    def killed(*_arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(root_rotation, "_wrap_organizations", killed)
        with pytest.raises(KeyboardInterrupt):
            root_rotation.begin()
    assert list(InstanceKey.objects.order_by("pk").values()) == rows and root.current().version == 1
    assert root_rotation.begin() == 2
    anew()
    assert keys.data_key(organization, person).secret == before


def test_a_reader_that_read_the_row_before_and_asks_for_its_root_after_goes_on(organization, person, monkeypatch):
    before = keys.data_key(organization, person).secret
    stale = InstanceKey.objects.get(purpose=WRAPPING)
    root_rotation.begin()
    anew()
    rows = iter([stale])
    honest = instance_keys._stored
    monkeypatch.setattr(instance_keys, "_stored", lambda *asked: next(rows, None) or honest(*asked))
    assert instance_keys.instance_key_version(WRAPPING, 1)
    assert keys.data_key(organization, person).secret == before


def test_named_holders_stay_named_and_a_forged_set_stays_forged(organization):
    following = holders.name(organization, people(3), threshold=2, hours=12)
    other = uuid4()
    keys.create_organization_key(other)
    forged = holders.name(other, people(3), threshold=2, hours=12)
    type(forged).objects.filter(pk=forged.pk).update(threshold=3)
    root_rotation.begin()
    anew()
    following.refresh_from_db()
    forged.refresh_from_db()
    assert following.proof == holder_proofs.of_set(following, following.holders.values_list("user_id", flat=True))
    assert forged.proof != holder_proofs.of_set(forged, forged.holders.values_list("user_id", flat=True))


@pytest.mark.usefixtures("cheap", "no_thread", "runtime")
def test_a_lease_is_renewed_by_whoever_watches_it(organization, person):
    lease = hand_over(organization, people(3), 2)
    watch.begin(organization)
    root_rotation.begin()
    assert watch.look()
    settle()
    root_rotation.destroy_older()
    anew()
    assert leases.get(organization) == lease and keys.data_key(organization, person)
