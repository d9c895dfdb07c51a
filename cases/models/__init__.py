"""The models of casework, a file for each thing people speak of."""

from .alleged import AllegedPerpetrator
from .appointment import Appointment, CalendarFeed
from .authority import Authority, NoticeBasis
from .case import Case, CaseUserObjectPermission
from .complaint import ComplaintStep
from .consent import Consent
from .contact import ContactAttempt
from .disclosure import ManualDisclosure
from .document import Document
from .draft import Draft
from .duplicate import DuplicatePair
from .emergency import EmergencyAccess
from .experience import Experience
from .flag import Flag
from .fund import Fund, FundEntry, MoneyRequest
from .guardian import Guardian
from .health import HealthAlert
from .htcds import HtcdsFacts
from .imports import ImportBatch, ImportRow
from .interpreter import Interpreter, InterpreterBar
from .life import Restriction, RiskChange, StageChange
from .link import CaseLink
from .merge import Merge
from .message import MessageTemplate
from .note import Note, NoteRemoval
from .notice import NoticeReminder, NoticeSheet, NoticeStep, StatutoryNotice
from .notification import Notification
from .person import NeverShare, Person, SafeContact
from .plan import Approval, Goal, SafetyPlan
from .saved_view import SavedView
from .service import ServiceRecord
from .session import GroupSession
from .task import Task
from .transfer import TransferRequest

__all__ = [
    "AllegedPerpetrator",
    "Appointment",
    "Approval",
    "Authority",
    "CalendarFeed",
    "Case",
    "CaseLink",
    "CaseUserObjectPermission",
    "ComplaintStep",
    "Consent",
    "ContactAttempt",
    "Document",
    "Draft",
    "DuplicatePair",
    "EmergencyAccess",
    "Experience",
    "Flag",
    "Fund",
    "FundEntry",
    "Goal",
    "GroupSession",
    "Guardian",
    "HealthAlert",
    "HtcdsFacts",
    "ImportBatch",
    "ImportRow",
    "Interpreter",
    "InterpreterBar",
    "ManualDisclosure",
    "Merge",
    "MessageTemplate",
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
    "Restriction",
    "RiskChange",
    "SafeContact",
    "SafetyPlan",
    "SavedView",
    "ServiceRecord",
    "StageChange",
    "StatutoryNotice",
    "Task",
    "TransferRequest",
]
