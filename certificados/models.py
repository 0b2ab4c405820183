from datetime import UTC, datetime

from django.db import models
from django.db.models import F, Q

from certificados.codigos import en_grupos

NUNCA = datetime(2000, 1, 1, tzinfo=UTC)


class Contador(models.Model):
    """The last number given out in a series; only `numeracion.siguiente` changes it."""

    serie = models.CharField(max_length=40, primary_key=True)
    ultimo = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "contador"
        verbose_name_plural = "contadores"

    def __str__(self):
        return f"{self.serie}: {self.ultimo}"


class Estado(models.TextChoices):
    PENDIENTE = "pendiente", "Por emitir"
    NUMERADO = "numerado", "Con número, por emitir"
    EMITIDO = "emitido", "Emitido"
    ANULADO = "anulado", "Anulado"
    REEMPLAZADO = "reemplazado", "Reemplazado"


POR_EMITIR = (Estado.PENDIENTE, Estado.NUMERADO)
VIVOS = (*POR_EMITIR, Estado.EMITIDO)


class Certificado(models.Model):
    """A snapshot of the approved facts and the life of the document made from them.

    The row is the queue: one whose `proximo_intento` is due and that is not yet EMITIDO is work to
    do. Its facts never change; a correction is a new row (`services.reemplazar`).
    """

    solicitud = models.ForeignKey(
        "tramites.Solicitud", models.PROTECT, related_name="certificados", verbose_name="solicitud"
    )
    estado = models.CharField(max_length=12, choices=Estado, default=Estado.PENDIENTE)
    plantilla = models.CharField(
        max_length=20, default="v1", help_text="Versión del diseño y de los textos fijos."
    )

    # What identifies it. Number and code are printed and are no secret; the QR carries the secret.
    serie = models.CharField(max_length=40, blank=True, default="")
    orden = models.PositiveIntegerField("número dentro de la serie", null=True, blank=True)
    numero = models.CharField("número", max_length=40, unique=True, null=True, blank=True)
    codigo = models.CharField("código", max_length=16, unique=True)
    secreto = models.CharField(max_length=22, unique=True)
    direccion = models.CharField(
        "página de verificación",
        max_length=200,
        help_text="Dirección impresa; el QR le añade el secreto.",
    )

    # What it says.
    titulo = models.CharField("título", max_length=200)
    proposito = models.TextField("propósito")
    nombres = models.CharField("nombres completos", max_length=160)
    tipo_identificacion = models.CharField("tipo de identificación", max_length=80)
    identificacion = models.CharField("identificación", max_length=20)
    expediente = models.CharField("expediente abierto", max_length=60)
    provincia = models.CharField(max_length=60)
    unidad = models.CharField(max_length=160)
    aprobado_por = models.CharField("aprobado por", max_length=160)
    vigente_desde = models.DateField()
    vigente_hasta = models.DateField()

    # What happened to it.
    registrado_en = models.DateTimeField(auto_now_add=True)
    emitido_en = models.DateTimeField(
        null=True, blank=True, help_text="Fecha impresa: la del momento en que recibió su número."
    )
    archivo = models.CharField(max_length=120, blank=True, default="")
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, default="")
    sello = models.CharField(
        "huella del sello",
        max_length=64,
        blank=True,
        default="",
        help_text="SHA-256 del certificado que firmó; sirve después de cambiar de llave.",
    )
    intentos = models.PositiveSmallIntegerField(default=0)
    proximo_intento = models.DateTimeField(null=True, blank=True)
    # Until when the relay has handed it to a worker.
    reservado_hasta = models.DateTimeField(default=NUNCA)
    ultimo_error = models.CharField("último error", max_length=500, blank=True, default="")
    # The first of the two persons that an annulment needs; `anulado_por` is the second.
    anulacion_pedida_en = models.DateTimeField(null=True, blank=True)
    anulacion_pedida_por = models.CharField(max_length=160, blank=True, default="")
    anulacion_pedida_motivo = models.CharField(max_length=300, blank=True, default="")
    anulado_en = models.DateTimeField(null=True, blank=True)
    motivo_anulacion = models.CharField("motivo", max_length=300, blank=True, default="")
    anulado_por = models.CharField("anulado por", max_length=160, blank=True, default="")
    reemplazado_por = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reemplaza_a"
    )
    consultas_borradas = models.PositiveIntegerField(
        default=0, help_text="Comprobaciones cuyo registro ya se borró por antiguo."
    )

    class Meta:
        verbose_name = "certificado"
        verbose_name_plural = "certificados"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["sha256"], name="certificado_sha256"),
            models.Index(
                fields=["proximo_intento"],
                name="certificado_por_emitir",
                condition=Q(estado__in=POR_EMITIR),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["solicitud"],
                condition=Q(estado__in=VIVOS),
                name="certificado_uno_por_solicitud",
                violation_error_message="Esta solicitud ya tiene un certificado.",
            ),
            models.UniqueConstraint(
                fields=["serie", "orden"],
                name="certificado_orden_unico",
                violation_error_message="Ese número ya se usó en la serie.",
            ),
            models.CheckConstraint(
                condition=Q(estado__in=Estado.values),
                name="certificado_estado_conocido",
                violation_error_message="El estado del certificado no existe.",
            ),
            models.CheckConstraint(
                condition=Q(numero=None, orden=None, emitido_en=None, serie="")
                | Q(numero__isnull=False, orden__isnull=False, emitido_en__isnull=False),
                name="certificado_numero_completo",
                violation_error_message="El número, la serie y la fecha de emisión van juntos.",
            ),
            models.CheckConstraint(
                condition=Q(estado=Estado.PENDIENTE, numero=None)
                | Q(estado__in=[Estado.ANULADO, Estado.REEMPLAZADO])
                | Q(estado__in=[Estado.NUMERADO, Estado.EMITIDO], numero__isnull=False),
                name="certificado_numerado",
                violation_error_message="Un certificado por emitir recibe su número al emitirse.",
            ),
            models.CheckConstraint(
                condition=Q(estado__in=POR_EMITIR, archivo="", sha256="")
                | Q(estado__in=[Estado.ANULADO, Estado.REEMPLAZADO], archivo="", sha256="")
                | (~Q(estado__in=POR_EMITIR) & ~Q(archivo="") & ~Q(sha256="")),
                name="certificado_emitido_con_archivo",
                violation_error_message="Un certificado emitido tiene archivo y huella SHA-256.",
            ),
            models.CheckConstraint(
                condition=Q(vigente_hasta__gte=F("vigente_desde")),
                name="certificado_vigencia",
                violation_error_message="La vigencia no puede terminar antes de empezar.",
            ),
            models.CheckConstraint(
                condition=Q(estado__in=VIVOS, anulado_en=None, motivo_anulacion="", anulado_por="")
                | (
                    Q(estado__in=[Estado.ANULADO, Estado.REEMPLAZADO], anulado_en__isnull=False)
                    & ~Q(motivo_anulacion="")
                    & ~Q(anulado_por="")
                ),
                name="certificado_anulado_con_motivo",
                violation_error_message="Una anulación necesita fecha, motivo y responsable.",
            ),
            models.CheckConstraint(
                condition=Q(anulacion_pedida_por="") | ~Q(anulacion_pedida_por=F("anulado_por")),
                name="certificado_anulado_entre_dos",
                violation_error_message="Quien pide anular no puede confirmarlo.",
            ),
            models.CheckConstraint(
                condition=Q(estado=Estado.REEMPLAZADO) | Q(reemplazado_por=None),
                name="certificado_reemplazado_por_otro",
                violation_error_message="Solo un certificado reemplazado señala a otro.",
            ),
        ]

    def __str__(self):
        return self.numero or f"Certificado por numerar ({self.pk})"

    @property
    def codigo_en_grupos(self) -> str:
        return en_grupos(self.codigo)

    @property
    def veces_comprobado(self) -> int:
        """How many times it was checked, counting the checks whose log was deleted."""
        return self.consultas_borradas + self.consultas.count()

    @property
    def direccion_qr(self) -> str:
        """The address inside the QR; whoever opens it shows that they have seen the paper."""
        return f"{self.direccion}{self.secreto}/"


class Consulta(models.Model):
    """One check of a certificate, whether it existed or not; written once."""

    class Via(models.TextChoices):
        QR = "qr", "Código QR"
        CODIGO = "codigo", "Número y código"
        ARCHIVO = "archivo", "Archivo PDF"

    certificado = models.ForeignKey(
        Certificado, models.CASCADE, null=True, blank=True, related_name="consultas"
    )
    en = models.DateTimeField("cuándo", auto_now_add=True, db_index=True)
    via = models.CharField("vía", max_length=8, choices=Via)
    por_maquina = models.BooleanField("por un sistema", default=False)
    resultado = models.CharField(max_length=12)
    origen = models.CharField(
        max_length=16, help_text="Seudónimo de la dirección de red; no permite conocerla."
    )

    class Meta:
        verbose_name = "consulta"
        verbose_name_plural = "consultas"
        ordering = ["-id"]

    def __str__(self):
        return f"{self.get_via_display()}: {self.resultado}"
