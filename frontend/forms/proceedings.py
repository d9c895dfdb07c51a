"""Proceedings, hearings, money, deadlines, and harm done by authorities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.clock import today
from casemgr.accounts.models import User
from cases.actions.needs import ACCESS, BED, INTERPRETER, Need
from cases.codelists.countries import COUNTRIES
from cases.legal import codes
from cases.models import Case, Deadline, Hearing, Proceeding
from frontend.forms.acting import ActionForm, DateInput
from frontend.forms.appointments import DateTimeInput, interpreter_field, offer_interpreters
from frontend.forms.codes import CodeField
from frontend.forms.directory import text
from frontend.forms.looked import LookedForm
from frontend.forms.money import amount
from frontend.forms.needs import joined, offer_needs, taken_over
from frontend.forms.tasks import who_see
from frontend.forms.versioned import VersionedForm


def country(**more: Any) -> CodeField:
    """A country of the list, or none."""
    return CodeField(COUNTRIES, list_id="countries", label=_("Country"), required=False, **more)


def chosen(codes: Any) -> list[tuple[str, Any]]:
    """The codes behind an empty one: the first of them would be taken for the answer of whoever didn't look."""
    return [("", _("Choose …")), *codes.choices]


def ticks(label: Any, choices: Any, **more: Any) -> forms.MultipleChoiceField:
    """Several codes to tick, or none."""
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(label=label, choices=choices.choices, required=False, widget=widget, **more)


class ProceedingForm(ActionForm):
    """What it is about, where, and as what the person stands in it."""

    kind = forms.ChoiceField(label=_("What it is about"), choices=chosen(codes.Proceeding))
    role = forms.ChoiceField(label=_("The person is"), choices=chosen(codes.Role))
    country = country()
    court = text(_("Court or authority"), most=300)
    reference = text(_("Reference"), help_text=_("Their file number. It is sealed."))
    counsel = text(_("Lawyer or counsel"), most=300)


class NewProceedingForm(ProceedingForm):
    """One that is planned, or under way already."""

    state = forms.ChoiceField(
        label=_("Where it stands"),
        choices=[("planned", _("Planned")), ("open", _("Under way"))],
        widget=forms.RadioSelect,
        initial="planned",
    )


class ChangeProceedingForm(VersionedForm, ProceedingForm):
    """The same over one that others may change meanwhile."""


class WordsForm(ActionForm):
    """A step on the row as it was read, and what is said at it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    words = text(_("In words"), rows=3, most=2000)

    def __init__(self, *args: Any, label: Any = None, needed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = label or self.fields["words"].label
        self.fields["words"].required = needed


class HearingForm(LookedForm):
    """When and where, who goes along, what was asked for."""

    starts_at = forms.DateTimeField(label=_("When"), widget=DateTimeInput)
    place = text(_("Where"), most=300, help_text=_("Room or code name. Calendars and reminders never show this."))
    accompanied_by = forms.ModelChoiceField(
        label=_("Who goes along"),
        queryset=User.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("Nobody yet"),
    )
    interpreter_needed = forms.BooleanField(label=_("An interpreter is needed"), required=False)
    interpreter = interpreter_field()
    measures_asked = ticks(_("Protection asked for"), codes.Measure)
    accommodations_asked = ticks(_("Accommodations asked for"), codes.Accommodation)

    def __init__(self, data: Any = None, *, case: Case, user: User, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.case, self.user = case, user
        self.fields["accompanied_by"].queryset = who_see(case, user)  # type: ignore[attr-defined]
        offer_interpreters(self.fields["interpreter"], case.person, user)


class NewHearingForm(HearingForm):
    """The same with what is known: an interpreter, accommodations asked for before, and accessibility in words."""

    note = text(_("In words"), rows=3, most=2000)

    def __init__(self, data: Any = None, *, needs: Sequence[Need], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.known = [one for one in needs if one.code != BED]
        offer_needs(self, self.known, after=("starts_at", "place", "accompanied_by"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        ticked = taken_over(values, self.known)
        codes_of = {one.code for one in ticked} & set(codes.Accommodation.values)
        values["accommodations_asked"] = sorted({*values.get("accommodations_asked", ()), *codes_of})
        if any(one.code == INTERPRETER for one in ticked):
            values["interpreter_needed"] = True
        words = [one for one in ticked if one.code == ACCESS]
        return values | {"note": joined(self, "note", values.get("note"), words, most=2000) or ""}


class ChangeHearingForm(VersionedForm, HearingForm):
    """The same, with what was granted and met, and what became of it."""

    measures_granted = ticks(_("Protection granted"), codes.Measure)
    accommodations_met = ticks(_("Accommodations that were there"), codes.Accommodation)
    state = forms.ChoiceField(label=_("What became of it?"), choices=codes.HearingState.choices)
    note = text(_("In words"), rows=3, most=2000)

    def anew(self, now: Hearing) -> ChangeHearingForm:
        """The same form over the row as it is `now`."""
        return ChangeHearingForm(row=now, case=self.case, user=self.user)


class AwardForm(ActionForm):
    """Money that was ordered."""

    kind = forms.ChoiceField(label=_("What for"), choices=chosen(codes.Award))
    amount = amount(_("Amount"), min_value=0)
    currency = forms.CharField(
        label=_("Currency"), min_length=3, max_length=3, help_text=_("Three letters: USD, THB …")
    )
    ordered_on = forms.DateField(label=_("Ordered on"), widget=DateInput)


class PaymentForm(ActionForm):
    """What of it reached the person."""

    amount = amount(_("Amount"), min_value=0)
    paid_on = forms.DateField(label=_("Paid on"), widget=DateInput)


class DeadlineForm(ActionForm):
    """A day by which something must have happened."""

    kind = forms.ChoiceField(label=_("What ends"), choices=chosen(codes.Deadline))
    due_on = forms.DateField(label=_("Last day"), widget=DateInput)
    warn_days = forms.IntegerField(
        label=_("Days of warning"),
        min_value=0,
        max_value=365,
        initial=14,
        help_text=_("It stands on the page “Today” from then on."),
    )
    basis = text(_("On what it rests"), most=500, help_text=_("A decision, a letter, a stamp: as it was told to you."))
    proceeding = forms.ModelChoiceField(
        label=_("Of which proceeding"),
        queryset=Proceeding.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("None"),
    )

    def __init__(self, *args: Any, case: Case, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Proceeding.objects.visible_to(user).filter(case=case).order_by("recorded_at")
        self.fields["proceeding"].queryset = rows  # type: ignore[attr-defined]
        self.fields["proceeding"].label_from_instance = lambda one: one.get_kind_display()  # type: ignore[attr-defined]


class SettleDeadlineForm(ActionForm):
    """What became of it."""

    outcome = forms.ChoiceField(
        label=_("What became of it?"),
        choices=[("met", _("Met")), ("extended", _("Extended")), ("missed", _("Missed"))],
        widget=forms.RadioSelect,
    )
    due_on = forms.DateField(
        label=_("New last day"), required=False, widget=DateInput, help_text=_("Only if it was extended.")
    )
    words = text(
        _("In words"),
        rows=3,
        most=1000,
        help_text=_("Extended: why, and who granted it. Missed: what was done about it."),
    )

    def __init__(self, *args: Any, deadline: Deadline, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if deadline.due_on >= today(user.home):
            self.fields["outcome"].initial = "met"

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("outcome") == "extended" and not values.get("due_on"):
            self.add_error("due_on", _("Say until when."))
        return values


class HarmForm(ActionForm):
    """What an authority did; nothing of it is a charge against the person."""

    kind = forms.ChoiceField(label=_("What happened"), choices=chosen(codes.Harm))
    done_by = forms.ChoiceField(label=_("By what authority"), choices=chosen(codes.HarmBy))
    country = country()
    happened = forms.CharField(
        label=_("When"),
        max_length=10,
        required=False,
        help_text=_("A year, a month or a day: 2019, 2019-05, 2019-05-02."),
    )
    decided_by = text(_("Who decided"), most=300)
    appeal = forms.ChoiceField(label=_("Appeal"), choices=codes.Appeal.choices, initial=codes.Appeal.NOT_ASKED)
    words = text(_("In words"), rows=3, most=2000, help_text=_("Only what was told, as it was told."))
