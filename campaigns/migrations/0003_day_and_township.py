"""What is logged counts by day and by township as well (0004 fills it in for what is there)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0002_activity_state"),
        ("funds", "0003_fund_kind"),
        ("organizations", "0002_stations_on_the_map"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CampaignDayTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("occupation", models.CharField(blank=True, max_length=16)),
                ("platform", models.CharField(blank=True, max_length=16)),
                ("activities", models.IntegerField(default=0)),
                ("people", models.IntegerField(default=0)),
                ("money_fen", models.BigIntegerField(default=0)),
                ("pending", models.IntegerField(default=0)),
                ("day", models.DateField()),
            ],
            options={
                "verbose_name": "服务月每日统计",
                "verbose_name_plural": "服务月每日统计",
            },
        ),
        migrations.CreateModel(
            name="CampaignTownshipTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("occupation", models.CharField(blank=True, max_length=16)),
                ("platform", models.CharField(blank=True, max_length=16)),
                ("activities", models.IntegerField(default=0)),
                ("people", models.IntegerField(default=0)),
                ("money_fen", models.BigIntegerField(default=0)),
                ("pending", models.IntegerField(default=0)),
            ],
            options={
                "verbose_name": "服务月乡镇统计",
                "verbose_name_plural": "服务月乡镇统计",
            },
        ),
        migrations.AddField(
            model_name="activity",
            name="township",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.division",
            ),
        ),
        migrations.AddField(
            model_name="campaigntallydelta",
            name="day",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="campaigntallydelta",
            name="township",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.division",
            ),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                fields=["campaign", "township", "-held_on", "-id"], name="activity_township"
            ),
        ),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(fields=["-held_on", "-id"], name="activity_held_on"),
        ),
        migrations.AddField(
            model_name="campaigndaytally",
            name="campaign",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="campaigns.campaign",
            ),
        ),
        migrations.AddField(
            model_name="campaigndaytally",
            name="district",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.organization",
            ),
        ),
        migrations.AddField(
            model_name="campaigndaytally",
            name="item",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="campaigns.serviceitem",
            ),
        ),
        migrations.AddField(
            model_name="campaigntownshiptally",
            name="campaign",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="campaigns.campaign",
            ),
        ),
        migrations.AddField(
            model_name="campaigntownshiptally",
            name="district",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.organization",
            ),
        ),
        migrations.AddField(
            model_name="campaigntownshiptally",
            name="item",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="campaigns.serviceitem",
            ),
        ),
        migrations.AddField(
            model_name="campaigntownshiptally",
            name="township",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.division",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaigndaytally",
            constraint=models.UniqueConstraint(
                fields=("campaign", "occupation", "item", "day", "district", "platform"),
                name="one_campaign_tally_a_day",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="campaigntownshiptally",
            constraint=models.UniqueConstraint(
                fields=("campaign", "occupation", "item", "district", "township", "platform"),
                name="one_campaign_tally_a_township",
                nulls_distinct=False,
            ),
        ),
    ]
