"""Statutory notices: what is told to whom on what ground, and the word on each step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casemgr.accounts.models import User
from cases.codelists.countries import COUNTRIES
from cases.models import Authority, NoticeBasis, StatutoryNotice
from cases.notices.codes import Counsel, FollowUp, Informed, Kind, Lawful, Urgency, Verdict, Way
from cases.notices.missing import ON_A_LAW
from frontend.forms.acting import ActionForm
from frontend.forms.appointments import DateTimeInput
from frontend.forms.codes import CodeField
from frontend.forms.consents import category_choices
from frontend.forms.directory import text

YES_NO = [("no", _("No")), ("yes", _("Yes"))]
#: asked at once in imminent danger, which goes out as it was written
AT_ONCE = ("why", "informed", "call_back")


class NoticeForm(ActionForm):
    """One notice. Imminent danger asks for little; a law or an order asks which, and whether counsel was asked."""

    all_optional = True  # what a law or an order asks for and lacks is said on the draft's page
    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)
    authority = forms.ModelChoiceField(
        label=_("Who is told"),
        queryset=Authority.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("Somebody who isn't on the list"),
    )
    recipient = text(
        _("Who, if they aren't on the list"),
        most=500,
        help_text=_("Name, and how to reach them: “Harbor Police, 555 0110”."),
    )
    never_share = forms.ChoiceField(
        label=_("Is this somebody of the never-share list above, or would they tell somebody of it?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
    )
    categories = forms.MultipleChoiceField(
        label=_("What is told"),
        choices=category_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Exactly these fields, as they are recorded when you open the sheet. As little as the law or the danger "
            "asks for. Contact details always go together with the safe-contact rules."
        ),
    )
    words = text(
        _("Told in your own words"),
        rows=4,
        most=4000,
        help_text=_("They hear or read exactly this. Nothing that isn't needed; nobody else's name unless it must be."),
    )
    call_back = text(_("Who can be called back, and how"), most=300)
    why = text(_("Why it must be told"), rows=3, most=2000, help_text=_("For the second person. It isn't told."))
    basis = forms.ModelChoiceField(
        label=_("Which law or order"),
        queryset=NoticeBasis.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("None of the list"),
        help_text=_("Your supervisors keep this list, as somebody who knows the law advised them."),
    )
    country = CodeField(COUNTRIES, list_id="countries", label=_("Country whose law it is"), required=False)
    lawful = forms.ChoiceField(label=_("Lawful basis"), choices=Lawful.choices)
    provision = text(
        _("The provision in words"), rows=3, most=2000, help_text=_("Left empty: the words of the list are taken.")
    )
    served_by = text(_("Who served it, and when"), most=500)
    scope = text(_("What it asks for"), rows=3, most=2000, help_text=_("Only this is told, and no more."))
    urgency = forms.ChoiceField(label=_("How soon"), choices=Urgency.choices, initial=Urgency.DAY)
    informed = forms.ChoiceField(
        label=_("Was the person told beforehand?"), choices=Informed.choices, widget=forms.RadioSelect, required=False
    )
    informed_words = text(_("What was said, or why not"), rows=2, most=1000)
    counsel = forms.ChoiceField(
        label=_("Was counsel asked?"), choices=Counsel.choices, widget=forms.RadioSelect, required=False
    )
    counsel_words = text(_("Who, and what they said"), rows=2, most=1000)

    def __init__(
        self, data: Any = None, *, kind: str, user: User, never: Sequence[str], row: StatutoryNotice | None = None
    ) -> None:
        super().__init__(data, initial=self._told(row) if row else {"call_back": f"{user.name}, {user.home.name}"})
        self.kind = kind
        self._offer(user, row)
        self._leave_out(kind, never)
        if not row and "country" in self.fields:
            self.fields["country"].initial = user.home.country

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.kind == Kind.IMMINENT_DANGER:
            if not values.get("authority") and not values.get("recipient"):
                self.add_error("recipient", _("Say who is told."))
            if not values.get("categories") and not values.get("words"):
                self.add_error("categories", _("Tick what is told, or write it in own words."))
        return values

    def told(self) -> dict[str, Any]:
        """What the action wants: everything that was asked here."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        if "never_share" in values:
            values["never_share"] = values["never_share"] == "yes"
        return values

    @staticmethod
    def _told(row: StatutoryNotice) -> dict[str, Any]:
        names = (
            "version recipient categories words call_back why country lawful provision served_by scope urgency "
            "informed informed_words counsel counsel_words"
        ).split()
        said = {name: getattr(row, name) for name in names}
        lists = {name: one.public_id for name in ("authority", "basis") if (one := getattr(row, name))}
        return said | lists | {"never_share": "yes" if row.never_share else "no"}

    def _offer(self, user: User, row: StatutoryNotice | None) -> None:
        """What is on the lists, and what this notice stands on already."""
        own = {"authority": row.authority_id, "basis": row.basis_id} if row else {"authority": None, "basis": None}
        offered = {name: Q(ended_at=None) | Q(pk=pk) for name, pk in own.items()}
        authority, basis = self.fields["authority"], self.fields["basis"]
        authority.queryset = Authority.objects.visible_to(user).filter(offered["authority"])  # type: ignore[attr-defined]
        authority.label_from_instance = authority_words  # type: ignore[attr-defined]
        rows = NoticeBasis.objects.visible_to(user).filter(offered["basis"], kind=self.kind)
        basis.queryset = rows  # type: ignore[attr-defined]
        basis.label_from_instance = basis_words  # type: ignore[attr-defined]

    def _leave_out(self, kind: str, never: Sequence[str]) -> None:
        unasked = set() if never else {"never_share"}
        if kind == Kind.IMMINENT_DANGER:
            unasked |= {"basis", "country", "lawful", "provision", "counsel", "counsel_words", "urgency"}
            for name in AT_ONCE:
                self.fields[name].required = True
        if kind != Kind.COURT_ORDER:
            unasked |= {"served_by", "scope"}
        if not self.fields["authority"].queryset.exists():  # type: ignore[attr-defined]
            unasked |= {"authority"}
            self.fields["recipient"].label = _("Who is told")
        if "basis" not in unasked and not self.fields["basis"].queryset.exists():  # type: ignore[attr-defined]
            unasked |= {"basis"}
            self.fields["provision"].help_text = _("As somebody who knows the law told you. Don't guess.")
        for name in unasked:
            del self.fields[name]


def authority_words(one: Authority) -> str:
    """Its name and what it is for."""
    return f"{one.name} ({one.what_for})" if one.what_for else one.name


def basis_words(one: NoticeBasis) -> str:
    """Its title and country."""
    return f"{one.title} ({COUNTRIES.label(one.country)})"


class VersionForm(ActionForm):
    """A step on the notice as it was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class WithReason(VersionForm):
    """A step that the never-share list forbids without a supervisor's reason; not asked where nothing forbids it."""

    despite = text(
        _("Why must they be told, although the never-share list forbids it?"), rows=2, most=1000, required=True
    )

    def __init__(self, *args: Any, forbidden: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not forbidden:
            del self.fields["despite"]


class SealForm(WithReason):
    """Open what will be told."""


class DecideNoticeForm(WithReason):
    """Approve, return, or refuse."""

    words = text(_("A word to the colleague"), rows=3, most=1000, help_text=_("Needed to return or refuse it."))

    def __init__(self, *args: Any, approving: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "despite" in self.fields and not approving:
            self.fields["despite"].required = False


class SendNoticeForm(WithReason):
    """How it was told."""

    way = forms.ChoiceField(label=_("How was it told?"), choices=Way.choices, widget=forms.RadioSelect)
    spoke_with = text(
        _("Who took it, and their reference"), most=300, help_text=_("Needed by telephone and in person.")
    )
    told_at = forms.DateTimeField(
        label=_("When"), required=False, widget=DateTimeInput, help_text=_("Left empty: just now.")
    )


class ReviewNoticeForm(VersionForm):
    """What a supervisor found afterwards."""

    verdict = forms.ChoiceField(label=_("What did you find?"), choices=Verdict.choices, widget=forms.RadioSelect)
    words = text(_("In words"), rows=3, most=2000, help_text=_("Needed where it should not have been told."))
    follow_ups = forms.MultipleChoiceField(
        label=_("What follows"),
        choices=FollowUp.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Where it should not have been told, tick at least one."),
    )


class WordsForm(VersionForm):
    """A step and what is said at it."""

    words = text(_("In words"), rows=4, most=4000, required=True)

    def __init__(self, *args: Any, label: Any, required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label, self.fields["words"].required = label, required


class AuthorityForm(ActionForm):
    """An authority or protection service, as your organization reaches it."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)
    name = text(_("Name"), required=True)
    what_for = text(_("What for"), most=300)
    telephone = text(_("Telephone"), most=100)
    address = text(_("Address"), rows=2, most=500)
    how_to_send = text(
        _("How to send"), rows=2, most=500, help_text=_("For example: by telephone first, then by letter.")
    )


class BasisForm(ActionForm):
    """A law or an order, in the words of somebody who knows it."""

    kind = forms.ChoiceField(
        label=_("What for"), choices=[(kind.value, kind.label) for kind in Kind if kind in ON_A_LAW]
    )
    country = CodeField(COUNTRIES, list_id="countries", label=_("Country"))
    lawful = forms.ChoiceField(label=_("Lawful basis"), choices=Lawful.choices)
    title = text(_("Which law or order"), required=True)
    provision = text(_("The provision in words"), rows=3, most=2000, required=True)
