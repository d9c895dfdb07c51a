"""Calls for help and words without a name: a caller of Harbor's caseworker, and what was said at Harbor's address."""

from functools import partial

from cases import actions
from cases.models import FeedbackWord
from tests.conftest import as_user
from tests.doors.door import ADMIN, ANYBODY, CASE_ROLES, REGISTRARS, SUPERVISOR, SUPERVISORS, Door
from tests.doors.personas import AT_HOME, Named, Who
from tests.doors.planted import word

CALLED = Named(frozenset({"caseworker", "supervisor", "second_supervisor"}))
RECIPIENT = frozenset({"complaint_recipient"})

DOORS = {
    "hotline": Door(REGISTRARS),
    "contact_new": Door(REGISTRARS),
    "contact_one": Door(CALLED),
    "contact_case": Door(CALLED),
    "contact_act": Door(CALLED, "POST"),
    "hotline_counts": Door(SUPERVISORS),
    "feedback": Door(Who(SUPERVISOR | RECIPIENT)),
    "feedback_harm": Door(Who(RECIPIENT)),
    "feedback_hand": Door(Who(SUPERVISOR | RECIPIENT, AT_HOME), "POST"),
    "feedback_step": Door(Who(RECIPIENT, AT_HOME), "POST"),
    "feedback_switch": Door(ADMIN),
    "feedback_slip": Door(Who(CASE_ROLES | {"org_admin"}, AT_HOME)),
    "feedback_say": Door(ANYBODY),
}


def fill(world):
    """The caseworker's caller, full of planted words; an open address with two words left there."""
    worker, admin, recipient = (world.people[one] for one in ("caseworker", "org_admin", "complaint_recipient"))
    w = partial(word, "caller")
    with as_user(worker):
        contact = actions.take_contact(
            kind="help",
            channel="phone",
            needs=["legal_aid"],
            way="call",
            reach=w("phone"),
            alias=w("alias"),
            region=w("address"),
            hours=w("hours"),
            words=w("words"),
            by=worker,
        )
    with as_user(admin):
        opened = actions.switch_feedback(opened=True, by=admin)
    actions.leave_feedback(opened.code, answers={"safe": "yes"}, words=word("left", "words"))
    actions.leave_feedback(opened.code, answers={"safe": "no"}, words=word("left", "complaint"), harm=True)
    with as_user(recipient):
        left = {one.harm: one.public_id for one in FeedbackWord.objects.visible_to(recipient)}
    world.ids |= {
        "contact_id": contact.public_id,
        "call": "help",
        "channel": "phone",
        "word_id": left[False],
        "left_id": left[True],
        "say": opened.code,
    }
