"""What an appointment must have, in words."""

import casemgr.encryption.fields
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0069_missed_by_mistake"),
    ]

    operations = [
        migrations.AddField(
            model_name="appointment",
            name="needs",
            field=casemgr.encryption.fields.EncryptedText(
                blank=True, max_length=500, null=True, verbose_name="what it must have"
            ),
        ),
    ]
