"""Which services an organization gives, and what it calls them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_asked_questions"),
    ]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="services",
            field=models.JSONField(blank=True, default=dict, help_text="Services given: code -> own name; {} is all"),
        ),
    ]
