from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tramites", "0016_atenciones"),
    ]

    operations = [
        migrations.AddField(
            model_name="unidadadministrativa",
            name="direccion",
            field=models.CharField(
                blank=True,
                help_text="Calle, número y ciudad.",
                max_length=200,
                verbose_name="dirección",
            ),
        ),
        migrations.AddField(
            model_name="unidadadministrativa",
            name="telefono",
            field=models.CharField(
                blank=True,
                help_text="Vacío: se da el del trámite.",
                max_length=30,
                verbose_name="teléfono",
            ),
        ),
    ]
