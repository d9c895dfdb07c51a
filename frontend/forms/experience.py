"""What happened, in the codes of HTCDS 2.0 (IOM, CC BY 4.0). Every question is optional."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.codelists import CodeList
from cases.codelists import htcds_experience as htcds
from cases.codelists import trafficking_types as types
from cases.codelists.countries import COUNTRIES
from cases.codelists.languages import LANGUAGES
from cases.codelists.local import IDENTIFICATION_SETTING, MEANS_OF_CONTROL, PERPETRATOR_ROLES, RECRUITER_RELATION
from cases.codelists.sectors import SECTORS
from cases.models import Experience
from frontend.forms.acting import DateInput, blank_is_none
from frontend.forms.codes import CodeField, CodesField
from frontend.forms.person import answers
from frontend.forms.versioned import VersionedForm


def year(label: Any) -> forms.IntegerField:
    """A calendar year."""
    return forms.IntegerField(label=label, required=False, min_value=1900, max_value=2100)


def several(codes: CodeList, label: Any, **more: Any) -> forms.MultipleChoiceField:
    """Boxes to tick, one for each code."""
    return forms.MultipleChoiceField(
        label=label, choices=codes.choices, required=False, widget=forms.CheckboxSelectMultiple, **more
    )


def platforms_field(label: Any) -> CodesField:
    """Websites and apps, typed with suggestions: rarely known, so not a wall of boxes."""
    return CodesField(
        htcds.PLATFORMS,
        list_id="platforms",
        label=label,
        required=False,
        max_length=400,
        help_text=_("Several: put a semicolon between them."),
    )


class ExperienceForm(VersionedForm):
    """One stretch of exploitation, in parts; the template keeps the sensitive ones closed until wanted."""

    trafficking_status = forms.ChoiceField(label=_("Status"), required=False)
    decided_by = forms.ChoiceField(label=_("Who decided the status"), required=False)
    exploitation_types = several(htcds.EXPLOITATION_TYPE, _("Forms of exploitation"))
    labour_sectors = several(SECTORS, _("Sectors of work"))
    sexual_types = several(htcds.SEXUAL_EXPLOITATION_TYPE, _("Kinds of sexual exploitation"))
    means_of_control = several(MEANS_OF_CONTROL, _("Means of control"))
    recruitment_methods = several(htcds.RECRUITMENT_METHOD, _("How recruited"))
    recruiter_relations = several(RECRUITER_RELATION, _("Relation to the recruiter"))
    country_of_recruitment = CodeField(
        COUNTRIES, list_id="countries", special=True, label=_("Country of recruitment"), required=False
    )
    countries_of_transit = CodesField(
        COUNTRIES,
        list_id="countries",
        label=_("Countries of transit"),
        required=False,
        max_length=400,
        help_text=_("Several: put a semicolon between them. Never moved: say so above."),
    )
    country_of_exploitation = CodeField(
        COUNTRIES, list_id="countries", special=True, label=_("Country of exploitation"), required=False
    )
    started_year = year(_("Year it began"))
    ended_year = year(_("Year it ended"))
    duration_months = forms.IntegerField(label=_("How long, in months"), required=False, min_value=0, max_value=1200)
    perpetrator_roles = several(PERPETRATOR_ROLES, _("Roles of alleged perpetrators"))
    platforms = platforms_field(_("Websites and apps used to recruit"))
    exploitation_platforms = platforms_field(_("Websites and apps used to exploit"))
    labour_types = several(types.LABOUR_TYPES, _("Kinds of work"))
    sex_trade_types = several(types.SEX_TRADE_TYPES, _("Kinds of the sex trade"))
    goods = several(types.GOODS, _("Goods made, where known"))
    age_at_start = forms.IntegerField(label=_("Age when it began"), required=False, min_value=0, max_value=120)
    never_moved = forms.ChoiceField(label=_("Was exploited without being moved"), required=False)
    identified_on = forms.DateField(label=_("Identified on"), required=False, widget=DateInput)
    identification_setting = forms.ChoiceField(label=_("Where the person was identified"), required=False)
    status_appeal = forms.ChoiceField(label=_("Appeal against the decision"), required=False)
    rights_told = forms.ChoiceField(label=_("Rights were explained"), required=False)
    rights_language = CodeField(LANGUAGES, list_id="languages", label=_("In which language"), required=False)
    relief_applied = several(types.RELIEF, _("Immigration relief applied for"))
    relief_granted = several(types.RELIEF, _("Immigration relief granted"))
    places = forms.CharField(label=_("Places"), max_length=1000, required=False, widget=forms.Textarea)
    narrative = forms.CharField(
        label=_("In the person's own words"), max_length=10000, required=False, widget=forms.Textarea
    )
    all_optional = True

    PARTS = {
        "first": ("trafficking_status", "decided_by", "exploitation_types"),
        "identification": (
            "identified_on",
            "identification_setting",
            "status_appeal",
            "rights_told",
            "rights_language",
            "relief_applied",
            "relief_granted",
        ),
        "work": ("labour_types", "labour_sectors", "goods"),
        "sexual": ("sex_trade_types", "sexual_types"),
        "means": ("means_of_control",),
        "recruitment": ("recruitment_methods", "recruiter_relations"),
        "route": (
            "never_moved",
            "age_at_start",
            "country_of_recruitment",
            "countries_of_transit",
            "country_of_exploitation",
            "started_year",
            "ended_year",
            "duration_months",
        ),
        "perpetrators": ("perpetrator_roles",),
        "online": ("platforms", "exploitation_platforms"),
        "words": ("places", "narrative"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, codes in {
            "trafficking_status": htcds.TRAFFICKING_STATUS,
            "decided_by": htcds.STATUS_DECIDED_BY,
            "never_moved": types.YES_NO,
            "rights_told": types.YES_NO,
            "identification_setting": IDENTIFICATION_SETTING,
            "status_appeal": types.APPEAL,
        }.items():
            self.fields[name].choices = answers(codes)  # type: ignore[attr-defined]

    @staticmethod
    def version_of(row: Experience) -> str:
        return row.updated_at.isoformat() if row.updated_at else "new"

    def parts(self) -> dict[str, list[forms.BoundField]]:
        """The fields by part, for the template."""
        return {part: [self[name] for name in names] for part, names in self.PARTS.items()}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        began, ended = values.get("started_year"), values.get("ended_year")
        if began and ended and ended < began:
            self.add_error("ended_year", _("The end can't lie before the beginning."))
        return blank_is_none(values, "places", "narrative")
