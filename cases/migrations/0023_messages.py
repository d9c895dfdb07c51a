"""Messages written beforehand; they name nobody, so they lie in the clear."""

import casemgr.ids
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


from casemgr.db.policies import by_organization


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_asked_questions"),
        ("cases", "0022_restrictions_and_interpreted"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MessageTemplate",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                (
                    "public_id",
                    models.CharField(default=casemgr.ids.public_id, editable=False, max_length=22, unique=True),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                (
                    "ways",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("call", "Phone call"),
                                ("text", "Text message"),
                                ("voicemail", "Voicemail"),
                                ("email", "E-mail"),
                                ("app", "Messaging app"),
                                ("visit", "In person"),
                                ("partner", "Through another organization"),
                                ("incoming", "The person contacted us"),
                            ],
                            max_length=10,
                        ),
                        help_text="Ways of contact it is for",
                    ),
                ),
                (
                    "texts",
                    models.JSONField(help_text="BCP 47 -> the text; {day} and {time} are the next appointment's"),
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
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("organization", "name"),
                        name="message_name_per_org",
                    )
                ],
            },
        ),
        by_organization("cases_messagetemplate"),
    ]
