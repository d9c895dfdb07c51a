"""Why a registration, a service, a contact, a call or an entry of a house's log was written down later."""

from django.db import migrations, models

REASONS = [
    ("paper", "Written on paper first"),
    ("offline", "No network or power"),
    ("told_later", "Told later"),
    ("forgotten", "Forgotten at the time"),
]


class Migration(migrations.Migration):
    dependencies = [("cases", "0073_birth_said")]

    operations = [
        migrations.AddField(
            model_name=model,
            name="late_reason",
            field=models.CharField(blank=True, choices=REASONS, max_length=12),
        )
        for model in ("case", "contactattempt", "houseevent", "quickcontact", "servicerecord")
    ]
