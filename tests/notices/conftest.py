"""Notices on a case of Harbor House, brought to any state by those whose steps they are."""

from functools import partial

import pytest

from cases import actions
from cases.models import StatutoryNotice
from tests.conftest import as_user, make_person_of, open_case
from tests.pages.casework.conftest import browse, page, supervisor_page  # noqa: F401 - fixtures

PLANTED = {
    "alias": "Planted-Alias",
    "legal_name": "Planted Legal Name",
    "phone": "+15550100777",
    "email": "planted@example.net",
    "address": "77 Planted Street",
    "accessibility": "Planted ramp",
    "preferred_language": "sw",
    "interpreter_needed": True,
}
#: enough to go out, for each kind
DANGER = {
    "recipient": "Harbor Police",
    "categories": ["identity", "contact"],
    "words": "Planted-Words: he is at her door",
    "why": "Planted-Why: she called, he broke the door",
    "informed": "told",
    "call_back": "Planted-Caller, extension 4",
}
LAW = DANGER | {"country": "USA", "provision": "Planted-Provision", "counsel": "known", "urgency": "day"}
COURT = LAW | {"served_by": "Planted-Server", "scope": "Planted-Scope"}
VALUES = {"imminent_danger": DANGER, "mandatory_report": LAW, "child_protection": LAW, "court_order": COURT}

TOLD = {"way": "phone", "spoke_with": "Planted-Officer 12"}
#: how each event is raised: who asks, with what
ACTS = {
    "change": lambda one, by: actions.change_notice(one, {"why": "Another reason"}, by=by),
    "ask": actions.ask_notice,
    "approve": actions.approve_notice,
    "return": partial(actions.return_notice, words="Say less"),
    "refuse": partial(actions.refuse_notice, words="No law demands it"),
    "seal": lambda one, by: now_is(one, by) if actions.seal_notice(one, by=by) else None,
    "send": partial(actions.send_notice, **TOLD),
    "send_now": partial(actions.send_notice_now, **TOLD),
    "review": partial(actions.review_notice, verdict="upheld"),
    "answer": partial(actions.answer_notice, words="Planted-Answer"),
    "close": partial(actions.close_notice, words="They found him"),
    "withdraw": actions.withdraw_notice,
    "destroy": partial(actions.destroy_notice_sheet, words="Ten years over"),
}
#: how each state is reached: the kind, and the steps after the draft with who takes them (w: worker, s: supervisor)
WAYS = {
    "draft": ("mandatory_report", ""),
    "asked": ("mandatory_report", "w:ask"),
    "approved": ("mandatory_report", "w:ask s:approve"),
    "sent": ("mandatory_report", "w:ask s:approve w:seal w:send"),
    "to_review": ("imminent_danger", "w:seal w:send_now"),
    "reviewed": ("imminent_danger", "w:seal w:send_now s:review"),
    "answered": ("mandatory_report", "w:ask s:approve w:seal w:send w:answer"),
    "closed": ("mandatory_report", "w:ask s:approve w:seal w:send w:close"),
    "refused": ("mandatory_report", "w:ask s:refuse"),
    "withdrawn": ("mandatory_report", "w:withdraw"),
}


def now_is(notice, by):
    """The row as this person sees it now."""
    return StatutoryNotice.objects.visible_to(by).select_related("case__person").get(pk=notice.pk)


def drafted(case, by, kind="mandatory_report", **changes):
    with as_user(by):
        return actions.draft_notice(case, kind=kind, by=by, **(VALUES[kind] | changes))


def act(notice, event, by, **more):
    with as_user(by):
        return ACTS[event](notice, by=by, **more)


@pytest.fixture
def planted_case(caseworker):
    return open_case(caseworker, **PLANTED)


@pytest.fixture
def second(harbor):
    """Another supervisor."""
    return make_person_of(harbor, "supervisor")


@pytest.fixture
def reach(planted_case, caseworker, supervisor):
    """Call it with a state: a notice that was brought there."""

    def reach(state, kind=None, **changes):
        usual, steps = WAYS[state]
        notice = drafted(planted_case, caseworker, kind or usual, **changes)
        for step in steps.split():
            who, event = step.split(":")
            act(notice, event, caseworker if who == "w" else supervisor)
        with as_user(caseworker):
            notice = now_is(notice, caseworker)
        assert notice.state == state
        return notice

    return reach
