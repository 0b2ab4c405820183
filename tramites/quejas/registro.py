"""The only writer of complaints: how one comes in and how it is answered."""

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from tramites import correo
from tramites.estados import Aviso
from tramites.models import Queja, Solicitud
from tramites.numeros import huella, nueva_semilla, numero_de_queja, secreto_de
from tramites.plazos import feriados_de, sumar_habiles


class YaRespondida(Exception):
    """Somebody answered it first."""


def presentar(clave: str, *, numero_de_caso: str, nombres: str, correo: str, texto: str) -> Queja:
    """File a complaint, with its number and its mail, once however often the form is sent."""
    datos = {"numero_de_caso": numero_de_caso, "nombres": nombres, "correo": correo, "texto": texto}
    try:
        with transaction.atomic():
            return _ya_presentada(clave) or _crear(huella(clave), datos)
    except IntegrityError:
        # A twin of this request got there first: its complaint is the answer.
        if queja := _ya_presentada(clave):
            return queja
        raise


@transaction.atomic
def responder(queja: Queja, *, por, respuesta: str) -> None:
    """Answer a complaint and tell its person by mail. Raises `YaRespondida`."""
    sin_responder = Queja.objects.filter(pk=queja.pk, respondida_en=None)
    if not sin_responder.update(
        respuesta=respuesta, respondida_en=timezone.now(), respondida_por=por
    ):
        raise YaRespondida
    queja.refresh_from_db()
    correo.encolar(Aviso.QUEJA_RESPONDIDA, queja.correo, queja=queja)


def _ya_presentada(clave: str) -> Queja | None:
    return Queja.objects.filter(envio_huella=huella(clave)).first()


def _crear(envio_huella: str, datos: dict) -> Queja:
    ahora, semilla = timezone.now(), nueva_semilla()
    hoy = timezone.localdate(ahora)
    caso = Solicitud.objects.filter(numero=datos["numero_de_caso"]).first()
    queja = Queja.objects.create(
        **datos,
        numero=numero_de_queja(hoy.year),
        semilla=semilla,
        secreto_huella=huella(secreto_de(semilla)),
        envio_huella=envio_huella,
        solicitud=caso,
        unidad=caso and caso.unidad,
        presentada_en=ahora,
        vence_el=sumar_habiles(hoy, settings.TERMINO_RESOLUCION_DIAS, feriados_de()),
    )
    correo.encolar(Aviso.QUEJA_RECIBIDA, queja.correo, queja=queja)
    return queja
