"""What people ask for about their own record, legal holds, rules of keeping, and what stays of an erased record."""

import casemgr.encryption.fields
import casemgr.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0019_data_request_days"),
        ("cases", "0058_crisis_and_care_policies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="sealed_at",
            field=models.DateTimeField(help_text="It waits to be erased: nobody reads it", null=True),
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
                    ("right_asked", "A person asked something about their own record"),
                    ("right_waits", "A request about a record waits for your approval"),
                    ("right_return", "A person takes back that their record is erased: confirm it now"),
                    ("retention_due", "Records are about to reach the end of their time: look at the list"),
                    ("enquiry_asked", "An organization asks whether you have room for somebody"),
                    ("enquiry_answered", "An enquiry of yours was answered"),
                    ("enquiry_over", "The time of an enquiry is over, and nobody said yes"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="DataRequest",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                ("number", models.PositiveIntegerField()),
                ("restricted", models.BooleanField(default=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("copy", "A copy of everything held"),
                            ("correction", "A correction"),
                            ("stop_sharing", "Stop sharing"),
                            ("narrative", "Erase only what was told: notes, story, documents"),
                            ("erasure", "Erase the whole record"),
                            ("retention", "Erase: the time to keep it is over"),
                        ],
                        max_length=12,
                        verbose_name="what is asked for",
                    ),
                ),
                (
                    "asker",
                    models.CharField(
                        choices=[
                            ("person", "The person"),
                            ("guardian", "A guardian"),
                            ("representative", "Somebody who speaks for them"),
                            ("rule", "The organization's rule"),
                        ],
                        max_length=14,
                        verbose_name="who asks",
                    ),
                ),
                (
                    "identity",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("known", "We know them and met them"),
                            ("code_word", "By the code word"),
                            ("document", "By a document"),
                            ("called_back", "We reached them in the agreed safe way"),
                        ],
                        max_length=12,
                        verbose_name="how we are sure who asks",
                    ),
                ),
                (
                    "authority",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=500, null=True, verbose_name="why they may speak for the person"
                    ),
                ),
                (
                    "words",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=4000, null=True, verbose_name="in the person's words"
                    ),
                ),
                (
                    "disputed",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=1000, null=True, verbose_name="what is wrong"
                    ),
                ),
                (
                    "delivery",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=1000, null=True, verbose_name="how it is given safely"
                    ),
                ),
                ("due_on", models.DateField(verbose_name="answer by")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "asked"),
                            ("checked", "checked"),
                            ("sealed", "sealed"),
                            ("returning", "returning"),
                            ("erasing", "erasing"),
                            ("done", "done"),
                            ("refused", "refused"),
                            ("taken_back", "taken_back"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("free", "Spoken with alone; it is their own free wish"),
                            ("unsure", "Not sure: talk again before anything is erased"),
                            ("pressed", "Somebody may be pressing them"),
                        ],
                        max_length=8,
                        verbose_name="what the talk in private showed",
                    ),
                ),
                ("evidence_told", models.BooleanField(default=False, verbose_name="told what will be lost")),
                (
                    "check_words",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=2000, null=True, verbose_name="what was said in private"
                    ),
                ),
                ("checked_at", models.DateTimeField(null=True)),
                (
                    "answer",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=2000, null=True, verbose_name="what was decided, and why"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("corrected", "Corrected"),
                            ("noted", "Left as it was; what the person says stands beside it"),
                        ],
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "ask_deletion",
                    models.BooleanField(default=False, verbose_name="partners are asked to delete what they hold"),
                ),
                (
                    "told",
                    casemgr.encryption.fields.EncryptedJSON(
                        help_text="Names of those who were told, when sharing ended", null=True
                    ),
                ),
                ("erase_after", models.DateTimeField(help_text="The end of the sealed wait", null=True)),
                ("carried_out_at", models.DateTimeField(help_text="When words were erased", null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.person"),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "return_asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ErasedRecord",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("erased_on", models.DateField()),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("erasure", "It was asked for"),
                            ("retention", "The time to keep it was over"),
                            ("restored", "A restored backup had brought it back"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                (
                    "reason",
                    casemgr.encryption.fields.EncryptedText(max_length=1000, verbose_name="why it must be kept"),
                ),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                ("placed_at", models.DateTimeField(auto_now_add=True)),
                ("lifted_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "lift_asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.person"),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RequestStep",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("check", "check"),
                            ("answer", "answer"),
                            ("purge", "purge"),
                            ("seal", "seal"),
                            ("refuse", "refuse"),
                            ("take_back", "take_back"),
                            ("ask_return", "ask_return"),
                            ("return", "return"),
                            ("wait_on", "wait_on"),
                            ("erase", "erase"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("asked", "asked"),
                            ("checked", "checked"),
                            ("sealed", "sealed"),
                            ("returning", "returning"),
                            ("erasing", "erasing"),
                            ("done", "done"),
                            ("refused", "refused"),
                            ("taken_back", "taken_back"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("asked", "asked"),
                            ("checked", "checked"),
                            ("sealed", "sealed"),
                            ("returning", "returning"),
                            ("erasing", "erasing"),
                            ("done", "done"),
                            ("refused", "refused"),
                            ("taken_back", "taken_back"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("free", "Spoken with alone; it is their own free wish"),
                            ("unsure", "Not sure: talk again before anything is erased"),
                            ("pressed", "Somebody may be pressing them"),
                        ],
                        max_length=8,
                        verbose_name="what the talk in private showed",
                    ),
                ),
                (
                    "words",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=2000, null=True, verbose_name="in words"
                    ),
                ),
                ("taken_at", models.DateTimeField(auto_now_add=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.person"),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="cases.datarequest"
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RetentionRule",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("adult", "Adults"),
                            ("child", "People who were children when the case was opened"),
                            ("contact", "Contacts that never became a case: closed at intake or screening"),
                        ],
                        max_length=8,
                    ),
                ),
                ("years", models.PositiveSmallIntegerField(verbose_name="years after closing")),
                (
                    "until_age",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="and until this age"),
                ),
                ("set_at", models.DateTimeField(auto_now=True)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization"
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="datarequest",
            index=models.Index(fields=["organization", "state", "due_on"], name="data_requests_by_state"),
        ),
        migrations.AddConstraint(
            model_name="datarequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["sealed", "returning", "erasing"]), _negated=True),
                    models.Q(
                        ("checked_by__isnull", False),
                        ("decided_by__isnull", False),
                        ("erase_after__isnull", False),
                        models.Q(("decided_by", models.F("recorded_by")), _negated=True),
                        models.Q(("decided_by", models.F("checked_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="erasure_approved_by_a_second",
            ),
        ),
        migrations.AddConstraint(
            model_name="datarequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("kind__in", ["erasure", "retention"]),
                    ("state__in", ["asked", "checked", "sealed", "returning", "erasing"]),
                ),
                fields=("person",),
                name="one_erasure_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="legalhold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lifted_by", None),
                    models.Q(
                        ("lift_asked_by__isnull", False),
                        models.Q(("lifted_by", models.F("lift_asked_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="hold_lifted_by_two",
            ),
        ),
        migrations.AddIndex(
            model_name="requeststep",
            index=models.Index(fields=["request", "taken_at"], name="steps_of_request"),
        ),
        migrations.AddConstraint(
            model_name="retentionrule",
            constraint=models.UniqueConstraint(fields=("organization", "basis"), name="one_rule_of_keeping_each"),
        ),
    ]
