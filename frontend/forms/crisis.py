"""A check for danger of self-harm, the crisis plan, restricted health facts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.crisis_prompts import ANSWERS, HOURS, PROMPTS
from cases.models import CrisisPlan, HealthFact
from frontend.forms.acting import ActionForm, DateInput, blank_is_none

WORDS = {"rows": 3}
NONE = "none"


def lines(label: Any, hint: Any = "", *, required: bool = False, most: int = 2000) -> forms.CharField:
    """Some lines of text."""
    area = forms.Textarea(attrs=WORDS)
    return forms.CharField(label=label, help_text=hint, required=required, max_length=most, widget=area)


class CrisisCheckForm(ActionForm):
    """Prompts for a talk, each optional, and when to ask again."""

    words = lines(_("In words"), _("What the person said, what you agreed."))
    hours = forms.ChoiceField(
        label=_("Next check"),
        choices=[("", _("Choose …")), *HOURS.items(), (NONE, _("No further check: say why in words"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, prompt in PROMPTS.items():
            self.fields[code] = forms.ChoiceField(
                label=prompt, choices=[("", _("Not asked")), *ANSWERS.items()], required=False
            )
        self.order_fields([*PROMPTS, "words", "hours"])

    def values(self) -> dict[str, Any]:
        """As the action takes them."""
        said, hours = self.cleaned_data, self.cleaned_data["hours"]
        answers = {code: said[code] for code in PROMPTS if said[code]}
        return {"answers": answers, "words": said["words"] or None, "hours": None if hours == NONE else int(hours)}


class CrisisPlanForm(ActionForm):
    """What to do when it gets dark. `read` is the key of the version the page was made from."""

    read = forms.UUIDField(widget=forms.HiddenInput, required=False)
    warning_signs = lines(_("Warning signs"), _("What does the person notice first? What do others notice?"))
    what_helps = lines(_("What helps"), _("What has helped before, also small things?"))
    whom_to_call = lines(_("People the person wants called"), _("Who they are and how to reach them safely."))
    surroundings = lines(_("Safer surroundings"), _("What is put out of reach, by whom, and where to be."))
    professional_help = lines(_("Professional help"), _("Crisis line, clinic, doctor: names and numbers."))
    own_words = lines(_("In the person's own words"), _("What they want to be told, and not told."))

    def parts(self) -> dict[str, Any]:
        """What was written, by part."""
        return {name: self.cleaned_data[name] for name in CrisisPlan.PARTS}


class HealthFactForm(ActionForm):
    """A fact for few."""

    kind = forms.ChoiceField(label=_("What it is"), widget=forms.RadioSelect)
    expected_on = forms.DateField(
        label=_("Expected on"), required=False, widget=DateInput, help_text=_("Of a pregnancy only.")
    )
    words = lines(_("What colleagues must know"), _("Only what is needed for care."), most=500)

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(k, HealthFact.Kind(k).label) for k in kinds]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        return blank_is_none(super().clean() or {}, "words")
