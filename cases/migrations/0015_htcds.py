"""Every fact of HTCDS has a place; questions that are asked only where wanted."""

import casemgr.encryption.fields
import casemgr.ids
import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


from casemgr.db.policies import by_case


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_asked_questions"),
        ("cases", "0014_plans"),
    ]

    operations = [
        migrations.AddField(
            model_name="experience",
            name="age_at_start",
            field=models.PositiveSmallIntegerField(blank=True, help_text="vic_AgeWhenTrafficked", null=True),
        ),
        migrations.AddField(
            model_name="experience",
            name="goods",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60),
                blank=True,
                default=list,
                help_text="made by forced labour, where known",
                verbose_name="goods",
            ),
        ),
        migrations.AddField(
            model_name="experience",
            name="identification_setting",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="experience",
            name="identified_on",
            field=models.DateField(blank=True, null=True, verbose_name="identified on"),
        ),
        migrations.AddField(
            model_name="experience",
            name="labour_types",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60),
                blank=True,
                default=list,
                help_text="local, mapped to ISIC through HTCDS",
                verbose_name="kinds of work",
            ),
        ),
        migrations.AddField(
            model_name="experience",
            name="never_moved",
            field=models.CharField(blank=True, help_text="yes: exploited without being moved", max_length=10),
        ),
        migrations.AddField(
            model_name="experience",
            name="relief_applied",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60),
                blank=True,
                default=list,
                help_text="local",
                verbose_name="immigration relief applied for",
            ),
        ),
        migrations.AddField(
            model_name="experience",
            name="relief_granted",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60),
                blank=True,
                default=list,
                help_text="local",
                verbose_name="immigration relief granted",
            ),
        ),
        migrations.AddField(
            model_name="experience",
            name="rights_language",
            field=models.CharField(blank=True, help_text="BCP 47", max_length=12),
        ),
        migrations.AddField(
            model_name="experience",
            name="rights_told",
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name="experience",
            name="sex_trade_types",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=60),
                blank=True,
                default=list,
                help_text="local, mapped to HTCDS",
                verbose_name="kinds of the sex trade",
            ),
        ),
        migrations.AddField(
            model_name="experience",
            name="status_appeal",
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AddField(
            model_name="person",
            name="children",
            field=models.PositiveSmallIntegerField(
                blank=True, help_text="HTCDS", null=True, verbose_name="number of children"
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="declined",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=24), blank=True, default=list
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="disabilities",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=16), blank=True, default=list
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="education",
            field=models.CharField(blank=True, help_text="HTCDS", max_length=40, verbose_name="education"),
        ),
        migrations.AddField(
            model_name="person",
            name="ethnicities",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=24), blank=True, default=list
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="immigration_status",
            field=models.CharField(blank=True, max_length=24, verbose_name="immigration status"),
        ),
        migrations.AddField(
            model_name="person",
            name="marital_status",
            field=models.CharField(blank=True, help_text="HTCDS", max_length=24, verbose_name="marital status"),
        ),
        migrations.AddField(
            model_name="person",
            name="orientation",
            field=casemgr.encryption.fields.EncryptedText(
                blank=True, max_length=100, null=True, verbose_name="sexual orientation"
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="religion",
            field=casemgr.encryption.fields.EncryptedText(
                blank=True, max_length=100, null=True, verbose_name="religion"
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="secondary_language",
            field=models.CharField(blank=True, help_text="BCP 47", max_length=12, verbose_name="second language"),
        ),
        migrations.AddField(
            model_name="person",
            name="unknown",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=24), blank=True, default=list
            ),
        ),
        migrations.CreateModel(
            name="HtcdsFacts",
            fields=[
                ("id", models.UUIDField(default=casemgr.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ("facts", casemgr.encryption.fields.EncryptedJSON(default=dict)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="htcds", to="cases.case"
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.person"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        by_case("cases_htcdsfacts"),
    ]
