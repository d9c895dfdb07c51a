"""What the further rooms of casework hold of a person: assessments, care, houses, proceedings, returns."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from cases import models
from cases.rights.part import Part, Stays, Why, part

ROOMS: tuple[Part, ...] = (
    part(
        models.Assessment,
        _("Assessments"),
        "happened_on answers late_reason done_at",
        staff="done_by",
        left="amends",
        narrative="answers",
    ),
    part(
        models.AssessmentReview,
        _("What a second person said about an assessment"),
        "approved note decided_at",
        staff="decided_by",
        left="assessment",
        narrative="note",
    ),
    part(
        models.CrisisPlan,
        _("Plan for hard hours"),
        "warning_signs what_helps whom_to_call surroundings professional_help own_words written_at",
        staff="written_by",
        stays={
            Stays.SAFETY: "warning_signs what_helps whom_to_call surroundings professional_help own_words",
        },
    ),
    part(
        models.CrisisCheck,
        _("Talks about staying alive"),
        "recorded_at answers words next_at answered_at",
        staff="recorded_by",
        narrative="answers words",
    ),
    part(
        models.HealthFact,
        _("Facts about health that few read"),
        "kind expected_on words recorded_at ended_at",
        staff="recorded_by ended_by",
        narrative="words",
        stays={Stays.SAFETY: "kind expected_on"},
    ),
    part(
        models.Stay,
        _("Stays in houses"),
        "state wanted_on children others needs asked_at in_at planned_end review_on out_at left_why left_to out_words",
        staff="asked_by in_by out_by",
        left="house room away_since back_by",  # where a house is, nobody learns from a paper
        narrative="needs out_words",
    ),
    part(
        models.StayStep,
        _("What happened in a stay"),
        "kind until words done_at",
        staff="done_by",
        left="stay",
        narrative="words",
    ),
    part(
        models.Missing,
        _("Times the person was missed"),
        "noticed_at decided_at found found_at",
        staff="noticed_by found_by",
        left="stay due_at reminded_at",
    ),
    part(
        models.MissingStep,
        _("What was done to find them"),
        "kind ground words done_at",
        staff="done_by",
        left="missing",
        narrative="words",
    ),
    part(
        models.HouseEventPart,
        _("What was written of them in a house's log"),
        "part words recorded_at",
        staff="recorded_by",
        left="event",
        narrative="words",
    ),
    part(
        models.Proceeding,
        _("Proceedings"),
        "kind role country court reference counsel state outcome recorded_at",
        staff="recorded_by",
        narrative="outcome",
        stays={Stays.NAMED: "court reference counsel"},
    ),
    part(
        models.ProceedingStep,
        _("Steps of proceedings"),
        "event after words taken_at",
        staff="taken_by",
        left="proceeding before",
        narrative="words",
    ),
    part(
        models.Hearing,
        _("Hearings"),
        "starts_at place interpreter_needed measures_asked measures_granted accommodations_asked accommodations_met "
        "note state recorded_at",
        staff="accompanied_by recorded_by",
        left="proceeding interpreter",
        narrative="note",
        stays={Stays.NAMED: "place"},
    ),
    part(
        models.Award,
        _("Money that was ordered"),
        "kind amount currency ordered_on recorded_at",
        staff="recorded_by",
        left="proceeding",
    ),
    part(
        models.AwardPayment,
        _("Money that was paid of it"),
        "amount paid_on recorded_at",
        staff="recorded_by",
        left="award",
    ),
    part(
        models.Deadline,
        _("Deadlines of the law"),
        "kind due_on basis state recorded_at",
        staff="recorded_by",
        left="proceeding warn_days",
        narrative="basis",
    ),
    part(
        models.DeadlineStep,
        _("Steps of deadlines"),
        "event after words taken_at",
        staff="taken_by",
        left="deadline before",
        narrative="words",
    ),
    part(
        models.AuthorityHarm,
        _("Harm done by authorities"),
        "kind done_by country happened decided_by appeal words recorded_at retracted_why retracted_at",
        staff="recorded_by retracted_by",
        narrative="happened words retracted_why",
        stays={Stays.NAMED: "decided_by"},
    ),
    part(
        models.CaseConference,
        _("Meetings about the case"),
        "starts_at agenda agenda_agreed state why planned_at",
        staff="planned_by",
        left="minutes tasks",
        narrative="agenda why",
    ),
    part(
        models.VoluntaryReturn,
        _("Voluntary return"),
        "state destination wish language teach_back alternatives_told alternatives basis best_interests documents "
        "escort travel_on receiving arrived_on arrival stopped_why opened_at",
        staff="opened_by",
        left="interpreter guardian referral embassy_words embassy_lifted_at embassy_lifted_by changed_at",
        narrative="destination escort receiving documents embassy_words wish alternatives best_interests arrival "
        "stopped_why",
    ),
    part(
        models.ReturnRisk,
        _("What awaits the person there"),
        "who_may_find debts family again measures recorded_at approved_at",
        staff="recorded_by approved_by",
        left="voluntary_return",
        narrative="who_may_find debts family again measures",
    ),
    part(
        models.Whereabouts,
        _("Times when contact stopped"),
        "kind last_known steps words recorded_at confirmed_at ending ended_why ended_at",
        staff="recorded_by confirmed_by ended_by",
        narrative="last_known steps words ended_why",
    ),
    part(
        models.KinRule,
        _("Who may be told, should anything happen"),
        "who may never recorded_at ended_at",
        staff="recorded_by ended_by",
        stays={Stays.SAFETY: "who never"},
    ),
)
OUT_OF_ROOMS: dict[type[Any], Why] = {
    models.Apart: Why.OTHERS,
    models.IncidentCase: Why.OTHERS,
    models.ConferenceAttendee: Why.STAFF,
    models.LegalRequest: Why.LAW,
    models.LegalRequestStep: Why.LAW,
    models.QuickContact: Why.REPEATS,
    models.BegunAssessment: Why.UNSAVED,
}
