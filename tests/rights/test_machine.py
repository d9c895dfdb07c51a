"""Ask, check, approve, take back, hold, lift, by anybody in any order: what is sealed, two agreed to, freely."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casemgr.errors import CasemgrError
from cases import actions
from cases.models import Case, DataRequest, LegalHold
from tests.conftest import as_user

STEPS = ("ask", "free", "pressed", "approve", "take_back", "ask_return", "return", "wait_on", "hold", "lift", "refuse")


class Undone(Exception):
    """Ends an example: everything that it wrote is rolled back."""


def take(step, case, by):
    requests = DataRequest.objects.visible_to(by).order_by("-recorded_at")
    request = requests.open().filter(kind="erasure").first() or requests.first()
    check = {"alone": True, "evidence_told": True, "by": by}
    acts = {
        "ask": lambda: actions.ask_right(case, kind="erasure", asker="person", identity="known", by=by),
        "free": lambda: actions.check_right(request, finding="free", **check),
        "pressed": lambda: actions.check_right(request, finding="pressed", **check),
        "approve": lambda: actions.approve_erasure(request, by=by),
        "take_back": lambda: actions.take_right_back(request, by=by),
        "ask_return": lambda: actions.ask_return(request, by=by),
        "return": lambda: actions.return_record(request, by=by),
        "wait_on": lambda: actions.wait_on(request, by=by),
        "refuse": lambda: actions.refuse_right(request, words="No", by=by),
        "hold": lambda: actions.place_hold(case if seen(case, by) else request, reason="x", by=by),
        "lift": lambda: actions.lift_hold(LegalHold.objects.visible_to(by).filter(lifted_at=None).first(), by=by),
    }
    acts[step]()


def seen(case, by):
    return Case.objects.visible_to(by).filter(pk=case.pk).exists()


def try_it(step, case, by):
    """One step; what is refused changes nothing."""
    try:
        with as_user(by), transaction.atomic():
            take(step, case, by)
    except (CasemgrError, AttributeError):
        return


def assert_agreed(case, people):
    with as_user(people[1]), transaction.atomic():
        hidden = [one for one in DataRequest.objects.visible_to(people[1]).open() if one.hides]
        assert bool(hidden) != seen(case, people[1]), "sealed exactly while a request hides it"
        for one in hidden:
            assert one.finding == "free" and one.evidence_told
            assert one.decided_by_id not in (one.recorded_by_id, one.checked_by_id)
        for hold in LegalHold.objects.visible_to(people[1]):
            assert hold.lifted_by_id is None or hold.lifted_by_id != hold.lift_asked_by_id


@given(walk=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 2)), max_size=12))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_what_is_sealed_was_agreed_to_freely_by_two(case, caseworker, supervisor, second, walk):
    people = [caseworker, supervisor, second]
    with pytest.raises(Undone), transaction.atomic():
        for step, who in [("ask", 0), ("free", 0), *walk]:
            try_it(step, case, people[who])
            assert_agreed(case, people)
        raise Undone
