"""The code that ties a printed letter to the request whose words it prints.

It is `IESS`, the version of the sheet, and 24 characters of 5 bits each: 8 name the request (from
the digest of its draft's key, so they tell nothing of anybody), 3 are the day of printing, 5 seal
whose letter it is, and 8 seal everything that its person says in it. Both seals are HMACs under a
key of the portal: nobody else can write such a code, nobody can read in it who the person is, and
it no longer fits once a single letter of theirs has changed. What the institution says in the
letter (the addressee, the name of the document) is not sealed, so that staff may change it.
"""

import hmac
import json
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from django.conf import settings
from django.utils.text import get_text_list

from documentos.carta_propia.formato import MARCA, SIGNOS, VERSION
from documentos.revision import TRAZO_VACIO
from tramites.catalogo import Tramite
from tramites.identificacion import telefono_en_palabras
from tramites.models import Solicitud, TipoIdentificacion
from tramites.texto import imprimible

_PEDIDO, _DIA, _PERSONA, _TODO = 8, 3, 5, 8  # characters of each part
_SELLOS = _PERSONA + _TODO
# What each seal covers, of the texts of a letter.
_QUIEN = ("tipo_identificacion", "identificacion")
_LO_DICHO = (*_QUIEN, "nombres", "correo", "telefonos", "mensaje", "tramite", "canal")
_PRIMER_DIA = date(2020, 1, 1)  # three characters count 89 years of days


class Relacion(Enum):
    """What a letter has to do with a request."""

    PROPIA = "propia"  # printed for this request, and it still says the same
    MISMO_TEXTO = "mismo_texto"  # printed in another draft, word for word the same
    EN_PERSONA = "en_persona"  # brought to a window, where the letter itself says what is asked
    OTRA_VENTANILLA = "otra_ventanilla"  # the same words, with the addressee of the other channel
    CAMBIADA = "cambiada"  # printed for this request, which was changed afterwards
    OTRO_PEDIDO = "otro_pedido"  # printed for the same person, who asked for something else
    AJENA = "ajena"  # printed for another person


@dataclass(frozen=True)
class Correspondencia:
    """How a letter relates to a request; `corta` is the part of the code to compare by eye."""

    relacion: Relacion
    impresa_el: date
    corta: str

    @property
    def corresponde(self) -> bool:
        return self.relacion in (Relacion.PROPIA, Relacion.MISMO_TEXTO, Relacion.EN_PERSONA)

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
    Relacion.EN_PERSONA: _CORRESPONDE,
    Relacion.OTRA_VENTANILLA: "Esta carta dice lo mismo, pero va dirigida como las que se "
    "entregan en una ventanilla. Para enviarla en línea, imprima la otra, fírmela y cambie el "
    "archivo",
    Relacion.CAMBIADA: "Usted cambió sus datos o su pedido después de imprimir esta carta. "
    "Imprima la carta otra vez, fírmela y cambie el archivo; o deje todo como estaba",
    Relacion.OTRO_PEDIDO: "Esta carta es suya, pero se hizo para otro pedido y no dice lo mismo "
    "que este. Cambie el archivo por la carta de este pedido, firmada",
    Relacion.AJENA: "Esta carta se hizo para otra persona, con otro número de identificación. "
    "Cambie el archivo por la suya, firmada",
}
_AL_OFICIAL = {
    Relacion.PROPIA: "corresponde a esta solicitud; sus datos no cambiaron desde que se imprimió",
    Relacion.MISMO_TEXTO: "es de otro borrador, con los mismos datos de esta solicitud",
    Relacion.EN_PERSONA: "es de esta misma persona, por su número de identificación; lo demás no "
    "se escribió en la ventanilla: léalo en la carta, también a quién va dirigida",
    Relacion.OTRA_VENTANILLA: "dice lo mismo que esta solicitud, pero va dirigida como las que se "
    "entregan en una ventanilla",
    Relacion.CAMBIADA: "es de esta solicitud, pero sus datos cambiaron después de imprimirla. "
    "Compárelos antes de decidir",
    Relacion.OTRO_PEDIDO: "es de esta misma persona, pero de otro pedido: no dice lo mismo que "
    "esta solicitud. Compárelos antes de decidir",
    Relacion.AJENA: "no es de esta solicitud: la carta se imprimió para otra persona, con otro "
    "número de identificación. Compárela con cuidado antes de decidir",
}


def textos_de(tramite: Tramite, datos: dict, canal: str) -> dict[str, str]:
    """What the letter of a draft that holds `datos` says, as it is printed, except its date."""
    presencial = canal == Solicitud.Canal.PRESENCIAL
    telefonos = datos["telefonos"]
    return {
        "tramite": tramite.codigo,
        "canal": canal,
        "destinatario": (
            tramite.destinatario_presencial if presencial else tramite.destinatario_virtual
        ),
        "tipo_identificacion": TipoIdentificacion(datos["tipo_identificacion"]).label.lower(),
        "resultado": tramite.resultado,
        "telefonos": ("el teléfono " if len(telefonos) == 1 else "los teléfonos ")
        + get_text_list([*map(telefono_en_palabras, telefonos)], "y"),
        **{
            campo: imprimible(datos[campo])
            for campo in ("identificacion", "nombres", "correo", "mensaje")
        },
    }


def textos_de_caso(solicitud: Solicitud) -> dict[str, str]:
    """What the letter of a case says, except its date."""
    campos = "tipo_identificacion", "identificacion", "nombres", "correo", "telefonos", "mensaje"
    datos = {campo: getattr(solicitud, campo) for campo in campos}
    return textos_de(solicitud.tramite, datos, solicitud.canal)


def codigo_de(huella_de_borrador: str, textos: dict[str, str], dia: date) -> str:
    """The code to print on a letter that says `textos`."""
    cabeza = _pedido(huella_de_borrador) + _en_signos((dia - _PRIMER_DIA).days, _DIA)
    return f"{MARCA}{VERSION}{cabeza}{_sellos(settings.SECRET_KEY, VERSION + cabeza, textos)}"


def codigo_corto(codigo: str) -> str:
    """The part that is also printed for people: `K7QF-2M9P`."""
    pedido = codigo[len(MARCA) + 1 :][:_PEDIDO]
    return f"{pedido[:4]}-{pedido[4:]}"


def comparar(codigo: str, huella_de_borrador: str, textos: dict[str, str]) -> Correspondencia:
    """How a code read on a sheet relates to a request that says `textos` today.

    `codigo` must have the shape that `formato.formato_de` recognises.
    """
    cabeza = codigo[len(MARCA) : -_SELLOS]
    suyo = cabeza[1 : 1 + _PEDIDO] == _pedido(huella_de_borrador)
    dias = _de_signos(cabeza[-_DIA:])
    return Correspondencia(
        _relacion(codigo, suyo, textos), _PRIMER_DIA + timedelta(dias), codigo_corto(codigo)
    )


def _relacion(codigo: str, suyo: bool, textos: dict[str, str]) -> Relacion:
    quien, todo = _coinciden(codigo, textos)
    if todo:
        return Relacion.PROPIA if suyo else Relacion.MISMO_TEXTO
    if quien and textos.get("canal") == Solicitud.Canal.PRESENCIAL:
        return Relacion.EN_PERSONA
    if _coinciden(codigo, textos | {"canal": Solicitud.Canal.PRESENCIAL})[1]:
        return Relacion.OTRA_VENTANILLA
    if suyo:
        return Relacion.CAMBIADA
    return Relacion.OTRO_PEDIDO if quien else Relacion.AJENA


def _coinciden(codigo: str, textos: dict[str, str]) -> tuple[bool, bool]:
    """Whether the seal of the person fits `textos`, and whether both seals do."""
    cabeza, leidos = codigo[len(MARCA) : -_SELLOS], codigo[-_SELLOS:]
    claves = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    sellos = [_sellos(clave, cabeza, textos) for clave in claves]
    quien = any(hmac.compare_digest(s[:_PERSONA], leidos[:_PERSONA]) for s in sellos)
    return quien, any(hmac.compare_digest(s, leidos) for s in sellos)


def correspondencia(documento) -> Correspondencia | None:
    """How an uploaded letter relates to the draft or case that holds it, as that is now.

    None when it is not a letter that the portal printed.
    """
    carta = documento.informe.get("carta")
    if not carta:
        return None
    if caso := caso_de(documento):
        return comparar(carta["codigo"], caso.envio_huella, textos_de_caso(caso))
    return _con_borrador(carta["codigo"], documento)


def caso_de(documento) -> Solicitud | None:
    """The case that holds the document, or for whose correction it waits."""
    if documento.solicitud_id:
        return documento.solicitud
    subsanacion = documento.borrador.subsanacion
    return subsanacion and subsanacion.solicitud


def recuadro_vacio(documento) -> bool:
    """Whether it is a letter that the portal printed, with nothing in the signature's box."""
    carta = documento.informe.get("carta")
    return bool(carta and carta["recuadro"]) and carta["trazo"] < TRAZO_VACIO


def _con_borrador(codigo: str, documento) -> Correspondencia:
    borrador = documento.borrador
    try:
        textos = textos_de(borrador.tramite, borrador.datos, documento.requisito.canal)
    except (KeyError, TypeError, ValueError):
        textos = {}  # Something is still to be typed: no letter can match that.
    return comparar(codigo, borrador.huella, textos)


def _pedido(huella_de_borrador: str) -> str:
    return _en_signos(int(huella_de_borrador[:10], 16), _PEDIDO)


def _sellos(clave: str, cabeza: str, textos: dict[str, str]) -> str:
    """Both seals: of the person, and of everything that the person says in the letter."""
    propia = hmac.digest(clave.encode(), b"carta-propia", "sha256")
    return "".join(
        _sello(propia, [cabeza, *(textos.get(campo) for campo in campos)], signos)
        for campos, signos in ((_QUIEN, _PERSONA), (_LO_DICHO, _TODO))
    )


def _sello(clave: bytes, dicho: list, signos: int) -> str:
    resumen = hmac.digest(clave, json.dumps(dicho, ensure_ascii=False).encode(), "sha256")
    return _en_signos(int.from_bytes(resumen[:8]), signos)


def _en_signos(numero: int, largo: int) -> str:
    """The lowest 5 × `largo` bits of `numero`, as `largo` characters."""
    return "".join(SIGNOS[numero >> 5 * lugar & 31] for lugar in reversed(range(largo)))


def _de_signos(signos: str) -> int:
    numero = 0
    for signo in signos:
        numero = numero << 5 | SIGNOS.index(signo)
    return numero
