"""One small world with something behind every door, and a persona for every way of having no business there."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.utils import timezone

from anonymized_exports.actions import declare_population, plan
from casemgr.accounts.actions import (
    ask_factor_reset,
    create_client,
    create_organization,
    name_holders,
    set_carried_links,
    sign_agreement,
)
from casemgr.accounts.actions.role_requests import ask_role
from casemgr.accounts.models import IdentityProvider, Organization, ProviderIdentity, SignInSession, Team, User
from casemgr.ids import public_id
from cases import actions
from cases.models import Case, DuplicatePair, Fund, ImportBatch, Notification
from referrals.actions import (
    accept,
    add_outside,
    add_webhook,
    answer_carried,
    ask,
    choose_documents,
    confirm_outside,
    draft,
    keep_location,
    keep_organization,
    keep_service,
    make_carried,
    open_carried,
    propose_handoff,
    set_capacity,
    submit,
)
from referrals.exchange.remote_organization import Described, made_here
from referrals.models import EnquiryAnswer, Pairing, WebhookDelivery, WebhookEvent
from tests.casework.files import picture
from tests.conftest import as_user, in_a_year, make_person_of, open_case
from tests.doors import rooms
from tests.doors.neighbours import end_access, identity, surround
from tests.doors.personas import ANONYMOUS, PEOPLE
from tests.doors.planted import word


@dataclass
class World:
    """People by persona, a signed-in browser each, organizations by slug, cases by row, and the ids that URLs want."""

    organizations: dict = field(default_factory=dict)
    cases: dict = field(default_factory=dict)
    people: dict = field(default_factory=dict)
    browsers: dict = field(default_factory=dict)
    ids: dict = field(default_factory=dict)


def sign_in(user):
    """A browser of somebody who has a second factor."""
    TOTP.activate(user, generate_totp_secret())
    client = Client()
    client.force_login(user)
    return client


def build() -> World:
    """Harbor has the case; Lotus was offered a referral of it; Delta has no part in either; Echo is suspended."""
    world = World()
    for slug, country in (("harbor", "USA"), ("lotus", "THA"), ("delta", "KEN"), ("echo", "MLI")):
        world.organizations[slug] = create_organization(name=f"{slug.title()} House", slug=slug, country=country)
    for name, one in PEOPLE.items():
        world.people[name] = make_person_of(world.organizations.get(one.organization), one.role)
    User.objects.filter(pk=world.people["stranger"].pk).update(name=word("delta", "staff"))
    world.browsers = {name: sign_in(user) for name, user in world.people.items()} | {ANONYMOUS: Client()}
    _fill_case(world, world.organizations["lotus"])
    _fill_office(world)
    _fill_directory(world)
    _ask(world)
    _fill_outside(world)
    _fill_carried(world)
    for room in rooms.ROOMS:
        room.fill(world)
    surround(world)
    end_access(world)
    return world


def _fill_case(world, lotus):
    worker = world.people["caseworker"]
    w = partial(word, "harbor")
    case = open_case(worker, w("alias"), **identity("harbor"))
    with as_user(world.people["supervisor"]):
        pot = actions.open_fund(
            name="Emergency", currency="USD", quick_limit=Decimal(10), by=world.people["supervisor"]
        )
        actions.move_money(pot, amount=Decimal(100), by=world.people["supervisor"])
        message = actions.save_message(
            name="Call", ways=["text"], texts={"en": "Call back."}, by=world.people["supervisor"]
        )
        actions.add_task(
            case, title=w("task"), due_on=datetime.date.today(), assigned_to=worker, by=world.people["supervisor"]
        )
    sister = open_case(worker, word("sister", "alias"))
    with as_user(worker):
        view = actions.save_view(name=w("view"), query="view=mine&safety=urgent", by=worker)
        news = Notification.objects.visible_to(worker).get()
        note = actions.write_note(case, body=w("note"), by=worker)
        document = actions.add_document(
            case,
            file=picture(),
            name=f"{w('document')}.png",
            title=w("document"),
            kind="evidence",
            by=worker,
            faces_agreed=True,
        )
        planned = actions.record_service(
            case, service_code="medical", outcome="planned", detail=w("service"), by=worker
        )
        fund = Fund.objects.visible_to(worker).get()
        money = actions.ask_money(case, fund=fund, amount=Decimal(5), purpose="food", detail=w("money"), by=worker)
        alleged = actions.record_alleged(case, name=w("alleged"), by=worker)
        alert = actions.add_health_alert(case, kind="allergy", words=w("allergy"), by=worker)
        guardian = actions.add_guardian(case.person, name=w("guardian"), relation="relative", by=worker)
        goal = actions.add_goal(case, words=w("goal"), area="housing", by=worker)
        approval = actions.ask_closure(case, reason="moved", note=w("closing"), by=worker)
        soon = timezone.now() + datetime.timedelta(days=1)
        told = {"about": w("appointment"), "needs": w("ramp")}
        appointment = actions.make_appointment(case, starts_at=soon, by=worker, **told)
        flag = actions.raise_flag(case, kind="review", reason=w("flag"), by=worker)
        link = actions.link_cases(case, sister, relation="sibling", by=worker)
        transfer = actions.ask_transfer(case, to=world.people["colleague"], handover=w("handover"), by=worker)
        task = actions.add_task(case, title=w("task"), due_on=datetime.date.today(), by=worker)
        consent = actions.record_consent(
            case.person, purpose="statistics", decision="given", method="spoken", ends_on=in_a_year(), by=worker
        )
        actions.record_experience(case, {"narrative": w("experience")}, by=worker)
        sharing = actions.record_consent(
            case.person,
            purpose="share",
            decision="given",
            method="spoken",
            ends_on=in_a_year(),
            recipient=lotus,
            categories=["identity", "documents"],
            by=worker,
        )
        notice = actions.draft_notice(
            case,
            kind="imminent_danger",
            recipient=w("notice"),
            categories=["contact"],
            words=w("notice"),
            why=w("notice"),
            informed="told",
            call_back=w("notice"),
            by=worker,
        )
        actions.seal_notice(notice, by=worker)
        referral = submit(draft(consent=sharing, service_code="legal_aid", case=case, by=worker), by=worker)
        tomorrow = timezone.now() + datetime.timedelta(days=1)
        [along] = choose_documents(referral, [document.public_id], by=worker)
        meeting = propose_handoff(referral, kind="joint_call", place="telephone", starts_at=tomorrow, by=worker)
    with as_user(world.people["supervisor"]):
        authority = actions.save_authority(name="Harbor Police", by=world.people["supervisor"])
        law = {"kind": "mandatory_report", "country": "USA", "lawful": "legal_duty", "title": "A", "provision": "B"}
        basis = actions.save_notice_basis(by=world.people["supervisor"], **law)
        copy = open_case(world.people["supervisor"], "Amira")
        case = Case.objects.visible_to(world.people["supervisor"]).select_related("person").get(pk=case.pk)
        versions = (case.version, case.person.version, 1, 1)
        merge = actions.merge_cases(case, copy, choices={}, versions=versions, by=world.people["supervisor"])
    twins = [open_case(world.people["supervisor"], "Amira Haddad") for _twin in range(2)]
    actions.compare_everybody(worker.organization_id)
    with as_user(world.people["supervisor"]):
        pair = DuplicatePair.objects.visible_to(world.people["supervisor"]).get(case=twins[0])
    world.ids |= {
        "pair_id": pair.public_id,
        "merge_id": merge.public_id,
        "case_id": case.public_id,
        "notification_id": news.public_id,
        "view_id": view.public_id,
        "note_id": note.public_id,
        "document_id": document.public_id,
        "service_id": planned.public_id,
        "fund_id": fund.public_id,
        "money_id": money.public_id,
        "alleged_id": alleged.public_id,
        "alert_id": alert.public_id,
        "message_id": message.public_id,
        "guardian_id": guardian.public_id,
        "goal_id": goal.public_id,
        "approval_id": approval.public_id,
        "appointment_id": appointment.public_id,
        "secret": "x" * 43,
        "flag_id": flag.public_id,
        "link_id": link.public_id,
        "transfer_id": transfer.public_id,
        "task_id": task.public_id,
        "consent_id": consent.public_id,
        "notice_id": notice.public_id,
        "notice_event": "withdraw",
        "kind": "mandatory_report",
        "authority_id": authority.public_id,
        "basis_id": basis.public_id,
        "user_id": world.people["colleague"].public_id,
        "referral_id": referral.public_id,
        "handoff_id": meeting.public_id,
        "attachment_id": along.public_id,
        "step": "revoke",
        "number": 1,
        "field": "code_word",
        "purpose": "statistics",
    }


def _fill_directory(world):
    """A partner that doesn't take part, its service, and a hidden place of it."""
    admin = world.people["org_admin"]
    with as_user(admin):
        partner = keep_organization({"name": "Night Bus", "country": "USA"}, by=admin)
        where = {"name": "Tamarind", "country": "USA", "hidden": True, "whereabouts": word("place", "whereabouts")}
        place = keep_location(where | {"provider": partner}, by=admin)
        offer = keep_service(
            {"name": "Shelter", "service_code": "emergency_shelter"}, provider=partner, places=[place], by=admin
        )
        set_capacity(offer, unit="beds", available=2, maximum=6, by=admin)
    world.ids |= {
        "provider_id": partner.public_id,
        "offer_id": offer.public_id,
        "place_id": place.public_id,
        "of": "services",
        "entry_id": offer.public_id,
        "form": "json",
    }


def _ask(world):
    """An enquiry of Harbor for its case, to Lotus, which gives legal aid by Harbor's directory."""
    admin, worker, lotus = world.people["org_admin"], world.people["caseworker"], world.organizations["lotus"]
    with as_user(admin):
        entry = keep_organization({"name": "Lotus House", "country": "THA", "member": lotus}, by=admin)
        keep_service({"name": "Law", "service_code": "legal_aid"}, provider=entry, by=admin)
    with as_user(worker):
        case = Case.objects.visible_to(worker).get(public_id=world.ids["case_id"])
        asked = ask({"service_code": "legal_aid"}, receivers=[lotus], stands="week", case=case, by=worker)
    with as_user(world.people["other_caseworker"]) as partner:
        copy = EnquiryAnswer.objects.visible_to(partner).received_by(partner).get()
    world.ids |= {"enquiry_id": asked.public_id, "asked_id": copy.public_id}


def _fill_outside(world):
    """A partner by phone or letter, and a referral of the case to it that it said yes to."""
    leader, admin, worker = (world.people[name] for name in ("supervisor", "org_admin", "caseworker"))
    secret = word("place", "partner")
    details = {"telephone": secret, "address": secret, "ask_for": secret, "ways": ["phone", "letter"]}
    with as_user(leader):
        one = add_outside({"name": word("place", "outside"), "services": ["medical"]} | details, by=leader)
    with as_user(admin):
        confirm_outside(one, version=1, by=admin)
    with as_user(worker):
        case = Case.objects.visible_to(worker).select_related("person").get(public_id=world.ids["case_id"])
        sharing = actions.record_consent(
            case.person,
            purpose="share",
            decision="given",
            method="spoken",
            ends_on=in_a_year(),
            recipient=Organization.objects.get(pk=one.partner_id),
            categories=["identity"],
            by=worker,
        )
        sent = submit(draft(consent=sharing, service_code="medical", case=case, by=worker), by=worker)
        accept(sent, way="phone", by=worker)
    world.ids |= {"outside_id": one.public_id, "sent_id": sent.public_id}


def _fill_carried(world):
    """A slip of the case, and what somebody who opened it left."""
    admin, worker = world.people["org_admin"], world.people["caseworker"]
    with as_user(admin):
        set_carried_links(on=True, name="Blue Table", understood=True, by=admin)
    with as_user(worker):
        case = Case.objects.visible_to(worker).select_related("person").get(public_id=world.ids["case_id"])
        slip = make_carried(
            case,
            service_code="medical",
            categories=["identity"],
            word={"decision": "given", "method": "spoken"},
            hours=336,
            openings=5,
            talked=True,
            by=worker,
        )
    found = open_carried(slip.code, slip.passcode)
    answer_carried(found.reply, service=word("harbor", "left"), telephone="", words=word("harbor", "left"))
    world.ids |= {"carried_id": slip.link.public_id}


def _fill_office(world):
    """An import, an agreement, and a release planned but not published."""
    supervisor, admin, steward = (world.people[role] for role in ("supervisor", "org_admin", "data_steward"))
    with as_user(supervisor):
        batch = ImportBatch(organization=supervisor.home, mapping="htcds", format="csv", started_by=supervisor)
        batch.save(force_insert=True)
    today = datetime.date.today()
    for organization in Organization.objects.here().exclude(pk=admin.organization_id):
        _agree(make_person_of(organization, "org_admin"))
    agreement = _agree(admin)
    with as_user(admin):
        client, _secret = create_client(name="Desk", by=admin)
        endpoint, _secret = add_webhook(url="https://hooks.example.org/", account=client.user, by=admin)
        delivery = _fail_to_deliver(endpoint)
    with as_user(admin):
        named = [world.people[role] for role in ("caseworker", "supervisor", "auditor")]
        name_holders(named, threshold=2, hours=12, by=admin)
    with as_user(steward):
        population = declare_population(name="Pool", publisher="Pool", at_least=2000, at_most=5000, by=steward)
        release = plan(population, workload="basic", epsilon=1.0, cutoff=today, title="One", by=steward)
    with as_user(admin):
        lost = ask_factor_reset(world.people["former"], reason="lost", by=admin)
        asked = ask_role(world.people["former"], role="team_lead", by=admin)
    _give_provider(admin.home, world.people["colleague"])
    pairing = _pair(admin)
    world.ids |= {
        "pairing_id": pairing.public_id,
        "act": "confirm",
        "reset_id": lost.public_id,
        "request_id": asked.public_id,
        "organization_id": admin.home.public_id,
        "session_id": SignInSession.objects.get(user=world.people["caseworker"]).public_id,
        "batch_id": batch.public_id,
        "person_id": world.people["colleague"].public_id,
        "agreement_id": agreement.pk,
        "client_id": client.client_id,
        "endpoint_id": endpoint.public_id,
        "delivery_id": delivery.public_id,
        "team_id": Team.objects.create(organization=world.people["org_admin"].organization, name="Night").pk,
        "release_id": release.public_id,
        "table": "gender",
        "pattern": "places",
        "verb": "veto",
        "move": "on",
    }


def _fail_to_deliver(endpoint):
    """A test that didn't arrive."""
    rows = {"organization": endpoint.organization}
    event = WebhookEvent.objects.create(type="webhook.test", at=timezone.now(), **rows)
    return WebhookDelivery.objects.create(endpoint=endpoint, event=event, state="failed", problem="timeout", **rows)


def _pair(admin):
    """An organization on another instance that answered an invitation; nobody has compared the number yet."""
    partner, account = made_here(Described("Far House", "KEN", "Africa/Nairobi"), admin.home, "far")
    with as_user(admin):
        pairing = Pairing(
            organization=admin.home,
            partner=partner,
            account=account,
            shared_id=public_id(),
            state=Pairing.State.CLAIMED,
            invites=True,
            ends_on=in_a_year(),
            instance="A" * 22,
            sign=b"s" * 32,
            seal=b"e" * 32,
            invited_by=admin,
        )
        pairing.save(force_insert=True)
    return pairing


def _give_provider(organization, person):
    """One that nobody is asked for: the name has no dot."""
    provider = IdentityProvider(organization=organization, issuer="https://nowhere", client_id="desk")
    provider.keep_secret("x" * 20)
    provider.save()
    ProviderIdentity.objects.create(provider=provider, issuer=provider.issuer, subject="1", user=person)


def _agree(admin):
    with as_user(admin):
        return sign_agreement(starts_on=datetime.date.today(), ends_on=in_a_year(), people_at_most=1000, by=admin)
