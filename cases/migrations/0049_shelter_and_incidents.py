"""Houses, rooms and stays, what happens there, who must not meet; people found together."""

import casemgr.encryption.fields
import casemgr.ids
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0017_practice_apart"),
        ("cases", "0047_projects_and_reports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="House",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                ("code_name", models.CharField(max_length=40, verbose_name="code name")),
                (
                    "whereabouts",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=500, null=True, verbose_name="where it is"
                    ),
                ),
                ("kept_at", models.DateTimeField(auto_now=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "kept_by",
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
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.team",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HouseEvent",
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
                            ("conflict", "Quarrel or fight"),
                            ("threat", "Threat from outside"),
                            ("found_out", "Somebody may know where the house is"),
                            ("self_harm", "Self-harm"),
                            ("medical", "Illness or accident"),
                            ("damage", "Fire, water, damage, theft"),
                            ("staff", "Harm by or to staff"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                        verbose_name="what happened",
                    ),
                ),
                ("happened_at", models.DateTimeField(verbose_name="when")),
                (
                    "injuries",
                    models.CharField(
                        choices=[
                            ("none", "Nobody was hurt"),
                            ("light", "First aid was enough"),
                            ("hospital", "A doctor or hospital was needed"),
                            ("unknown", "Unknown"),
                        ],
                        max_length=8,
                        verbose_name="injuries",
                    ),
                ),
                (
                    "police",
                    models.CharField(
                        choices=[
                            ("no", "Not called"),
                            ("agreed", "Called, as those concerned agreed"),
                            ("danger", "Called, because of danger"),
                        ],
                        max_length=8,
                        verbose_name="police",
                    ),
                ),
                ("follow_up_on", models.DateField(blank=True, null=True, verbose_name="look at it again on")),
                ("followed_at", models.DateTimeField(null=True)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "followed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "house",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="events", to="cases.house"
                    ),
                ),
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
            name="HouseEventPart",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "part",
                    models.CharField(
                        choices=[("hurt", "Was hurt"), ("involved", "Was part of it"), ("present", "Was there")],
                        max_length=8,
                        verbose_name="how",
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="cases.houseevent"
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
            name="Incident",
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
                            ("raid", "Raid or search"),
                            ("landing", "Landing or rescue at sea"),
                            ("workplace", "Workplace"),
                            ("vehicle", "Vehicle or convoy"),
                            ("house", "House or camp"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                        verbose_name="what it was",
                    ),
                ),
                (
                    "happened",
                    models.CharField(
                        blank=True, help_text="ISO 8601 year, month or day", max_length=10, verbose_name="when"
                    ),
                ),
                (
                    "country",
                    models.CharField(blank=True, help_text="ISO 3166-1 alpha-3", max_length=3, verbose_name="country"),
                ),
                (
                    "region",
                    models.CharField(blank=True, help_text="ISO 3166-2 code", max_length=6, verbose_name="region"),
                ),
                ("setting", models.CharField(blank=True, max_length=20, verbose_name="setting")),
                (
                    "words",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=1000, null=True, verbose_name="what helpers must know"
                    ),
                ),
                ("mark", models.CharField(help_text="Random letters before the numbers on wristbands", max_length=2)),
                ("expected", models.PositiveSmallIntegerField(null=True, verbose_name="how many people")),
                ("opened_at", models.DateTimeField(auto_now_add=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "authority",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.authority"
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "opened_by",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="IncidentHelper",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("named_at", models.DateTimeField(auto_now_add=True)),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="helpers", to="cases.incident"
                    ),
                ),
                (
                    "named_by",
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
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IncidentRow",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Not asked yet"),
                            ("agreed", "Agreed: has a case"),
                            ("refused", "Refused a record"),
                            ("left", "Left before being asked"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("sex", models.CharField(blank=True, max_length=8, verbose_name="sex")),
                ("age_band", models.CharField(blank=True, max_length=12, verbose_name="age")),
                ("language", models.CharField(blank=True, help_text="BCP 47", max_length=12, verbose_name="language")),
                ("urgent", models.CharField(blank=True, max_length=12, verbose_name="urgent")),
                (
                    "helped",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16),
                        default=list,
                        help_text="Help given without a record",
                    ),
                ),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                ("asked_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="cases.incident"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="IncidentCase",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="cases", to="cases.incident"
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
                    "row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="cases", to="cases.incidentrow"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Missing",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                ("noticed_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("reminded_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "found",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("back", "Came back"),
                            ("safe", "Is safe elsewhere"),
                            ("left", "Left for good, by their own wish"),
                            ("harmed", "Found, and was harmed"),
                            ("died", "The person died"),
                        ],
                        max_length=8,
                    ),
                ),
                ("found_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "found_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "noticed_by",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MissingStep",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("called", "Called the person, as their rules allow"),
                            ("friends", "Asked the friends the person named"),
                            ("looked", "Looked in the places the person named"),
                            ("decided", "A supervisor decided what to do"),
                            ("police", "Told the police"),
                            ("not_police", "Decided not to tell the police"),
                        ],
                        max_length=10,
                        verbose_name="what was done",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        blank=True,
                        choices=[("agreed", "The person agreed to it beforehand"), ("law", "The law demands it")],
                        max_length=6,
                        verbose_name="on what ground",
                    ),
                ),
                (
                    "words",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=1000, null=True, verbose_name="in words"
                    ),
                ),
                ("done_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "missing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="cases.missing"
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Room",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                ("label", models.CharField(max_length=20, verbose_name="room")),
                ("beds", models.PositiveSmallIntegerField(verbose_name="beds")),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "house",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rooms", to="cases.house"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Stay",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "A bed was asked for"),
                            ("in", "In the house"),
                            ("out", "Left"),
                            ("withdrawn", "No longer wanted"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("wanted_on", models.DateField(verbose_name="from")),
                ("children", models.PositiveSmallIntegerField(default=0, verbose_name="children with the person")),
                ("others", models.PositiveSmallIntegerField(default=0, verbose_name="others with the person")),
                (
                    "needs",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=500, null=True, verbose_name="what the bed must have"
                    ),
                ),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("in_at", models.DateTimeField(null=True)),
                ("planned_end", models.DateField(null=True, verbose_name="planned end")),
                ("review_on", models.DateField(null=True, verbose_name="look at it again on")),
                ("away_since", models.DateTimeField(help_text="Out of the house and expected back", null=True)),
                ("back_by", models.DateTimeField(null=True, verbose_name="expected back by")),
                ("out_at", models.DateTimeField(null=True)),
                ("left_why", models.CharField(blank=True, max_length=12, verbose_name="why")),
                ("left_to", models.CharField(blank=True, max_length=14, verbose_name="where to")),
                (
                    "out_words",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=1000, null=True, verbose_name="in words"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "asked_by",
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
                    "house",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="stays", to="cases.house"
                    ),
                ),
                (
                    "in_by",
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
                    "out_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.person"),
                ),
                (
                    "room",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="stays", to="cases.room"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="missing",
            name="stay",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="missing", to="cases.stay"
            ),
        ),
        migrations.CreateModel(
            name="StayStep",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("extended", "Extended"),
                            ("reviewed", "Looked at again"),
                            ("moved", "Moved to another room"),
                            ("away", "Went out"),
                            ("back", "Came back"),
                        ],
                        max_length=10,
                    ),
                ),
                ("until", models.DateField(null=True)),
                (
                    "words",
                    casemgr.encryption.fields.EncryptedText(
                        blank=True, max_length=1000, null=True, verbose_name="in words"
                    ),
                ),
                ("done_at", models.DateTimeField(auto_now_add=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss", to="cases.case"
                    ),
                ),
                (
                    "done_by",
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
                    "stay",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="cases.stay"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Apart",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("harm", "One harmed or threatened the other"),
                            ("events", "They come from the same events"),
                            ("family", "Family or partner, not safe together"),
                            ("asked", "One of them asked for it"),
                        ],
                        max_length=8,
                        verbose_name="why",
                    ),
                ),
                ("marked_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "marked_by",
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
                    "other",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.case"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("case", "other"), name="one_apart_between"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("case", models.F("other")), _negated=True), name="apart_from_another"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="house",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("organization", "code_name"),
                name="one_house_of_a_code_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="incidenthelper",
            constraint=models.UniqueConstraint(fields=("incident", "user"), name="one_helper_each"),
        ),
        migrations.AddConstraint(
            model_name="incidentrow",
            constraint=models.UniqueConstraint(fields=("incident", "number"), name="one_row_of_a_number"),
        ),
        migrations.AddConstraint(
            model_name="incidentcase",
            constraint=models.UniqueConstraint(fields=("row",), name="one_case_of_a_row"),
        ),
        migrations.AddConstraint(
            model_name="room",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("house", "label"), name="one_room_of_a_label"
            ),
        ),
        migrations.AddIndex(
            model_name="stay",
            index=models.Index(condition=models.Q(("state", "in")), fields=["house"], name="stays_in_house"),
        ),
        migrations.AddConstraint(
            model_name="stay",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "in"), _negated=True),
                    models.Q(("house__isnull", False), ("in_at__isnull", False), ("room__isnull", False)),
                    _connector="OR",
                ),
                name="who_stays_has_a_room",
            ),
        ),
    ]
