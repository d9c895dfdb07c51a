"""A "No" to sharing ends what it contradicts, in whichever order the words were said."""

import pytest

from casemgr.errors import Gone
from cases.actions import record_consent
from cases.models import Consent
from frontend.referring import Choice, agreed_already
from referrals import actions
from tests.conftest import as_user, in_a_year
from tests.referrals.conftest import accepted, answering, offered, planted_case, sahel  # noqa: F401 - fixtures


@pytest.fixture
def say(case, lotus, caseworker):
    """Record the person's word on sharing with Lotus Legal."""

    def record(decision, service_code="", of=case, to=lotus):
        with as_user(caseworker):
            return record_consent(
                of.person, purpose="share", decision=decision, method="spoken", ends_on=in_a_year(), by=caseworker,
                recipient=to, categories=["identity"], service_code=service_code,
            )  # fmt: skip

    return record


@pytest.fixture
def agreed(case, lotus, caseworker):
    """The consent that a referral for this service would use now."""

    def ask(service_code):
        with as_user(caseworker):
            return agreed_already(case, Choice(lotus, service_code, "normal", ["identity"], "status"), caseworker)

    return ask


def test_a_general_no_ends_every_earlier_yes_to_the_recipient(say, agreed, caseworker):
    say("given", "legal_aid")
    say("given", "medical")
    no = say("declined")
    assert agreed("legal_aid") is None and agreed("medical") is None
    with as_user(caseworker):
        shared = Consent.objects.visible_to(caseworker).filter(purpose="share")
        assert list(shared.current()) == [no]
        assert {c.ending for c in shared.exclude(pk=no.pk)} == {"replaced"}


def test_a_general_no_leaves_other_recipients_and_purposes_alone(say, case, caseworker, sahel):  # noqa: F811
    other = say("given", "legal_aid", to=sahel)
    say("declined")
    with as_user(caseworker):
        current = Consent.objects.visible_to(caseworker).current().filter(decision="given", ended_at=None)
        assert {(c.purpose, c.recipient_id) for c in current} == {("store", None), ("share", other.recipient_id)}


def test_a_newer_yes_to_one_service_stands_beside_the_general_no(say, agreed):
    say("declined")
    yes = say("given", "legal_aid")
    assert agreed("legal_aid") == yes
    assert agreed("medical") is None


def test_a_no_to_one_service_ends_the_general_yes(say, agreed):
    say("given")
    assert agreed("legal_aid") is not None
    say("declined", "legal_aid")
    assert agreed("legal_aid") is None and agreed("medical") is None


def test_a_general_yes_does_not_lift_the_no_to_one_service(say, agreed):
    say("declined", "legal_aid")
    yes = say("given")
    assert agreed("legal_aid") is None
    assert agreed("medical") == yes


def test_a_general_no_keeps_the_no_to_one_service(say, agreed):
    say("declined", "legal_aid")
    say("declined")
    say("given")
    assert agreed("legal_aid") is None


def test_versions_go_on_after_a_general_no(say):
    assert say("given", "legal_aid").version == 1
    say("declined")
    assert say("given", "legal_aid").version == 2


@pytest.mark.parametrize("service_code", ["", "legal_aid"])
def test_the_receiver_reads_nothing_after_a_no(accepted, answering, planted_case, say, service_code):  # noqa: F811
    with as_user(answering):
        assert actions.read_disclosure(accepted, by=answering).fields
    say("declined", service_code, of=planted_case)
    with pytest.raises(Gone), as_user(answering):
        actions.read_disclosure(accepted, by=answering)


def test_a_general_no_ends_a_referral_on_a_yes_to_its_service(planted_case, lotus, caseworker, answering, say):  # noqa: F811
    yes = say("given", "legal_aid", of=planted_case)
    with as_user(caseworker):
        referral = actions.draft(consent=yes, case=planted_case, service_code="legal_aid", by=caseworker)
        referral = actions.submit(referral, by=caseworker)
    with as_user(answering):
        actions.accept(referral, by=answering)
        assert actions.read_disclosure(referral, by=answering).fields
    say("declined", of=planted_case)
    with pytest.raises(Gone), as_user(answering):
        actions.read_disclosure(referral, by=answering)
