"""When people are reminded of authorities' requests, and what the clock may know of them."""

import casemgr.ids
import django.db.models.deletion
from django.db import migrations, models

from casemgr.db.policies import IN_ORGANIZATION, append_only, protect

GRANTS, REQUESTS, REMINDERS = "cases_caseuserobjectpermission", "cases_legalrequest", "cases_requestreminder"
CLOCK = "(SELECT app.person()) = (SELECT app.org())"
SEES_REQUEST = f"EXISTS (SELECT 1 FROM {REQUESTS} q WHERE q.id = {REMINDERS}.request_id)"

# ids and days of one organization's requests, restricted cases included, for the organization itself alone
NEAR = f"""
CREATE FUNCTION app.requests_near(until timestamptz, today date)
RETURNS TABLE (request_id uuid, public_id text, case_id uuid, kind text, due_on date, workers uuid[],
               restricted boolean, named uuid[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT q.id, q.public_id::text, q.case_id, k.kind, k.due_on, ARRAY[c.caseworker_id, q.drafted_by_id], c.restricted,
           ARRAY(SELECT g.user_id FROM public.{GRANTS} g WHERE g.content_object_id = c.id AND g.ends_at IS NULL)
    FROM public.{REQUESTS} q
    JOIN public.cases_case c ON c.id = q.case_id
    CROSS JOIN LATERAL (VALUES
        ('due', (q.answer_due_at AT TIME ZONE 'UTC')::date,
         q.answer_due_at <= until AND q.state IN ('draft', 'proposed', 'decided')),
        ('unbarred', q.barred_until, q.barred_until < today AND q.informed = 'barred')
    ) k (kind, due_on, holds)
    WHERE app.person() = app.org() AND q.organization_id = app.org() AND k.holds
      AND NOT EXISTS (SELECT 1 FROM public.{REMINDERS} r
                      WHERE r.request_id = q.id AND r.kind = k.kind AND r.due_on = k.due_on)
$$;
REVOKE ALL ON FUNCTION app.requests_near(timestamptz, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.requests_near(timestamptz, date) TO casemgr_app, casemgr_worker;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0019_data_request_days"),
        ("cases", "0071_threat_news"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notification",
            name="kind",
            field=models.CharField(
                choices=[
                    ("assigned", "A case was given to you"),
                    ("named", "You were named on a case: you can see it now"),
                    ("unnamed", "You are no longer named on a case"),
                    ("task_given", "A task was given to you"),
                    ("consent_withdrawn", "A consent was withdrawn"),
                    ("transfer_asked", "A colleague asks you to take a case over"),
                    ("transfer_answered", "Your request to hand a case over was answered"),
                    ("approval_asked", "Something waits for your approval"),
                    ("approval_answered", "Your request for approval was answered"),
                    ("flag_raised", "A flag was raised on a case"),
                    ("resemblance", "Somebody alleged resembles one of your organization: look at the case"),
                    ("emergency", "A case was opened in an emergency: look at why"),
                    ("emergency_reviewed", "A supervisor looked at your emergency access"),
                    ("webhook_gone", "An address for webhooks is gone: nothing is sent there any more"),
                    ("notice_drafted", "A system drafted a statutory notice: look at it now"),
                    ("notice_asked", "A statutory notice waits for your approval"),
                    ("notice_answered", "Your request to send a statutory notice was answered"),
                    ("notice_sent_now", "A notice went out because of danger: review it within 24 hours"),
                    ("notice_reviewed", "A supervisor reviewed a notice that you sent"),
                    ("notice_review", "A notice that went out because of danger waits for its review"),
                    ("notice_waits", "A statutory notice was not sent in time"),
                    ("deadline_soon", "A legal deadline comes near"),
                    ("deadline_passed", "A legal deadline has passed: look at it now"),
                    ("request_proposed", "A request of an authority waits for your decision"),
                    ("request_answered", "Your proposal about an authority's request was answered"),
                    ("request_due", "An authority's request must be answered: look at it now"),
                    ("request_unbarred", "It is no longer forbidden to tell a person of a request about them"),
                    ("conference", "You are asked to a case conference"),
                    ("contact_unsafe", "Contact failed or was unsafe: review the rules"),
                    ("referral_half", "A referral waits for an answer: half of the time has passed"),
                    ("referral_nearly", "A referral waits for an answer: little time is left"),
                    ("referral_expired", "A referral was not answered in time: find another way"),
                    ("referral_no_contact", "A referral was accepted, and nobody has been reached since"),
                    ("referral_failed", "A partner could not reach the person of a referral"),
                    ("referral_message", "A partner wrote to you about a referral"),
                    ("referral_handoff", "A hand-off was proposed, answered or took place"),
                    ("referral_document", "A document came with a referral"),
                    ("referral_unsafe", "A partner's contact was not safe: review the rules now"),
                    ("carried_opened", "What a person carries was opened"),
                    ("carried_locked", "Wrong passcodes locked what a person carries: talk to them"),
                    ("carried_answered", "Somebody who opened what a person carries left word for you"),
                    ("right_asked", "A person asked something about their own record"),
                    ("right_waits", "A request about a record waits for your approval"),
                    ("right_return", "A person takes back that their record is erased: confirm it now"),
                    ("retention_due", "Records are about to reach the end of their time: look at the list"),
                    ("enquiry_asked", "An organization asks whether you have room for somebody"),
                    ("enquiry_answered", "An enquiry of yours was answered"),
                    ("enquiry_over", "The time of an enquiry is over, and nobody said yes"),
                    ("apart_together", "Two people who must not meet are in one house: look now"),
                    ("missing", "Somebody did not come back to a house: look now"),
                    ("missing_waits", "Somebody is missing, and nobody decided yet: look now"),
                    ("crisis_due", "A check that was planned with a person is due"),
                    ("crisis_late", "A planned check was not done in time: look at the case now"),
                    ("contact_stopped", "Contact with a person was stopped: confirm it, or undo it"),
                    ("partner_stopped", "Contact with the person of a referral must stop: talk to your partner"),
                    ("return_asked", "An assessment before a return waits for your approval"),
                    ("return_approved", "An assessment before a return was approved"),
                    ("visit_overdue", "A colleague is not back from a visit in time"),
                    ("threat", "A colleague wrote a threat down: look at it now"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="RequestReminder",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("due", "Its answer is due soon"), ("unbarred", "The person may be told of it again")],
                        max_length=8,
                    ),
                ),
                ("due_on", models.DateField(help_text="The day as it was then: one that was changed is told of again")),
                ("told_at", models.DateTimeField(auto_now_add=True)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reminders", to="cases.legalrequest"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("request", "kind", "due_on"), name="one_request_reminder_each")
                ],
            },
        ),
        append_only(REMINDERS, deletable=True),
        protect(REMINDERS, using=f"{IN_ORGANIZATION} AND ({CLOCK} OR {SEES_REQUEST})"),
        migrations.RunSQL(NEAR, "DROP FUNCTION app.requests_near(timestamptz, date);"),
    ]
