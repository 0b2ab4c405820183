from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tramites", "0018_palabras_del_retiro"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="mespublicado",
            constraint=models.CheckConstraint(
                condition=models.Q(("anio__range", (2000, 2099))),
                name="mes_publicado_de_este_siglo",
                violation_error_message="El año va de 2000 a 2099.",
            ),
        ),
    ]
