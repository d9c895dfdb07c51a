"""Proceedings, requests and conferences on a case of Harbor House, made by those whose work they are."""

import datetime
from functools import partial

import pytest
from django.utils import timezone

from cases import actions
from cases.models import LegalRequest
from tests.conftest import as_user, make_person_of
from tests.pages.casework.conftest import browse, page, supervisor_page  # noqa: F401 - fixtures

ASKED = {
    "asker": "Planted-Bureau",
    "served_by": "Planted-Server",
    "asked": ["identity", "contact"],
    "scope": "Planted-Scope",
    "counsel": "asked",
    "advice": "Planted-Advice",
    "informed": "told",
    "decision": "partly",
    "categories": ["identity"],
    "reasons": "Planted-Reasons",
}
REFUSED = ASKED | {"decision": "refuse", "categories": []}
#: how each event is raised
ACTS = {
    "change": lambda one, by: actions.change_request(one, {"scope": "Less"}, version=one.version, by=by),
    "propose": actions.propose_answer,
    "decide": actions.decide_request,
    "return": partial(actions.return_request, words="Ask counsel again"),
    "release": partial(actions.release_request, categories=["identity"], way="paper"),
    "answer": partial(actions.answer_request, words="We object"),
    "close": partial(actions.close_request, words="They were content"),
    "lapse": partial(actions.lapse_request, words="They took it back"),
}
#: how each state is reached: what is decided, and the steps with who takes them (w: worker, s: supervisor)
WAYS = {
    "draft": (ASKED, ""),
    "proposed": (ASKED, "w:propose"),
    "decided": (ASKED, "w:propose s:decide"),
    "released": (ASKED, "w:propose s:decide w:release"),
    "answered": (REFUSED, "w:propose s:decide w:answer"),
    "closed": (ASKED, "w:propose s:decide w:release w:close"),
    "lapsed": (ASKED, "w:lapse"),
}


def now_is(request, by):
    """The row as this person sees it now."""
    return LegalRequest.objects.visible_to(by).select_related("case__person").get(pk=request.pk)


def served(case, by, kind="subpoena", **values):
    with as_user(by):
        return actions.record_request(case, kind=kind, by=by, **(ASKED | values))


def act(request, event, by, **more):
    with as_user(by):
        return ACTS[event](request, by=by, **more)


def in_days(days, hour=9):
    at = timezone.now() + datetime.timedelta(days=days)
    return at.replace(hour=hour, minute=0, second=0, microsecond=0)


@pytest.fixture
def second(harbor):
    """Another supervisor."""
    return make_person_of(harbor, "supervisor")


@pytest.fixture
def reach(case, caseworker, supervisor):
    """Call it with a state: a request that was brought there."""

    def reach(state, kind="subpoena", **changes):
        values, steps = WAYS[state]
        request = served(case, caseworker, kind, **(values | changes))
        for step in steps.split():
            who, event = step.split(":")
            act(request, event, caseworker if who == "w" else supervisor)
        with as_user(caseworker):
            request = now_is(request, caseworker)
        assert request.state == state
        return request

    return reach


@pytest.fixture
def proceeding(case, caseworker):
    with as_user(caseworker):
        return actions.record_proceeding(
            case, kind="labour", role="claimant", court="Planted-Court", reference="Planted-Reference", by=caseworker
        )


@pytest.fixture
def without_legal(case, harbor, supervisor):
    """Somebody named on the case whose role doesn't read what is legal."""
    one = make_person_of(harbor, "health_worker")
    with as_user(supervisor):
        actions.grant(case, to=one, by=supervisor)
    return one
