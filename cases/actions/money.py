"""Money for emergencies: ask, approve or refuse, pay. A fund never promises more than it holds.

Each step locks the fund's row first, so that two approvals at the same moment are made one after the other.
"""

from __future__ import annotations

import decimal

from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.accounts.permissions import require
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput, NotFound, NotInThisState, NotPermitted
from cases.models import Case, Fund, FundEntry, MoneyRequest, Notification, ServiceRecord
from cases.permissions import require_on_case

from .approvals import supervisors_of
from .notifications import notify
from .services import record_service

SERVICE = "emergency_financial"
SET_ASIDE = (MoneyRequest.State.ASKED, MoneyRequest.State.APPROVED)
ZERO = decimal.Decimal(0)


@transaction.atomic
def open_fund(*, name: str, currency: str, by: User, quick_limit: decimal.Decimal = ZERO) -> Fund:
    """Make a fund. Errors: InvalidInput."""
    require(by, "manage_funds")
    code = currency.strip().upper()
    if len(code) != 3 or not code.isascii() or not code.isalpha():
        raise InvalidInput(_("Write the currency in three letters: USD, THB …"), field="currency")
    if quick_limit < 0:
        raise InvalidInput(_("The limit can't be below zero."), field="quick_limit")
    if Fund.objects.visible_to(by).filter(name=name.strip()).exists():
        raise InvalidInput(_("There is a fund of this name already."), field="name")
    fund = Fund(organization=by.home, name=name.strip(), currency=code, quick_limit=quick_limit, created_by=by)
    fund.save(force_insert=True)
    trail.record(events.FUND_OPENED, by=by, subject=fund)
    return fund


@transaction.atomic
def move_money(fund: Fund, *, amount: decimal.Decimal, by: User) -> FundEntry:
    """Put money in, or (below zero) take it out by hand; never more than is free. Errors: NotFound, InvalidInput."""
    require(by, "manage_funds")
    locked = _locked(fund, by)
    if amount == 0:
        raise InvalidInput(_("Write an amount."), field="amount")
    if amount < 0 and free(locked, by) + amount < 0:
        raise InvalidInput(_("The fund doesn't hold that much."), field="amount")
    entry = FundEntry(organization_id=locked.organization_id, fund=locked, amount=amount, entered_by=by)
    entry.save(force_insert=True)
    trail.record(events.FUND_MOVED, by=by, subject=locked, facts={"amount": str(amount)})
    return entry


@transaction.atomic
def ask_money(
    case: Case, *, fund: Fund, amount: decimal.Decimal, purpose: str, by: User, detail: str | None = None
) -> MoneyRequest:
    """Ask for money; it is set aside. Up to the fund's quick limit it is approved at once. Errors: InvalidInput."""
    require_on_case(by, "record_service", case)
    locked = _locked(fund, by)
    if amount <= 0:
        raise InvalidInput(_("Write an amount."), field="amount")
    if purpose not in MoneyRequest.Purpose.values:
        raise InvalidInput(_("Choose what it is for."), field="purpose")
    if free(locked, by) < amount:
        raise InvalidInput(_("The fund doesn't hold that much."), field="amount")
    quick = amount <= locked.quick_limit
    request = MoneyRequest(  # type: ignore[misc]  # the stubs look for the sealed attribute
        organization_id=case.organization_id,
        case=case,
        person_id=case.person_id,
        fund=locked,
        amount=amount,
        purpose=purpose,
        detail=detail or None,
        asked_by=by,
        state=MoneyRequest.State.APPROVED if quick else MoneyRequest.State.ASKED,
        decided_at=timezone.now() if quick else None,
    )
    request.save(force_insert=True)
    if not quick:
        notify(*supervisors_of(case, by), kind=Notification.Kind.APPROVAL_ASKED, by=by, case=case)
    trail.record(events.MONEY_ASKED, by=by, subject=request, facts={"amount": str(amount), "quick": int(quick)})
    return request


@transaction.atomic
def decide_money(request: MoneyRequest, *, approve: bool, by: User, answer: str | None = None) -> MoneyRequest:
    """Approve or refuse what waits; not one's own, unless the organization allows it. Errors: NotFound, NotPermitted,
    NotInThisState, InvalidInput (a refusal says why).
    """
    require_on_case(by, "approve", request.case)
    _locked(request.fund, by)
    current = _current(request, by, MoneyRequest.State.ASKED)
    if current.asked_by_id == by.pk and not by.home.self_approval:
        raise NotPermitted(_("Somebody else has to approve this: you asked for it."))
    if not approve and not (answer or "").strip():
        raise InvalidInput(_("Say why not."), field="answer")
    current.state = MoneyRequest.State.APPROVED if approve else MoneyRequest.State.REFUSED
    current.decided_by, current.decided_at, current.answer = by, timezone.now(), answer or None
    current.save(update_fields=["state", "decided_by", "decided_at", "answer_sealed"])
    notify(current.asked_by, kind=Notification.Kind.APPROVAL_ANSWERED, by=by, case=current.case)
    trail.record(events.MONEY_DECIDED, by=by, subject=current, facts={"state": str(current.state)})
    return current


@transaction.atomic
def pay_money(request: MoneyRequest, *, by: User) -> ServiceRecord:
    """Hand it over: the ledger goes down and the service is recorded, together. Errors: NotFound, NotInThisState."""
    require_on_case(by, "record_service", request.case)
    fund = _locked(request.fund, by)
    current = _current(request, by, MoneyRequest.State.APPROVED)
    current.state, current.paid_by, current.paid_at = MoneyRequest.State.PAID, by, timezone.now()
    current.save(update_fields=["state", "paid_by", "paid_at"])
    FundEntry(
        organization_id=fund.organization_id, fund=fund, amount=-current.amount, request=current, entered_by=by
    ).save(force_insert=True)
    trail.record(events.MONEY_PAID, by=by, subject=current, facts={"amount": str(current.amount)})
    return record_service(
        current.case,
        service_code=SERVICE,
        on_date=today(by.home),
        amount=current.amount,
        currency=fund.currency,
        detail=current.detail,
        by=by,
    )


@transaction.atomic
def cancel_money(request: MoneyRequest, *, by: User) -> MoneyRequest:
    """Take back what isn't paid: who asked, or who approves. Errors: NotFound, NotPermitted, NotInThisState."""
    require_on_case(by, "record_service", request.case)
    _locked(request.fund, by)
    current = _current(request, by, *SET_ASIDE)
    if current.asked_by_id != by.pk and not by.can("approve"):
        raise NotPermitted()
    current.state = MoneyRequest.State.CANCELLED
    current.save(update_fields=["state"])
    trail.record(events.MONEY_DECIDED, by=by, subject=current, facts={"state": str(current.state)})
    return current


def balance(fund: Fund, user: User) -> decimal.Decimal:
    """What the fund holds."""
    total = FundEntry.objects.visible_to(user).filter(fund=fund).aggregate(sum=Sum("amount"))["sum"]
    return decimal.Decimal(total or 0)


def free(fund: Fund, user: User) -> decimal.Decimal:
    """What it holds without what is set aside."""
    return balance(fund, user) - set_aside(fund)


def set_aside(fund: Fund) -> decimal.Decimal:
    """Asked for or approved, and not paid. Over all cases of the organization, seen or not, by a function of the
    database that gives the sum alone.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.money_set_aside(%s)", [fund.pk])
        (total,) = cursor.fetchone()
    return decimal.Decimal(total)


def _locked(fund: Fund, by: User) -> Fund:
    found: Fund | None = Fund.objects.visible_to(by).select_for_update().filter(pk=fund.pk).first()
    if found is None:
        raise NotFound()
    if found.closed_at:
        raise NotInThisState(_("This fund is closed."))
    return found


def _current(request: MoneyRequest, by: User, *states: str) -> MoneyRequest:
    rows = MoneyRequest.objects.visible_to(by).select_for_update(of=("self",)).select_related("case", "asked_by")
    current: MoneyRequest | None = rows.filter(pk=request.pk).first()
    if current is None:
        raise NotFound()
    if current.state not in states:
        raise NotInThisState(_("This was answered or paid already."))
    return current
