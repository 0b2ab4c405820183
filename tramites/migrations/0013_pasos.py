from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tramites", "0012_autorizaciones"),
    ]

    operations = [
        migrations.RemoveField(model_name="borrador", name="completo"),
        migrations.AddField(
            model_name="borrador",
            name="intentos",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
