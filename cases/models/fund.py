"""Money for emergencies: a fund with a ledger that is only ever added to, and requests against it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedText
from casemgr.ids import public_id
from cases.querysets.base import FundQuerySet, OnCaseQuerySet

from .base import OfOrganization, OnCase


class Fund(OfOrganization):
    """A pot of money in one currency. Requests up to `quick_limit` need nobody's approval."""

    CLEAR = frozenset("id organization public_id name currency quick_limit closed_at created_by created_at".split())

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    name = models.CharField(_("name"), max_length=100)
    currency = models.CharField(_("currency"), max_length=3, help_text="ISO 4217")
    quick_limit = models.DecimalField(_("paid without approval up to"), max_digits=12, decimal_places=2, default=0)
    closed_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = FundQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="fund_name_per_organization")]


class FundEntry(OfOrganization):
    """One movement: money in is positive, money out negative. Written once."""

    CLEAR = frozenset("id organization fund amount request entered_by entered_at".split())

    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="entries")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    # no constraint: the request goes with an erased case, the movement stays in the ledger
    request = models.OneToOneField(
        "cases.MoneyRequest", on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="entry"
    )
    entered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)

    objects = FundQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="a_movement_moves")]


class MoneyRequest(OnCase):
    """What somebody needs now, out of which fund, and what became of it."""

    class Purpose(models.TextChoices):
        """What it is for."""

        TRANSPORT = "transport", _("Transport")
        FOOD = "food", _("Food and basics")
        SHELTER = "shelter", _("A place to stay")
        MEDICAL = "medical", _("Medical care")
        DOCUMENTS = "documents", _("Papers and fees")
        PHONE = "phone", _("Phone")
        OTHER = "other", _("Other")

    class State(models.TextChoices):
        """Where it stands. Asked and approved money is set aside."""

        ASKED = "asked", _("Waits for an answer")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        PAID = "paid", _("Paid")
        CANCELLED = "cancelled", _("Taken back")

    CLEAR = frozenset(
        "id organization public_id case person fund amount purpose state asked_by asked_at decided_by decided_at "
        "paid_by paid_at".split()
    )

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="+")
    fund = models.ForeignKey(Fund, on_delete=models.PROTECT, related_name="requests")
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    purpose = models.CharField(_("what for"), max_length=10, choices=Purpose)
    detail = EncryptedText(_("detail"), max_length=1000, blank=True, null=True)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    answer = EncryptedText(_("a word to the colleague"), max_length=500, blank=True, null=True)
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    paid_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    paid_at = models.DateTimeField(null=True)

    objects = OnCaseQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="a_request_asks")]
        indexes = [models.Index(fields=["fund", "state"], name="money_set_aside")]
