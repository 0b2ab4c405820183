"""The cast and the cases of the tests: Ana asks, Bruno (Pichincha) and Carla (Guayas) decide,
Sara supervises, Diego is a stranger. Cases are made as people make them, through the services."""

from datetime import timedelta
from functools import cache, partial

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.utils import timezone

from documentos.revision import revisar
from documentos.subida import Subido
from tests import muestras
from tramites import identidad, services
from tramites.models import (
    Centro,
    Funcionario,
    Provincia,
    Requisito,
    Solicitud,
    Tramite,
    UnidadAdministrativa,
)
from tramites.mostrador import ingreso
from tramites.mostrador.forms import DEL_CASO
from tramites.quejas import registro
from tramites.recepcion import borradores
from tramites.seguimiento import correcciones

# What the browser of whoever makes a draft without one carries.
NAVEGADOR = "navegador-de-las-pruebas"
CODIGO = "certificado-atencion-riesgos-trabajo"
ANA = {
    "tipo_identificacion": "cedula",
    "identificacion": "1710034065",
    "nombres": "Ana Lucía Ñandú Cevallos",
    "correo": "ana@example.org",
    "telefono_1": "+593991234567",
    "telefonos": ["+593991234567"],
    "mensaje": "Necesito continuar mi rehabilitación.",
    "provincia": "17",
    "tramite": CODIGO,
}
# The whole checklist of Ana's case, whichever way she brings it.
DE_LA_CARTA = (
    "Carta firmada a mano: Dice los nombres completos y el número de identificación",
    "Carta firmada a mano: Dice qué pide, un correo electrónico y números de contacto",
    "Carta firmada a mano: Está firmada a mano",
)
EN_LINEA = (
    "El proceso de Riesgos del Trabajo sigue abierto",
    "Cédula: Es la cédula de la persona solicitante, completa y legible",
    "Cédula: Los nombres y el número coinciden con los de la solicitud",
    "Carta firmada a mano: Está dirigida al Director del Seguro General de Riesgos del Trabajo "
    "del IESS",
    *DE_LA_CARTA,
)
EN_PERSONA = (
    EN_LINEA[0],
    "Cédula: Se vio la cédula original y sus datos coinciden",
    "Carta firmada a mano: Está dirigida al Director del IESS",
    *DE_LA_CARTA,
)
APROBACION = {
    "expediente": "RT-2026-00077",
    "vigente_desde": timezone.localdate(),
    "vigente_hasta": timezone.localdate() + timedelta(days=89),
    "comprobado": EN_LINEA + EN_PERSONA,
}


@cache
def subido(cual: str) -> Subido:
    """An honest file, judged once per run: `cedula` or `carta`; `otra-…`, one that corrects it."""
    contenido = {
        "cedula": muestras.cedula_jpg,
        "carta": muestras.carta_jpg,
        "otra-cedula": partial(muestras.cedula_jpg, calidad=90),
        "otra-carta": partial(muestras.carta_jpg, semilla=2),
    }[cual]()
    exigencias = ["legible", "firma"] if "carta" in cual else ["legible"]
    return Subido(contenido, f"{cual}.jpg", revisar(contenido, exigencias))


def tramite() -> Tramite:
    return Tramite.objects.get(codigo=CODIGO)


def requisito(codigo: str) -> Requisito:
    return Requisito.objects.get(codigo=codigo, canal="virtual")


def borrador_completo(navegador=NAVEGADOR, **cambios) -> str:
    """A draft ready to be sent. Returns its key."""
    clave = borradores.nueva_clave()
    borrador = borradores.abrir(clave, tramite(), navegador)
    borradores.anotar(borrador, ANA | cambios)
    for cual in ("cedula", "carta"):
        borradores.adjuntar(borrador, requisito(cual), subido(cual))
    return clave


def presentada(**cambios) -> Solicitud:
    return borradores.presentar(borrador_completo(**cambios))


def en_revision(por, **cambios) -> Solicitud:
    solicitud = presentada(**cambios)
    services.tomar(solicitud, por=por)
    return solicitud


def mandar_correccion(solicitud) -> None:
    """The correction that the case waits for: an honest file for each document, sent."""
    subsanacion = correcciones.abierta(solicitud)
    borrador = borradores.de_correccion(subsanacion)
    for observado in subsanacion.observados.all():
        pedido = observado.requisito
        borradores.adjuntar(borrador, pedido, subido(f"otra-{pedido.codigo}"))
    correcciones.enviar(subsanacion)
    solicitud.refresh_from_db()


def escaneada(por):
    """An officer's draft with the letter of somebody who came in person."""
    borrador = ingreso.abrir(borradores.nueva_clave(), tramite(), por)
    carta = Requisito.objects.get(codigo="carta", canal="presencial")
    borradores.adjuntar(borrador, carta, subido("carta"))
    return borrador


def registrada(por, entrada=None, borrador=None, **cambios):
    """A case brought in person to the centre of Guayas, of Pichincha unless `cambios` says so."""
    borrador = borrador or escaneada(por)
    datos = {campo: (ANA | cambios)[campo] for campo in (*DEL_CASO, "telefonos")}
    datos["provincia"] = Provincia.objects.get(codigo=datos["provincia"])
    entrada = {
        "centro": Centro.objects.get(codigo="centro-guayas"),
        "quipux": "IESS-CAU-2026-00077-E",
        "original_visto": True,
    } | (entrada or {})
    return ingreso.registrar(borrador, datos, entrada, por=por)


def cuenta_de_persona(correo: str, clave="una-clave-larga-de-ana"):
    """The account of one of the people, as signing up and confirming the address leave it."""
    cuenta = get_user_model().objects.create_user(
        f"persona-de-{correo}", email=correo, password=clave
    )
    EmailAddress.objects.create(user=cuenta, email=correo, primary=True, verified=True)
    return cuenta


def declarada(correo="ana@example.org"):
    """Who the account of that address says to be: Ana."""
    persona = {campo: ANA[campo] for campo in ("tipo_identificacion", "identificacion", "nombres")}
    return identidad.declarar(cuenta_de_persona(correo), **persona)


def queja_de_ana(clave="clave-de-la-queja-de-ana-de-32-letras", **cambios):
    """Ana's complaint; the same one for the same key."""
    datos = {
        "numero_de_caso": "",
        "nombres": ANA["nombres"],
        "correo": ANA["correo"],
        "texto": "Llevo tres semanas sin respuesta y nadie contesta el teléfono.",
    }
    return registro.presentar(clave, **datos | cambios)


def funcionario(usuario: str, unidad: str, *, supervisa=False):
    """A staff account with its unit, as a supervisor would make it."""
    cuenta = get_user_model().objects.create_user(
        usuario, password=f"clave-de-{usuario}", first_name=usuario.title(), is_staff=True
    )
    Funcionario.objects.create(
        usuario=cuenta,
        unidad=UnidadAdministrativa.objects.get(codigo=unidad),
        supervisa=supervisa,
    )
    return cuenta
