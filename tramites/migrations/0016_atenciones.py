import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tramites", "0015_correccion_guardada"),
    ]

    operations = [
        migrations.CreateModel(
            name="Atencion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "quipux",
                    models.CharField(blank=True, max_length=60, verbose_name="número de Quipux"),
                ),
                (
                    "original_visto",
                    models.BooleanField(verbose_name="presentó el documento original"),
                ),
                (
                    "centro",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="tramites.centro",
                        verbose_name="centro",
                    ),
                ),
                (
                    "movimiento",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="atencion",
                        to="tramites.movimiento",
                        verbose_name="hecho",
                    ),
                ),
            ],
            options={
                "verbose_name": "atención en ventanilla",
                "verbose_name_plural": "atenciones en ventanilla",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(original_visto=True),
                        name="atencion_con_original",
                        violation_error_message="Sin ver el documento original no se atiende.",
                    ),
                    models.UniqueConstraint(
                        fields=["quipux"],
                        condition=~models.Q(quipux=""),
                        name="atencion_un_quipux",
                        violation_error_message="Ese número de Quipux ya se usó en otra atención.",
                    ),
                ],
            },
        ),
    ]
