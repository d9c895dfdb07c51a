"""A whole organization is compared with who is alleged; the wish for an interpreter's gender; embassies by kind.

The two functions answer to the organization itself and to nobody at work: sealed names and ids, restricted cases
included, of records that aren't sealed.
"""

import casemgr.ids
import django.db.models.deletion
from django.db import migrations, models

from casemgr.db.policies import IN_ORGANIZATION, protect

TOLD = "cases_likenesstold"
CLOCK = f"{IN_ORGANIZATION} AND (SELECT app.person()) = (SELECT app.org())"
FUNCTIONS = """
CREATE FUNCTION app.alleged_standing()
RETURNS TABLE (id uuid, case_id uuid, person_id uuid, actors uuid[], name bytea, phone bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT a.id, a.case_id, a.person_id, ARRAY[a.recorded_by_id], a.name, a.phone
    FROM public.cases_allegedperpetrator a JOIN public.cases_case c ON c.id = a.case_id
    WHERE app.person() = app.org() AND a.organization_id = app.org() AND a.retracted_at IS NULL
      AND c.sealed_at IS NULL
$$;
CREATE FUNCTION app.residents()
RETURNS TABLE (id uuid, case_id uuid, person_id uuid, house_id uuid, actors uuid[], alias bytea, legal_name bytea,
               phone bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT s.id, s.case_id, s.person_id, s.house_id,
           array_remove(ARRAY[s.asked_by_id, s.in_by_id]
               || ARRAY(SELECT k.done_by_id FROM public.cases_staystep k WHERE k.stay_id = s.id AND k.kind = 'moved'),
               NULL),
           p.alias, p.legal_name, p.phone
    FROM public.cases_stay s
    JOIN public.cases_case c ON c.id = s.case_id
    JOIN public.cases_person p ON p.id = s.person_id
    WHERE app.person() = app.org() AND s.organization_id = app.org() AND s.state = 'in' AND c.sealed_at IS NULL
$$;
REVOKE ALL ON FUNCTION app.alleged_standing(), app.residents() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.alleged_standing(), app.residents() TO casemgr_app, casemgr_worker;
"""
NO_FUNCTIONS = """
DROP FUNCTION app.residents();
DROP FUNCTION app.alleged_standing();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0019_data_request_days"),
        ("cases", "0074_late_reasons"),
    ]

    operations = [
        migrations.AddField(
            model_name="nevershare",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("embassy", "Embassy, consulate or authority of the person's country"),
                    ("worded", "Embassy, by its words"),
                ],
                db_default="",
                default="",
                max_length=8,
                verbose_name="kind",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="interpreter_gender",
            field=models.CharField(
                blank=True,
                choices=[("woman", "Woman"), ("man", "Man"), ("other", "Other")],
                max_length=6,
                verbose_name="gender of the interpreter that they wish for",
            ),
        ),
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
                    (
                        "alleged_resident",
                        "Somebody who stays in a house may be somebody alleged on a case that you see: look now",
                    ),
                    ("interpreter_resident", "An interpreter may be somebody who stays in a house: look now"),
                    (
                        "unseen_likeness",
                        "Somebody alleged may be near, and nobody sees all of it: ask who works on restricted cases",
                    ),
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
            name="LikenessTold",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("seen", models.BooleanField()),
                ("told_at", models.DateTimeField(auto_now_add=True)),
                (
                    "alleged",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.allegedperpetrator",
                    ),
                ),
                (
                    "house",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.house"
                    ),
                ),
                (
                    "interpreter",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.interpreter"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization"
                    ),
                ),
                (
                    "stay",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.stay"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("alleged", "interpreter", "stay", "house", "seen"),
                        name="likeness_told_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        protect(TOLD, using=CLOCK, check=CLOCK),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
    ]
