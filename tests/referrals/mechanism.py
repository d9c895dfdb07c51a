"""A country's worth of referrals of a quarter long over, written as the organizations themselves may write them."""

import datetime
import itertools
from unittest import mock

from django.db import transaction

from casemgr.accounts.actions import create_organization, sign_agreement
from referrals.mechanism import Quarter, settled
from referrals.models import Referral, ReferralEvent, ReferralParty
from tests.conftest import as_user, in_a_year, make_person_of, yesterday

QUARTER: Quarter = settled(datetime.datetime.now(datetime.UTC))[0]
WHY = "tests write what is long over"


def when(day=10, quarter=QUARTER):
    """A moment in a quarter."""
    return datetime.datetime.combine(quarter.first, datetime.time(9), datetime.UTC) + datetime.timedelta(days=day)


def network(count, country="KHM", agreed=True):
    """That many organizations of one country, by a supervisor each; agreed to pooled statistics or not."""
    homes = [
        create_organization(name=f"{country} {n}", slug=f"{country}-{n}".lower(), country=country) for n in range(count)
    ]
    for home in homes if agreed else ():
        agree(home)
    return [make_person_of(home, "supervisor") for home in homes]


def agree(home):
    with as_user(make_person_of(home, "org_admin")) as admin:
        return sign_agreement(starts_on=yesterday(), ends_on=in_a_year(), by=admin)


def offers(members, number, state="accepted", *, at=None, steps=(), **facts):
    """`number` referrals, round the pairs of members, with events (kind, hours after the offer, code)."""
    at = at or when()
    made = []
    for sender, receiver in itertools.islice(itertools.cycle(itertools.permutations(members, 2)), number):
        said = {"service_code": "legal_aid", "language": "km", "region": "Asia", "offered_at": at} | facts
        one = Referral(sender=sender.home, receiver=receiver.home, state=state, **said)
        side = ReferralParty(referral=one, organization=receiver.home, role="receiver")
        with as_user(sender), transaction.atomic():
            Referral.objects.unscoped(WHY).bulk_create([one])
            ReferralParty.objects.unscoped(WHY).bulk_create([side])
        with as_user(receiver):
            for event, hours, code in steps:
                _event(one, receiver.home, event, at + datetime.timedelta(hours=hours), code)
        made.append(one)
    return made


@transaction.atomic
def _event(one, home, event, at, code):
    row = ReferralEvent(
        referral=one, organization=home, event=event, actor_role="receiver_worker", to_state=one.state, code=code
    )
    with mock.patch("django.utils.timezone.now", lambda: at):
        ReferralEvent.objects.unscoped(WHY).bulk_create([row])
