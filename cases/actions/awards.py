"""Money that was ordered for the person, and what of it reached them."""

from __future__ import annotations

import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from casemgr.audit import events, trail
from casemgr.errors import InvalidInput
from cases.legal import codes
from cases.models import Award, AwardPayment, Proceeding

from ._legal import locked, of_case, require_code


@transaction.atomic
def record_award(
    proceeding: Proceeding, *, kind: str, amount: Decimal, currency: str, ordered_on: datetime.date, by: User
) -> Award:
    """Write down what was ordered: `currency` is three letters of ISO 4217. Errors: NotFound, InvalidInput by field."""
    current = locked(proceeding, by)
    require_code(kind, codes.Award, "kind")
    _require_money(amount, ordered_on, by, "ordered_on")
    code = currency.strip().upper()
    if len(code) != 3 or not code.isascii() or not code.isalpha():
        raise InvalidInput(_("Three letters: USD, THB …"), field="currency")
    award = Award(
        **of_case(current.case),
        proceeding=current,
        kind=kind,
        amount=amount,
        currency=code,
        ordered_on=ordered_on,
        recorded_by=by,
    )
    award.save(force_insert=True)
    trail.record(events.AWARD_RECORDED, by=by, subject=current, facts={"kind": kind})
    return award


@transaction.atomic
def record_award_payment(award: Award, *, amount: Decimal, paid_on: datetime.date, by: User) -> AwardPayment:
    """Write down a payment; several may come, together no more than was ordered. Errors: NotFound, InvalidInput."""
    proceeding = locked(award.proceeding, by)  # two people may write payments at once
    current = Award.objects.visible_to(by).select_related("case").get(pk=award.pk)
    _require_money(amount, paid_on, by, "paid_on")
    if amount > owed(current, by):
        raise InvalidInput(_("That is more than is still owed."), field="amount")
    payment = AwardPayment(**of_case(current.case), award=current, amount=amount, paid_on=paid_on, recorded_by=by)
    payment.save(force_insert=True)
    trail.record(events.AWARD_PAID, by=by, subject=proceeding)
    return payment


def owed(award: Award, by: User) -> Decimal:
    """What has not been paid yet."""
    paid = AwardPayment.objects.visible_to(by).filter(award=award).aggregate(sum=Sum("amount"))["sum"]
    return award.amount - (paid or Decimal(0))


def _require_money(amount: Decimal, day: datetime.date, by: User, field: str) -> None:
    if amount <= 0:
        raise InvalidInput(_("Write an amount above zero."), field="amount")
    if day > today(by.home):
        raise InvalidInput(_("The date can't lie in the future."), field=field)
