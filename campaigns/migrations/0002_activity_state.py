"""A state that few activities are in is found without reading all the others."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0001_initial"),
        ("funds", "0003_fund_kind"),
        ("organizations", "0002_stations_on_the_map"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(
                fields=["campaign", "state", "-held_on", "-id"], name="activity_state"
            ),
        ),
    ]
