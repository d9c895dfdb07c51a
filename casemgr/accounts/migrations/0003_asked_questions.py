"""Which sensitive questions an organization asks."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_working_rules"),
    ]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="asked",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=24),
                blank=True,
                default=list,
                help_text="Sensitive questions that are asked here",
            ),
        ),
    ]
