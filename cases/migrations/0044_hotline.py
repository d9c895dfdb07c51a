"""Calls for help with their counts; what people say of the help they got, without a name."""

import casemgr.encryption.fields
import casemgr.ids
import cases.models.feedback
import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0018_contacts_kept"),
        ("cases", "0041_questionnaires"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FeedbackDoor",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "code",
                    models.CharField(
                        default=cases.models.feedback.door_code,
                        help_text="Stands in the address",
                        max_length=24,
                        unique=True,
                    ),
                ),
                ("open", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "organization",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FeedbackWord",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                ("week", models.DateField(help_text="Its Monday")),
                ("words", casemgr.encryption.fields.EncryptedText(max_length=2000, verbose_name="in your own words")),
                (
                    "harm",
                    models.BooleanField(
                        default=False, help_text="About harm by staff: for whoever receives complaints alone"
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("received", "Received"),
                            ("looking", "Being looked into"),
                            ("passed_on", "Passed on to the board or an authority"),
                            ("upheld", "Settled: it was right"),
                            ("not_upheld", "Settled: not confirmed"),
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
            name="CallTally",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("day", models.DateField(help_text="Of a kind the day, of everything else the first of the month")),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("kind", "What for"),
                            ("hour", "Hour"),
                            ("language", "Language"),
                            ("need", "Needed"),
                            ("outcome", "What became of it"),
                        ],
                        max_length=8,
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("phone", "Phone"),
                            ("text", "Text message"),
                            ("chat", "Chat or messaging app"),
                            ("email", "E-mail"),
                            ("door", "At the door"),
                        ],
                        help_text="Of a kind",
                        max_length=6,
                    ),
                ),
                ("count", models.PositiveIntegerField(default=0)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "day", "part", "code", "channel"), name="one_tally_each"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FeedbackCount",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("week", models.DateField(help_text="Its Monday")),
                (
                    "question",
                    models.CharField(
                        choices=[
                            ("safe", "Did you feel safe with us?"),
                            ("heard", "Did we listen to you?"),
                            ("rights", "Were you told your rights, and that you could say no?"),
                            ("needs", "Did you get what you needed?"),
                            ("others", "Would you tell somebody else to come to us?"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[("yes", "Yes"), ("partly", "Partly"), ("no", "No"), ("none", "Left out")], max_length=8
                    ),
                ),
                ("count", models.PositiveIntegerField(default=0)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "week", "question", "answer"), name="one_answer_each"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="QuickContact",
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
                            ("help", "Wants help"),
                            ("information", "Asks for information"),
                            ("concern", "Worried about somebody else"),
                            ("professional", "A professional asks"),
                            ("wrong", "Wrong number"),
                            ("silent", "Silent"),
                            ("abusive", "Abusive"),
                        ],
                        max_length=12,
                        verbose_name="what for",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("phone", "Phone"),
                            ("text", "Text message"),
                            ("chat", "Chat or messaging app"),
                            ("email", "E-mail"),
                            ("door", "At the door"),
                        ],
                        max_length=6,
                        verbose_name="how",
                    ),
                ),
                (
                    "needs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, help_text="Codes of services"
                    ),
                ),
                ("language", models.CharField(blank=True, help_text="BCP 47", max_length=12, verbose_name="language")),
                (
                    "country",
                    models.CharField(blank=True, help_text="ISO 3166-1 alpha-3", max_length=3, verbose_name="country"),
                ),
                ("danger", models.BooleanField(default=False, verbose_name="in danger now")),
                (
                    "way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "Do not contact"),
                            ("call", "Phone call"),
                            ("text", "Text message"),
                            ("app", "Messaging app"),
                            ("email", "E-mail"),
                            ("partner", "Through another organization"),
                            ("visit", "In person only"),
                        ],
                        max_length=10,
                        verbose_name="safe to call back",
                    ),
                ),
                ("call_on", models.DateField(blank=True, null=True, verbose_name="call back on")),
                (
                    "alias",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=120, null=True, verbose_name="known as"
                    ),
                ),
                (
                    "region",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=120, null=True, verbose_name="region or town"
                    ),
                ),
                (
                    "reach",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=120, null=True, verbose_name="number or address"
                    ),
                ),
                (
                    "hours",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=200, null=True, verbose_name="safe hours"
                    ),
                ),
                (
                    "words",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=10000, null=True, verbose_name="what was said"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("followed", "Followed up"),
                            ("case", "Became a case"),
                            ("closed", "Closed"),
                        ],
                        default="open",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reached", "Reached them"),
                            ("no_answer", "No answer"),
                            ("someone_else", "Somebody else answered"),
                            ("unsafe", "Unsafe: don't try again"),
                        ],
                        max_length=12,
                        verbose_name="what came of calling back",
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("taken_at", models.DateTimeField()),
                ("touched_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quick_contacts",
                        to="cases.case",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization"
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        help_text="Null: whoever is on shift",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organization", "state", "call_on"], name="contacts_by_call_back")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("case", None), models.Q(("state", "case"), _negated=True)),
                            models.Q(("case__isnull", False), ("state", "case")),
                            _connector="OR",
                        ),
                        name="contact_of_a_case_says_so",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("case", None),
                            models.Q(
                                ("alias__isnull", True),
                                ("hours__isnull", True),
                                ("language", ""),
                                ("needs", []),
                                ("reach__isnull", True),
                                ("region__isnull", True),
                                ("words__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="contact_of_a_case_keeps_no_words",
                    ),
                ],
            },
        ),
    ]
