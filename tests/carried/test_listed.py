"""Word that somebody of the person's never-share list left on a slip is marked, before anybody calls back."""

import pytest

from cases.actions import never_share
from referrals import actions
from tests.carried.conftest import open_
from tests.conftest import as_user
from tests.pages.casework.conftest import Browser, words

MARKED = "This may be somebody who must never learn of the person"


def page_with(slip, caseworker, said=None, **left):
    """The worker's page of a slip whose opener left word."""
    actions.answer_carried(open_(slip).reply, **({"service": "", "telephone": "", "words": ""} | left))
    if said is not None:
        with as_user(caseworker):
            never_share(slip.link.case.person, by=caseworker, **said)
    return words(Browser(caseworker).get(f"/carried/{slip.link.public_id}/"))


@pytest.mark.parametrize(
    ("said", "left", "marked"),
    [
        ({"embassy": True}, {"service": "Consulat général"}, True),
        ({"embassy": True}, {"words": "We are the embassy, call us"}, True),
        ({"description": "السفارة"}, {"service": "Embassy"}, True),
        ({"description": "Harbor Police"}, {"service": "Police of Harbor"}, True),
        ({"embassy": True}, {"service": "Green Gate Clinic"}, False),
        (None, {"service": "Embassy"}, False),
    ],
)
def test_who_is_on_the_list_is_marked(slip, caseworker, said, left, marked):
    assert (MARKED in page_with(slip, caseworker, said, **left)) == marked


def test_the_entry_stands_beside_it(slip, caseworker):
    assert "Embassy or consulate of the person" in page_with(slip, caseworker, {"embassy": True}, service="Embassy")
