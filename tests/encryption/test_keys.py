import threading
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap, aes_key_wrap
from django.db import connections

from casemgr.encryption import cipher, instance_keys, key_cache, keys, providers
from casemgr.encryption.errors import KeyDestroyed, KeyMissing, MasterKeyUnusable, OrganizationLocked, Tampered
from casemgr.encryption.master_key import ensure_master_key
from casemgr.encryption.models import DataKey, ErasureEntry, OrganizationKey

pytestmark = pytest.mark.django_db(databases=["keys"])
PLACE = {"table": "t", "column": "c", "pk": 1}


def queries():
    from django.test.utils import CaptureQueriesContext

    return CaptureQueriesContext(connections["keys"])


def test_a_destroyed_key_is_unreadable_from_a_warm_cache(organization, person):
    key = keys.data_key(organization, person)
    sealed = cipher.seal(b"x", key=key, **PLACE)
    keys.destroy(organization, person)
    for key_id in (None, cipher.key_id(sealed)):
        with pytest.raises(KeyDestroyed):
            keys.data_key(organization, person, key_id)


def test_destroying_overwrites_the_wrapped_bytes_and_writes_the_journal(organization, person):
    keys.destroy(organization, person)
    keys.destroy(organization, person)
    row = DataKey.objects.get(owner_id=person)
    assert bytes(row.wrapped) == b"" and row.destroyed_at
    assert ErasureEntry.objects.get(owner_id=person).organization_id == organization


def test_destroying_touches_no_other_owner(organization, person):
    other = uuid4()
    keys.create_data_key(organization, other)
    keys.destroy(organization, person)
    keys.forget_all()
    assert keys.data_key(organization, other)


def test_an_erased_owner_gets_no_new_key(organization, person):
    keys.destroy(organization, person)
    with pytest.raises(KeyDestroyed):
        keys.create_data_key(organization, person)


def test_a_load_that_raced_with_a_destroy_is_not_kept(organization, person):
    cache = key_cache.KeyCache()
    before = cache.generation()
    cache.forget(person)
    cache.put(before, organization, {person: [keys.data_key(organization, person)]})
    assert cache.get(person) is None


def test_an_entry_lives_thirty_seconds(organization, person, monkeypatch):
    now = [1000.0]
    keys.forget_all()
    monkeypatch.setattr(key_cache.time, "monotonic", lambda: now[0])
    keys.data_key(organization, person)
    DataKey.objects.filter(owner_id=person).delete()  # as another process would
    now[0] += 29
    assert keys.data_key(organization, person)
    now[0] += 2
    with pytest.raises(KeyMissing):
        keys.data_key(organization, person)


def test_the_cache_is_bounded():
    cache = key_cache.KeyCache(owners=3)
    owners = [uuid4() for _ in range(5)]
    for owner in owners:
        cache.put(cache.generation(), uuid4(), {owner: [cipher.Key(uuid4(), bytes(32))]})
    assert cache.missing(owners) == owners[:2]


def test_prefetch_takes_one_query_for_a_page(organization):
    owners = [uuid4() for _ in range(25)]
    keys.create_data_keys(organization, owners)
    keys.forget_all()
    keys.data_key(organization, owners[0])
    with queries() as taken:
        keys.prefetch(organization, [*owners, uuid4()])
    assert len(taken) == 1
    with queries() as taken:
        for owner in owners:
            keys.data_key(organization, owner)
    assert len(taken) == 0


def test_bulk_creation_keeps_present_keys(organization, person):
    before = keys.data_key(organization, person).id
    owners = [uuid4() for _ in range(1200)]
    with queries() as taken:
        keys.create_data_keys(organization, [person, *owners, owners[0]])
    assert len(taken) < 20
    assert DataKey.objects.count() == 1201
    keys.forget_all()
    assert keys.data_key(organization, person).id == before


def test_another_organization_cannot_ask_for_the_key(organization, person):
    other = uuid4()
    keys.create_organization_key(other)
    for _warm in range(2):
        with pytest.raises(KeyMissing):
            keys.data_key(other, person)
        keys.data_key(organization, person)


def test_a_key_id_of_another_owner_is_refused(organization, person):
    other = keys.create_data_key(organization, uuid4())
    with pytest.raises(Tampered):
        keys.data_key(organization, person, other.id.bytes)


def test_without_an_organization_key_nothing_is_made(db):
    with pytest.raises(KeyMissing):
        keys.create_data_key(uuid4(), uuid4())


def test_an_organization_key_is_made_once(organization):
    before = bytes(OrganizationKey.objects.get().wrapped)
    keys.create_organization_key(organization)
    assert bytes(OrganizationKey.objects.get().wrapped) == before


def test_the_store_holds_no_usable_key(organization, person, tmp_path, settings):
    secret = keys.data_key(organization, person).secret
    assert secret not in bytes(DataKey.objects.get().wrapped)
    settings.CASEMGR_MASTER_KEY_FILE = str(ensure_master_key(tmp_path / "another.key"))
    keys.forget_all()
    instance_keys.forget()
    with pytest.raises(MasterKeyUnusable):
        keys.data_key(organization, person)


def test_swapped_wrapped_keys_open_nothing(organization, person):
    other = uuid4()
    keys.create_data_key(organization, other)
    sealed = cipher.seal(b"x", key=keys.data_key(organization, person), **PLACE)
    DataKey.objects.filter(owner_id=person).update(wrapped=DataKey.objects.get(owner_id=other).wrapped)
    keys.forget_all()
    with pytest.raises(Tampered):
        cipher.open_(sealed, key=keys.data_key(organization, person), **PLACE)


def test_a_locked_organization_says_so(organization, person):
    OrganizationKey.objects.update(holder="organization")
    keys.forget_all()
    for act in (lambda: keys.data_key(organization, person), lambda: keys.create_data_key(organization, uuid4())):
        with pytest.raises(OrganizationLocked):
            act()


def test_an_organization_may_hold_its_own_key(organization, monkeypatch):
    class Held:
        def wrap(self, organization_id, secret):
            return aes_key_wrap(bytes(32), secret), 0

        def unwrap(self, organization_id, wrapped, version):
            return aes_key_unwrap(bytes(32), wrapped)

    monkeypatch.setitem(providers.PROVIDERS, "organization", Held())
    own = uuid4()
    keys.create_organization_key(own, holder="organization")
    assert keys.create_data_key(own, own)


def test_purposes_and_organizations_get_unrelated_secrets(organization):
    other = uuid4()
    keys.create_organization_key(other)
    made = {keys.organization_secret(o, p) for o in (organization, other) for p in ("search", "digest")}
    assert len(made) == 4 and made == {
        keys.organization_secret(o, p) for o in (organization, other) for p in ("search", "digest")
    }


def test_threads_share_the_cache(organization, person):
    keys.data_key(organization, person)
    found = []
    threads = [threading.Thread(target=lambda: found.append(keys.data_key(organization, person))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
