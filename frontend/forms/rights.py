"""What a person asks about their own record, and each step of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.actions.copies import Few
from cases.models import Guardian, HealthFact, Note
from cases.rights.codes import Asker, Basis, Finding, Identity, Kind, Outcome, Withheld
from cases.rights.retention import Due
from frontend.forms.acting import ActionForm, DateInput
from frontend.forms.consents import guardian_named
from frontend.forms.directory import text
from frontend.templatetags.days import day

ASKERS = [(one.value, one.label) for one in Asker if one != Asker.RULE]
DECISIONS = [("", _("Choose")), ("give", _("Give it")), *Withheld.choices]
PART = "part_"


class AskForm(ActionForm):
    """Who asks, how that was made sure, and what the kind of request needs."""

    asker = forms.ChoiceField(label=_("Who asks?"), choices=ASKERS, initial="person", widget=forms.RadioSelect)
    guardian = forms.ModelChoiceField(
        label=_("If a guardian asks: which one?"),
        queryset=Guardian.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("None of them"),
        help_text=_("Those written down with the consents. Who is barred isn't among them."),
    )
    authority = text(
        _("If it isn't the person: why may they speak for them?"),
        most=500,
        help_text=_("What you saw of it: an order, a paper. A guardian who is barred asks nothing."),
    )
    identity = forms.ChoiceField(
        label=_("How are you sure who asks?"), choices=Identity.choices, widget=forms.RadioSelect
    )
    disputed = text(_("What is wrong?"), rows=2, most=1000, help_text=_("Which fact, and what stands there now."))
    words = text(_("In the person's own words"), rows=3, most=4000)
    delivery = text(
        _("How is it given safely?"),
        rows=3,
        most=1000,
        help_text=_(
            "Agree on it first: where, by whom, read aloud or on paper. Some are safer if they take nothing home."
        ),
    )
    ask_deletion = forms.BooleanField(
        label=_("The person also wants partners to delete what they hold"),
        required=False,
        help_text=_(
            "Another question than to stop sharing: ask both. A shelter where they stay now keeps its own record."
        ),
    )

    def __init__(self, *args: Any, kind: str, guardians: QuerySet[Guardian], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["guardian"]
        offered.queryset, offered.label_from_instance = guardians, guardian_named
        if not guardians:
            del self.fields["guardian"]
        stops = kind in (Kind.STOP_SHARING, Kind.ERASURE)
        for name, wanted in (
            ("disputed", kind == Kind.CORRECTION),
            ("delivery", kind == Kind.COPY),
            ("ask_deletion", stops),
        ):
            if not wanted:
                del self.fields[name]
        for name in {"disputed", "delivery"} & set(self.fields):
            self.fields[name].required = True


class CheckForm(ActionForm):
    """The talk in private."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    alone = forms.BooleanField(
        label=_("We spoke alone: nobody of theirs, and no interpreter they didn't choose"), required=False
    )
    evidence_told = forms.BooleanField(
        label=_("They know what will be lost, and what nobody can call back"), required=False
    )
    finding = forms.ChoiceField(label=_("What did the talk show?"), choices=Finding.choices, widget=forms.RadioSelect)
    words = text(_("What was said"), rows=3, most=2000, help_text=_("Never part of a copy."))


class CorrectionForm(ActionForm):
    """What became of a disputed fact."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(label=_("What became of it?"), choices=Outcome.choices, widget=forms.RadioSelect)
    words = text(_("What was decided, and why"), rows=3, most=2000)


class RefuseForm(ActionForm):
    """No, with a reason."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    words = text(_("Why not? Write it as you would tell the person."), rows=3, most=2000)


class VersionForm(ActionForm):
    """Nothing to fill in: a decision on what was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class HoldForm(ActionForm):
    """Why a record must be kept."""

    reason = text(_("Why must it be kept, and who says so?"), rows=3, most=1000)
    until = forms.DateField(label=_("Until, if you know"), required=False, widget=DateInput)


class CopyForm(ActionForm):
    """What goes into a copy: decided one by one where few may read, masked unless asked for."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    full = forms.BooleanField(
        label=_("Show names, numbers, how to reach them, and plan and talks for hard hours in full"),
        required=False,
        help_text=_("Otherwise the copy says that they are held, without showing them: safer if somebody finds it."),
    )
    language = forms.ChoiceField(label=_("The language of the copy"), choices=settings.LANGUAGES, required=False)
    black_out = text(
        _("Names of other people to black out"),
        rows=3,
        most=2000,
        help_text=_("One on each line. Read the notes before you give the copy: people name others in them."),
    )

    def __init__(self, *args: Any, rows: list[Few], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in rows:
            self.fields[PART + row.public_id] = forms.ChoiceField(
                label=_named(row),
                choices=DECISIONS,
                error_messages={"required": _("Decide on each of these: give it, or say why not.")},
            )

    @property
    def decisions(self) -> dict[str, str]:
        """What was decided of each, by public id."""
        given = self.cleaned_data.items()
        return {name.removeprefix(PART): value for name, value in given if name.startswith(PART)}

    @property
    def names(self) -> list[str]:
        """What is blacked out, longest first."""
        lines = self.cleaned_data["black_out"] or ""
        return sorted({line.strip() for line in lines.splitlines() if line.strip()}, key=len, reverse=True)


def _named(row: Few) -> str:
    if isinstance(row, HealthFact):
        return f"{row.label} · {day(row.recorded_at)}"
    return f"{row.get_kind_display()} · {day(row.created_at if isinstance(row, Note) else row.drafted_at)}"


class RetentionForm(ActionForm):
    """Which of the due records are to be erased."""

    cases = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args: Any, due: list[Due], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cases"].choices = [(one.case.public_id, one.case.label) for one in due]  # type: ignore[attr-defined]


class KeepingForm(ActionForm):
    """How long one kind of case is kept, and how soon people are answered."""

    days = forms.IntegerField(label=_("Days to answer a person's request"), min_value=1, max_value=90)
    adult_years = forms.IntegerField(label=_("Adults: years after closing"), required=False, min_value=0, max_value=100)
    child_years = forms.IntegerField(
        label=_("Children: years after closing"), required=False, min_value=0, max_value=100
    )
    child_until_age = forms.IntegerField(
        label=_("Children: and until this age"), required=False, min_value=18, max_value=60
    )
    contact_years = forms.IntegerField(
        label=_("Contacts that never became a case: years"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("Left empty, records of a kind are kept until somebody asks."),
    )
    unknown_years = forms.IntegerField(
        label=_("Questions of authorities that were answered neither yes nor no: years"), min_value=1, max_value=100
    )
    threat_years = forms.IntegerField(
        label=_("Threats against staff or the organization: years"), min_value=1, max_value=100
    )
    incident_years = forms.IntegerField(
        label=_("Words about people found together: years after closing"),
        min_value=1,
        max_value=100,
        help_text=_("These three belong to no case and end by themselves; supervisors are told 30 days before."),
    )

    def rules(self) -> list[tuple[str, int | None, int | None]]:
        """For each kind of case its years and the age."""
        given = self.cleaned_data
        ages = {Basis.CHILD: given["child_until_age"]}
        return [(basis.value, given[f"{basis.value}_years"], ages.get(basis)) for basis in Basis]
