"""What happened, in the coded facts of HTCDS 2.0 (IOM, CC BY 4.0). Every field is optional."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.encryption.fields import EncryptedJSON, EncryptedText
from cases.querysets.narrative import NarrativeQuerySet

from .base import OnCase


def codes(label: Any, field: str) -> ArrayField:
    """A column of several codes of one HTCDS picklist."""
    return ArrayField(models.CharField(max_length=60), default=list, blank=True, verbose_name=label, help_text=field)


class Experience(OnCase):
    """One stretch of exploitation. Codes are HTCDS's; `restricts_movement` is our own beside its 16 means."""

    CLEAR = frozenset(
        "id organization case person trafficking_status decided_by exploitation_types labour_sectors sexual_types "
        "means_of_control recruitment_methods recruiter_relations country_of_recruitment countries_of_transit "
        "country_of_exploitation origin_region exploitation_region started_year ended_year duration_months "
        "duration_band age_at_start_band platforms exploitation_platforms perpetrator_roles perpetrator_genders "
        "perpetrator_ages perpetrator_regions paid_perpetrator labour_types sex_trade_types goods age_at_start "
        "never_moved identified_on identification_setting status_appeal rights_told rights_language relief_applied "
        "relief_granted created_at updated_at".split()
    )

    person = models.ForeignKey("cases.Person", on_delete=models.CASCADE, related_name="experiences")
    trafficking_status = models.CharField(max_length=40, blank=True, help_text="vic_TraffickingStatus")
    decided_by = models.CharField(max_length=60, blank=True, help_text="vic_TraffickingStatusDecisionMakingOrg")
    exploitation_types = codes(_("forms of exploitation"), "exp_Type")
    labour_sectors = codes(_("sectors of work"), "labour sector")
    sexual_types = codes(_("kinds of sexual exploitation"), "sexual exploitation type")
    means_of_control = codes(_("means of control"), "means of control")
    recruitment_methods = codes(_("how recruited"), "recruitment method")
    recruiter_relations = codes(_("relation to the recruiter"), "relationship")
    country_of_recruitment = models.CharField(max_length=10, blank=True)
    countries_of_transit = codes(_("countries of transit"), "ISO 3166-1 alpha-3")
    country_of_exploitation = models.CharField(max_length=10, blank=True)
    origin_region = models.CharField(max_length=20, blank=True, help_text="Where only a UN region is known")
    exploitation_region = models.CharField(max_length=20, blank=True, help_text="The same, for exploitation")
    started_year = models.PositiveSmallIntegerField(null=True, blank=True)
    ended_year = models.PositiveSmallIntegerField(null=True, blank=True)
    duration_months = models.PositiveSmallIntegerField(null=True, blank=True)
    duration_band = models.CharField(max_length=20, blank=True, help_text="CTDC traffickMonths")
    age_at_start_band = models.CharField(max_length=10, blank=True)
    platforms = codes(_("platforms used to recruit"), "vic_RecruitmentWebsitesAndApps")
    exploitation_platforms = codes(_("platforms used to exploit"), "vic_ExploitationWebsitesAndApps")
    # alleged, always: coded facts only, no names
    perpetrator_roles = codes(_("alleged perpetrators' roles"), "per_RoleInProcess")
    perpetrator_genders = codes(_("alleged perpetrators' gender"), "CTDC IP_Gender")
    perpetrator_ages = codes(_("alleged perpetrators' age"), "CTDC IP_ageBroad")
    perpetrator_regions = codes(_("alleged perpetrators' region of origin"), "UN region")
    paid_perpetrator = models.CharField(max_length=10, blank=True, help_text="yes, no, or both")
    labour_types = codes(_("kinds of work"), "local, mapped to ISIC through HTCDS")
    sex_trade_types = codes(_("kinds of the sex trade"), "local, mapped to HTCDS")
    goods = codes(_("goods"), "made by forced labour, where known")
    age_at_start = models.PositiveSmallIntegerField(null=True, blank=True, help_text="vic_AgeWhenTrafficked")
    never_moved = models.CharField(max_length=10, blank=True, help_text="yes: exploited without being moved")
    # identification: who decided stands above (trafficking_status, decided_by)
    identified_on = models.DateField(_("identified on"), null=True, blank=True)
    identification_setting = models.CharField(max_length=20, blank=True)
    status_appeal = models.CharField(max_length=12, blank=True)
    rights_told = models.CharField(max_length=10, blank=True)
    rights_language = models.CharField(max_length=12, blank=True, help_text="BCP 47")
    relief_applied = codes(_("immigration relief applied for"), "local")
    relief_granted = codes(_("immigration relief granted"), "local")
    places = EncryptedText(_("places"), max_length=1000, blank=True, null=True)
    route: Any = EncryptedJSON(_("route"), null=True, blank=True, help_text="Points as `cases.routes` checks them")
    narrative = EncryptedText(_("in the person's words"), max_length=10000, blank=True, null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = NarrativeQuerySet.as_manager()
