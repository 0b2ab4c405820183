"""The case, who attends it and the draft that it comes from. Only `services` moves a case.

The other models of the app are imported here, so that all of them can be found in one place.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from certificados.fechas import fecha_larga

from .catalogo import (
    Feriado,
    MesPublicado,
    Provincia,
    Requisito,
    Tramite,
    UnidadAdministrativa,
)
from .estados import A_FAVOR, CIERRES, DECIDIDAS, TEXTO_PUBLICO, Estado
from .hoja_de_ruta import (
    CodigoDeAcceso,
    Correo,
    DocumentoObservado,
    Movimiento,
    Subsanacion,
    nombre_de,
)
from .identificacion import TipoIdentificacion
from .numeros import huella, secreto_vigente
from .presencial import Atencion, Centro, HorarioDeCentro, IngresoPresencial
from .queja import Queja
from .titulares import Autorizacion, Titular, Vinculo

__all__ = [
    "Acceso",
    "Atencion",
    "Autorizacion",
    "Borrador",
    "Centro",
    "CodigoDeAcceso",
    "Correo",
    "DocumentoObservado",
    "Feriado",
    "Funcionario",
    "HorarioDeCentro",
    "IngresoPresencial",
    "MesPublicado",
    "Movimiento",
    "Provincia",
    "Queja",
    "Requisito",
    "Solicitud",
    "Subsanacion",
    "TipoIdentificacion",
    "Titular",
    "Tramite",
    "UnidadAdministrativa",
    "Vinculo",
]


class Funcionario(models.Model):
    """What makes a staff account an officer: the unit whose cases it may see."""

    usuario = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name="cuenta", on_delete=models.CASCADE
    )
    unidad = models.ForeignKey(
        UnidadAdministrativa, verbose_name="unidad", on_delete=models.PROTECT
    )
    supervisa = models.BooleanField(
        "supervisa", default=False, help_text="Ve los casos de todas las unidades."
    )
    # The day of the last mail about legal terms: one a day, however many relays run.
    avisado_el = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = "funcionario"
        verbose_name_plural = "funcionarios"

    def __str__(self):
        return nombre_de(self.usuario)


class Borrador(models.Model):
    """A form being filled in: what was typed and the files that were good, for 48 hours.

    Its key is the person's secret and its digest makes the sending idempotent. The draft of a
    correction holds only files, and nobody has its key: the case's link opens it, until the
    correction is sent or its time is over.
    """

    huella = models.CharField(max_length=64, unique=True)
    # Digest of what only the browser that opened it carries.
    navegador = models.CharField(max_length=64)
    tramite = models.ForeignKey(Tramite, on_delete=models.CASCADE)
    subsanacion = models.OneToOneField(
        Subsanacion, null=True, on_delete=models.CASCADE, related_name="borrador"
    )
    datos = models.JSONField(default=dict)
    # Wrong answers to open it in another browser.
    intentos = models.PositiveSmallIntegerField(default=0)
    caduca_en = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "borrador"
        verbose_name_plural = "borradores"

    def __str__(self):
        return f"Borrador {self.pk}"


class SolicitudQuerySet(models.QuerySet):
    def con_secreto(self, secreto: str):
        """The case that the link with `secreto` opens; none for any other text."""
        return self.filter(secreto_huella=huella(secreto))


class Solicitud(models.Model):
    """One person's request for a procedure: the case."""

    class Canal(models.TextChoices):
        VIRTUAL = "virtual", "Ventanilla virtual"
        PRESENCIAL = "presencial", "En persona"

    numero = models.CharField("número", max_length=40, unique=True)
    semilla = models.CharField(max_length=32)
    secreto_huella = models.CharField(max_length=64, unique=True)
    envio_huella = models.CharField(max_length=64, unique=True)
    # The browser that sent it: only there does the draft's address lead to the case.
    navegador = models.CharField(max_length=64)

    tramite = models.ForeignKey(Tramite, verbose_name="trámite", on_delete=models.PROTECT)
    canal = models.CharField("canal", max_length=20, choices=Canal, default=Canal.VIRTUAL)
    provincia = models.ForeignKey(Provincia, verbose_name="provincia", on_delete=models.PROTECT)
    unidad = models.ForeignKey(
        UnidadAdministrativa, verbose_name="unidad que atiende", on_delete=models.PROTECT
    )

    tipo_identificacion = models.CharField(
        "tipo de identificación", max_length=20, choices=TipoIdentificacion
    )
    identificacion = models.CharField("identificación", max_length=20)
    nombres = models.CharField("nombres y apellidos", max_length=150)
    # Whoever comes in person may have no address.
    correo = models.EmailField("correo electrónico", blank=True)
    telefonos = models.JSONField("teléfonos", default=list)
    # In person, the letter says it.
    mensaje = models.TextField("pedido", max_length=4000, blank=True)

    estado = models.CharField("estado", max_length=20, choices=Estado, default=Estado.INGRESADA)
    version = models.PositiveIntegerField(default=1)
    responsable = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="responsable",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    presentada_en = models.DateTimeField("presentada")
    vence_el = models.DateField("término legal")

    expediente = models.CharField("n.º del proceso abierto", max_length=60, blank=True)
    motivo = models.TextField("motivo de la negativa", blank=True)
    decidida_en = models.DateTimeField("decidida", null=True, blank=True)
    decidida_por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="decidida por",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = SolicitudQuerySet.as_manager()

    class Meta:
        verbose_name = "solicitud"
        verbose_name_plural = "solicitudes"
        ordering = ["-presentada_en", "-pk"]
        indexes = [
            models.Index(fields=["unidad", "estado", "-presentada_en"], name="solicitud_bandeja"),
            models.Index(fields=["estado", "vence_el"], name="solicitud_termino"),
            models.Index(fields=["identificacion"], name="solicitud_identificacion"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(estado__in=Estado.values),
                name="solicitud_estado_conocido",
                violation_error_message="El estado de la solicitud no existe.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(estado__in=DECIDIDAS, decidida_en__isnull=False, decidida_por__isnull=False)
                    | Q(decidida_en=None, decidida_por=None) & ~Q(estado__in=DECIDIDAS)
                ),
                name="solicitud_decidida_con_quien_y_cuando",
                violation_error_message="Toda decisión lleva fecha y funcionario.",
            ),
            models.CheckConstraint(
                condition=~Q(estado=Estado.NEGADA) | ~Q(motivo=""),
                name="solicitud_negada_con_motivo",
                violation_error_message="Una negativa lleva su motivo.",
            ),
            models.CheckConstraint(
                condition=~Q(estado__in=A_FAVOR) | ~Q(expediente=""),
                name="solicitud_aprobada_con_expediente",
                violation_error_message="Una aprobación lleva el número del proceso abierto.",
            ),
            models.CheckConstraint(
                condition=~Q(canal="virtual") | ~Q(correo="") & ~Q(mensaje=""),
                name="solicitud_virtual_con_correo_y_pedido",
                violation_error_message="Una solicitud en línea lleva correo y pedido.",
            ),
        ]

    def __str__(self):
        return self.numero

    @property
    def secreto(self) -> str:
        return secreto_vigente(self.semilla, self.secreto_huella)

    @property
    def ruta_seguimiento(self) -> str:
        """The person's own page. Not `get_absolute_url`: the admin must never link to it."""
        return reverse("seguimiento", args=[self.secreto])

    @property
    def estado_publico(self) -> str:
        """The state in the applicant's words."""
        espera = self.estado == Estado.EN_SUBSANACION
        subsanacion = self.subsanaciones.filter(atendida_en=None).first() if espera else None
        cierre = self.cierre
        return TEXTO_PUBLICO[Estado(self.estado)].format(
            unidad=self.unidad,
            plazo=fecha_larga(subsanacion.vence_el) if subsanacion else "",
            cierre=CIERRES[cierre.accion] if cierre else "",
        )

    @property
    def cierre(self) -> Movimiento | None:
        """The line of history that ended the case without a decision, if one did."""
        if self.estado != Estado.DESISTIDA:
            return None
        return self.movimientos.filter(accion__in=CIERRES).last()


class Acceso(models.Model):
    """Which member of staff opened which of a person's things, and when. Written before any byte
    leaves."""

    usuario = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    # Where they worked then: the person is told this and no name.
    unidad = models.ForeignKey(
        UnidadAdministrativa, null=True, on_delete=models.PROTECT, related_name="+"
    )
    solicitud = models.ForeignKey(
        Solicitud, null=True, on_delete=models.PROTECT, related_name="accesos"
    )
    queja = models.ForeignKey(Queja, null=True, on_delete=models.PROTECT, related_name="accesos")
    documento = models.ForeignKey(
        "documentos.Documento", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    accion = models.CharField("acción", max_length=30)
    en = models.DateTimeField("fecha", auto_now_add=True)

    class Meta:
        verbose_name = "acceso"
        verbose_name_plural = "accesos"
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.usuario}: {self.accion} {self.solicitud or self.queja}"
