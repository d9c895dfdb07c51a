"""What somebody should know: a kind and, at most, a case, referral or notice. No names: it may be shown anywhere."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casemgr.ids import public_id
from cases.querysets.desk import NotificationQuerySet

from .base import OfOrganization


class Notification(OfOrganization):
    """A line for one colleague. It disappears with their sight of the case."""

    class Kind(models.TextChoices):
        """What happened; these words are all that is told."""

        ASSIGNED = "assigned", _("A case was given to you")
        NAMED = "named", _("You were named on a case: you can see it now")
        UNNAMED = "unnamed", _("You are no longer named on a case")
        TASK_GIVEN = "task_given", _("A task was given to you")
        CONSENT_WITHDRAWN = "consent_withdrawn", _("A consent was withdrawn")
        TRANSFER_ASKED = "transfer_asked", _("A colleague asks you to take a case over")
        TRANSFER_ANSWERED = "transfer_answered", _("Your request to hand a case over was answered")
        APPROVAL_ASKED = "approval_asked", _("Something waits for your approval")
        APPROVAL_ANSWERED = "approval_answered", _("Your request for approval was answered")
        FLAG_RAISED = "flag_raised", _("A flag was raised on a case")
        RESEMBLANCE = "resemblance", _("Somebody alleged resembles one of your organization: look at the case")
        EMERGENCY = "emergency", _("A case was opened in an emergency: look at why")
        EMERGENCY_REVIEWED = "emergency_reviewed", _("A supervisor looked at your emergency access")
        WEBHOOK_GONE = "webhook_gone", _("An address for webhooks is gone: nothing is sent there any more")
        NOTICE_DRAFTED = "notice_drafted", _("A system drafted a statutory notice: look at it now")
        NOTICE_ASKED = "notice_asked", _("A statutory notice waits for your approval")
        NOTICE_ANSWERED = "notice_answered", _("Your request to send a statutory notice was answered")
        NOTICE_SENT_NOW = "notice_sent_now", _("A notice went out because of danger: review it within 24 hours")
        NOTICE_REVIEWED = "notice_reviewed", _("A supervisor reviewed a notice that you sent")
        NOTICE_REVIEW = "notice_review", _("A notice that went out because of danger waits for its review")
        NOTICE_WAITS = "notice_waits", _("A statutory notice was not sent in time")
        DEADLINE_SOON = "deadline_soon", _("A legal deadline comes near")
        DEADLINE_PASSED = "deadline_passed", _("A legal deadline has passed: look at it now")
        REQUEST_PROPOSED = "request_proposed", _("A request of an authority waits for your decision")
        REQUEST_ANSWERED = "request_answered", _("Your proposal about an authority's request was answered")
        REQUEST_DUE = "request_due", _("An authority's request must be answered: look at it now")
        REQUEST_UNBARRED = "request_unbarred", _("It is no longer forbidden to tell a person of a request about them")
        CONFERENCE = "conference", _("You are asked to a case conference")
        CONTACT_UNSAFE = "contact_unsafe", _("Contact failed or was unsafe: review the rules")
        REFERRAL_HALF = "referral_half", _("A referral waits for an answer: half of the time has passed")
        REFERRAL_NEARLY = "referral_nearly", _("A referral waits for an answer: little time is left")
        REFERRAL_EXPIRED = "referral_expired", _("A referral was not answered in time: find another way")
        REFERRAL_NO_CONTACT = "referral_no_contact", _("A referral was accepted, and nobody has been reached since")
        REFERRAL_FAILED = "referral_failed", _("A partner could not reach the person of a referral")
        REFERRAL_MESSAGE = "referral_message", _("A partner wrote to you about a referral")
        REFERRAL_HANDOFF = "referral_handoff", _("A hand-off was proposed, answered or took place")
        REFERRAL_DOCUMENT = "referral_document", _("A document came with a referral")
        REFERRAL_UNSAFE = "referral_unsafe", _("A partner's contact was not safe: review the rules now")
        CARRIED_OPENED = "carried_opened", _("What a person carries was opened")
        CARRIED_LOCKED = "carried_locked", _("Wrong passcodes locked what a person carries: talk to them")
        CARRIED_ANSWERED = "carried_answered", _("Somebody who opened what a person carries left word for you")
        RIGHT_ASKED = "right_asked", _("A person asked something about their own record")
        RIGHT_WAITS = "right_waits", _("A request about a record waits for your approval")
        RIGHT_RETURN = "right_return", _("A person takes back that their record is erased: confirm it now")
        DELETION_ASKED = "deletion_asked", _("A person asks that you delete what you hold of them: look and answer")
        DELETION_ANSWERED = "deletion_answered", _("A partner answered whether it deletes what it holds")
        DELETION_LATE = "deletion_late", _("A partner wasn't asked, or didn't answer, whether it deletes: look now")
        LOGS_DUE = "logs_due", _("Entries of logs end in 30 days or later: look at the list")
        RETENTION_DUE = "retention_due", _("Records are about to reach the end of their time: look at the list")
        ENQUIRY_ASKED = "enquiry_asked", _("An organization asks whether you have room for somebody")
        ENQUIRY_ANSWERED = "enquiry_answered", _("An enquiry of yours was answered")
        ENQUIRY_OVER = "enquiry_over", _("The time of an enquiry is over, and nobody said yes")

        ALLEGED_RESIDENT = (
            "alleged_resident",
            _("Somebody who stays in a house may be somebody alleged on a case that you see: look now"),
        )
        INTERPRETER_RESIDENT = (
            "interpreter_resident",
            _("An interpreter may be somebody who stays in a house: look now"),
        )
        UNSEEN_LIKENESS = (
            "unseen_likeness",
            _("Somebody alleged may be near, and nobody sees all of it: ask who works on restricted cases"),
        )
        APART_TOGETHER = "apart_together", _("Two people who must not meet are in one house: look now")
        MISSING = "missing", _("Somebody did not come back to a house: look now")
        MISSING_WAITS = "missing_waits", _("Somebody is missing, and nobody decided yet: look now")

        CRISIS_DUE = "crisis_due", _("A check that was planned with a person is due")
        CRISIS_LATE = "crisis_late", _("A planned check was not done in time: look at the case now")
        CONTACT_STOPPED = "contact_stopped", _("Contact with a person was stopped: confirm it, or undo it")
        PARTNER_STOPPED = "partner_stopped", _("Contact with the person of a referral must stop: talk to your partner")
        RETURN_ASKED = "return_asked", _("An assessment before a return waits for your approval")
        RETURN_APPROVED = "return_approved", _("An assessment before a return was approved")
        VISIT_OVERDUE = "visit_overdue", _("A colleague is not back from a visit in time")
        THREAT = "threat", _("A colleague wrote a threat down: look at it now")

    CLEAR = frozenset("id organization public_id recipient kind case about created_at read_at".split())

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    recipient = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, null=True, related_name="notifications")
    about = models.CharField(
        max_length=22, blank=True, help_text="Random public id of a referral, notice, enquiry or slip"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["recipient", "read_at", "-created_at"], name="notifications_of_one")]
