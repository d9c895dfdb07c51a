"""Whatever is said in whatever order: the next read of the partner, their page, and "who could see this today" agree.

The model: a disclosure lives until the first word that ends the consent it stands on (withdrawn, refused, asked anew),
or that names the receiver as one who must never learn; nothing said later brings it back.
"""

from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casemgr.errors import Gone
from cases.actions import never_share, record_consent, withdraw
from cases.models import Consent, NeverShare
from frontend.beyond import partners_seeing
from referrals.actions import accept, read_disclosure
from tests.conftest import as_user, in_a_year, make_person_of, open_case
from tests.pages.conftest import with_second_factor

from .conftest import offer

ENDING = {"withdraw", "refuse", "refuse_service", "agree_anew", "never_share"}
STEPS = st.lists(st.sampled_from(sorted(ENDING | {"look", "other_partner", "statistics"})), max_size=6)


def word(case, by, decision, recipient, **more):
    told = {"purpose": "share", "method": "spoken", "ends_on": in_a_year(), "categories": ["identity", "contact"]}
    with as_user(by):
        record_consent(case.person, decision=decision, recipient=recipient, by=by, **(told | more))


def do(step, case, by, lotus, sahel):
    if step == "withdraw":
        with as_user(by):
            held = Consent.objects.visible_to(by).filter(person_id=case.person_id, recipient=lotus, ended_at=None)
            for consent in held.select_related("person"):
                withdraw(consent, by=by)
    elif step in ("refuse", "agree_anew"):
        word(case, by, "declined" if step == "refuse" else "given", lotus)
    elif step == "refuse_service":
        word(case, by, "declined", lotus, service_code="legal_aid")
    elif step == "other_partner":
        word(case, by, "declined", sahel)
    elif step == "statistics":
        word(case, by, "declined", None, purpose="statistics", categories=[])
    elif step == "never_share":
        with as_user(by):
            if not NeverShare.objects.visible_to(by).filter(person_id=case.person_id, recipient=lotus).exists():
                never_share(case.person, recipient=lotus, by=by)


@given(steps=STEPS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_door_agrees_at_the_next_read(harbor, lotus, sahel, steps):
    by, reader = make_person_of(harbor, "caseworker"), with_second_factor(make_person_of(lotus, "caseworker"))
    case = open_case(by, "Planted", phone="+66 2 555 0100")
    referral = offer(case, lotus, by=by)
    with as_user(reader):
        accept(referral, by=reader)
    browser = Client()
    browser.force_login(reader)
    lives = True
    for step in ["look", *steps]:
        do(step, case, by, lotus, sahel)
        lives = lives and step not in ENDING
        assert reads(referral, reader) == lives, (steps, step)
        page = browser.get(f"/referrals/{referral.public_id}/")
        assert (page.status_code == 200) == lives and (b"555 0100" in page.content) == lives, (steps, step)
        with as_user(by):
            seeing = [partner.name for partner in partners_seeing(by, case)]
        assert seeing == ([lotus.name] if lives else []), (steps, step)


def reads(referral, by):
    with as_user(by):
        try:
            return bool(read_disclosure(referral, by=by).fields)
        except Gone:
            return False
