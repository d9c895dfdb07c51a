"""Who holds an organization's own key: sets of holders, in the key store beside the key they open."""

from uuid import uuid4

from django.db import models
from django.utils import timezone


class HolderSet(models.Model):
    """The people of an organization of whom `threshold` together open its key.

    A set is named first, holds the key once everybody in it has set a passphrase, and is void when another follows.
    """

    class State(models.TextChoices):
        """Where a set stands."""

        NAMED = "named"
        HOLDS = "holds"
        VOID = "void"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization_id = models.UUIDField()
    version = models.PositiveIntegerField(help_text="Counts an organization's sets")
    threshold = models.PositiveSmallIntegerField()
    hours = models.PositiveSmallIntegerField(help_text="The key locks itself this long after it was unlocked")
    state = models.CharField(max_length=5, choices=State, default=State.NAMED)
    proof = models.BinaryField(help_text="HMAC over the set, so that the store alone can't change who is in it")
    named_at = models.DateTimeField(default=timezone.now)
    holds_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization_id", "version"], name="holderset_version"),
            models.UniqueConstraint(
                fields=["organization_id", "state"],
                condition=models.Q(state__in=["named", "holds"]),
                name="holderset_one_of_each",
            ),
            models.CheckConstraint(condition=models.Q(threshold__gte=2), name="holderset_takes_two"),
        ]

    def __str__(self) -> str:
        return "set of holders"


class Holder(models.Model):
    """One person's part: a key pair whose private half opens with their passphrase alone, and a share sealed to it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    set = models.ForeignKey(HolderSet, on_delete=models.CASCADE, related_name="holders")
    user_id = models.UUIDField()
    public_key = models.BinaryField(default=b"", help_text="X25519; empty until the passphrase is set")
    sealed_key = models.BinaryField(
        default=b"", help_text="The private key under the passphrase (Argon2id, AES-256-GCM)"
    )
    sealed_share = models.BinaryField(default=b"", help_text="The share, sealed to the public key (HPKE)")
    proof = models.BinaryField(default=b"", help_text="HMAC over person and public key")
    agrees_to = models.UUIDField(null=True, help_text="The next set, which this person agreed to")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["set", "user_id"], name="holder_once_per_set")]

    def __str__(self) -> str:
        return "holder"

    @property
    def is_ready(self) -> bool:
        """Whether the passphrase is set."""
        return bool(self.public_key)
