"""What the clock needs: reminders, days of waiting lists, calls about emergencies, when a disclosure was destroyed."""

import casemgr.encryption.fields
import casemgr.ids
import django.db.models.deletion
import referrals.lifecycle
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_sign_in_sessions"),
        ("cases", "0031_referral_news"),
        ("referrals", "0006_webhook_policies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("half", "Half of the time to decide has passed"),
                            ("nearly", "Little of the time to decide is left"),
                            ("no_contact", "Accepted, and nobody was reached"),
                        ],
                        max_length=12,
                    ),
                ),
                ("due", models.DateTimeField()),
                ("told_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.AddField(
            model_name="referral",
            name="not_phoned",
            field=models.CharField(
                blank=True,
                choices=[
                    ("no_answer", "Nobody answered"),
                    ("no_number", "We have no number for them"),
                    ("told_otherwise", "They were told in another way"),
                    ("not_safe", "It is not safe to call now"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="phoned_at",
            field=models.DateTimeField(
                blank=True, help_text="When the sender telephoned about an emergency", null=True
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="purged_at",
            field=models.DateTimeField(blank=True, help_text="When what was disclosed was destroyed", null=True),
        ),
        migrations.AddField(
            model_name="referral",
            name="wait_until",
            field=models.DateField(blank=True, help_text="Last day on the receiver's waiting list", null=True),
        ),
        migrations.AddField(
            model_name="referralparty",
            name="error_reason",
            field=casemgr.encryption.fields.EncryptedText(
                blank=True, max_length=500, null=True, verbose_name="why it was a mistake"
            ),
        ),
        migrations.AddField(
            model_name="referralparty",
            name="onward_from",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="The referral that the sender received and passes on; nobody else is told",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="referrals.referral",
            ),
        ),
        migrations.AlterField(
            model_name="referral",
            name="reason_code",
            field=models.CharField(
                blank=True,
                choices=[
                    (
                        referrals.lifecycle.DeclineReason["NO_CAPACITY"],
                        referrals.lifecycle.DeclineReason["NO_CAPACITY"],
                    ),
                    (referrals.lifecycle.DeclineReason["INELIGIBLE"], referrals.lifecycle.DeclineReason["INELIGIBLE"]),
                    (
                        referrals.lifecycle.DeclineReason["UNSAFE_HERE"],
                        referrals.lifecycle.DeclineReason["UNSAFE_HERE"],
                    ),
                    (referrals.lifecycle.DeclineReason["CONFLICT"], referrals.lifecycle.DeclineReason["CONFLICT"]),
                    (
                        referrals.lifecycle.DeclineReason["WRONG_SERVICE"],
                        referrals.lifecycle.DeclineReason["WRONG_SERVICE"],
                    ),
                    (referrals.lifecycle.DeclineReason["OTHER"], referrals.lifecycle.DeclineReason["OTHER"]),
                    (referrals.lifecycle.EndReason["NOT_REACHED"], referrals.lifecycle.EndReason["NOT_REACHED"]),
                    (referrals.lifecycle.EndReason["UNSAFE"], referrals.lifecycle.EndReason["UNSAFE"]),
                    (referrals.lifecycle.EndReason["PERSON_STOPPED"], referrals.lifecycle.EndReason["PERSON_STOPPED"]),
                    (referrals.lifecycle.EndReason["MOVED_AWAY"], referrals.lifecycle.EndReason["MOVED_AWAY"]),
                    (referrals.lifecycle.EndReason["CANNOT_GIVE"], referrals.lifecycle.EndReason["CANNOT_GIVE"]),
                    (
                        referrals.lifecycle.EndReason["ENDED_OTHERWISE"],
                        referrals.lifecycle.EndReason["ENDED_OTHERWISE"],
                    ),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="referralevent",
            name="event",
            field=models.CharField(
                choices=[
                    ("draft", "draft"),
                    ("phone", "phone"),
                    ("purge", "purge"),
                    (referrals.lifecycle.Event["SUBMIT"], referrals.lifecycle.Event["SUBMIT"]),
                    (referrals.lifecycle.Event["ACKNOWLEDGE"], referrals.lifecycle.Event["ACKNOWLEDGE"]),
                    (referrals.lifecycle.Event["WAITLIST"], referrals.lifecycle.Event["WAITLIST"]),
                    (referrals.lifecycle.Event["DECLINE"], referrals.lifecycle.Event["DECLINE"]),
                    (referrals.lifecycle.Event["ACCEPT"], referrals.lifecycle.Event["ACCEPT"]),
                    (referrals.lifecycle.Event["RECORD_CONTACT"], referrals.lifecycle.Event["RECORD_CONTACT"]),
                    (referrals.lifecycle.Event["COMPLETE"], referrals.lifecycle.Event["COMPLETE"]),
                    (referrals.lifecycle.Event["END"], referrals.lifecycle.Event["END"]),
                    (referrals.lifecycle.Event["WITHDRAW"], referrals.lifecycle.Event["WITHDRAW"]),
                    (referrals.lifecycle.Event["REVOKE"], referrals.lifecycle.Event["REVOKE"]),
                    (referrals.lifecycle.Event["EXPIRE"], referrals.lifecycle.Event["EXPIRE"]),
                    (referrals.lifecycle.Event["ERROR"], referrals.lifecycle.Event["ERROR"]),
                ],
                max_length=20,
            ),
        ),
        migrations.AddIndex(
            model_name="referralparty",
            index=models.Index(
                condition=models.Q(("onward_from__isnull", False)), fields=["onward_from"], name="parties_onward"
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="referral",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="reminders", to="referrals.referral"
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(fields=("referral", "kind", "due"), name="one_reminder_each"),
        ),
    ]
