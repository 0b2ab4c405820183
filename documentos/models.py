from django.db import models
from django.db.models import Q

from .informe import BLOQUEA, NOMBRES


class DocumentoQuerySet(models.QuerySet):
    def vigentes(self):
        """Those that count: not replaced by a later file for the same requirement."""
        return self.filter(reemplazado_en=None)


class Documento(models.Model):
    """An uploaded file and what `revision.revisar` said of it.

    Its bytes lie in the private storage under `carpeta`: the original and one JPEG a page. It
    belongs to a draft until the case is filed, and to the case ever after.
    """

    solicitud = models.ForeignKey(
        "tramites.Solicitud",
        models.PROTECT,
        related_name="documentos",
        null=True,
        blank=True,
    )
    borrador = models.ForeignKey(
        "tramites.Borrador",
        models.CASCADE,
        related_name="documentos",
        null=True,
        blank=True,
    )
    requisito = models.ForeignKey("tramites.Requisito", models.PROTECT, related_name="+")
    carpeta = models.CharField(max_length=32, unique=True, editable=False)
    nombre_original = models.CharField("nombre del archivo", max_length=255)
    tipo = models.CharField(max_length=3)
    tamano = models.PositiveIntegerField("tamaño en bytes")
    # What the photo weighed before the portal made it fit; none for a file that already did.
    peso_original = models.PositiveIntegerField("peso original en bytes", null=True, blank=True)
    sha256 = models.CharField("huella SHA-256", max_length=64, db_index=True)
    paginas = models.PositiveSmallIntegerField("páginas")
    veredicto = models.CharField(max_length=9)
    informe = models.JSONField()
    # The person saw what is doubtful in it and wants it sent as it is.
    conforme = models.BooleanField("conforme", default=False)
    # Not the person: whoever scanned it had the paper in hand and said that it may go so.
    visto_en_papel = models.BooleanField("visto en papel", default=False)
    creado_en = models.DateTimeField(auto_now_add=True)
    reemplazado_en = models.DateTimeField(null=True, blank=True)

    objects = DocumentoQuerySet.as_manager()

    class Meta:
        verbose_name = "documento"
        verbose_name_plural = "documentos"
        ordering = ["requisito_id", "-creado_en", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(solicitud=None, borrador__isnull=False)
                | Q(solicitud__isnull=False, borrador=None),
                name="documento_de_uno_solo",
                violation_error_message="El documento debe pertenecer a un borrador o a una "
                "solicitud, y solo a uno de los dos.",
            ),
            models.UniqueConstraint(
                fields=["solicitud", "requisito"],
                condition=Q(reemplazado_en=None, solicitud__isnull=False),
                name="documento_vigente_por_solicitud",
                violation_error_message="La solicitud ya tiene un documento vigente para este "
                "requisito.",
            ),
            models.UniqueConstraint(
                fields=["borrador", "requisito"],
                condition=Q(reemplazado_en=None, borrador__isnull=False),
                name="documento_vigente_por_borrador",
                violation_error_message="El borrador ya tiene un documento vigente para este "
                "requisito.",
            ),
        ]

    def __str__(self):
        return f"{self.nombre_original} ({self.veredicto})"

    @property
    def numeros_de_pagina(self) -> range:
        return range(1, self.paginas + 1)

    @property
    def dudas(self) -> list[dict]:
        """The findings that a human must settle, each with the public `nombre` of its cause."""
        return [
            {**hallazgo, "nombre": NOMBRES[hallazgo["causa"]]}
            for hallazgo in self.informe["hallazgos"]
            if hallazgo["gravedad"] != BLOQUEA
        ]
