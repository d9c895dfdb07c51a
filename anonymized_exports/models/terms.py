"""Which terms a researcher accepted, and when. Rows are only added."""

from django.db import models

from anonymized_exports.querysets import TermsQuerySet
from casemgr.scoping import ScopedModel

#: raised whenever the words of the terms change in meaning; everybody is asked again
TERMS_VERSION = 1


class TermsAcceptance(ScopedModel):
    """Somebody's word that they keep to the terms of the wider tables, in this version."""

    CLEAR = frozenset(["id", "user", "version", "at"])

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    objects = TermsQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "version"], name="terms_accepted_once")]
