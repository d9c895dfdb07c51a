"""The demo instance: organizations, accounts, cases, a partner client, referrals, a release. All invented."""

import sys
import time
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction

from casemgr.accounts.clock import today
from casemgr.accounts.models import Organization
from casemgr.cli.refusal import Refused
from casemgr.cli.sample_accounts import PASSWORD, DemoOrganization, make_organization, make_researcher, name_key_holders
from casemgr.cli.sample_alarms import raise_alarms
from casemgr.cli.sample_carried import make_slip
from casemgr.cli.sample_casework import enliven
from casemgr.cli.sample_crisis import care
from casemgr.cli.sample_directory import make_directories
from casemgr.cli.sample_enquiries import make_enquiries
from casemgr.cli.sample_forms import answer_forms
from casemgr.cli.sample_hotline import make_calls
from casemgr.cli.sample_legal import make_legal
from casemgr.cli.sample_outside import make_outside
from casemgr.cli.sample_referrals import make_referrals
from casemgr.cli.sample_release import make_release
from casemgr.cli.sample_reports import make_reports
from casemgr.cli.sample_rights import ask_about_records
from casemgr.cli.sample_shelter import make_houses
from cases.sample.generator import people, share
from cases.sample.loading import Staff, load

#: name, slug, country, language, time zone; further ones are numbered.
ORGANIZATIONS = (
    ("Harbor House", "harbor", "USA", "en", "America/New_York"),
    ("Lotus Legal Aid", "lotus", "THA", "en", "Asia/Bangkok"),
    ("Sahel Shelter Network", "sahel", "MLI", "en", "Africa/Bamako"),
)


def load_demo(cases: int, organizations: int, seed: int) -> None:
    """Fill this instance. Raises `Refused` in production, and where the demo is already."""
    if not settings.CASEMGR_DEMO:
        raise Refused("This is not a demo instance (CASEMGR_DEMO is not set): invented cases don't belong here.")
    if Organization.objects.filter(slug=ORGANIZATIONS[0][1]).exists():
        raise Refused("The demo is here already. Start afresh with ./run --reset.")
    if organizations < len(ORGANIZATIONS):
        raise Refused(f"A demo needs at least {len(ORGANIZATIONS)} organizations.")
    began = time.monotonic()
    made = _organizations(organizations)
    _cases(made, cases, seed)
    make_reports(made[: len(ORGANIZATIONS)])
    enliven(made[: len(ORGANIZATIONS)])
    make_legal(made[: len(ORGANIZATIONS)])
    ask_about_records(made[: len(ORGANIZATIONS)])
    answer_forms(made[: len(ORGANIZATIONS)])
    make_houses(made[: len(ORGANIZATIONS)])
    referrals = make_referrals(made, seed)
    make_directories(made[: len(ORGANIZATIONS)])
    make_enquiries(made[: len(ORGANIZATIONS)])
    referrals += make_outside(made[: len(ORGANIZATIONS)])
    raise_alarms(made[: len(ORGANIZATIONS)])
    for one in (made[0], made[2]):
        make_slip(one)
        make_calls(one)
    care(made[: len(ORGANIZATIONS)])  # last: who is missing or died is referred and visited no more
    _say(f"Loaded {cases} invented cases in {organizations} organizations and {referrals} referrals", began)
    began = time.monotonic()
    if make_release(made, cases):
        _say("Published one release of their statistics", began)
    _say(f"Password of every demo account: {PASSWORD}")
    for one in made:
        if one.client:
            _say(f"Partner client of {one.organization.name}: {one.client[0]} secret {one.client[1]}")


@transaction.atomic
def _organizations(count: int) -> list[DemoOrganization]:
    further = [
        (f"Example Organization {number}", f"example-{number}", "KEN", "en", "Africa/Nairobi")
        for number in range(len(ORGANIZATIONS) + 1, count + 1)
    ]
    made = [make_organization(*facts) for facts in (*ORGANIZATIONS, *further)]
    for one in (made[0], made[2]):
        name_key_holders(one)
    make_researcher()
    return made


def _cases(made: Sequence[DemoOrganization], cases: int, seed: int) -> None:
    start = 0
    for number, one in enumerate(made, start=1):
        count = share(cases, len(made), number)
        day = today(one.organization)
        staff = Staff(one.organization, one.people["supervisor"], one.caseworkers)
        began = time.monotonic()
        load(people(count, seed=seed, until=day, start=start), staff, today=day, seed=seed)
        _say(f"{one.organization.name}: {count} cases", began)
        start += count


def _say(text: str, began: float | None = None) -> None:
    took = f" ({time.monotonic() - began:.1f} s)" if began is not None else ""
    sys.stderr.write(f"{text}{took}\n")
