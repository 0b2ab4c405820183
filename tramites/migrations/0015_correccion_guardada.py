import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tramites", "0014_sede_de_unidad"),
    ]

    operations = [
        migrations.AddField(
            model_name="borrador",
            name="subsanacion",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="borrador",
                to="tramites.subsanacion",
            ),
        ),
    ]
