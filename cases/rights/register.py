"""Everything of casework that is held of a person: what a copy shows, what is left out and why, what is narrative.

A model with a person or a case that is missing here fails a test, and so does a field. What referrals hold is told by
the list of who was told what.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from cases import models
from cases.rights.part import Part, Stays, Why, part
from cases.rights.rooms import OUT_OF_ROOMS, ROOMS

PARTS: tuple[Part, ...] = (
    part(
        models.Person,
        _("Who the person is"),
        "alias legal_name birth_date birth_said birth_precision birth_year gender pronouns citizenship phone email "
        "address identity_numbers preferred_language secondary_language interpreter_needed interpreter_gender "
        "literacy accessibility marital_status education children ethnicities immigration_status disabilities "
        "religion orientation declined unknown created_at",
        stays={
            Stays.IDENTITY: "alias legal_name birth_date birth_said phone email address identity_numbers accessibility "
            "religion orientation"
        },
    ),
    part(
        models.SafeContact,
        _("How to reach them safely"),
        "channel may_call may_text may_voicemail may_email hours who_may_answer if_someone_else code_word reviewed_on "
        "unsafe_since stopped",
        stays={Stays.IDENTITY: "hours who_may_answer if_someone_else code_word"},
    ),
    part(
        models.NeverShare,
        _("Who must not learn"),
        "recipient description kind created_at lifted_at",
        stays={Stays.SAFETY: "description"},
    ),
    part(
        models.Case,
        _("The work with the person"),
        "status risk opened_on closed_on next_follow_up restricted source registered_period age_at_registration "
        "created_at kind late_reason",
        staff="caseworker",
        left="team merged_into project",
    ),
    part(
        models.Consent,
        _("Consents"),
        "purpose recipient service_code categories decision basis method language starts_on ends_on ended_at ending "
        "read_back recorded_at",
        staff="recorded_by ended_by",
        left="text_version text_language text_digest replaced witness note guardian interpreter",  # others were there
        stays={Stays.NAMED: "witness", Stays.PROOF: "note"},  # who decided and why: the footing of the record
    ),
    part(
        models.Guardian,
        _("Who decides with a child"),
        "relation barred_at recorded_at",
        staff="recorded_by barred_by",
        left="name barred_why",  # about the guardian
        narrative="barred_why",
        stays={Stays.IDENTITY: "name"},
    ),
    part(
        models.Experience,
        _("What happened"),
        "trafficking_status decided_by exploitation_types labour_sectors sexual_types means_of_control "
        "recruitment_methods recruiter_relations country_of_recruitment countries_of_transit country_of_exploitation "
        "origin_region exploitation_region started_year ended_year duration_months duration_band age_at_start_band "
        "platforms exploitation_platforms labour_types sex_trade_types goods age_at_start never_moved identified_on "
        "identification_setting status_appeal rights_told rights_language relief_applied relief_granted places route "
        "narrative created_at",
        left="perpetrator_roles perpetrator_genders perpetrator_ages perpetrator_regions paid_perpetrator",
        narrative="places route narrative",
    ),
    part(models.HtcdsFacts, _("Further facts"), "facts", narrative="facts"),
    part(
        models.Note,
        _("Notes"),
        "happened_on kind body late_reason created_at",
        staff="written_by",
        left="amends moved_at",
        narrative="body",
    ),
    part(
        models.NoteRemoval,
        _("Notes that were taken away"),
        "kind reason written_at removed_at moved",
        staff="written_by removed_by",
    ),
    part(
        models.Document,
        _("Documents"),
        "kind title file_name media_type size added_at ended_at",
        staff="added_by ended_by",
        left="digest scanned has_original sealed_for",
        narrative="title file_name digest",
    ),
    part(
        models.ServiceRecord,
        _("Services"),
        "service_code outcome on_date late_reason amount currency quantity unit detail created_at",
        staff="recorded_by settled_by",
        left="session settled_at project",
        narrative="detail",
    ),
    part(
        models.Goal,
        _("Goals"),
        "words area state target_on outcome settled_on created_at",
        narrative="words outcome",
    ),
    part(
        models.SafetyPlan,
        _("Safety plan"),
        "warning_signs what_helps safe_places who_to_call ready_to_leave written_at",
        staff="written_by",
        stays={Stays.SAFETY: "warning_signs what_helps safe_places who_to_call ready_to_leave"},
    ),
    part(
        models.Task,
        _("Tasks"),
        "kind title due_on created_at done_at dropped_at repeats",
        staff="assigned_to done_by",
        left="goal",
        narrative="title",
    ),
    part(
        models.Appointment,
        _("Appointments"),
        "kind starts_at minutes about place needs note state created_at settled_at",
        staff="worker settled_by",
        left="interpreter moved_from",
        narrative="about needs note",
        stays={Stays.NAMED: "place"},
    ),
    part(
        models.ContactAttempt,
        _("Attempts to reach the person"),
        "happened_at late_reason way result note created_at",
        staff="recorded_by",
        narrative="note",
    ),
    part(
        models.Flag,
        _("Flags"),
        "kind reason review_on raised_at lowered_at outcome",
        staff="raised_by lowered_by",
        narrative="reason outcome",
    ),
    part(
        models.HealthAlert,
        _("Medicine and allergies"),
        "kind words recorded_at ended_at",
        staff="recorded_by ended_by",
        stays={Stays.SAFETY: "words"},
    ),
    part(
        models.MoneyRequest,
        _("Money"),
        "purpose amount detail state answer asked_at decided_at paid_at",
        staff="asked_by decided_by paid_by",
        left="fund",
        narrative="detail answer",
    ),
    part(
        models.ManualDisclosure,
        _("Told outside the program"),
        "told_on recipient categories way ground why recorded_at",
        staff="recorded_by",
        narrative="why",
        stays={Stays.PROOF: "recipient"},
    ),
    part(
        models.StatutoryNotice,
        _("Statutory notices"),
        "kind urgency country lawful recipient categories words why informed informed_words counsel state drafted_at "
        "sent_at way never_share verdict",
        staff="drafted_by sent_by",
        left="basis authority provision call_back counsel_words served_by scope despite due_at changed_by asked_by "
        "decided_by spoke_with review_due_at reviewed_by reviewed_at follow_ups disclosure",
        narrative="words why informed_words counsel_words scope despite",
        stays={Stays.PROOF: "recipient", Stays.NAMED: "provision call_back served_by spoke_with"},
    ),
    part(
        models.StageChange,
        _("Stages of the work"),
        "created_at before after reason note",
        staff="changed_by",
        narrative="note",
    ),
    part(
        models.RiskChange,
        _("Safety over time"),
        "created_at before after reason",
        staff="changed_by",
        narrative="reason",
    ),
    part(
        models.Restriction,
        _("Who may see the case"),
        "created_at restricted reason",
        staff="changed_by",
        narrative="reason",
    ),
    part(
        models.Approval,
        _("Questions to a supervisor"),
        "kind state asked_at decided_at note",
        staff="asked_by decided_by",
        left="content",  # the plan as it stood, which stands above
        narrative="note content",
    ),
    part(
        models.TransferRequest,
        _("Hand-overs between colleagues"),
        "asked_at state handover answered_at",
        staff="asked_by to",
        narrative="handover",
    ),
    part(
        models.EmergencyAccess,
        _("Opened in an emergency"),
        "began_at ends_at reason words verdict reviewed_at",
        staff="opened_by reviewed_by",
        left="review ended_at",
        narrative="words review",
    ),
    part(
        models.InterpreterBar,
        _("Who must not interpret"),
        "reason recorded_at",
        staff="recorded_by",
        left="interpreter",
    ),
    part(
        models.DataRequest,
        _("What was asked about this record"),
        "recorded_at kind asker identity words disputed state outcome answer decided_at due_on delivery ask_deletion",
        staff="recorded_by decided_by",
        left="restricted authority finding evidence_told checked_by checked_at check_words told erase_after "
        "return_asked_by carried_out_at guardian",  # what was said in private stays so, whoever finds the paper
        narrative="words disputed check_words answer",
        stays={Stays.IDENTITY: "delivery", Stays.PROOF: "authority told"},
    ),
    *ROOMS,
)
OUT: dict[type[Any], Why] = {
    models.AllegedPerpetrator: Why.ALLEGED,
    models.CaseLink: Why.OTHERS,
    models.DuplicatePair: Why.OTHERS,
    models.ImportRow: Why.REPEATS,
    models.Merge: Why.REPEATS,
    models.NoticeStep: Why.STAFF,
    models.RequestStep: Why.STAFF,
    models.Notification: Why.STAFF,
    models.CaseUserObjectPermission: Why.STAFF,
    models.LegalHold: Why.LAW,
    models.Draft: Why.UNSAVED,
    **OUT_OF_ROOMS,
}
#: left out of a copy, and narrative all the same
NARRATIVE_OUT: dict[type[Any], tuple[str, ...]] = {
    models.LegalRequest: ("scope", "advice", "reasons"),
    models.LegalRequestStep: ("words",),
    models.AllegedPerpetrator: ("name", "phone", "description", "retracted_why"),
    models.NoticeStep: ("words",),
    models.RequestStep: ("words",),
    models.NoticeSheet: ("content",),
    models.QuickContact: ("words",),
    models.BegunAssessment: ("answers",),
    models.Draft: ("content",),
    models.Merge: ("snapshot",),
}
#: left out of a copy, and why it stays when what was told is erased
STAYS_OUT: dict[type[Any], dict[Stays, str]] = {
    models.ConferenceAttendee: {Stays.NAMED: "name"},
    models.LegalHold: {Stays.LAW: "reason"},
    models.LegalRequest: {Stays.NAMED: "asker served_by", Stays.LAW: "bar"},
    models.QuickContact: {Stays.IDENTITY: "alias region reach hours"},
}
