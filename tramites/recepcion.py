"""From the first typed word to a case with a number.

A draft is opened by the key that its form carries. That key is also what makes the sending
idempotent: a double click, a retry or the back button all end in the same case.
"""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from documentos import services as documentos

from .estados import Aviso
from .hoja_de_ruta import PRESENTAR
from .models import Borrador, Provincia, Requisito, Solicitud, TipoIdentificacion, Tramite
from .numeros import huella, nueva_semilla, numero_de_caso, secreto_de
from .plazos import feriados_de, sumar_habiles
from .services import anotar_movimiento


def nueva_clave() -> str:
    """The secret of a new draft, 192 bits."""
    return secrets.token_urlsafe(24)


def abrir(clave: str, tramite: Tramite) -> Borrador:
    """The draft of `clave`, made at its first sending; each use gives it 48 hours more."""
    caduca = timezone.now() + timedelta(hours=settings.BORRADOR_HORAS)
    borrador, _ = Borrador.objects.update_or_create(
        huella=huella(clave),
        defaults={"caduca_en": caduca},
        create_defaults={"tramite": tramite, "caduca_en": caduca},
    )
    return borrador


def guardar(borrador: Borrador, tramite: Tramite, datos: dict, subidos: dict, completo: bool):
    """Keep what was typed and each good file, whether or not the rest is right.

    `subidos` holds one `documentos.fields.Subido` per `Requisito`; a file replaces the one that
    the draft had for that requirement.
    """
    for requisito, subido in subidos.items():
        documentos.guardar(subido, requisito=requisito, borrador=borrador)
    borrador.tramite, borrador.datos, borrador.completo = tramite, datos, completo
    borrador.save(update_fields=["tramite", "datos", "completo"])


def ya_presentada(clave: str) -> Solicitud | None:
    """The case that this key already made, if it did."""
    return Solicitud.objects.filter(envio_huella=huella(clave)).first()


def presentar(clave: str) -> Solicitud:
    """Turn the complete draft of `clave` into a case, once, however often it is called.

    Case, number, documents, first line of history and mail are one transaction. Raises
    `Borrador.DoesNotExist` when there is no complete draft nor a case of that key.
    """
    try:
        with transaction.atomic():
            return ya_presentada(clave) or _crear(
                Borrador.objects.select_related("tramite").get(huella=huella(clave), completo=True)
            )
    except (IntegrityError, Borrador.DoesNotExist):
        # A twin of this request got there first: its case is the answer.
        if solicitud := ya_presentada(clave):
            return solicitud
        raise


def datos_de(borrador: Borrador) -> dict:
    """What the draft says, with its rows: the fields that a case takes from it."""
    datos = borrador.datos
    provincia = Provincia.objects.select_related("unidad").get(codigo=datos["provincia"])
    return {
        "tramite": borrador.tramite,
        "provincia": provincia,
        "unidad": borrador.tramite.unidad_para(provincia),
        "tipo_identificacion": TipoIdentificacion(datos["tipo_identificacion"]),
        **{campo: datos[campo] for campo in CAMPOS_DEL_CASO},
    }


CAMPOS_DEL_CASO = ("identificacion", "nombres", "correo", "telefonos", "mensaje")


def purgar(ahora: datetime) -> int:
    """Delete the drafts past their 48 hours with their files. How many went."""
    caducados = Borrador.objects.filter(caduca_en__lt=ahora)
    for borrador in caducados:
        for documento in borrador.documentos.all():
            documentos.borrar(documento)
        borrador.delete()
    return len(caducados)


def _crear(borrador: Borrador) -> Solicitud:
    ahora, semilla = timezone.now(), nueva_semilla()
    hoy = timezone.localdate(ahora)
    datos = datos_de(borrador)
    solicitud = Solicitud.objects.create(
        **datos,
        numero=numero_de_caso(borrador.tramite.sigla, datos["provincia"].codigo, hoy.year),
        semilla=semilla,
        secreto_huella=huella(secreto_de(semilla)),
        envio_huella=borrador.huella,
        presentada_en=ahora,
        vence_el=sumar_habiles(
            hoy, settings.TERMINO_RESOLUCION_DIAS, feriados_de(datos["provincia"])
        ),
    )
    documentos.adoptar(borrador, solicitud)
    anotar_movimiento(
        solicitud, PRESENTAR, detalle=f"Se envió a {solicitud.unidad}.", aviso=Aviso.RECIBIDA
    )
    borrador.delete()
    return solicitud


def faltantes(borrador: Borrador, requisitos: list[Requisito]) -> list[Requisito]:
    """The requirements that the draft has no file for."""
    presentes = set(borrador.documentos.vigentes().values_list("requisito_id", flat=True))
    return [requisito for requisito in requisitos if requisito.pk not in presentes]
