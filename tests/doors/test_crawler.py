"""Every link and every form that a persona finds, walked: no error, no dead link, nobody else's words, no form without
a token, no personal data in an address or a title.
"""

import pytest

from tests.doors.crawler import Crawler
from tests.doors.house import NAMES
from tests.doors.personas import PEOPLE
from tests.doors.table import DOORS
from tests.proof import FULL

MANY = "supervisor org_admin data_steward researcher complaint_recipient night_staff".split()
WHO = [name for name, one in PEOPLE.items() if one.relation != "gone"] if FULL else MANY
COVERED = 0.95
#: doors that no page leads to, and why
UNLINKED = {
    "referral_deletion": "offered once sharing has ended",
    "return_embassy": "offered once the person decided to go",
    "provider_start": "linked from the sign-in page",
    "factor_reset_decide": "offered to a second person",
    "role_decide": "offered to a second person",
    "exchange_invite": "offered where the exchange is switched on",
    "exchange_answer": "offered where the exchange is switched on",
    "colleague_unlink": "offered on the page of one colleague",
    "key_holders": "offered while nobody is named",
    "key_lock": "offered while the key is open",
    "provider_back": "where an identity provider sends people back",
    "provider_refused": "shown when a provider's answer was refused",
    "carried_open": "its address stands on paper alone",
    "carried_answer": "offered to whoever opened a slip",
    "stay_ask": "offered while nobody stays",
    "stay_in": "offered while a bed is asked for",
    "stay_withdraw": "the same",
    "stay_away": "offered while somebody is in the house and not missing",
    "missing_report": "the same",
    "stay_back": "offered while somebody is out",
    "feedback_say": "its address stands on paper alone",
    "feedback_hand": "offered beside words, which are told once there are enough",
    "health": "asked by whatever watches the server",
    "draft_keep": "sent by script while somebody types",
    "draft_discard": "offered once a draft was kept by script",
    "own_session_end": "offered while one is signed in elsewhere",
    "own_sessions_end": "the same",
    "lock": "shown once the screen was locked",
    "lock_awake": "sent by script",
    "set_language": "Django's own, beside the menu's",
    "approval": "linked from what waits for those who decide",
    "notice_review": "offered once a notice went out because of danger",
    "notice_destroy": "offered once a notice was closed",
    "request_change": "offered until an answer was proposed",
    "request_propose": "the same, once nothing is missing",
    "request_release": "offered once a request was decided",
    "view_save": "offered on a list that was narrowed",
    "notifications_read": "offered when there is news",
    "case_reopen": "offered on closed cases",
    "task_undo": "offered once a task was done",
    "research": "public",
    "research_guide": "public",
    "research_feed": "public",
    "population_declare": "offered until one is declared",
    "release_progress": "shown while a release runs",
    "release_stop": "offered once a release was packaged",
    "case_enquiry": "offered beside what was found",
    "enquiry_new": "the same",
    "report_count": "offered to who sees many cases",
    "report_counting": "asked by script while figures are counted",
    "report_count_cancel": "offered while figures are counted",
    "transfers": "offered while one is asked to take a case over",
    "transfer_answer": "the same",
}
#: forms that must work without a token, and why
TOKENLESS = {
    "POST leave: a form without a token": "quick exit: a stale token must never keep somebody signed in",
    "POST feedback_say: a form without a token": "nobody is signed in there, and no cookie is set",
}


@pytest.mark.parametrize("persona", WHO)
def test_every_link_and_form_that_is_found_can_be_walked(house, persona):
    walked = Crawler(house, persona).walk(*[house.path("case")] * DOORS["case"].who.admits(persona))
    passes = {name for name in NAMES if DOORS[name].who.admits(persona)} - set(UNLINKED)
    missed = sorted(passes - set(walked.doors))
    print(f"{persona}: {sum(walked.doors.values())} requests, {len(walked.doors)} doors, missed {missed}")
    wrong = sorted(set(walked.wrong) - set(TOKENLESS))
    assert wrong == [], "\n".join(wrong)
    assert len(missed) <= (1 - COVERED) * len(passes), missed
