"""What happened around a release: stored output, approvals, downloads. Rows are only added."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from anonymized_exports.querysets import OfficersQuerySet
from casemgr.scoping import ScopedModel

from .release import Release


class Artifact(ScopedModel):
    """The report of attacks, the noisy vectors or the package of a release, sealed (see `vault`)."""

    class Kind(models.TextChoices):
        """What was stored."""

        ATTACKS = "attacks", _("Report of attacks")
        NOISY = "noisy", _("Noisy counts")
        PACKAGE = "package", _("Package")

    CLEAR = frozenset(["id", "release", "kind", "sealed", "stored_at"])

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="artifacts")
    kind = models.CharField(max_length=8, choices=Kind)
    sealed = models.BinaryField()
    stored_at = models.DateTimeField(auto_now_add=True)

    objects = OfficersQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "kind"], name="artifact_once")]


class Approval(ScopedModel):
    """Somebody's word on exactly these bytes made from exactly this list of tables."""

    class Decision(models.TextChoices):
        """What they said. One veto stops a release for good."""

        APPROVE = "approve", _("Approve")
        VETO = "veto", _("Veto")

    CLEAR = frozenset(["id", "release", "by", "decision", "package_sha256", "workload_digest", "reason", "at"])

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="approvals")
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=8, choices=Decision)
    package_sha256 = models.CharField(max_length=64)
    workload_digest = models.CharField(max_length=64)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    objects = OfficersQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "by", "decision"], name="one_word_each")]


class DownloadRecord(ScopedModel):
    """Who took a package, when."""

    CLEAR = frozenset(["id", "release", "by", "at"])

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="downloads")
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = OfficersQuerySet.as_manager()
