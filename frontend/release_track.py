"""The way of a release as the state track draws it."""

from __future__ import annotations

from typing import Any

from anonymized_exports.lifecycle import State
from anonymized_exports.models import Release
from anonymized_exports.models.release import STATE_LABELS

WAY = (State.PLANNED, State.RESERVED, State.MEASURED, State.PACKAGED, State.APPROVED, State.RELEASED)
LABELS = dict(STATE_LABELS)


def track(release: Release) -> list[dict[str, Any]]:
    """The stages: done, current, or still to come; a release that ended otherwise shows that end alone."""
    state = State(release.state)
    if state not in WAY:
        return [
            {"label": LABELS[State.PLANNED], "done": True},
            {"label": LABELS[state], "current": True, "stopped": True},
        ]
    here = WAY.index(state)
    return [{"label": LABELS[stage], "done": i < here, "current": i == here} for i, stage in enumerate(WAY)]
