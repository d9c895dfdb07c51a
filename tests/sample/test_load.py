"""The demo: enough of everything to show every page, made as its own people, and only on a demo instance."""

import pytest

from casemgr.accounts.acting import acting_as_user
from casemgr.accounts.models import Organization, StatisticsAgreement, User
from casemgr.cli.refusal import Refused
from casemgr.cli.sample_demo import load_demo
from cases.models import Case, Consent, Note, Notification, Person, ServiceRecord, Task
from frontend.second_word import rights_to_decide
from referrals.models import DeletionAsk, Referral


@pytest.fixture
def demo(settings):
    settings.CASEMGR_DEMO = True
    load_demo(90, 3, 7)


def test_it_is_refused_outside_a_demo_instance(settings):
    settings.CASEMGR_DEMO = False
    with pytest.raises(Refused):
        load_demo(3, 3, 1)
    assert not Organization.objects.exists()


def test_it_is_refused_a_second_time(demo):
    with pytest.raises(Refused):
        load_demo(3, 3, 1)


def test_three_organizations_with_everything_to_show(demo):
    for slug in ("harbor", "lotus", "sahel"):
        supervisor = User.objects.get(email=f"supervisor@{slug}.example")
        with acting_as_user(supervisor):
            assert Case.objects.visible_to(supervisor).count() >= 27
            for model in (Note, ServiceRecord, Task, Person):
                assert model.objects.visible_to(supervisor).exists()
            assert "example.org" in Person.objects.visible_to(supervisor).exclude(email=None)[0].email
            consents = Consent.objects.visible_to(supervisor).filter(purpose="statistics", decision="given")
            assert consents.count() >= 27


def test_a_caseworker_sees_their_own_cases(demo):
    worker = User.objects.get(email="caseworker@harbor.example")
    with acting_as_user(worker):
        mine = Case.objects.visible_to(worker)
        assert mine.of_worker(worker).count() == mine.count() > 5
        assert Task.objects.visible_to(worker).pending().exists()


def test_two_stewards_a_researcher_and_agreements(demo):
    assert User.objects.filter(role="data_steward").count() >= 2
    assert User.objects.filter(role="researcher").count() == 1
    assert StatisticsAgreement.objects.count() == 3


def test_referrals_in_several_stages(demo):
    worker = User.objects.get(email="caseworker@lotus.example")
    with acting_as_user(worker):
        states = set(Referral.objects.visible_to(worker).values_list("state", flat=True))
    assert {"offered", "accepted", "declined"} <= states


def test_likenesses_are_told_and_partners_asked_to_delete(demo):
    worker = User.objects.get(email="caseworker@sahel.example")
    with acting_as_user(worker):
        told = Notification.objects.visible_to(worker)
        assert told.filter(kind=Notification.Kind.RESEMBLANCE).exists()
        assert told.filter(kind=Notification.Kind.ALLEGED_RESIDENT).exists()
        ways = {one.how for one in DeletionAsk.objects.visible_to(worker)}
        assert ways == {"", "system"}, "one is asked here, one is to be asked by people"
    supervisor = User.objects.get(email="supervisor@sahel.example")
    with acting_as_user(supervisor):
        assert any(one.kind == "erasure" for one in rights_to_decide(supervisor))
