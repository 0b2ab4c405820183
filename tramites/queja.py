"""A complaint: what somebody says went wrong, and what the institution answers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from .catalogo import UnidadAdministrativa
from .numeros import huella, secreto_vigente


class QuejaQuerySet(models.QuerySet):
    def con_secreto(self, secreto: str):
        """The complaint that the link with `secreto` opens; none for any other text."""
        return self.filter(secreto_huella=huella(secreto))


class Queja(models.Model):
    """A complaint, counted in the month it came in.

    `solicitud` is the case that it names, if there is one: whoever complains never learns whether
    there is.
    """

    numero = models.CharField("número", max_length=40, unique=True)
    semilla = models.CharField(max_length=32)
    secreto_huella = models.CharField(max_length=64, unique=True)
    # Digest of the form's key: the same form sent twice is one complaint.
    envio_huella = models.CharField(max_length=64, unique=True)

    numero_de_caso = models.CharField("solicitud que nombra", max_length=40, blank=True)
    solicitud = models.ForeignKey(
        "tramites.Solicitud",
        verbose_name="solicitud",
        null=True,
        on_delete=models.PROTECT,
        related_name="quejas",
    )
    unidad = models.ForeignKey(
        UnidadAdministrativa,
        verbose_name="unidad que responde",
        null=True,
        on_delete=models.PROTECT,
        help_text="Vacío: la responde quien supervisa o una dirección nacional.",
    )
    nombres = models.CharField("nombres y apellidos", max_length=150)
    correo = models.EmailField("correo electrónico")
    texto = models.TextField("qué pasó", max_length=4000)
    presentada_en = models.DateTimeField("presentada", db_index=True)
    vence_el = models.DateField("término legal")

    respuesta = models.TextField("respuesta", max_length=4000, blank=True)
    respondida_en = models.DateTimeField("respondida", null=True)
    respondida_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="respondida por",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = QuejaQuerySet.as_manager()

    class Meta:
        verbose_name = "queja"
        verbose_name_plural = "quejas"
        ordering = ["-presentada_en", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(respuesta="", respondida_en=None, respondida_por=None)
                | ~Q(respuesta="") & Q(respondida_en__isnull=False, respondida_por__isnull=False),
                name="queja_respondida_con_quien_y_cuando",
                violation_error_message="Toda respuesta lleva su texto, su fecha y quién la dio.",
            )
        ]

    def __str__(self):
        return self.numero

    @property
    def secreto(self) -> str:
        return secreto_vigente(self.semilla, self.secreto_huella)

    @property
    def ruta_seguimiento(self) -> str:
        """The person's own page. Not `get_absolute_url`: the admin must never link to it."""
        return reverse("queja", args=[self.secreto])

    @property
    def estado(self) -> str:
        return "Respondida" if self.respuesta else "Por responder"
