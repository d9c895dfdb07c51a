"""The export door tells codes of referrals that ended, of people who consented to statistics, and nothing else."""

import datetime

from casemgr.accounts.actions import create_organization, sign_agreement
from cases.actions import record_consent
from cases.for_exports import open_door
from referrals import actions
from referrals.for_exports import COLUMNS, outcomes
from tests.conftest import as_user, in_a_year, make_person_of, open_case
from tests.referrals.conftest import PLANTED, offer, with_second_factor


def consent_to_statistics(case, by):
    with as_user(by):
        record_consent(case.person, purpose="statistics", decision="given", method="spoken", ends_on=in_a_year(), by=by)


def sign(organization):
    with as_user(make_person_of(organization, "org_admin")) as admin:
        sign_agreement(starts_on=datetime.date.today(), ends_on=in_a_year(), by=admin)


def test_it_gives_coded_outcomes_of_consenting_people_only(cloned_world):

    harbor = create_organization(name="Harbor House", slug="harbor", country="USA")
    lotus = create_organization(name="Lotus Legal", slug="lotus", country="THA")
    sign(harbor)
    worker = make_person_of(harbor, "caseworker")
    answering = with_second_factor(make_person_of(lotus, "caseworker"))
    for consents in (True, False):
        case = open_case(worker, **PLANTED)
        if consents:
            consent_to_statistics(case, worker)
        referral = offer(case, lotus, by=worker)
        with as_user(answering):
            actions.decline(referral, reason="no_capacity", by=answering)
        offer(case, lotus, by=worker)  # undecided: not there
    with open_door(datetime.date.today()) as query:
        rows = [tuple(row) for row in outcomes(query)]
    assert [row[1:] for row in rows] == [("legal_aid", "declined", "")]
    assert len(COLUMNS) == len(rows[0])
