"""Proceedings, hearings, money ordered, deadlines, harm by authorities, requests of authorities, case conferences."""

import casemgr.encryption.fields
import casemgr.ids
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0017_practice_apart"),
        ("cases", "0051_shelter_news"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
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
                    ("enquiry_asked", "An organization asks whether you have room for somebody"),
                    ("enquiry_answered", "An enquiry of yours was answered"),
                    ("enquiry_over", "The time of an enquiry is over, and nobody said yes"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="AuthorityHarm",
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
                            ("arrest", "Arrest"),
                            ("detention", "Detention"),
                            ("fine", "Fine or charge for what they were forced to do"),
                            ("removal", "Removal or refusal of entry"),
                            ("violence", "Violence or threats"),
                            ("separation", "Separation from their children"),
                            ("not_identified", "Not formally identified"),
                            ("disclosure", "Told others about the person"),
                        ],
                        max_length=16,
                        verbose_name="what happened",
                    ),
                ),
                (
                    "done_by",
                    models.CharField(
                        choices=[
                            ("police", "Police"),
                            ("border", "Border or immigration authority"),
                            ("court", "Court or prosecution"),
                            ("identifying", "Authority that identifies"),
                            ("social", "Social or health authority"),
                            ("other", "Another authority"),
                        ],
                        max_length=12,
                        verbose_name="by what authority",
                    ),
                ),
                (
                    "country",
                    models.CharField(blank=True, help_text="ISO 3166-1 alpha-3", max_length=3, verbose_name="country"),
                ),
                (
                    "happened",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True,
                        help_text="2023, 2023-11 or 2023-11-02",
                        max_length=10,
                        null=True,
                        verbose_name="when",
                    ),
                ),
                (
                    "decided_by",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=300, null=True, verbose_name="who decided"
                    ),
                ),
                (
                    "appeal",
                    models.CharField(
                        choices=[
                            ("not_asked", "Not asked yet"),
                            ("possible", "Possible"),
                            ("lodged", "Lodged"),
                            ("won", "Won"),
                            ("lost", "Lost"),
                            ("none", "Not possible or not wanted"),
                        ],
                        default="not_asked",
                        max_length=10,
                        verbose_name="appeal",
                    ),
                ),
                (
                    "words",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=2000, null=True, verbose_name="in words"
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "retracted_why",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=1000, null=True, verbose_name="why this no longer stands"
                    ),
                ),
                ("retracted_at", models.DateTimeField(null=True)),
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
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "retracted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CaseConference",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                ("starts_at", models.DateTimeField(verbose_name="when")),
                (
                    "agenda",
                    casemgr.encryption.fields.EncryptedText(max_length=2000, verbose_name="what is spoken about"),
                ),
                ("agenda_agreed", models.BooleanField(default=False, verbose_name="the person agreed to these points")),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "Planned"), ("held", "Held"), ("cancelled", "Cancelled")],
                        default="planned",
                        max_length=10,
                    ),
                ),
                (
                    "why",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=500, null=True, verbose_name="why it doesn't take place"
                    ),
                ),
                (
                    "tasks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=22),
                        default=list,
                        help_text="Public ids of tasks that follow",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("planned_at", models.DateTimeField(auto_now_add=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "minutes",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="cases.note"
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
                    "planned_by",
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
            name="Deadline",
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
                            ("reflection", "Reflection period"),
                            ("permit", "Visa or permit"),
                            ("appeal", "Appeal"),
                            ("limitation", "Limitation of a claim"),
                            ("filing", "Filing"),
                            ("other", "Other deadline"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="last day")),
                ("warn_days", models.PositiveSmallIntegerField(default=14, verbose_name="days of warning")),
                (
                    "basis",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=500, null=True, verbose_name="on what it rests"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("met", "Met"), ("missed", "Missed")], default="open", max_length=8
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
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
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DeadlineStep",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "event",
                    models.CharField(
                        choices=[("met", "Met"), ("extended", "Extended"), ("missed", "Missed")], max_length=8
                    ),
                ),
                ("before", models.DateField(help_text="The last day until then")),
                ("after", models.DateField(help_text="The last day from then on")),
                (
                    "words",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=1000, null=True, verbose_name="in words"
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
                    "deadline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="cases.deadline"
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LegalRequest",
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
                            ("subpoena", "Subpoena or summons"),
                            ("warrant", "Warrant"),
                            ("court_order", "Court order"),
                            ("immigration", "Request of an immigration authority"),
                            ("informal", "Informal request"),
                        ],
                        max_length=12,
                        verbose_name="what was served or asked",
                    ),
                ),
                (
                    "asker",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=300, null=True, verbose_name="who asks"
                    ),
                ),
                (
                    "served_by",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=500, null=True, verbose_name="who served it, and how"
                    ),
                ),
                ("served_at", models.DateTimeField(verbose_name="when it was served")),
                (
                    "asked",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, help_text="Kinds of data asked for"
                    ),
                ),
                (
                    "scope",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=2000, null=True, verbose_name="what it asks for"
                    ),
                ),
                ("answer_due_at", models.DateTimeField(blank=True, null=True, verbose_name="answer due")),
                (
                    "counsel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("asked", "Counsel was asked"),
                            ("waiting", "Asked, no answer yet"),
                            ("nobody", "Not asked: there is nobody to ask"),
                            ("no_time", "Not asked: there was no time"),
                        ],
                        max_length=8,
                        verbose_name="was counsel asked",
                    ),
                ),
                (
                    "advice",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=2000, null=True, verbose_name="who, and what they advise"
                    ),
                ),
                (
                    "informed",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("told", "The person was told"),
                            ("barred", "Not told: the law or the order forbids it for a time"),
                            ("not_reached", "Not told: the person can't be reached"),
                            ("not_safe", "Not told: it would put somebody in danger"),
                        ],
                        max_length=12,
                        verbose_name="was the person told",
                    ),
                ),
                (
                    "bar",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=500, null=True, verbose_name="what forbids telling them"
                    ),
                ),
                ("barred_until", models.DateField(blank=True, null=True, verbose_name="forbidden until")),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("refuse", "Refuse"),
                            ("object", "Object before a court"),
                            ("partly", "Comply in part"),
                            ("comply", "Comply"),
                        ],
                        max_length=8,
                        verbose_name="what is answered",
                    ),
                ),
                (
                    "categories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, help_text="Kinds of data to release"
                    ),
                ),
                (
                    "reasons",
                    casemgr.encryption.fields.EncryptedText(blank=True, max_length=2000, null=True, verbose_name="why"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("proposed", "proposed"),
                            ("decided", "decided"),
                            ("released", "released"),
                            ("answered", "answered"),
                            ("closed", "closed"),
                            ("lapsed", "lapsed"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("drafted_at", models.DateTimeField(auto_now_add=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "released",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, help_text="Kinds of data released"
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
                    "proposed_by",
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
            name="LegalRequestStep",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("change", "change"),
                            ("propose", "propose"),
                            ("decide", "decide"),
                            ("return", "return"),
                            ("release", "release"),
                            ("answer", "answer"),
                            ("close", "close"),
                            ("lapse", "lapse"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("proposed", "proposed"),
                            ("decided", "decided"),
                            ("released", "released"),
                            ("answered", "answered"),
                            ("closed", "closed"),
                            ("lapsed", "lapsed"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("proposed", "proposed"),
                            ("decided", "decided"),
                            ("released", "released"),
                            ("answered", "answered"),
                            ("closed", "closed"),
                            ("lapsed", "lapsed"),
                        ],
                        max_length=10,
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
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="cases.legalrequest"
                    ),
                ),
                (
                    "taken_by",
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
            name="Proceeding",
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
                            ("criminal", "Criminal"),
                            ("civil", "Civil"),
                            ("labour", "Labour or wage claim"),
                            ("immigration", "Immigration or residence"),
                            ("compensation", "Compensation"),
                            ("protection", "Protection order"),
                            ("family", "Family"),
                            ("record_relief", "Clearing a criminal record"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("witness", "Witness"),
                            ("injured", "Injured party"),
                            ("claimant", "Claimant or applicant"),
                            ("respondent", "Respondent"),
                            ("accused", "Accused: ask about non-punishment"),
                        ],
                        max_length=12,
                        verbose_name="the person is",
                    ),
                ),
                (
                    "country",
                    models.CharField(blank=True, help_text="ISO 3166-1 alpha-3", max_length=3, verbose_name="country"),
                ),
                (
                    "court",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=300, null=True, verbose_name="court or authority"
                    ),
                ),
                (
                    "reference",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=200, null=True, verbose_name="reference"
                    ),
                ),
                (
                    "counsel",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=300, null=True, verbose_name="lawyer or counsel"
                    ),
                ),
                (
                    "outcome",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=2000, null=True, verbose_name="outcome"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("open", "open"),
                            ("decided", "decided"),
                            ("appealed", "appealed"),
                            ("closed", "closed"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
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
                    "recorded_by",
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
            name="Hearing",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                ("starts_at", models.DateTimeField(verbose_name="when")),
                (
                    "place",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=300, null=True, verbose_name="where"
                    ),
                ),
                ("interpreter_needed", models.BooleanField(default=False, verbose_name="an interpreter is needed")),
                (
                    "measures_asked",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), blank=True, default=list
                    ),
                ),
                (
                    "measures_granted",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), blank=True, default=list
                    ),
                ),
                (
                    "accommodations_asked",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16), blank=True, default=list
                    ),
                ),
                (
                    "accommodations_met",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16), blank=True, default=list
                    ),
                ),
                (
                    "note",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=2000, null=True, verbose_name="in words"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("held", "Held"),
                            ("moved", "Moved"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="what became of it",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "accompanied_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "interpreter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="cases.interpreter",
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
                    "proceeding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="hearings", to="cases.proceeding"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="deadline",
            name="proceeding",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="deadlines",
                to="cases.proceeding",
            ),
        ),
        migrations.CreateModel(
            name="Award",
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
                            ("wages", "Unpaid wages"),
                            ("compensation", "Compensation"),
                            ("costs", "Costs"),
                            ("fine", "Fine to be paid back"),
                        ],
                        max_length=12,
                        verbose_name="what for",
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                ("currency", models.CharField(help_text="ISO 4217", max_length=3, verbose_name="currency")),
                ("ordered_on", models.DateField(verbose_name="ordered on")),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
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
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "proceeding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="awards", to="cases.proceeding"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProceedingStep",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("begin", "begin"),
                            ("decide", "decide"),
                            ("appeal", "appeal"),
                            ("close", "close"),
                            ("reopen", "reopen"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "before",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("open", "open"),
                            ("decided", "decided"),
                            ("appealed", "appealed"),
                            ("closed", "closed"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "after",
                    models.CharField(
                        choices=[
                            ("planned", "planned"),
                            ("open", "open"),
                            ("decided", "decided"),
                            ("appealed", "appealed"),
                            ("closed", "closed"),
                        ],
                        max_length=10,
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
                    "proceeding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="cases.proceeding"
                    ),
                ),
                (
                    "taken_by",
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
            name="UnknownRequest",
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
                            ("subpoena", "Subpoena or summons"),
                            ("warrant", "Warrant"),
                            ("court_order", "Court order"),
                            ("immigration", "Request of an immigration authority"),
                            ("informal", "Informal request"),
                        ],
                        max_length=12,
                        verbose_name="what was served or asked",
                    ),
                ),
                ("asker", casemgr.encryption.fields.EncryptedText(max_length=500, verbose_name="who asked, and how")),
                (
                    "about",
                    casemgr.encryption.fields.EncryptedText(max_length=1000, verbose_name="about whom, and what"),
                ),
                ("answer", casemgr.encryption.fields.EncryptedText(max_length=1000, verbose_name="what was said")),
                ("asked_at", models.DateTimeField(verbose_name="when")),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization"
                    ),
                ),
                (
                    "recorded_by",
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
            name="AwardPayment",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="amount")),
                ("paid_on", models.DateField(verbose_name="paid on")),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "award",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="payments", to="cases.award"
                    ),
                ),
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
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="a_payment_is_money")
                ],
            },
        ),
        migrations.CreateModel(
            name="ConferenceAttendee",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                (
                    "name",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=300, null=True, verbose_name="name and organization"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[("all", "All of it"), ("without_identity", "Only parts without identity")],
                        default="all",
                        max_length=20,
                        verbose_name="for what",
                    ),
                ),
                ("until", models.DateTimeField(null=True, verbose_name="sees the case until")),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "colleague",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "conference",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attendees", to="cases.caseconference"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization"
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.person"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("colleague__isnull", False)),
                        fields=("conference", "colleague"),
                        name="one_seat_each",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("colleague__isnull", False), _connector="OR"),
                        name="access_is_for_colleagues",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeadlineReminder",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("soon", "Its day comes near"), ("passed", "Its day has passed")], max_length=8
                    ),
                ),
                (
                    "due_on",
                    models.DateField(help_text="The last day as it was then: one that was extended is told of again"),
                ),
                ("told_at", models.DateTimeField(auto_now_add=True)),
                (
                    "deadline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reminders", to="cases.deadline"
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
                "constraints": [
                    models.UniqueConstraint(fields=("deadline", "kind", "due_on"), name="one_deadline_reminder_each")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="legalrequest",
            index=models.Index(fields=["organization", "state", "answer_due_at"], name="requests_by_state"),
        ),
        migrations.AddConstraint(
            model_name="legalrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by", None),
                    models.Q(
                        models.Q(("decided_by", models.F("drafted_by")), _negated=True),
                        models.Q(
                            ("changed_by", None),
                            models.Q(("decided_by", models.F("changed_by")), _negated=True),
                            _connector="OR",
                        ),
                        models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="request_decided_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="legalrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("released", []), ("decided_by__isnull", False), _connector="OR"),
                name="request_released_is_decided",
            ),
        ),
        migrations.AddIndex(
            model_name="hearing",
            index=models.Index(fields=["organization", "state", "starts_at"], name="hearings_to_come"),
        ),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(fields=["organization", "state", "due_on"], name="deadlines_by_day"),
        ),
        migrations.AddConstraint(
            model_name="award",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="an_award_is_money"),
        ),
    ]
