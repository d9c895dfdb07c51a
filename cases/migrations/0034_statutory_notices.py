"""Statutory notices: authorities, laws in words, notices with their steps, sheets and reminders."""

import casemgr.encryption.fields
import casemgr.ids
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_remote_organizations"),
        ("cases", "0033_document_news"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="manualdisclosure",
            name="way",
            field=models.CharField(
                choices=[
                    ("phone", "By phone"),
                    ("paper", "On paper"),
                    ("mail", "By mail or message"),
                    ("in_person", "In person, going along"),
                    ("portal", "Through a portal"),
                ],
                max_length=10,
                verbose_name="how",
            ),
        ),
        migrations.AlterField(
            model_name="notification",
            name="about",
            field=models.CharField(blank=True, help_text="Random public id of a referral or a notice", max_length=22),
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
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="Authority",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                ("name", casemgr.encryption.fields.EncryptedText(max_length=200, verbose_name="name")),
                (
                    "what_for",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=300, null=True, verbose_name="what for"
                    ),
                ),
                (
                    "telephone",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=100, null=True, verbose_name="telephone"
                    ),
                ),
                (
                    "address",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=500, null=True, verbose_name="address"
                    ),
                ),
                (
                    "how_to_send",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=500, null=True, verbose_name="how to send"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("ended_at", models.DateTimeField(null=True)),
                ("saved_at", models.DateTimeField(auto_now=True)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization"
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="NoticeBasis",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                ("kind", models.CharField(help_text="StatutoryNotice.Kind", max_length=16, verbose_name="what for")),
                ("country", models.CharField(help_text="ISO 3166-1 alpha-3", max_length=3, verbose_name="country")),
                (
                    "lawful",
                    models.CharField(help_text="StatutoryNotice.Lawful", max_length=16, verbose_name="lawful basis"),
                ),
                ("title", casemgr.encryption.fields.EncryptedText(max_length=200, verbose_name="which law or order")),
                (
                    "provision",
                    casemgr.encryption.fields.EncryptedText(max_length=2000, verbose_name="the provision in words"),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                ("saved_at", models.DateTimeField(auto_now_add=True)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization"
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StatutoryNotice",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("imminent_danger", "Imminent danger"),
                            ("mandatory_report", "Mandatory report"),
                            ("child_protection", "Protection of a child"),
                            ("court_order", "Order of a court or an authority"),
                        ],
                        max_length=16,
                        verbose_name="why it is told",
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[
                            ("now", "Now"),
                            ("day", "Within 24 hours"),
                            ("days", "Within 3 days"),
                            ("week", "Within a week"),
                        ],
                        default="day",
                        max_length=4,
                        verbose_name="how soon",
                    ),
                ),
                (
                    "country",
                    models.CharField(
                        blank=True, help_text="ISO 3166-1 alpha-3", max_length=3, verbose_name="country whose law it is"
                    ),
                ),
                (
                    "lawful",
                    models.CharField(
                        choices=[
                            ("legal_duty", "Legal duty"),
                            ("vital_interest", "Vital interest"),
                            ("public_interest", "Public interest"),
                        ],
                        default="legal_duty",
                        max_length=16,
                        verbose_name="lawful basis",
                    ),
                ),
                (
                    "provision",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=2000, null=True, verbose_name="the provision in words"
                    ),
                ),
                (
                    "recipient",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=500, null=True, verbose_name="who is told"
                    ),
                ),
                (
                    "categories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, help_text="Kinds of data told"
                    ),
                ),
                (
                    "words",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=4000, null=True, verbose_name="told in own words"
                    ),
                ),
                (
                    "call_back",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=300, null=True, verbose_name="who can be called back"
                    ),
                ),
                (
                    "why",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=2000, null=True, verbose_name="why it must be told"
                    ),
                ),
                (
                    "informed",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("told", "The person was told beforehand"),
                            ("not_safe", "Not told: it would put somebody in danger"),
                            ("not_reached", "Not told: the person can't be reached in time"),
                            ("forbidden", "Not told: the law or the order forbids it"),
                            ("not_able", "Not told: too young or too unwell to be told now"),
                        ],
                        max_length=12,
                        verbose_name="was the person told",
                    ),
                ),
                (
                    "informed_words",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=1000, null=True, verbose_name="what was said, or why not"
                    ),
                ),
                (
                    "counsel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("asked", "Counsel was asked"),
                            ("no_time", "Not asked: there was no time"),
                            ("known", "Not asked: the duty is clear"),
                            ("nobody", "Not asked: there is nobody to ask"),
                        ],
                        max_length=8,
                        verbose_name="was counsel asked",
                    ),
                ),
                (
                    "counsel_words",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=1000, null=True, verbose_name="who, and what they said"
                    ),
                ),
                (
                    "served_by",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=500, null=True, verbose_name="who served it, and when"
                    ),
                ),
                (
                    "scope",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=2000, null=True, verbose_name="what it asks for"
                    ),
                ),
                (
                    "never_share",
                    models.BooleanField(default=False, help_text="The writer says that the list forbids telling them"),
                ),
                (
                    "despite",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=1000, null=True, verbose_name="why in spite of the never-share list"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("asked", "asked"),
                            ("approved", "approved"),
                            ("sent", "sent"),
                            ("to_review", "to_review"),
                            ("reviewed", "reviewed"),
                            ("answered", "answered"),
                            ("closed", "closed"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="to be sent by")),
                ("version", models.PositiveIntegerField(default=1)),
                ("drafted_at", models.DateTimeField(auto_now_add=True)),
                ("sent_at", models.DateTimeField(null=True, verbose_name="when it was told")),
                (
                    "way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("phone", "By telephone"),
                            ("paper", "By letter"),
                            ("in_person", "In person"),
                            ("portal", "Through their portal"),
                        ],
                        max_length=10,
                        verbose_name="how it was told",
                    ),
                ),
                (
                    "spoke_with",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=300, null=True, verbose_name="who took it, and their reference"
                    ),
                ),
                (
                    "review_due_at",
                    models.DateTimeField(
                        help_text="Sent because of imminent danger: to be reviewed by then", null=True
                    ),
                ),
                ("reviewed_at", models.DateTimeField(null=True)),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("upheld", "It was right to tell"), ("not_upheld", "It should not have been told")],
                        max_length=10,
                    ),
                ),
                (
                    "follow_ups",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), blank=True, default=list
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "authority",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.authority",
                    ),
                ),
                (
                    "basis",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.noticebasis",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "changed_by",
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
                    "disclosure",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="cases.manualdisclosure",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                    "reviewed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sent_by",
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
            name="NoticeStep",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("change", "change"),
                            ("ask", "ask"),
                            ("approve", "approve"),
                            ("return", "return"),
                            ("refuse", "refuse"),
                            ("seal", "seal"),
                            ("send", "send"),
                            ("send_now", "send_now"),
                            ("review", "review"),
                            ("answer", "answer"),
                            ("close", "close"),
                            ("withdraw", "withdraw"),
                            ("destroy", "destroy"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("asked", "asked"),
                            ("approved", "approved"),
                            ("sent", "sent"),
                            ("to_review", "to_review"),
                            ("reviewed", "reviewed"),
                            ("answered", "answered"),
                            ("closed", "closed"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("asked", "asked"),
                            ("approved", "approved"),
                            ("sent", "sent"),
                            ("to_review", "to_review"),
                            ("reviewed", "reviewed"),
                            ("answered", "answered"),
                            ("closed", "closed"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "words",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=4000, null=True, verbose_name="in words"
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
                    "taken_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="cases.statutorynotice"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NoticeSheet",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "sealed_for",
                    models.UUIDField(
                        help_text="The person whose key it needs: the one it was about when it was sealed"
                    ),
                ),
                (
                    "categories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), help_text="Kinds of data told"
                    ),
                ),
                (
                    "fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), help_text="Names of the fields told"
                    ),
                ),
                ("content", casemgr.encryption.fields.EncryptedJSON()),
                ("sealed_at", models.DateTimeField(auto_now_add=True)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization"
                    ),
                ),
                (
                    "sealed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "notice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sheet", to="cases.statutorynotice"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="NoticeReminder",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sending", "Not sent in time"),
                            ("review_soon", "The time to review is nearly over"),
                            ("review_late", "Not reviewed in time"),
                            ("review_later", "Not reviewed a day after its time"),
                        ],
                        max_length=12,
                    ),
                ),
                ("told_at", models.DateTimeField(auto_now_add=True)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization"
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="cases.statutorynotice",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="statutorynotice",
            index=models.Index(fields=["organization", "state", "due_at"], name="notices_by_state"),
        ),
        migrations.AddIndex(
            model_name="statutorynotice",
            index=models.Index(fields=["case", "-drafted_at"], name="notices_of_case"),
        ),
        migrations.AddConstraint(
            model_name="statutorynotice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None),
                    models.Q(
                        models.Q(("decided_by", models.F("drafted_by")), _negated=True),
                        models.Q(("decided_by", models.F("changed_by")), _negated=True),
                        models.Q(("decided_by", models.F("asked_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="notice_approved_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="statutorynotice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reviewed_by", None),
                    models.Q(
                        models.Q(("reviewed_by", models.F("drafted_by")), _negated=True),
                        models.Q(("reviewed_by", models.F("changed_by")), _negated=True),
                        models.Q(("reviewed_by", models.F("sent_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="notice_reviewed_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="statutorynotice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sent_at", None), ("decided_by__isnull", False), ("review_due_at__isnull", False), _connector="OR"
                ),
                name="notice_sent_is_approved_or_reviewed",
            ),
        ),
        migrations.AddIndex(
            model_name="noticestep",
            index=models.Index(fields=["notice", "taken_at"], name="steps_of_notice"),
        ),
        migrations.AddConstraint(
            model_name="noticereminder",
            constraint=models.UniqueConstraint(fields=("notice", "kind"), name="one_notice_reminder_each"),
        ),
    ]
