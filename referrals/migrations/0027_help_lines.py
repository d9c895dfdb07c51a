"""What kind of line a service of the directory is: an emergency number, confidential, or a tip line."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("referrals", "0026_practice_wiped"),
    ]

    operations = [
        migrations.AddField(
            model_name="directoryservice",
            name="line",
            field=models.CharField(
                blank=True,
                choices=[
                    ("emergency", "Emergency number"),
                    ("confidential", "Confidential help line"),
                    ("tip", "Tip line of the police or another authority"),
                ],
                db_default="",
                default="",
                max_length=12,
                verbose_name="kind of line",
            ),
        ),
    ]
