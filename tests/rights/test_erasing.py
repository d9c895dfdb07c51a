"""After the wait nothing is left of a person: in no table, for no login, in no file, in no backup put back."""

from contextlib import contextmanager

import psycopg
import pytest
from django.db import transaction

from casemgr.accounts.actions import create_organization
from casemgr.db.provision import ROLE_APP, ROLE_BACKUP, ROLE_WORKER
from casemgr.encryption import journal, keys
from casemgr.encryption.models import DataKey, ErasureEntry
from casemgr.safe_start import erase_again, erase_rows_again
from cases import actions
from cases.documents.storage import path_of
from cases.models import ErasedRecord, LegalHold
from cases.tasks import erase_due
from referrals.actions import draft
from referrals.models import Referral
from tests import cluster
from tests.casework.files import picture
from tests.conftest import as_user as stated
from tests.conftest import make_person_of, open_case
from tests.rights.conftest import (
    PLANTED,
    everything,
    make_full,
    sealed,
    share,
    state_of,
    wait_is_over,
)


@contextmanager
def as_user(user):
    """Act as this person, in a transaction of their own."""
    with stated(user), transaction.atomic():
        yield user


TRAIL = ("audit_auditentry", "audit_checkpoint", "django_session")


@pytest.fixture
def house(cloned_world, settings):
    """An organization with people, committed for real."""
    settings.CASEMGR_DATA_DIR = cloned_world.environment["CASEMGR_DATA_DIR"]
    settings.CASEMGR_ERASURE_JOURNAL = ""
    harbor = create_organization(name="Harbor House", slug="harbor", country="USA")
    lotus = create_organization(name="Lotus Legal", slug="lotus", country="THA")
    worker, supervisor, second = (make_person_of(harbor, role) for role in ("caseworker", "supervisor", "supervisor"))
    yield {"harbor": harbor, "lotus": lotus, "worker": worker, "supervisor": supervisor, "second": second}
    keys.forget_all()


def fill(house):
    """A record with a document and a referral; another person's beside it."""
    worker, case = house["worker"], make_full(house["worker"])
    with as_user(worker):
        document = actions.add_document(
            case, file=picture(), name="a.png", title=PLANTED, kind="evidence", faces_agreed=True, by=worker
        )
    agreed = share(case, house["lotus"], worker)
    with as_user(worker):
        draft(consent=agreed, service_code="food_basics", case=case, by=worker)
    other = open_case(worker, alias="Somebody else")
    return case, document, other


def ids(case):
    return {str(case.pk), str(case.person_id), case.public_id}


def erase(house, case):
    request = sealed(case, house["worker"], house["supervisor"])
    wait_is_over()
    erase_due(str(house["harbor"].pk))
    return request


def test_nothing_is_left_of_the_person_in_any_table_but_the_trails_random_ids(house):
    case, document, other = fill(house)
    file = path_of(document)
    assert file.exists()
    before = everything(but=TRAIL)
    assert any(str(case.pk) in row for rows in before.values() for row in rows)
    erase(house, case)
    left = everything(but=TRAIL)
    found = {table for table, rows in left.items() for row in rows for one in ids(case) if one in row}
    assert found == set()
    assert not file.exists()
    assert any(str(other.pk) in row for row in left["cases_case"]), "nobody else was touched"
    with as_user(house["supervisor"]):
        [trace] = ErasedRecord.objects.visible_to(house["supervisor"])
        assert trace.why == "erasure"
    with as_user(house["worker"]):
        assert not Referral.objects.unscoped("test").exists(), "a draft that nobody was offered went too"


def test_no_login_finds_anything_planted(house, cloned_world):
    case, _document, _other = fill(house)
    erase(house, case)
    for login in (ROLE_APP, ROLE_WORKER, ROLE_BACKUP):
        url = f"postgresql://{login}@/{cloned_world.name}?host={cluster.folder()}/pg/socket"
        with psycopg.connect(url) as connection:
            context = house["supervisor"].as_actor().context(connection.info.backend_pid)
            connection.execute("SELECT set_config('app.context', %s, true)", [context])
            for table in ("cases_person", "cases_case", "cases_note", "cases_datarequest", "cases_document"):
                rows = connection.execute(f"SELECT t::text FROM {table} t").fetchall()
                assert not [row for row in rows if any(one in row[0] for one in ids(case))], (login, table)


def test_nothing_is_erased_before_its_time_or_under_a_hold(house):
    case, _document, _other = fill(house)
    request = sealed(case, house["worker"], house["supervisor"])
    assert actions.erase_what_is_due(house["harbor"].pk) == 0
    with as_user(house["supervisor"]):
        hold = actions.place_hold(request, reason="Court", by=house["supervisor"])
    wait_is_over()
    assert actions.erase_what_is_due(house["harbor"].pk) == 0
    assert keys.data_key(house["harbor"].pk, case.person_id)
    for one in ("supervisor", "second"):
        with as_user(house[one]):
            actions.lift_hold(LegalHold.objects.visible_to(house[one]).get(pk=hold.pk), by=house[one])
    assert actions.erase_what_is_due(house["harbor"].pk) == 1
    assert actions.erase_what_is_due(house["harbor"].pk) == 0, "once"


def test_a_request_taken_back_leaves_the_record_byte_for_byte(house):
    case, document, _other = fill(house)
    share_ends = {"cases_consent", "referrals_referral", "referrals_referralevent", "cases_notification"}
    own = ("cases_datarequest", "cases_requeststep", *TRAIL, *share_ends)
    before, bytes_of = everything(but=own), path_of(document).read_bytes()
    request = sealed(case, house["worker"], house["supervisor"])
    with as_user(house["worker"]):
        actions.ask_return(request, by=house["worker"])
    wait_is_over()
    assert actions.erase_what_is_due(house["harbor"].pk) == 0, "the clock stands still"
    with as_user(house["second"]):
        actions.return_record(request, by=house["second"])
    after = everything(but=own)
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}
    assert path_of(document).read_bytes() == bytes_of
    assert state_of(request, house["worker"]) == "taken_back"


@pytest.mark.parametrize("step", ["begun", "keys", "one key", "rows"])
def test_what_a_kill_interrupted_is_ended_and_counted_once(house, monkeypatch, step):
    from cases.actions import erasing

    class Killed(BaseException):
        pass

    def killed(*_given, **_named):
        raise Killed

    case, document, _other = fill(house)
    sealed(case, house["worker"], house["supervisor"])
    wait_is_over()
    destroy, calls = erasing.storage.destroy_by_id, []

    def after_one(*given):
        destroy(*given)
        if calls:
            raise Killed
        calls.append(given)

    ends = (erasing.storage, "destroy_by_id")
    replaced = {"begun": (*ends, killed), "one key": (*ends, after_one), "rows": (erasing, "_write_down", killed)}
    where, name, stand_in = replaced.get(step, (erasing, "_rows", None))
    if step == "keys":
        rows = erasing._rows
        stand_in = lambda query, *given: killed() if "erase_record" in query else rows(query, *given)  # noqa: E731
    monkeypatch.setattr(where, name, stand_in)
    with pytest.raises(Killed):
        actions.erase_what_is_due(house["harbor"].pk)
    monkeypatch.undo()
    assert actions.erase_what_is_due(house["harbor"].pk) == 1
    assert actions.erase_what_is_due(house["harbor"].pk) == 0
    with as_user(house["supervisor"]):
        assert ErasedRecord.objects.visible_to(house["supervisor"]).count() == 1
    assert not any(one in row for rows in everything(but=TRAIL).values() for row in rows for one in ids(case))
    assert {journal.Erasure(house["harbor"].pk, one) for one in (case.person_id, document.pk)} <= set(journal.read())


def test_a_restored_backup_of_both_stores_brings_nobody_back(house, cloned_world, tmp_path):
    case, _document, other = fill(house)
    dumped = tmp_path / "yesterday"
    rows = list(DataKey.objects.values()), list(ErasureEntry.objects.values())
    tables = ("cases_person", "cases_case", "cases_safecontact", "cases_note", "cases_servicerecord")
    copy_out(cloned_world, dumped, tables)
    erase(house, case)
    copy_in(cloned_world, dumped, tables)
    DataKey.objects.all().delete()
    ErasureEntry.objects.all().delete()
    DataKey.objects.bulk_create(DataKey(**row) for row in rows[0])
    ErasureEntry.objects.bulk_create(ErasureEntry(**row) for row in rows[1])
    keys.forget_all()
    assert any(str(case.person_id) in row for row in everything()["cases_person"]), "the restore did bring it back"
    erase_again()
    erase_rows_again()
    assert not any(one in row for rows in everything(but=TRAIL).values() for row in rows for one in ids(case))
    assert any(str(other.pk) in row for row in everything()["cases_case"])
    with as_user(house["supervisor"]):
        assert {one.why for one in ErasedRecord.objects.visible_to(house["supervisor"])} == {"erasure", "restored"}


def copy_out(world, folder, tables):
    folder.mkdir()
    with owner(world) as connection:
        for table in tables:
            with connection.cursor().copy(f"COPY {table} TO STDOUT") as rows:
                (folder / table).write_bytes(b"".join(bytes(chunk) for chunk in rows))


def copy_in(world, folder, tables):
    """What the backup has and the database hasn't."""
    with owner(world) as connection:
        connection.execute("SET session_replication_role = replica")
        for table in tables:
            connection.execute(f"CREATE TEMP TABLE back (LIKE {table})")
            with connection.cursor().copy("COPY back FROM STDIN") as rows:
                rows.write((folder / table).read_bytes())
            connection.execute(f"INSERT INTO {table} SELECT * FROM back ON CONFLICT DO NOTHING")
            connection.execute("DROP TABLE back")


def owner(world):
    return psycopg.connect(f"postgresql://postgres@/{world.name}?host={cluster.folder()}/pg/socket")
