"""World B: what is added to world A that one persona can't see. Whatever they ask, B must answer as A does."""

from cases import actions
from cases.models import Case
from tests.conftest import as_user, open_case
from tests.doors.neighbours import referral_of, whole_case
from tests.doors.personas import PEOPLE
from tests.doors.planted import word

#: who works beside each organization's people: (a worker, a second one, who leads, who leads too)
BESIDE = {
    "harbor": ("colleague", "caseworker", "supervisor", "second_supervisor"),
    "lotus": ("other_supervisor", "other_supervisor", "other_supervisor", "other_supervisor"),
    "delta": ("stranger", "stranger", "stranger", "stranger"),
}


def add_unseen(house, persona):
    """Add all kinds of rows that this persona doesn't see."""
    one = PEOPLE[persona]
    for slug in {"harbor", "delta", "lotus"} - {one.organization}:
        if slug != "harbor" or one.organization != "lotus":
            _elsewhere(house, slug)
        else:
            _offered_to_nobody_yet(house)
    if one.organization == "harbor" and one.role != "auditor":  # an auditor reads of every act of the organization
        _at_home(house, persona, one)
    if persona in ("named", "named_intake", "caseworker"):
        _on_the_case(house, persona)


def _elsewhere(house, slug):
    """In another organization: a case with everything, lists, a message."""
    worker, _second, leader, _too = (house.people[name] for name in BESIDE[slug])
    whole_case("unseen", worker=worker, supervisor=leader)
    with as_user(leader):
        actions.save_view(name=word("unseen", "view"), query="view=all", by=leader, shared=True)
        actions.save_message(name=word("unseen", "message"), ways=["text"], texts={"en": "Hello."}, by=leader)


def _offered_to_nobody_yet(house):
    """Harbor writes an offer to Lotus and doesn't send it."""
    worker = house.people["caseworker"]
    referral_of(
        open_case(worker, word("unseen", "alias")), house.people["other_supervisor"].home, by=worker, sent=False
    )


def _at_home(house, persona, one):
    """In the persona's own organization: colleagues' cases, restricted ones, links, a merge, likenesses, a draft."""
    names = [name for name in BESIDE["harbor"] if name != persona]
    leaders = [name for name in names if PEOPLE[name].role == "supervisor"]
    worker, leader = house.people[names[0]], house.people[leaders[-1]]
    to = house.people[next(name for name in names if name not in (names[0], leaders[-1]))]
    cases = [whole_case("unseen", worker=worker, supervisor=leader, to=to, money=False)]
    cases += [open_case(leader, word("unseen", "alias")) for _twin in range(2)]
    actions.compare_everybody(leader.organization_id)
    with as_user(leader):
        kept, gone = (_now(case, leader) for case in cases[1:])
        versions = (kept.version, kept.person.version, gone.version, gone.person.version)
        actions.merge_cases(kept, gone, choices={}, versions=versions, by=leader)
        if one.role == "supervisor":
            for case in cases:
                actions.set_restricted(_now(case, leader), restricted=True, reason="A relative works here", by=leader)
    actions.compare_everybody(leader.organization_id)


def _on_the_case(house, persona):
    """On a case that they do see: what only others may read of it."""
    writer = house.people["named" if persona != "named" else "caseworker"]
    with as_user(writer):
        case = _now(house.cases["harbor"], writer)
        if persona != "caseworker":  # the case's worker reads of everybody who is alleged
            actions.record_alleged(case, name=word("unseen", "alleged"), by=writer)
        kind = "complaint" if persona == "caseworker" else "therapy"
        actions.write_note(case, body=word("unseen", "note"), kind=kind, by=writer)
        actions.keep_draft(actions.Place("case_change", case), "reason=x", page="q", by=writer)
        actions.save_view(name=word("unseen", "view"), query="view=all", by=writer)


def _now(case, by):
    return Case.objects.visible_to(by).select_related("person").get(pk=case.pk)
