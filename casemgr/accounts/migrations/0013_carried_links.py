"""Whether people may carry what they share on a slip, and the neutral name on it: off until switched on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0012_outside_partners"),
    ]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="carried_links",
            field=models.BooleanField(db_default=False, default=False, verbose_name="people may carry what they share"),
        ),
        migrations.AddField(
            model_name="organization",
            name="carried_name",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="A name that says nothing, for slips and pages",
                max_length=60,
            ),
        ),
    ]
