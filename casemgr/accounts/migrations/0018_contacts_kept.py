"""For how many days a call that became no case is kept."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0017_practice_apart"),
    ]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="contacts_kept",
            field=models.PositiveSmallIntegerField(
                db_default=90, default=90, help_text="Days after which a call that became no case is deleted"
            ),
        ),
    ]
