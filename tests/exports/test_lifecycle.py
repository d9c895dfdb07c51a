"""The life of a release is one table, and its picture is drawn from it."""

import pytest

from anonymized_exports import diagram, lifecycle
from anonymized_exports.lifecycle import Event, State

pytestmark = pytest.mark.nodb


def test_its_picture_is_fresh():
    assert diagram.PAGE.read_text() == diagram.page(), "run python -m anonymized_exports.diagram"


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.REFUSED, State.FAILED, State.CANCELLED])
def test_nothing_leads_out_of_an_end(state):
    assert lifecycle.allowed_events(state) == ()


def test_nothing_is_released_but_what_was_approved():
    assert [rule.sources for rule in lifecycle.TABLE if rule.target == State.RELEASED] == [(State.APPROVED,)]


def test_an_event_out_of_turn_is_refused():
    with pytest.raises(lifecycle.EventRefused):
        lifecycle.target(State.PLANNED, Event.RELEASE)
