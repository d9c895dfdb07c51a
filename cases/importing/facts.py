"""An imported case in plain Python, under the names of the models' fields. "" and None: not told."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(slots=True)
class PersonFacts:
    """Who; the texts are encrypted when they are written."""

    alias: str = ""
    legal_name: str = ""
    birth_date: date | None = None
    birth_year: int | None = None
    birth_precision: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    identity_numbers: str = ""
    gender: str = ""
    citizenship: str = ""
    preferred_language: str = ""
    interpreter_needed: bool | None = None
    marital_status: str = ""
    education: str = ""
    children: int | None = None
    secondary_language: str = ""


@dataclass(slots=True)
class CaseFacts:
    """The work: its stage and its days, or the years they fell in."""

    status: str = ""
    opened_on: date | None = None
    closed_on: date | None = None
    registered_period: str = ""
    age_at_registration: str = ""


@dataclass(slots=True)
class ExperienceFacts:
    """What happened, in codes."""

    trafficking_status: str = ""
    decided_by: str = ""
    exploitation_types: list[str] = field(default_factory=list)
    labour_sectors: list[str] = field(default_factory=list)
    sexual_types: list[str] = field(default_factory=list)
    means_of_control: list[str] = field(default_factory=list)
    recruitment_methods: list[str] = field(default_factory=list)
    recruiter_relations: list[str] = field(default_factory=list)
    route: list[dict[str, str]] = field(default_factory=list)
    platforms: list[str] = field(default_factory=list)
    exploitation_platforms: list[str] = field(default_factory=list)
    country_of_recruitment: str = ""
    countries_of_transit: list[str] = field(default_factory=list)
    country_of_exploitation: str = ""
    origin_region: str = ""
    exploitation_region: str = ""
    started_year: int | None = None
    ended_year: int | None = None
    duration_months: int | None = None
    duration_band: str = ""
    age_at_start_band: str = ""
    perpetrator_roles: list[str] = field(default_factory=list)
    perpetrator_genders: list[str] = field(default_factory=list)
    perpetrator_ages: list[str] = field(default_factory=list)
    perpetrator_regions: list[str] = field(default_factory=list)
    paid_perpetrator: str = ""
    age_at_start: int | None = None
    labour_types: list[str] = field(default_factory=list)
    sex_trade_types: list[str] = field(default_factory=list)
    goods: list[str] = field(default_factory=list)
    never_moved: str = ""
    identified_on: date | None = None
    identification_setting: str = ""
    status_appeal: str = ""
    rights_told: str = ""
    rights_language: str = ""
    relief_applied: list[str] = field(default_factory=list)
    relief_granted: list[str] = field(default_factory=list)
    places: str = ""
    narrative: str = ""


@dataclass(slots=True)
class ConsentFacts:
    """The person's word on one purpose, as another system recorded it."""

    purpose: str
    given: bool
    starts_on: date
    ends_on: date
    method: str


@dataclass(slots=True)
class ImportedCase:
    """One row, checked: row number, digest (keyed), facts, consents, and what has no place of its own."""

    row: int
    digest: str
    external_id: str
    person: PersonFacts
    case: CaseFacts
    experience: ExperienceFacts
    consents: list[ConsentFacts]
    kept: list[tuple[str, str]]
    htcds: dict[str, str] = field(default_factory=dict)
    more: list[ExperienceFacts] = field(default_factory=list)
