"""How an organization works: who approves what."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="organization",
            name="closure_approval",
            field=models.BooleanField(default=False, verbose_name="closing a case needs an approval"),
        ),
        migrations.AddField(
            model_name="organization",
            name="self_approval",
            field=models.BooleanField(default=False, verbose_name="supervisors may approve their own work"),
        ),
    ]
