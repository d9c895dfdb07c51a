"""The models of casework, a file for each thing people speak of."""

from .alleged import AllegedPerpetrator
from .appointment import Appointment, CalendarFeed
from .assessment import Assessment, AssessmentReview, BegunAssessment
from .authority import Authority, NoticeBasis
from .authority_harm import AuthorityHarm
from .case import Case, CaseUserObjectPermission
from .complaint import ComplaintStep
from .conference import CaseConference, ConferenceAttendee
from .consent import Consent
from .contact import ContactAttempt
from .counted_report import CountedReport
from .crisis import CareReminder, CrisisCheck, CrisisPlan
from .deadline import Deadline, DeadlineReminder, DeadlineStep
from .disclosure import ManualDisclosure
from .document import Document
from .draft import Draft
from .duplicate import DuplicatePair
from .emergency import EmergencyAccess
from .experience import Experience
from .feedback import Answer, FeedbackCount, FeedbackDoor, FeedbackWord, Question
from .flag import Flag
from .fund import Fund, FundEntry, MoneyRequest
from .guardian import Guardian
from .health import HealthAlert
from .health_fact import HealthFact
from .hotline import COUNTED_ONLY, CallChannel, CallKind, CallTally, QuickContact
from .house import House, Room
from .house_log import HouseEvent, HouseEventPart
from .htcds import HtcdsFacts
from .imports import ImportBatch, ImportMapping, ImportRow
from .incident import Incident, IncidentCase, IncidentHelper, IncidentRow
from .interpreter import Interpreter, InterpreterBar
from .legal_request import LegalRequest, LegalRequestStep, RequestReminder, UnknownRequest
from .life import Restriction, RiskChange, StageChange
from .likeness import LikenessTold
from .link import CaseLink
from .merge import Merge
from .message import MessageTemplate
from .missing import Missing, MissingStep
from .note import Note, NoteRemoval
from .notice import NoticeReminder, NoticeSheet, NoticeStep, StatutoryNotice
from .notification import Notification
from .person import NeverShare, Person, SafeContact
from .plan import Approval, Goal, SafetyPlan
from .proceeding import Award, AwardPayment, Hearing, Proceeding, ProceedingStep
from .project import Project, ReportRules, Training
from .questionnaire import Questionnaire, QuestionnaireVersion
from .rights import DataRequest, ErasedRecord, LegalHold, LogHold, RequestStep, RetentionRule
from .saved_report import SavedReport
from .saved_view import SavedView
from .service import ServiceRecord
from .session import GroupSession
from .staff_safety import StaffCare, ThreatReport, Visit
from .stay import Apart, Stay, StayStep
from .task import Task
from .transfer import TransferRequest
from .voluntary_return import ReturnRisk, VoluntaryReturn
from .whereabouts import KinRule, Whereabouts

__all__ = [
    "COUNTED_ONLY",
    "AllegedPerpetrator",
    "Answer",
    "Apart",
    "Appointment",
    "Approval",
    "Assessment",
    "AssessmentReview",
    "Authority",
    "AuthorityHarm",
    "Award",
    "AwardPayment",
    "BegunAssessment",
    "CalendarFeed",
    "CallChannel",
    "CallKind",
    "CallTally",
    "CareReminder",
    "Case",
    "CaseConference",
    "CaseLink",
    "CaseUserObjectPermission",
    "ComplaintStep",
    "ConferenceAttendee",
    "Consent",
    "ContactAttempt",
    "CountedReport",
    "CrisisCheck",
    "CrisisPlan",
    "DataRequest",
    "Deadline",
    "DeadlineReminder",
    "DeadlineStep",
    "Document",
    "Draft",
    "DuplicatePair",
    "EmergencyAccess",
    "ErasedRecord",
    "Experience",
    "FeedbackCount",
    "FeedbackDoor",
    "FeedbackWord",
    "Flag",
    "Fund",
    "FundEntry",
    "Goal",
    "GroupSession",
    "Guardian",
    "HealthAlert",
    "HealthFact",
    "Hearing",
    "House",
    "HouseEvent",
    "HouseEventPart",
    "HtcdsFacts",
    "ImportBatch",
    "ImportMapping",
    "ImportRow",
    "Incident",
    "IncidentCase",
    "IncidentHelper",
    "IncidentRow",
    "Interpreter",
    "InterpreterBar",
    "KinRule",
    "LegalHold",
    "LegalRequest",
    "LegalRequestStep",
    "LikenessTold",
    "LogHold",
    "ManualDisclosure",
    "Merge",
    "MessageTemplate",
    "Missing",
    "MissingStep",
    "MoneyRequest",
    "NeverShare",
    "Note",
    "NoteRemoval",
    "NoticeBasis",
    "NoticeReminder",
    "NoticeSheet",
    "NoticeStep",
    "Notification",
    "Person",
    "Proceeding",
    "ProceedingStep",
    "Project",
    "Question",
    "Questionnaire",
    "QuestionnaireVersion",
    "QuickContact",
    "ReportRules",
    "RequestReminder",
    "RequestStep",
    "Restriction",
    "RetentionRule",
    "ReturnRisk",
    "RiskChange",
    "Room",
    "SafeContact",
    "SafetyPlan",
    "SavedReport",
    "SavedView",
    "ServiceRecord",
    "StaffCare",
    "StageChange",
    "StatutoryNotice",
    "Stay",
    "StayStep",
    "Task",
    "ThreatReport",
    "Training",
    "TransferRequest",
    "UnknownRequest",
    "Visit",
    "VoluntaryReturn",
    "Whereabouts",
]
