"""A consent to carry something oneself, and news about what became of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0036_enquiry_news"),
    ]

    operations = [
        migrations.AlterField(
            model_name="consent",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("store", "Keep a case record"),
                    ("share", "Share with another organization"),
                    ("carry", "Carry it themselves"),
                    ("statistics", "Use in statistics without names"),
                ],
                max_length=12,
                verbose_name="purpose",
            ),
        ),
        migrations.AlterField(
            model_name="notification",
            name="about",
            field=models.CharField(
                blank=True, help_text="Random public id of a referral, notice, enquiry or slip", max_length=22
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
                    ("enquiry_asked", "An organization asks whether you have room for somebody"),
                    ("enquiry_answered", "An enquiry of yours was answered"),
                    ("enquiry_over", "The time of an enquiry is over, and nobody said yes"),
                ],
                max_length=20,
            ),
        ),
    ]
