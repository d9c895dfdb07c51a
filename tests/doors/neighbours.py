"""What lies beside the case that the doors are tried on: people named on it, others' cases full of planted words."""

import datetime
from functools import partial

from django.utils import timezone

from casemgr.accounts.actions import deactivate, decide_role, save_team
from casemgr.accounts.models import Organization, RoleRequest
from cases import actions
from cases.actions import Place
from cases.models import Case, Fund
from referrals.actions import accept, choose_documents, draft, send_message, submit
from tests.casework.files import picture
from tests.conftest import as_user, in_a_year, open_case
from tests.doors.planted import word


def identity(row):
    """A person's own fields, planted."""
    w = partial(word, row)
    return {
        "legal_name": w("legal"),
        "identity_numbers": w("numbers"),
        "phone": w("phone"),
        "email": f"{w('email')}@example.net",
        "address": w("address"),
        "accessibility": w("access"),
    }


def safe_contact(row):
    """The rules of contact, planted."""
    w = partial(word, row)
    return {
        "channel": "text",
        "may_text": True,
        "code_word": w("code"),
        "if_someone_else": w("ifother"),
        "hours": w("hours"),
    }


def more_on(case, row, *, worker, named=None):
    """What the doors need no id of: restricted notes, a draft, contact, disclosure, a plan for safety."""
    w = partial(word, row)
    with as_user(worker):
        actions.set_safe_contact(case.person, safe_contact(row), by=worker)
        actions.write_note(case, body=w("therapy"), kind="therapy", by=worker)
        actions.write_note(case, body=w("privileged"), kind="privileged", by=worker)
        actions.keep_draft(Place("note_add", case), f"body={w('draft')}", page="p", by=worker)
        actions.record_contact(case, way="text", result="reached", note=w("attempt"), by=worker)
        actions.record_disclosure(
            case, recipient=w("disclosed"), categories=["identity"], way="phone", ground="consent", by=worker
        )
        actions.never_share(case.person, description=w("never"), by=worker)
        actions.write_safety_plan(case, {"safe_places": w("safety")}, read=None, by=worker)
    if named:
        with as_user(named):
            return actions.write_note(case, body=w("complaint"), kind="complaint", by=named)
    return None


def whole_case(row, *, worker, supervisor, to=None, money=True):
    """Another person's case with something in every part; `to` is asked to take it over.

    Without `money` nothing is set aside in the organization's fund, which all its workers see.
    """
    w = partial(word, row)
    case = open_case(worker, w("alias"), **identity(row))
    soon = timezone.now() + datetime.timedelta(hours=30)
    with as_user(supervisor):
        fund = Fund.objects.visible_to(supervisor).first()
        if fund is None:
            fund = actions.open_fund(name="Help", currency="USD", quick_limit=1, by=supervisor)
            actions.move_money(fund, amount=100, by=supervisor)
    with as_user(worker):
        actions.write_note(case, body=w("note"), by=worker)
        actions.add_task(case, title=w("task"), due_on=datetime.date.today(), by=worker)
        actions.raise_flag(case, kind="review", reason=w("flag"), by=worker)
        actions.add_goal(case, words=w("goal"), area="housing", by=worker)
        actions.add_health_alert(case, kind="allergy", words=w("allergy"), by=worker)
        actions.add_guardian(case.person, name=w("guardian"), relation="relative", by=worker)
        actions.record_service(case, service_code="medical", detail=w("service"), by=worker)
        if money:
            actions.ask_money(case, fund=fund, amount=9, purpose="food", detail=w("money"), by=worker)
        actions.ask_closure(case, reason="moved", note=w("closing"), by=worker)
        actions.make_appointment(case, starts_at=soon, about=w("appointment"), by=worker)
        actions.record_alleged(case, name=w("alleged"), by=worker)
        report = {"recipient": w("notice"), "categories": ["identity"], "why": w("notice"), "call_back": w("notice")}
        report |= {"informed": "told", "provision": w("notice"), "counsel": "known", "kind": "mandatory_report"}
        actions.ask_notice(actions.draft_notice(case, by=worker, **report), by=worker)
        actions.record_experience(case, {"narrative": w("experience")}, by=worker)
        file = {"file": picture(), "name": f"{w('document')}.png", "title": w("document")}
        actions.add_document(case, kind="evidence", by=worker, faces_agreed=True, **file)
        if to:
            actions.ask_transfer(case, to=to, handover=w("handover"), by=worker)
    more_on(case, row, worker=worker)
    return case


def referral_of(case, to, *, by, categories=("identity",), sent=True):
    """An offer of this case to another organization, on the person's consent; or a draft of one."""
    with as_user(by):
        consent = actions.record_consent(
            case.person,
            purpose="share",
            decision="given",
            method="spoken",
            ends_on=in_a_year(),
            recipient=to,
            categories=list(categories),
            by=by,
        )
        written = draft(consent=consent, service_code="legal_aid", case=case, by=by)
        return submit(written, by=by) if sent else written


def surround(world):
    """Fill the world around Harbor's case."""
    who, harbor = world.people, world.ids["case_id"]
    worker, supervisor, second = who["caseworker"], who["supervisor"], who["second_supervisor"]
    with as_user(supervisor):
        case = Case.objects.visible_to(supervisor).select_related("person").get(public_id=harbor)
        for name in ("named", "named_intake", "health_worker", "legal_worker", "former", "deactivated"):
            actions.grant(case, to=who[name], by=supervisor)
    with as_user(who["former"]):
        actions.keep_draft(Place("task_add", case), "title=mine", page="p", by=who["former"])
    with as_user(supervisor):
        actions.end_grant(case, of=who["former"], by=supervisor)
    with as_user(who["org_admin"]):
        night = save_team(name="Shelter", members=[who["team_lead"], who["night_staff"]], by=who["org_admin"])
        save_team(name="Day", members=[who["other_lead"]], by=who["org_admin"])
    with as_user(supervisor):
        for asked in RoleRequest.objects.waiting().exclude(team=None):
            decide_role(asked, confirm=True, by=supervisor)
        actions.give_to_team(case, team=night, by=supervisor)
    with as_user(who["emergency"]):
        given = {"number": case.number, "reason": "danger", "words": word("harbor", "urgent"), "hours": 4}
        world.ids["access_id"] = actions.open_in_emergency(by=who["emergency"], **given).public_id
    world.ids["complaint_id"] = more_on(case, "harbor", worker=worker, named=who["named"]).public_id
    shared = open_case(
        worker, word("shared", "alias"), legal_name=word("shared", "legal"), phone=word("shared", "phone")
    )
    taken = referral_of(shared, world.organizations["lotus"], by=worker, categories=("identity", "documents"))
    with as_user(worker):
        paper = {"file": picture(), "name": "paper.png", "title": word("shared", "papers")}
        along = actions.add_document(shared, kind="letter", by=worker, faces_agreed=True, **paper)
        choose_documents(taken, [along.public_id], by=worker)
    with as_user(who["other_caseworker"]):
        accept(taken, by=who["other_caseworker"])
        send_message(taken, kind="words", text=word("shared", "words"), by=who["other_caseworker"])
    beside = whole_case("colleague", worker=who["colleague"], supervisor=supervisor)
    hidden = whole_case("hidden", worker=who["colleague"], supervisor=supervisor)
    with as_user(who["colleague"]):
        actions.link_cases(hidden, beside, relation="sibling", by=who["colleague"])
    with as_user(supervisor):
        actions.set_restricted(hidden, restricted=True, reason="A relative works here", by=supervisor)
    leader = whole_case("leader", worker=second, supervisor=supervisor)
    with as_user(supervisor):
        actions.write_note(leader, body=word("leader", "complaint"), kind="complaint", by=supervisor)
    lotus = whole_case("lotus", worker=who["other_caseworker"], supervisor=who["other_supervisor"])
    delta = whole_case("delta", worker=who["stranger"], supervisor=who["stranger"])
    referral_of(delta, world.organizations["lotus"], by=who["stranger"])
    echo = whole_case("echo", worker=who["suspended"], supervisor=who["suspended"])
    world.cases |= {"harbor": case, "shared": shared, "colleague": beside, "hidden": hidden, "leader": leader}
    world.cases |= {"lotus": lotus, "delta": delta, "echo": echo}


def end_access(world):
    """One colleague is deactivated, one organization suspended: their browsers are still signed in."""
    with as_user(world.people["org_admin"]):
        deactivate(world.people["deactivated"], by=world.people["org_admin"])
    echo = world.organizations["echo"]
    echo.status = Organization.Status.SUSPENDED
    echo.save()
