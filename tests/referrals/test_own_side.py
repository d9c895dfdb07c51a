"""What SQL alone can't do as the app's login: state the other side of a referral, or ask about foreign consents."""

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from casemgr.accounts.actions import create_organization
from casemgr.ids import public_id, uuid7
from cases.models import Consent
from tests.conftest import as_user, make_person_of, open_case
from tests.referrals.conftest import agree, draft

PARTY = """INSERT INTO referrals_referralparty
    (id, referral_id, organization_id, role, visible_from, case_id, consent_id, worker_id)
    VALUES (%s, %s, %s, %s, now(), %s, %s, %s)"""


def insert_referral(sender, receiver):
    key = uuid7()
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO referrals_referral (id, public_id, sender_id, receiver_id, service_code, needs, urgency,
               state, state_since, version, age_band, region, language, interpreter_needed, feedback, reason_code,
               outcome, not_phoned, created_at) VALUES (%s, %s, %s, %s, 'legal_aid', '{}', 'normal', 'draft', now(), 1,
               '', '', '', false, 'status', '', '', '', now())""",
            [key, public_id(), sender.pk, receiver.pk],
        )
    return key


def insert_party(referral, organization, role, case=None, consent=None, worker=None, using="default"):
    with connections[using].cursor() as cursor:
        cursor.execute(PARTY, [uuid7(), referral, organization.pk, role, case, consent, worker])


def standing(referral):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM app.referral_standing(%s)", [referral])
        return cursor.fetchall()


def refused():
    return pytest.raises(ProgrammingError, match="row-level security")


@pytest.fixture
def foreign(planted_case, lotus, caseworker):
    """A consent of Harbor House, whose id Lotus Legal has learned."""
    return agree(planted_case, lotus, by=caseworker)


def test_a_referral_naming_another_organization_as_sender_is_refused(harbor, lotus, partner_worker):
    with as_user(partner_worker), transaction.atomic():
        with refused(), transaction.atomic():
            insert_referral(harbor, lotus)
        assert insert_referral(lotus, harbor)


def test_a_senders_row_of_a_foreign_referral_is_refused(drafted, sahel, stranger):
    own = open_case(stranger)
    consent = agree(own, drafted.receiver, by=stranger)
    with as_user(stranger), refused(), transaction.atomic():
        insert_party(drafted.pk, sahel, "sender", own.pk, consent.pk, stranger.pk)


def test_a_receivers_row_of_a_foreign_referral_is_refused(drafted, sahel, lotus, stranger):
    for organization in (sahel, lotus):
        with as_user(stranger), refused(), transaction.atomic():
            insert_party(drafted.pk, organization, "receiver")


def test_a_senders_row_on_a_foreign_consent_is_refused_and_tells_nothing(
    harbor, lotus, partner_worker, planted_case, foreign
):
    own = open_case(partner_worker)
    with as_user(partner_worker), transaction.atomic():
        referral = insert_referral(lotus, harbor)
        for case in (own.pk, planted_case.pk):
            with refused(), transaction.atomic():
                insert_party(referral, lotus, "sender", case, foreign.pk, partner_worker.pk)
        assert standing(referral) == []


def test_a_consent_of_another_person_is_refused(harbor, lotus, caseworker, planted_case, foreign):
    other = open_case(caseworker, "Bee")
    with as_user(caseworker), transaction.atomic():
        referral = insert_referral(harbor, lotus)
        with refused(), transaction.atomic():
            insert_party(referral, harbor, "sender", other.pk, foreign.pk, caseworker.pk)
        insert_party(referral, harbor, "sender", planted_case.pk, foreign.pk, caseworker.pk)
        assert len(standing(referral)) == 1


def test_a_forged_row_that_is_there_all_the_same_tells_nothing(cloned_world):
    """Written by the owner, past the policies: the function compares the organizations itself."""
    harbor = create_organization(name="Harbor House", slug="harbor", country="USA")
    lotus = create_organization(name="Lotus Legal", slug="lotus", country="THA")
    victim, thief = make_person_of(harbor, "caseworker"), make_person_of(lotus, "caseworker")
    case = open_case(victim)
    genuine = draft(case, lotus, by=victim)
    with as_user(victim), transaction.atomic():
        consent = Consent.objects.visible_to(victim).get(purpose="share")
        assert len(standing(genuine.pk)) == 1
    with as_user(thief), transaction.atomic():
        forged = insert_referral(lotus, harbor)
    insert_party(forged, lotus, "sender", case.pk, consent.pk, thief.pk, using="owner")
    with as_user(thief), transaction.atomic():
        assert standing(forged) == []
        with connection.cursor() as cursor:
            cursor.execute("SELECT app.referral_caseworker(%s), app.referral_caseworker(%s)", [forged, genuine.pk])
            assert cursor.fetchone() == (None, None)
