"""Goals, the safety plan, answers to requests for approval."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Goal, SafetyPlan
from frontend.forms.acting import ActionForm, DateInput, blank_is_none

WORDS = {"rows": 3}


class GoalForm(ActionForm):
    """A goal as the person says it."""

    words = forms.CharField(
        label=_("The goal, in the person's words"), max_length=1000, widget=forms.Textarea(attrs=WORDS)
    )
    area = forms.ChoiceField(label=_("About"), choices=[("", _("Choose …")), *Goal.Area.choices])
    target_on = forms.DateField(label=_("By when"), required=False, widget=DateInput)


class SettleGoalForm(ActionForm):
    """How far the goal is."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField(label=_("How far is it?"), choices=Goal.State.choices, widget=forms.RadioSelect)
    outcome = forms.CharField(
        label=_("What came of it"), required=False, max_length=1000, widget=forms.Textarea(attrs=WORDS)
    )

    def clean(self) -> dict[str, Any]:
        return blank_is_none(super().clean() or {}, "outcome")


def _part(label: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=2000, widget=forms.Textarea(attrs=WORDS)
    )


class SafetyPlanForm(ActionForm):
    """What to do when it gets dangerous. `read` is the key of the version the page was made from."""

    read = forms.UUIDField(widget=forms.HiddenInput, required=False)
    warning_signs = _part(_("Signs of danger"), _("What happens before it gets dangerous?"))
    what_helps = _part(_("What helps"), _("What has helped until now?"))
    safe_places = _part(_("Safe places"), _("Where can the person go, and how do they get there?"))
    who_to_call = _part(_("Who to call"))
    ready_to_leave = _part(_("What is ready for leaving"), _("Papers, money, keys, medicine, a charged phone."))

    def parts(self) -> dict[str, Any]:
        """What was written, by part."""
        return {name: self.cleaned_data[name] for name in SafetyPlan.PARTS}


class DecideForm(ActionForm):
    """The answer to a request for approval."""

    note = forms.CharField(
        label=_("A word to your colleague"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs=WORDS),
        help_text=_("Needed when you return it."),
    )
