"""What happens to a case: its history, the corrections asked for, the mails that tell of it."""

from datetime import UTC, datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .catalogo import Requisito
from .estados import TRANSICIONES, Aviso, Estado
from .numeros import codigo_de

PRESENTAR, REINTENTAR, PEDIR_CODIGO = "presentar", "reintentar", "pedir_codigo"
REENVIAR_CORREO, RECORDAR = "reenviar_correo", "recordar"
USAR_AUTORIZACION, CAMBIAR_ENLACE = "usar_autorizacion", "cambiar_enlace"
# Actions that are written in the history without moving the case.
_SIN_MOVER = {
    PRESENTAR: "fue recibida",
    REINTENTAR: "tiene su certificado en otro intento",
    PEDIR_CODIGO: "tiene un código de acceso enviado",
    REENVIAR_CORREO: "tiene un correo enviado otra vez",
    RECORDAR: "espera su corrección: se lo recordamos por correo",
    USAR_AUTORIZACION: "llegó por medio de la persona que su titular autorizó",
    CAMBIAR_ENLACE: "tiene un enlace nuevo; el anterior ya no la abre",
}
# Actions that the history tells of the certificate and not of the case.
_DEL_CERTIFICADO = {
    "entregar": "El certificado está listo.",
    "renovar": "Se renovó el certificado.",
    "reemplazar": "Se corrigió el certificado.",
}
# Those that do not move the case and that the person may read.
_PUBLICAS_SIN_MOVER = {PRESENTAR, RECORDAR, USAR_AUTORIZACION, CAMBIAR_ENLACE}


def hecho(accion: str) -> str:
    """What an action did, as words that complete "la solicitud …"."""
    return TRANSICIONES[accion].hecho if accion in TRANSICIONES else _SIN_MOVER[accion]


def nombre_de(usuario) -> str:
    """A member of staff as the desk names them; empty for nobody."""
    return (usuario.get_full_name() or usuario.get_username()) if usuario else ""


def clave_de(usuario) -> str:
    """What certificates keep of who asked and who ended: a user name may change hands, this not."""
    return str(usuario.pk)


NUNCA = datetime(2000, 1, 1, tzinfo=UTC)


class Movimiento(models.Model):
    """One line of a case's history (hoja de ruta), written once, with the change it tells of."""

    solicitud = models.ForeignKey(
        "tramites.Solicitud", on_delete=models.PROTECT, related_name="movimientos"
    )
    accion = models.CharField("acción", max_length=30)
    estado = models.CharField("estado", max_length=20, choices=Estado)
    por = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="funcionario",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    detalle = models.TextField("detalle", blank=True)
    en = models.DateTimeField("fecha")

    class Meta:
        verbose_name = "movimiento"
        verbose_name_plural = "movimientos"
        ordering = ["en", "pk"]

    def __str__(self):
        return f"{self.solicitud}: {self.accion}"

    @property
    def frase(self) -> str:
        """What happened, as a sentence."""
        return _DEL_CERTIFICADO.get(self.accion) or f"La solicitud {hecho(self.accion)}."

    @property
    def publico(self) -> bool:
        """Whether the person may read it, or it is the office's own business."""
        return (
            TRANSICIONES[self.accion].publica
            if self.accion in TRANSICIONES
            else self.accion in _PUBLICAS_SIN_MOVER
        )


class CodigoDeAcceso(models.Model):
    """Six digits mailed to the owner of a case, which open its page once.

    The row holds only the seed that they are made from: whoever reads the table opens no case.
    """

    movimiento = models.OneToOneField(
        Movimiento, on_delete=models.PROTECT, related_name="codigo_de_acceso"
    )
    semilla = models.CharField(max_length=32)
    caduca_en = models.DateTimeField("caduca")
    intentos = models.PositiveSmallIntegerField("intentos", default=0)
    usado_en = models.DateTimeField("usado", null=True)

    class Meta:
        verbose_name = "código de acceso"
        verbose_name_plural = "códigos de acceso"
        ordering = ["pk"]

    def __str__(self):
        return f"Código de {self.movimiento.solicitud}"

    @property
    def codigo(self) -> str:
        return codigo_de(self.semilla)


class Subsanacion(models.Model):
    """A request to correct named documents before a date; the legal clock waits meanwhile."""

    solicitud = models.ForeignKey(
        "tramites.Solicitud", on_delete=models.PROTECT, related_name="subsanaciones"
    )
    pedida_en = models.DateTimeField("pedida")
    vence_el = models.DateField("hasta")
    atendida_en = models.DateTimeField("atendida", null=True)
    recordada_a_mitad_en = models.DateTimeField("recordada a la mitad", null=True)
    recordada_al_final_en = models.DateTimeField("recordada el último día", null=True)

    class Meta:
        verbose_name = "corrección pedida"
        verbose_name_plural = "correcciones pedidas"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["solicitud"],
                condition=Q(atendida_en=None),
                name="una_subsanacion_abierta",
                violation_error_message="La solicitud ya espera una corrección.",
            )
        ]

    def __str__(self):
        return f"{self.solicitud} hasta {self.vence_el:%d-%m-%Y}"


class DocumentoObservado(models.Model):
    """One document to correct, and what is wrong with it, in words for the person."""

    subsanacion = models.ForeignKey(
        Subsanacion, on_delete=models.CASCADE, related_name="observados"
    )
    requisito = models.ForeignKey(Requisito, on_delete=models.PROTECT)
    motivo = models.CharField("qué debe corregir", max_length=500)
    corregido_en = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "documento observado"
        verbose_name_plural = "documentos observados"
        ordering = ["requisito__orden"]
        constraints = [
            models.UniqueConstraint(
                fields=["subsanacion", "requisito"],
                name="documento_observado_una_vez",
                violation_error_message="Ese documento ya está observado.",
            )
        ]

    def __str__(self):
        return f"{self.requisito}: {self.motivo}"


class Correo(models.Model):
    """A mail that must go out: written with the event that it tells of, sent by the worker.

    It tells a person about a case, a complaint or their account, or a supervisor about legal terms
    that are near.
    """

    class Estado(models.TextChoices):
        PENDIENTE = "pendiente", "Pendiente"
        ENVIADO = "enviado", "Enviado"
        FALLIDO = "fallido", "No se pudo enviar"
        REBOTADO = "rebotado", "Devuelto: no llegó"

    movimiento = models.OneToOneField(
        Movimiento, null=True, on_delete=models.PROTECT, related_name="correo"
    )
    queja = models.ForeignKey(
        "tramites.Queja", null=True, on_delete=models.PROTECT, related_name="correos"
    )
    funcionario = models.ForeignKey(
        "tramites.Funcionario", null=True, on_delete=models.CASCADE, related_name="+"
    )
    # Empty for the mails of an account, which tell nothing of a case.
    aviso = models.CharField("aviso", max_length=30, choices=Aviso, blank=True)
    creado_en = models.DateTimeField("escrito", default=timezone.now)
    para = models.EmailField("para")
    # As they left, except the person's link and code, which are marks here.
    asunto = models.CharField("asunto", max_length=200, blank=True)
    texto = models.TextField("texto", blank=True)
    estado = models.CharField("estado", max_length=12, choices=Estado, default=Estado.PENDIENTE)
    intentos = models.PositiveSmallIntegerField("intentos", default=0)
    proximo_intento = models.DateTimeField("próximo intento")
    # Until when the relay has handed it to a worker.
    reservado_hasta = models.DateTimeField(default=NUNCA)
    enviado_en = models.DateTimeField("enviado", null=True)
    rebotado_en = models.DateTimeField("devuelto", null=True)
    ultimo_error = models.CharField("último error", max_length=300, blank=True)

    class Meta:
        verbose_name = "correo"
        verbose_name_plural = "correos"
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["proximo_intento"], condition=Q(estado="pendiente"), name="correo_pendiente"
            ),
            models.Index(fields=["aviso", "creado_en"], name="correo_por_aviso"),
            models.Index(fields=["estado", "creado_en"], name="correo_por_estado"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(movimiento__isnull=False, queja=None, funcionario=None) & ~Q(aviso="")
                | Q(movimiento=None, queja__isnull=False, funcionario=None) & ~Q(aviso="")
                | Q(movimiento=None, queja=None, funcionario__isnull=False) & ~Q(aviso="")
                | Q(movimiento=None, queja=None, funcionario=None, aviso=""),
                name="correo_de_una_sola_cosa",
                violation_error_message="Un correo cuenta una sola cosa.",
            )
        ]

    def __str__(self):
        return f"{self.get_aviso_display()} ({self.get_estado_display()})"

    @property
    def de_cuenta(self) -> bool:
        return not self.aviso

    @property
    def reenviable(self) -> bool:
        """Whether it has left, well or badly, and is still of use: a code would have expired."""
        return self.estado != self.Estado.PENDIENTE and self.aviso != Aviso.CODIGO
