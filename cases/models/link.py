"""Two cases that belong together. Who sees only one of them never learns of the other."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casemgr.ids import public_id
from cases.querysets.cases import CaseLinkQuerySet

from .base import OfOrganization


class CaseLink(OfOrganization):
    """Read from `case`: the person of `other` is their … (a code). The other end reads the reverse."""

    class Relation(models.TextChoices):
        """What the person of the other case is to the person of this one."""

        PARENT = "parent", _("Parent")
        CHILD = "child", _("Child")
        SIBLING = "sibling", _("Brother or sister")
        PARTNER = "partner", _("Partner")
        GUARDIAN = "guardian", _("Guardian")
        WARD = "ward", _("Ward")
        RELATIVE = "relative", _("Other family")
        SAME_EVENTS = "same_events", _("Same events")
        KNOWN = "known", _("Knows them")

    REVERSE = {"parent": "child", "child": "parent", "guardian": "ward", "ward": "guardian"}
    FAMILY = frozenset({"parent", "child", "sibling", "partner", "guardian", "ward", "relative"})
    CLEAR = frozenset("id organization public_id case other relation created_by created_at".split())

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="links_to")
    relation = models.CharField(_("is their …"), max_length=12, choices=Relation)
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CaseLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "other"], name="one_link_between_cases"),
            models.CheckConstraint(condition=~Q(case=F("other")), name="linked_to_another_case"),
        ]

    def seen_from(self, case_id: object) -> str:
        """The relation's code as the case at this end reads it."""
        return self.relation if case_id == self.case_id else self.REVERSE.get(self.relation, self.relation)
