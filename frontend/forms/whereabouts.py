"""Missing or died; contact goes on; who may be told what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import KinRule, SafeContact, Whereabouts
from frontend.forms.acting import ActionForm, blank_is_none
from frontend.forms.crisis import lines


class MarkForm(ActionForm):
    """What is known now."""

    kind = forms.ChoiceField(label=_("What is known"), choices=SafeContact.Stopped.choices, widget=forms.RadioSelect)
    words = lines(_("How it is known"), _("Who said so, and when."), required=True)
    last_known = lines(_("Last known: when, where, with whom"))
    steps = lines(_("What is done, and by whom"))

    def clean(self) -> dict[str, Any]:
        return blank_is_none(super().clean() or {}, "last_known", "steps")


class ResumeForm(ActionForm):
    """Why contact may go on."""

    ending = forms.ChoiceField(label=_("How it ended"), widget=forms.RadioSelect)
    why = lines(_("Why contact may go on"), required=True, most=1000)

    def __init__(self, *args: Any, row: Whereabouts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        endings = [Whereabouts.Ending.MISTAKE]
        if row.kind == SafeContact.Stopped.MISSING:
            endings.insert(0, Whereabouts.Ending.FOUND)
        self.fields["ending"].choices = [(one.value, one.label) for one in endings]  # type: ignore[attr-defined]


class KinForm(ActionForm):
    """Somebody near, and what they may be told."""

    who = forms.CharField(label=_("Who"), max_length=300, help_text=_("Name, and how to reach them safely."))
    may = forms.ChoiceField(label=_("What they may be told"), choices=KinRule.May.choices, widget=forms.RadioSelect)
    never = lines(_("What is never told"), most=1000)

    def clean(self) -> dict[str, Any]:
        return blank_is_none(super().clean() or {}, "never")
