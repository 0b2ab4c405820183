import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    initial = True

    dependencies = [("tramites", "0001_inicial")]

    operations = [
        migrations.CreateModel(
            name="Documento",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("carpeta", models.CharField(editable=False, max_length=32, unique=True)),
                (
                    "nombre_original",
                    models.CharField(max_length=255, verbose_name="nombre del archivo"),
                ),
                ("tipo", models.CharField(max_length=3)),
                ("tamano", models.PositiveIntegerField(verbose_name="tamaño en bytes")),
                ("sha256", models.CharField(max_length=64, verbose_name="huella SHA-256")),
                ("paginas", models.PositiveSmallIntegerField(verbose_name="páginas")),
                ("veredicto", models.CharField(max_length=9)),
                ("informe", models.JSONField()),
                ("creado_en", models.DateTimeField(auto_now_add=True)),
                ("reemplazado_en", models.DateTimeField(blank=True, null=True)),
                (
                    "borrador",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documentos",
                        to="tramites.borrador",
                    ),
                ),
                (
                    "requisito",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tramites.requisito",
                    ),
                ),
                (
                    "solicitud",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documentos",
                        to="tramites.solicitud",
                    ),
                ),
            ],
            options={
                "verbose_name": "documento",
                "verbose_name_plural": "documentos",
                "ordering": ["requisito_id", "-creado_en", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(solicitud=None, borrador__isnull=False)
                        | Q(solicitud__isnull=False, borrador=None),
                        name="documento_de_uno_solo",
                        violation_error_message="El documento debe pertenecer a un borrador o a "
                        "una solicitud, y solo a uno de los dos.",
                    ),
                    models.UniqueConstraint(
                        fields=["solicitud", "requisito"],
                        condition=Q(reemplazado_en=None, solicitud__isnull=False),
                        name="documento_vigente_por_solicitud",
                        violation_error_message="La solicitud ya tiene un documento vigente para "
                        "este requisito.",
                    ),
                    models.UniqueConstraint(
                        fields=["borrador", "requisito"],
                        condition=Q(reemplazado_en=None, borrador__isnull=False),
                        name="documento_vigente_por_borrador",
                        violation_error_message="El borrador ya tiene un documento vigente para "
                        "este requisito.",
                    ),
                ],
            },
        ),
    ]
