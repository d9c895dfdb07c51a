"""What somebody who was told said when they were asked to delete what they hold."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from frontend.forms.acting import ActionForm, DateInput, blank_is_none
from frontend.forms.directory import text
from referrals.actions.deletion import BY_HAND
from referrals.models import DeletionAsk

WAYS = [(how, label) for how, label in DeletionAsk.How.choices if how in BY_HAND]
GROUNDS = [("", _("Nothing is kept")), *DeletionAsk.Ground.choices]
#: the same, as a partner says it of itself
OWN_ANSWERS = [(DeletionAsk.Answer.DELETED, _("We deleted it")), (DeletionAsk.Answer.REFUSED, _("We keep it"))]
OWN_GROUNDS = [
    ("", _("Nothing is kept")),
    (DeletionAsk.Ground.LAW, _("A law makes us keep it")),
    (DeletionAsk.Ground.OWN, _("It is a record of our own, made with the person")),
    (DeletionAsk.Ground.CLAIM, _("It is needed for a legal claim")),
    (DeletionAsk.Ground.NONE, _("We give no ground")),
]


class AskedForm(ActionForm):
    """How and when they were asked."""

    how = forms.ChoiceField(label=_("How were they asked?"), choices=WAYS, widget=forms.RadioSelect)
    on = forms.DateField(label=_("When"), widget=DateInput)
    whom = forms.CharField(
        label=_("With whom did you speak?"),
        max_length=200,
        required=False,
        help_text=_("What they do there, or their name. Sealed, and read only in your organization."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today(user.organization)


class TheirAnswerForm(ActionForm):
    """What a partner here says itself."""

    answer = forms.ChoiceField(label=_("Your answer"), choices=OWN_ANSWERS, widget=forms.RadioSelect)
    ground = forms.ChoiceField(label=_("If it is kept: on what ground?"), choices=OWN_GROUNDS, required=False)


class AnswerForm(ActionForm):
    """What they said to somebody here."""

    answer = forms.ChoiceField(
        label=_("What did they say?"), choices=DeletionAsk.Answer.choices, widget=forms.RadioSelect
    )
    ground = forms.ChoiceField(label=_("If they keep it: on what ground?"), choices=GROUNDS, required=False)
    on = forms.DateField(label=_("When"), widget=DateInput)
    words = text(_("What they said, in words"), rows=3, most=1000)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today(user.organization)

    def clean(self) -> dict[str, Any]:
        return blank_is_none(super().clean() or {}, "words")
