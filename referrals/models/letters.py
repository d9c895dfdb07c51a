"""Letters between two instances: what goes out, what came in, and nonces that were seen."""

from __future__ import annotations

from django.db import models

from casemgr.scoping import ScopedModel
from referrals.querysets import LetterQuerySet

from .pairing import Pairing
from .referral import Referral


class OutgoingLetter(ScopedModel):
    """Something to tell the other side, in order. Codes and ids only: the content is read when it is sent.

    `number` is its place in the sequence, given with the first try; `receipt` is what the other side signed.
    """

    CLEAR = frozenset(
        (
            "id pairing referral reference kind code until person number jti attempts next_attempt_at last_error "
            "delivered_at voided tries copy_of receipt created_at"
        ).split()
    )

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="outgoing")
    referral = models.ForeignKey(Referral, on_delete=models.SET_NULL, null=True, related_name="+")
    reference = models.CharField(max_length=22, blank=True, help_text="Public id of the referral, or of a letter")
    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=30, blank=True)
    until = models.DateField(null=True)
    person = models.CharField(max_length=22, blank=True, help_text="Public id of whoever accepts")
    number = models.PositiveBigIntegerField(null=True)
    jti = models.CharField(max_length=22, unique=True)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(auto_now_add=True)
    last_error = models.CharField(max_length=30, blank=True)
    delivered_at = models.DateTimeField(null=True)
    voided = models.BooleanField(default=False, help_text="It went out empty: what it told may no longer be told")
    tries = models.JSONField(default=dict, help_text="SHA-256 of each letter that went out -> whether it was empty")
    copy_of = models.CharField(max_length=22, blank=True, help_text="The letter that went out empty for now")
    receipt = models.JSONField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["pairing", "number"], name="one_letter_per_number")]
        indexes = [models.Index(fields=["pairing", "delivered_at", "id"], name="letters_to_deliver")]


class IncomingLetter(ScopedModel):
    """A letter that came and the receipt that was given. The letter itself stays, sealed, until it is carried out."""

    CLEAR = frozenset("id pairing jti letter receipt number kind state code received_at".split())

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting"
        DONE = "done"
        REFUSED = "refused"

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="incoming")
    jti = models.CharField(max_length=22)
    letter = models.BinaryField(null=True)
    receipt = models.JSONField()
    number = models.PositiveBigIntegerField(null=True)
    kind = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    code = models.CharField(max_length=30, blank=True)
    received_at = models.DateTimeField(auto_now_add=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["pairing", "jti"], name="one_receipt_per_letter")]


class SeenNonce(ScopedModel):
    """A signed request that came, kept while its signature would still be taken."""

    CLEAR = frozenset("id pairing nonce until".split())

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="+")
    nonce = models.CharField(max_length=64)
    until = models.DateTimeField()

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pairing", "nonce"], name="one_use_of_a_nonce")]
