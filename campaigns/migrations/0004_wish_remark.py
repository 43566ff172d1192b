from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0003_delivery_rounds"),
    ]

    operations = [
        migrations.AddField(
            model_name="wish",
            name="remark",
            field=models.CharField(
                blank=True, db_default="", max_length=120, verbose_name="没收到的说明"
            ),
        ),
    ]
