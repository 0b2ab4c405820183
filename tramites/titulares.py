"""Who owns an account and which cases it keeps (written by `identidad`), and whom its owner
authorises (written by `autorizaciones`)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from certificados.codigos import codigo_nuevo, en_grupos

from .catalogo import Tramite
from .identificacion import TipoIdentificacion

# How long a declaration waits for its person to come to a window.
ESPERA = timedelta(days=30)


class TitularQuerySet(models.QuerySet):
    def vigentes(self):
        return self.filter(terminada_en=None)

    def confirmados(self):
        return self.vigentes().exclude(confirmada_en=None)

    def por_confirmar(self, ahora: datetime):
        return self.vigentes().filter(confirmada_en=None, declarada_en__gt=ahora - ESPERA)


class Titular(models.Model):
    """Who an account's owner claims to be and, once confirmed, is. A new one ends the old."""

    class Medio(models.TextChoices):
        VENTANILLA = "ventanilla", "En una ventanilla"
        INSTITUCION = "institucion", "Con el ingreso del IESS"

    cuenta = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="cuenta",
        on_delete=models.PROTECT,
        related_name="titulares",
    )
    tipo_identificacion = models.CharField(
        "tipo de identificación", max_length=20, choices=TipoIdentificacion
    )
    identificacion = models.CharField("identificación", max_length=20)
    nombres = models.CharField("nombres y apellidos", max_length=150)
    # It tells an officer which declaration the person before them made, and opens nothing.
    codigo = models.CharField("código", max_length=16, unique=True, default=codigo_nuevo)
    declarada_en = models.DateTimeField("declarada", default=timezone.now)
    medio = models.CharField("cómo se confirmó", max_length=12, choices=Medio, blank=True)
    confirmada_en = models.DateTimeField("confirmada", null=True, blank=True)
    confirmada_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="confirmada por",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    terminada_en = models.DateTimeField("terminada", null=True, blank=True)

    objects = TitularQuerySet.as_manager()

    class Meta:
        verbose_name = "identidad de una cuenta"
        verbose_name_plural = "identidades de cuentas"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cuenta"],
                condition=Q(terminada_en=None),
                name="titular_uno_por_cuenta",
                violation_error_message="Esa cuenta ya tiene una identidad.",
            ),
            models.UniqueConstraint(
                fields=["tipo_identificacion", "identificacion"],
                condition=Q(terminada_en=None, confirmada_en__isnull=False),
                name="titular_una_cuenta_por_persona",
                violation_error_message="Esa identificación ya está confirmada en otra cuenta.",
            ),
            models.CheckConstraint(
                condition=Q(medio="", confirmada_en=None, confirmada_por=None)
                | Q(medio="ventanilla", confirmada_en__isnull=False, confirmada_por__isnull=False)
                | Q(medio="institucion", confirmada_en__isnull=False, confirmada_por=None),
                name="titular_confirmado_por_alguien",
                violation_error_message="Una identidad confirmada dice cuándo y por quién.",
            ),
        ]

    def __str__(self):
        return self.nombres

    @property
    def codigo_en_grupos(self) -> str:
        return en_grupos(self.codigo)


class Vinculo(models.Model):
    """A case that an account filed, or saved with its secret link."""

    cuenta = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="vinculos"
    )
    solicitud = models.ForeignKey(
        "tramites.Solicitud", on_delete=models.CASCADE, related_name="vinculos"
    )
    en = models.DateTimeField("fecha", auto_now_add=True)

    class Meta:
        verbose_name = "solicitud de una cuenta"
        verbose_name_plural = "solicitudes de cuentas"
        constraints = [
            models.UniqueConstraint(
                fields=["cuenta", "solicitud"],
                name="vinculo_unico",
                violation_error_message="Esa solicitud ya está en la cuenta.",
            )
        ]

    def __str__(self):
        return f"{self.cuenta}: {self.solicitud}"


class Autorizacion(models.Model):
    """A confirmed holder lets one person bring one procedure, once, until a given day (R24–R26)."""

    titular = models.ForeignKey(
        Titular,
        verbose_name="titular",
        on_delete=models.PROTECT,
        related_name="autorizaciones",
    )
    tramite = models.ForeignKey(Tramite, verbose_name="trámite", on_delete=models.PROTECT)
    tercero_nombres = models.CharField("persona autorizada", max_length=150)
    tercero_cedula = models.CharField("cédula de la persona autorizada", max_length=10)
    hasta = models.DateField("vale hasta")
    codigo = models.CharField("código", max_length=16, unique=True, default=codigo_nuevo)
    creada_en = models.DateTimeField("creada", default=timezone.now)
    revocada_en = models.DateTimeField("revocada", null=True, blank=True)
    usada_en = models.DateTimeField("usada", null=True, blank=True)

    class Meta:
        verbose_name = "autorización a terceros"
        verbose_name_plural = "autorizaciones a terceros"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revocada_en=None) | Q(usada_en=None),
                name="autorizacion_usada_o_revocada",
                violation_error_message="Una autorización usada ya no se puede revocar.",
            )
        ]

    def __str__(self):
        return f"{self.tercero_nombres} hasta {self.hasta:%d-%m-%Y}"

    @property
    def codigo_en_grupos(self) -> str:
        return en_grupos(self.codigo)

    @property
    def situacion(self) -> str:
        """Its state, in the holder's words."""
        if self.usada_en:
            return "usada"
        if self.revocada_en:
            return "revocada"
        return "vigente" if timezone.localdate() <= self.hasta else "vencida"
