"""Which case belongs together with this one, and how; a family member registered with what is known already."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import User
from cases.models import Case, CaseLink
from frontend.forms.acting import ActionForm
from frontend.forms.register import RegisterForm

CONTACT = "channel may_call may_text may_voicemail may_email hours who_may_answer if_someone_else code_word".split()


class LinkForm(ActionForm):
    """The other case by its number."""

    other = forms.CharField(label=_("Number of the other case"), max_length=12, help_text=_("For example: C-0012"))
    relation = forms.ChoiceField(label=_("That person is their …"), choices=CaseLink.Relation.choices)


class FamilyForm(RegisterForm):
    """Registration of somebody of the family: language and safe contact are taken over and can be changed."""

    relation = forms.ChoiceField(
        label=_("The new person is their …"),
        choices=[(code, name) for code, name in CaseLink.Relation.choices if code in CaseLink.FAMILY],
        initial=CaseLink.Relation.CHILD,
    )

    def __init__(self, *args: Any, user: User, case: Case, **kwargs: Any) -> None:
        person, contact = case.person, case.person.safe_contact
        known = {"preferred_language": person.preferred_language, "interpreter_needed": person.interpreter_needed}
        known |= {name: getattr(contact, name) or "" for name in CONTACT}
        super().__init__(*args, user=user, initial=known, **kwargs)

    @property
    def minimum(self) -> list[forms.BoundField]:
        """How they belong together stands first."""
        return [self["relation"], *super().minimum]
