"""The route of an experience, sealed."""

import casemgr.encryption.fields
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0023_messages"),
    ]

    operations = [
        migrations.AddField(
            model_name="experience",
            name="route",
            field=casemgr.encryption.fields.EncryptedJSON(
                blank=True, help_text="Points as `cases.routes` checks them", null=True, verbose_name="route"
            ),
        ),
    ]
