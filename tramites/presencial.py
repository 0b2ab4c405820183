"""What a case brought in person adds: where, under which Quipux number, what the officer saw."""

from django.conf import settings
from django.db import models

from .catalogo import Provincia


class Centro(models.Model):
    """A place of attention. Any of them takes a case of any province (R37)."""

    codigo = models.SlugField("código", unique=True)
    nombre = models.CharField("nombre", max_length=150)
    provincia = models.ForeignKey(
        Provincia, verbose_name="provincia", on_delete=models.PROTECT, related_name="+"
    )
    activo = models.BooleanField("atiende", default=True)

    class Meta:
        verbose_name = "centro de atención"
        verbose_name_plural = "centros de atención"
        ordering = ["provincia__orden", "nombre"]

    def __str__(self):
        return self.nombre


class HorarioDeCentro(models.Model):
    """The hours, on one day, of a centre that has its own, as in a shopping centre (R43).

    A centre with no rows keeps the national hours (R42); one with some is closed on other days.
    """

    class Dia(models.IntegerChoices):
        LUNES = 0, "lunes"
        MARTES = 1, "martes"
        MIERCOLES = 2, "miércoles"
        JUEVES = 3, "jueves"
        VIERNES = 4, "viernes"
        SABADO = 5, "sábado"
        DOMINGO = 6, "domingo"

    centro = models.ForeignKey(Centro, on_delete=models.CASCADE, related_name="horario")
    dia = models.PositiveSmallIntegerField("día", choices=Dia)
    abre = models.TimeField("abre")
    cierra = models.TimeField("cierra")

    class Meta:
        verbose_name = "horario propio de un día"
        verbose_name_plural = "horario propio (vacío: de lunes a viernes de 8:00 a 17:00)"
        ordering = ["dia"]
        constraints = [
            models.UniqueConstraint(
                fields=["centro", "dia"],
                name="horario_uno_por_dia",
                violation_error_message="Ese centro ya tiene horario para ese día.",
            ),
            models.CheckConstraint(
                condition=models.Q(abre__lt=models.F("cierra")),
                name="horario_abre_antes_de_cerrar",
                violation_error_message="La hora de abrir va antes de la de cerrar.",
            ),
        ]

    def __str__(self):
        return f"{self.get_dia_display()} {self.abre:%H:%M} a {self.cierra:%H:%M}"


class IngresoPresencial(models.Model):
    """The entry of a case at a window of Gestión Documental (R17). Written once, with the case.

    The original was seen and no copy of it is kept (R18, R23): there is no field for one.
    """

    solicitud = models.OneToOneField(
        "tramites.Solicitud",
        verbose_name="solicitud",
        on_delete=models.PROTECT,
        related_name="ingreso",
    )
    centro = models.ForeignKey(Centro, verbose_name="centro", on_delete=models.PROTECT)
    quipux = models.CharField("número de Quipux", max_length=60, unique=True)
    original_visto = models.BooleanField("presentó el documento original")
    registrado_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="registrado por",
        on_delete=models.PROTECT,
        related_name="+",
    )
    registrado_en = models.DateTimeField("registrado", auto_now_add=True)
    # When somebody brings it for the holder (R24); their own document was seen too (R26).
    autorizacion = models.OneToOneField(
        "tramites.Autorizacion",
        verbose_name="autorización a terceros",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="ingreso",
    )
    tercero_original_visto = models.BooleanField(
        "la persona autorizada presentó su cédula original", default=False
    )

    class Meta:
        verbose_name = "ingreso en persona"
        verbose_name_plural = "ingresos en persona"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(original_visto=True),
                name="ingreso_con_original",
                violation_error_message="Sin ver el documento original no se registra el ingreso.",
            ),
            models.CheckConstraint(
                condition=models.Q(autorizacion=None, tercero_original_visto=False)
                | models.Q(autorizacion__isnull=False, tercero_original_visto=True),
                name="ingreso_de_tercero_con_su_original",
                violation_error_message="La persona autorizada presenta su cédula original.",
            ),
        ]

    def __str__(self):
        return f"{self.solicitud} en {self.centro}"


class Atencion(models.Model):
    """What the person of a case came back to a window for: to correct it, to withdraw it or to get
    a new link. Written once, with the line of history that tells of it."""

    movimiento = models.OneToOneField(
        "tramites.Movimiento",
        verbose_name="hecho",
        on_delete=models.PROTECT,
        related_name="atencion",
    )
    centro = models.ForeignKey(Centro, verbose_name="centro", on_delete=models.PROTECT)
    # The number of the paper handed in; a new link is asked for without any paper.
    quipux = models.CharField("número de Quipux", max_length=60, blank=True)
    original_visto = models.BooleanField("presentó el documento original")

    class Meta:
        verbose_name = "atención en ventanilla"
        verbose_name_plural = "atenciones en ventanilla"
        ordering = ["-pk"]
        constraints = [
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
        ]

    def __str__(self):
        return f"{self.movimiento} en {self.centro}"
