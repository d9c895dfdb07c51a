"""Harbor asks; Lotus and Sahel take part and give shelter by Harbor's directory; Delta takes part and gives none."""

import pytest
from django.db import transaction

from casemgr.accounts.actions import create_organization
from cases.models import Notification
from referrals import actions
from referrals.models import Enquiry, EnquiryAnswer
from tests.conftest import as_user, make_person_of, persona
from tests.directory.conftest import a_service, an_organization
from tests.referrals.conftest import clock, sahel  # noqa: F401 - fixtures

keeper = persona("org_admin", "harbor")
QUESTION = {
    "service_code": "emergency_shelter",
    "needs": ["families"],
    "whom": "women",
    "together": "3_4",
    "age_band": "25_39",
    "language": "sw",
    "interpreter_needed": True,
}


@pytest.fixture
def delta():
    return create_organization(name="Delta House", slug="delta", country="KEN")


@pytest.fixture
def giving(keeper, lotus, sahel, delta):  # noqa: F811
    """Lotus and Sahel give shelter; Delta gives legal aid."""
    for member, code in ((lotus, "emergency_shelter"), (sahel, "emergency_shelter"), (delta, "legal_aid")):
        entry = an_organization(keeper, name=member.name, member=member)
        a_service(keeper, entry, name=f"Service of {member.name}", service_code=code)
    return [lotus, sahel]


@pytest.fixture
def lotus_worker(lotus):
    return make_person_of(lotus, "caseworker")


@pytest.fixture
def sahel_worker(sahel):  # noqa: F811
    return make_person_of(sahel, "caseworker")


def ask(by, receivers, case=None, stands="day", **values):
    with as_user(by):
        return actions.ask(QUESTION | values, receivers=receivers, stands=stands, case=case, by=by)


@pytest.fixture
def asked(caseworker, case, giving):
    return ask(caseworker, giving, case=case)


def received(user):
    """The one question that this person's organization was asked."""
    with as_user(user), transaction.atomic():
        return EnquiryAnswer.objects.visible_to(user).received_by(user).get()


def answers(user, enquiry):
    """{organization: (answer, until, reason)} as the sender sees it."""
    with as_user(user), transaction.atomic():
        rows = EnquiryAnswer.objects.visible_to(user).filter(enquiry=enquiry).select_related("receiver")
        return {row.receiver.slug: (row.answer, row.until, row.reason_code) for row in rows}


def give(user, answer="yes", **how):
    with as_user(user):
        return actions.answer_enquiry(received(user), answer=answer, by=user, **how)


def enquiries_of(user):
    with as_user(user), transaction.atomic():
        return list(Enquiry.objects.visible_to(user).order_by("id"))


def news_of(user):
    with as_user(user), transaction.atomic():
        rows = Notification.objects.visible_to(user).filter(kind__startswith="enquiry_").order_by("id")
        return [row.kind for row in rows]
