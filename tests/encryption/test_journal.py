"""A destroyed key stays destroyed, whatever backup of the key store is put back."""

import json
import threading
from uuid import uuid4

import pytest
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casemgr.encryption import journal, keys
from casemgr.encryption.errors import JournalUnusable, KeyDestroyed
from casemgr.encryption.journal import Erasure
from casemgr.encryption.models import DataKey, ErasureEntry
from casemgr.encryption.replay import replay
from casemgr.safe_start import UnsafeStart, erase_again

pytestmark = pytest.mark.django_db(databases=["keys"])


def backup():
    """The rows of the key store as a dump would hold them."""
    return list(DataKey.objects.values()), list(ErasureEntry.objects.values())


def restore(dumped):
    """What a restore leaves: exactly the rows of the dump."""
    DataKey.objects.all().delete()
    ErasureEntry.objects.all().delete()
    DataKey.objects.bulk_create(DataKey(**row) for row in dumped[0])
    ErasureEntry.objects.bulk_create(ErasureEntry(**row) for row in dumped[1])
    keys.forget_all()


def test_yesterdays_key_store_opens_nothing_that_was_erased_since(organization, person, make_card):
    card = make_card(alias="Amira")
    other = uuid4()
    keys.create_data_key(organization, other)
    yesterday = backup()
    keys.destroy(organization, person)
    restore(yesterday)
    assert type(card).objects.get(pk=card.pk).alias == "Amira", "the restore did bring the key back"
    assert replay() == 1
    with pytest.raises(KeyDestroyed):
        _ = type(card).objects.get(pk=card.pk).alias
    with pytest.raises(KeyDestroyed):
        keys.create_data_key(organization, person)
    assert keys.data_key(organization, other)
    assert replay() == 0


def test_the_start_tells_how_many_came_back(organization, person, caplog):
    yesterday = backup()
    keys.destroy(organization, person)
    restore(yesterday)
    erase_again()
    assert "1 keys" in caplog.text and str(person) not in caplog.text


def test_a_journal_that_lacks_erasures_gets_them_from_the_store(organization, person):
    keys.destroy(organization, person)
    journal.path().unlink()
    assert replay() == 0
    assert list(journal.read()) == [Erasure(organization, person)]


def test_it_is_on_the_disk_before_the_key_is_destroyed(organization, person, monkeypatch):
    def killed(*_arguments, **_words):
        raise KeyboardInterrupt

    monkeypatch.setattr(ErasureEntry.objects, "get_or_create", killed)
    with pytest.raises(KeyboardInterrupt):
        keys.destroy(organization, person)
    assert keys.data_key(organization, person), "the store's transaction was undone"
    assert replay() == 1
    with pytest.raises(KeyDestroyed):
        keys.data_key(organization, person)


def test_a_line_that_a_crash_cut_short_is_removed_by_the_next(organization):
    first, second = Erasure(organization, uuid4()), Erasure(organization, uuid4())
    journal.append([first])
    with journal.path().open("ab") as file:
        file.write(b'{"organization": "00000000-')
    assert list(journal.read()) == [first]
    journal.append([second])
    assert list(journal.read()) == [first, second]


@given(data=st.data())
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_no_changed_line_is_believed(organization, data):
    journal.path().unlink(missing_ok=True)
    journal.append([Erasure(organization, uuid4()) for _line in range(2)])
    raw = bytearray(journal.path().read_bytes())
    place = data.draw(st.integers(0, len(raw) - 1).filter(lambda at: raw[at] != 0x0A))
    new = data.draw(st.integers(0x20, 0x7E).filter(lambda byte: chr(byte).lower() != chr(raw[place]).lower()))
    raw[place] = new
    journal.path().write_bytes(bytes(raw))
    with pytest.raises(JournalUnusable, match=r"Line [12]"):
        list(journal.read())


def test_nothing_is_served_with_a_journal_that_cannot_be_trusted_or_written(organization, person, settings, tmp_path):
    journal.append([Erasure(organization, uuid4())])
    forged = json.loads(journal.path().read_text()) | {"owner": str(person)}
    journal.path().write_text(json.dumps(forged) + "\n")
    with pytest.raises(UnsafeStart, match="Line 1"):
        erase_again()
    assert keys.data_key(organization, person)
    (tmp_path / "file").write_text("")
    settings.CASEMGR_ERASURE_JOURNAL = str(tmp_path / "file" / "journal")
    with pytest.raises(UnsafeStart, match="CASEMGR_ERASURE_JOURNAL"):
        erase_again()


def test_erasing_goes_on_when_the_journal_cannot_be_written(organization, person, settings, tmp_path, caplog):
    (tmp_path / "file").write_text("")
    settings.CASEMGR_ERASURE_JOURNAL = str(tmp_path / "file" / "journal")
    keys.destroy(organization, person)
    with pytest.raises(KeyDestroyed):
        keys.data_key(organization, person)
    assert "journal of erasures can't be written" in caplog.text
    settings.CASEMGR_ERASURE_JOURNAL = ""
    replay()
    assert Erasure(organization, person) in set(journal.read())


def test_many_write_at_once_and_no_line_is_lost(organization):
    wanted = [[Erasure(organization, uuid4()) for _one in range(10)] for _writer in range(6)]

    def write(some):
        for one in some:
            journal.append([one])
        connections.close_all()

    writers = [threading.Thread(target=write, args=(some,)) for some in wanted]
    journal.append([])  # the key is read here, where the test's database is
    _ = list(journal.read())
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert set(journal.read()) == {one for some in wanted for one in some}
