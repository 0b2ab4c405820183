"""The code that ties a letter to the request whose words it prints.

`IESS`, the version of the sheet, and 24 signs of 5 bits: 8 name the request (from the digest of
its draft's key, so they tell nothing of anybody), 3 the day of printing, and 13 seal everything
that the letter says: an HMAC under a key of the portal. Nobody else can write one, nobody reads
in it who the person is, and after one changed letter of the text it no longer fits.
"""

import hmac
import json
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from django.conf import settings

from documentos.carta_propia.formato import MARCA, SIGNOS, VERSION
from tramites.catalogo import Tramite
from tramites.identificacion import telefono_en_palabras
from tramites.models import Borrador, Solicitud, TipoIdentificacion
from tramites.texto import imprimible

_PEDIDO, _DIA, _SELLO = 8, 3, 13  # signs of each part
_PRIMER_DIA = date(2020, 1, 1)  # three signs count 89 years of days


class Relacion(Enum):
    """What a letter has to do with a request."""

    PROPIA = "propia"  # printed for this request, and it still says the same
    MISMO_TEXTO = "mismo_texto"  # printed in another draft, word for word the same
    CAMBIADA = "cambiada"  # printed for this request, which was changed afterwards
    AJENA = "ajena"  # printed for another request


@dataclass(frozen=True)
class Correspondencia:
    """`corta` is the part of the code that people can compare by eye with the sheet."""

    relacion: Relacion
    impresa_el: date
    corta: str

    @property
    def corresponde(self) -> bool:
        return self.relacion in (Relacion.PROPIA, Relacion.MISMO_TEXTO)

    @property
    def para_la_persona(self) -> str:
        return _A_LA_PERSONA[self.relacion]

    @property
    def para_el_oficial(self) -> str:
        return _AL_OFICIAL[self.relacion]


_CORRESPONDE = "Su carta corresponde a esta solicitud"
_A_LA_PERSONA = {
    Relacion.PROPIA: _CORRESPONDE,
    Relacion.MISMO_TEXTO: _CORRESPONDE,
    Relacion.CAMBIADA: "Usted cambió su pedido después de imprimir esta carta. Imprima la carta "
    "otra vez, fírmela y cambie el archivo; o deje su pedido como estaba",
    Relacion.AJENA: "Esta carta se hizo para otro pedido, con otros datos. Imprima la suya, "
    "fírmela y cambie el archivo",
}
_AL_OFICIAL = {
    Relacion.PROPIA: "corresponde a esta solicitud; sus datos no cambiaron desde que se imprimió",
    Relacion.MISMO_TEXTO: "es de otro borrador, con los mismos datos de esta solicitud",
    Relacion.CAMBIADA: "es de esta solicitud, pero sus datos cambiaron después de imprimirla. "
    "Compárelos antes de decidir",
    Relacion.AJENA: "no es de esta solicitud: la carta se imprimió para otro pedido, con otros "
    "datos. Compárela con cuidado antes de decidir",
}


def textos_de(tramite: Tramite, datos: dict, canal: str) -> dict[str, str]:
    """What the letter of a draft that holds `datos` says but for its date, as it is printed."""
    presencial = canal == Solicitud.Canal.PRESENCIAL
    telefonos = datos["telefonos"]
    return {
        "destinatario": (
            tramite.destinatario_presencial if presencial else tramite.destinatario_virtual
        ),
        "tipo_identificacion": TipoIdentificacion(datos["tipo_identificacion"]).label.lower(),
        "resultado": tramite.resultado,
        "telefonos": ("el teléfono " if len(telefonos) == 1 else "los teléfonos ")
        + " y ".join(map(telefono_en_palabras, telefonos)),
        **{
            campo: imprimible(datos[campo])
            for campo in ("identificacion", "nombres", "correo", "mensaje")
        },
    }


def textos_de_caso(solicitud: Solicitud) -> dict[str, str]:
    """What the letter of a case says but for its date."""
    campos = "tipo_identificacion", "identificacion", "nombres", "correo", "telefonos", "mensaje"
    datos = {campo: getattr(solicitud, campo) for campo in campos}
    return textos_de(solicitud.tramite, datos, solicitud.canal)


def codigo_de(huella_de_borrador: str, textos: dict[str, str], dia: date) -> str:
    """The code to print on a letter that says `textos`."""
    cabeza = _pedido(huella_de_borrador) + _en_signos((dia - _PRIMER_DIA).days, _DIA)
    return f"{MARCA}{VERSION}{cabeza}{_sello(settings.SECRET_KEY, VERSION + cabeza, textos)}"


def codigo_corto(codigo: str) -> str:
    """The part that is also printed for people: `K7QF-2M9P`."""
    pedido = codigo[len(MARCA) + 1 :][:_PEDIDO]
    return f"{pedido[:4]}-{pedido[4:]}"


def comparar(codigo: str, huella_de_borrador: str, textos: dict[str, str]) -> Correspondencia:
    """What a code read on a sheet has to do with a request that says `textos` today.

    `codigo` has the shape that `formato.formato_de` recognises.
    """
    cabeza, sello = codigo[len(MARCA) : -_SELLO], codigo[-_SELLO:]
    claves = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    igual = any(hmac.compare_digest(_sello(clave, cabeza, textos), sello) for clave in claves)
    suyo = cabeza[1 : 1 + _PEDIDO] == _pedido(huella_de_borrador)
    relacion = {
        (True, True): Relacion.PROPIA,
        (False, True): Relacion.MISMO_TEXTO,
        (True, False): Relacion.CAMBIADA,
        (False, False): Relacion.AJENA,
    }[suyo, igual]
    dias = _de_signos(cabeza[-_DIA:])
    return Correspondencia(relacion, _PRIMER_DIA + timedelta(dias), codigo_corto(codigo))


def correspondencia(documento) -> Correspondencia | None:
    """What an uploaded letter has to do with the draft or case that holds it, as it is now.

    None when it is no letter of the portal's.
    """
    carta = documento.informe.get("carta")
    if not carta:
        return None
    if caso := _caso_de(documento):
        return comparar(carta["codigo"], caso.envio_huella, textos_de_caso(caso))
    return _con_borrador(carta["codigo"], documento.borrador)


def _caso_de(documento) -> Solicitud | None:
    """The case that holds the document, or for whose correction it waits."""
    if documento.solicitud_id:
        return documento.solicitud
    subsanacion = documento.borrador.subsanacion
    return subsanacion and subsanacion.solicitud


def veredicto_de(documento) -> str:
    """The document's verdict; a letter that is not of this request is never just accepted."""
    vista = correspondencia(documento)
    dudosa = vista and not vista.corresponde and documento.veredicto == "aceptado"
    return "observado" if dudosa else documento.veredicto


def _con_borrador(codigo: str, borrador: Borrador) -> Correspondencia:
    try:
        textos = textos_de(borrador.tramite, borrador.datos, Solicitud.Canal.VIRTUAL)
    except (KeyError, TypeError, ValueError):
        textos = {}  # Nothing is typed yet: it says what no letter says.
    return comparar(codigo, borrador.huella, textos)


def _pedido(huella_de_borrador: str) -> str:
    return _en_signos(int(huella_de_borrador[:10], 16), _PEDIDO)


def _sello(clave: str, cabeza: str, textos: dict[str, str]) -> str:
    propia = hmac.digest(clave.encode(), b"carta-propia", "sha256")
    dicho = json.dumps([cabeza, sorted(textos.items())], ensure_ascii=False).encode()
    return _en_signos(int.from_bytes(hmac.digest(propia, dicho, "sha256")[:9]), _SELLO)


def _en_signos(numero: int, largo: int) -> str:
    """The lowest 5 bits of `numero` for each of `largo` signs."""
    return "".join(SIGNOS[numero >> 5 * lugar & 31] for lugar in reversed(range(largo)))


def _de_signos(signos: str) -> int:
    numero = 0
    for signo in signos:
        numero = numero << 5 | SIGNOS.index(signo)
    return numero
