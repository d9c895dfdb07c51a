"""What a person typed and has not saved yet: sealed, theirs alone, bound to one form about one case."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from casemgr.encryption.fields import EncryptedText, KeyOwner
from cases.querysets.desk import DraftQuerySet

from .base import OfOrganization


class Draft(OfOrganization):
    """The fields of one form as last typed by one person. Without a case it has a key of its own.

    `place` and `subject` say which form: the name of its address and the random ids in it. `page` is the token of the
    page that wrote last; `ended_page` that of a page whose form was saved, whose late words are refused.
    """

    CLEAR = frozenset("id organization author case person place subject page ended_page saved_at".split())
    MOST = 200_000

    author = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, null=True, related_name="drafts")
    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, null=True, related_name="+")
    place = models.CharField(max_length=60)
    subject = models.CharField(max_length=120, blank=True)
    content = EncryptedText(max_length=MOST, null=True, help_text="The form as it would be posted; null: ended")
    page = models.CharField(max_length=22, blank=True)
    ended_page = models.CharField(max_length=22, blank=True)
    saved_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["author", "case", "place", "subject"], nulls_distinct=False, name="one_draft_per_form"
            ),
            models.CheckConstraint(
                condition=Q(case=None, person=None) | Q(case__isnull=False, person__isnull=False),
                name="draft_of_a_case_names_its_person",
            ),
        ]

    def key_owner(self) -> KeyOwner:
        """The person of the case; before there is one, the draft itself."""
        return KeyOwner(self.organization_id, self.person_id or self.pk)
