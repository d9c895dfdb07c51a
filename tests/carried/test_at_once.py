"""Many at the door at once, on committed data; and somebody with everything but the slip."""

import base64

import pytest
from django.test import Client

from casemgr.accounts.actions import create_organization, set_carried_links
from casemgr.encryption import keys, slips
from casemgr.encryption.errors import KeyDestroyed
from referrals import actions
from tests.carried.conftest import NAME, give, now_is_slip, typed, wrong
from tests.conftest import as_user, make_person_of, open_case
from tests.journeys import traces
from tests.referrals.conftest import PLANTED
from tests.referrals.test_races import at_once


@pytest.fixture
def committed(cloned_world, empty_cache):
    """A worker and a slip that opens three times, really committed."""
    home = create_organization(name="Harbor House", slug="harbor", country="USA")
    worker, admin = make_person_of(home, "caseworker"), make_person_of(home, "org_admin")
    with as_user(admin):
        set_carried_links(on=True, name=NAME, understood=True, by=admin)
    return worker, give(open_case(worker, **PLANTED), worker)


def knock(slip, passcode, number):
    """One of many who try at the same moment, each from an address of their own."""
    client = Client(REMOTE_ADDR=f"203.0.113.{number}")
    return client.post("/open/", typed(slip, passcode)).status_code


def test_of_twenty_who_open_it_at_once_three_do(committed):
    worker, slip = committed
    statuses = at_once(20, lambda n: knock(slip, slip.passcode, n))
    assert (statuses.count(200), statuses.count(422)) == (3, 17)
    assert (now_is_slip(slip, worker).openings, now_is_slip(slip, worker).state) == (3, "spent")


def test_of_twenty_wrong_passcodes_at_once_five_count(committed):
    worker, slip = committed
    assert at_once(20, lambda n: knock(slip, wrong(slip.passcode), n)) == [422] * 20
    row = now_is_slip(slip, worker)
    assert (row.misses, row.state, row.openings) == (5, "locked", 0)
    assert knock(slip, slip.passcode, 99) == 422


def test_of_twenty_words_at_once_one_is_left(committed):
    _worker, slip = committed
    reply = actions.open_carried(slip.code, slip.passcode).reply
    post = {"reply": reply, "words": "Call on Monday."}
    statuses = at_once(20, lambda n: Client(REMOTE_ADDR=f"203.0.113.{n}").post("/open/word/", post).status_code)
    assert (statuses.count(200), statuses.count(422)) == (1, 19)


def test_nothing_opens_after_it_was_ended(committed):
    worker, slip = committed

    def end_or_open(number):
        if number:
            return knock(slip, slip.passcode, number)
        with as_user(worker):
            actions.end_carried(slip.link, by=worker)
        return "ended"

    statuses = at_once(3, end_or_open)  # a third who opens it would have ended it by that
    assert statuses[0] == "ended" and set(statuses[1:]) <= {200, 422}
    assert knock(slip, slip.passcode, 99) == 422


def test_the_database_and_every_key_open_nothing_without_the_slip(committed, cloned_world):
    """Whoever has a dump and the key store with its master key gets as far as the inner seal, and no further."""
    worker, slip = committed
    dump = traces.dump(cloned_world.environment["BACKUP_DATABASE_URL"])
    plain = slip.code.replace("-", ""), slip.passcode.replace(" ", "")
    assert slip.link.finder.encode() in dump, "the dump holds the row"
    search = traces.Search({name: str(PLANTED[name]) for name in ("legal_name", "phone", "email", "alias")})
    assert search.within(dump) == []
    for secret in (slip.code, plain[0], slip.passcode, slip.code.lower()):
        assert secret.encode() not in dump
    with as_user(worker):
        sealed = now_is_slip(slip, worker).content  # opened with the instance's keys, as whoever has them could
    inner = base64.b64decode(sealed)
    assert search.within(inner) == []
    link, bound = slip.link, slip.link.pk.bytes
    owner = keys.data_key(link.organization_id, link.pk).secret
    person = keys.data_key(link.organization_id, link.person_id).secret
    joint = keys.joint_key(link.organization_id, link.pk, link.person_id).secret
    for key in (owner, person, joint, bytes.fromhex(link.finder), slips.turn(link.public_id, "").key):
        assert slips.open_(sealed, key, bound=bound) is None
    for code, passcode in (
        ("", slip.passcode),
        (slip.code, ""),
        (link.finder, slip.passcode),
        (slip.code, link.finder),
    ):
        assert slips.open_(sealed, slips.turn(code, passcode).key, bound=bound) is None
    assert slips.open_(sealed, slips.turn(slip.code, slip.passcode).key, bound=bound)["phone"] == PLANTED["phone"]


def test_once_ended_a_copy_from_before_with_slip_and_passcode_opens_nothing(committed):
    worker, slip = committed
    before = now_is_slip(slip, worker)  # as a backup of the database holds it; sealed still
    assert before.content_sealed.ciphertext
    with as_user(worker):
        actions.end_carried(slip.link, by=worker)
    assert now_is_slip(slip, worker).content_sealed is None
    with pytest.raises(KeyDestroyed):
        before.content  # noqa: B018 - reading opens it
