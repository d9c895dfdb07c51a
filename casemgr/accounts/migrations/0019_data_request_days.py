"""How many days an organization gives itself to answer a person about their record."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0018_contacts_kept"),
    ]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="data_request_days",
            field=models.PositiveSmallIntegerField(
                db_default=30, default=30, verbose_name="days to answer a person's request about their record"
            ),
        ),
    ]
