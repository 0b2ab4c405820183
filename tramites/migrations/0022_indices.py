"""What is asked many times a day reads no growing table whole."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("tramites", "0021_quien_pidio_anular"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="correo",
            index=models.Index(fields=["aviso", "creado_en"], name="correo_por_aviso"),
        ),
        migrations.AddIndex(
            model_name="correo",
            index=models.Index(fields=["estado", "creado_en"], name="correo_por_estado"),
        ),
        migrations.AddIndex(
            model_name="solicitud",
            index=models.Index(fields=["estado", "vence_el"], name="solicitud_termino"),
        ),
    ]
