"""Every page of the desk, the window and the catalogue, asked and sent what no browser sends
(S06, S10, S11): never a failure of ours, and never a word of another province.

Bruno attends Pichincha, Sara supervises. Zoila's case is of Guayas: nothing of hers may reach
Bruno, whatever he asks for, nor change.
"""

import re
from urllib.parse import quote_from_bytes

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from certificados import services as certificados
from certificados.models import Certificado
from tests.accesos import ACCESOS
from tramites import identidad, services
from tramites.escritorio.acciones import BOTONES
from tramites.models import Atencion, Correo, IngresoPresencial, Queja, Solicitud, Titular
from tramites.mostrador import atencion

from .reparto import (
    ANA,
    APROBACION,
    cuenta_de_persona,
    en_revision,
    presentada,
    queja_de_ana,
    registrada,
)

ZOILA = {
    "identificacion": "0900000019",
    "nombres": "Zoila Canaria Delgado",
    "correo": "zoila@example.org",
    "telefonos": ["+593987654321"],
    "mensaje": "Solo Guayas debe leer esto: ZOILACANARIA.",
    "provincia": "09",
}
# Of hers, whatever page it stands on.
DE_ZOILA = re.compile(
    r"Zoila Canaria|ZOILACANARIA|zoila@|0900000019|98 ?765 ?4321|IESS-RT-09|(?:RT|IESS)-ZQX|ZQX ZQX"
)
DEL_ESCRITORIO = sorted(ruta for ruta in ACCESOS if ruta.startswith("admin/"))
HUECO = re.compile(r"\(\?P<(\w+)>[^)]*\)|<(?:\w+:)?(\w+)>")
# As bytes of an address or of a form: what a browser never sends, and what a curious person tries.
HOSTILES = [
    b"",
    b"\x00",
    b"a\x00b",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    "\u202e\u200b".encode(),
    b"(",
    b"[",
    b"-1",
    b"9" * 40,
    b"1e400",
    b"NaN",
    b"0x41",
    b"2026-02-30",
    b"9999-99-99T99:99",
    b"' OR 1=1 --",
    b"../../etc/passwd",
    b"<script>alert(1)</script>",
    b"{{ request }}",
    b"%",
    "\u0661\u0662".encode(),
    b"x" * 5000,
]
# What lists read of an address, and what somebody would add to reach further.
PARAMETROS = [
    "q",
    "o",
    "p",
    "all",
    "e",
    "bandeja",
    "termino",
    "provincia",
    "estado",
    "estado__exact",
    "emision",
    "respuesta",
    "id__in",
    "pk__gt",
    "unidad__codigo",
    "provincia__nombre__regex",
    "solicitud__nombres__startswith",
    "nombre__iregex",
    "fecha__year",
    "anio",
    "tipo__exact",
    "_to_field",
    "_popup",
    "_changelist_filters",
    "next",
    "tramite",
    "miniatura",
]


@pytest.fixture
def zoila(catalogo, carla):
    """All that can be of one person: a decided case, a window's, a complaint, an identity."""
    caso = en_revision(carla, **ZOILA)
    services.aprobar(caso, por=carla, **APROBACION | {"expediente": "RT-ZQX-1"})
    certificados.emitir(caso.certificados.get().pk)
    atendida(carla, {"quipux": "IESS-ZQX-2026-1-E"}, **ZOILA)
    queja_de_ana("z" * 32, numero_de_caso=caso.numero, nombres=ZOILA["nombres"], texto="ZQX " * 9)
    persona = {c: ZOILA[c] for c in ("identificacion", "nombres")} | {
        "tipo_identificacion": "cedula"
    }
    identidad.confirmar(
        identidad.declarar(cuenta_de_persona("zoila@example.org"), **persona), por=carla
    )
    return caso


@pytest.fixture
def ana(bruno, zoila):
    """The same of Bruno's province."""
    caso = en_revision(bruno)
    services.aprobar(caso, por=bruno, **APROBACION)
    certificados.emitir(caso.certificados.get().pk)
    atendida(bruno)
    presentada()
    queja_de_ana("a" * 32, numero_de_caso=caso.numero)
    return caso


def atendida(por, entrada=None, **cambios):
    """A case entered at a window, whose person came back to it."""
    ingreso = registrada(por, entrada, **cambios | {"correo": ""})
    vuelta = {"centro": ingreso.centro, "original_visto": True}
    atencion.dar_enlace(ingreso.solicitud, vuelta, por=por)


def de_quien(modelo, nombres: str):
    """The row of one of both persons."""
    if modelo is Solicitud:
        return modelo.objects.filter(nombres=nombres).order_by("pk").first()
    if modelo in (Queja, Titular):
        return modelo.objects.filter(nombres=nombres).first()
    if modelo is Atencion:
        return modelo.objects.filter(movimiento__solicitud__nombres=nombres).first()
    if modelo in (IngresoPresencial, Certificado):
        return modelo.objects.filter(solicitud__nombres=nombres).first()
    return modelo.objects.order_by("pk").first()


def llenar(ruta: str, nombres: str, hostil: str | None = None) -> str:
    """A route over the rows of a person; with `hostil`, the number of the row is that instead."""
    partes = ruta.split("/")
    modelo = apps.get_model("tramites", "solicitud")
    if len(partes) > 2 and re.fullmatch(r"auth|tramites|certificados", partes[1]):
        modelo = apps.get_model(partes[1], partes[2])
    fila = de_quien(modelo, nombres)
    solicitud = de_quien(Solicitud, nombres)
    clave = str(getattr(fila, "pk", 1)) if hostil is None else hostil
    valores = {
        **dict.fromkeys(("pk", "object_id", "id", "pase"), clave),
        "documento_id": str(solicitud.documentos.first().pk),
        "correo_id": str(solicitud.movimientos.exclude(correo=None).first().correo.pk),
        "numero": "1",
        "accion": "tomar",
        "app_label": "tramites",
        "url": "nada/",
    }
    llena = HUECO.sub(lambda hueco: valores[hueco[1] or hueco[2]], ruta)
    return "/" + llena.replace("^", "").replace("$", "")


class Curioso:
    """A browser of the staff that notes each failure of ours and each word of Zoila's."""

    def __init__(self, cuenta, *, ajena: bool):
        self.navegador = Client(raise_request_exception=False)
        self.navegador.force_login(cuenta, "iess_portal.acceso.DelPersonal")
        self.ajena, self.faltas, self.pedidos = ajena, [], 0

    def pedir(self, metodo: str, ruta: str, cuerpo=b"", consulta=b"", *, deshacer=True):
        """One request, undone at its end unless `deshacer` is off. What it answered."""
        self.pedidos += 1
        with transaction.atomic():
            respuesta = self.navegador.generic(
                metodo,
                ruta,
                cuerpo,
                content_type="application/x-www-form-urlencoded",
                QUERY_STRING=consulta.decode("latin-1"),
            )
            respuesta.leido = b"".join(respuesta)
            transaction.set_rollback(deshacer)
        self._mirar(respuesta, f"{metodo} {ruta} {consulta[:60]!r} {cuerpo[:60]!r}")
        return respuesta

    def _mirar(self, respuesta, pedido: str):
        if respuesta.status_code >= 500:
            tipo, error, _ = respuesta.exc_info or (None, None, None)
            self.faltas.append(f"{respuesta.status_code} {pedido} {tipo} {error}"[:300])
        visto = respuesta.leido.decode("utf-8", "replace") + str(respuesta.headers)
        if self.ajena and (hallado := DE_ZOILA.search(visto)) and hallado[0] not in pedido:
            self.faltas.append(f"leak {hallado[0]} {pedido}")


@pytest.fixture
def curiosos(ana, bruno, sara):
    """Bruno and Sara, each with the person whose rows to ask for."""
    cache.clear()
    return [Curioso(bruno, ajena=True), Curioso(sara, ajena=False)]


def algunos(n: int, cuantos: int) -> list[bytes]:
    """`cuantos` hostile values, others for each `n`: together they are all used."""
    return [HOSTILES[(n * 7 + i) % len(HOSTILES)] for i in range(cuantos)]


def preguntar(curioso, cuantos: int):
    """Each address, with each parameter and `cuantos` hostile values of it."""
    for n, ruta in enumerate(DEL_ESCRITORIO):
        llena = llenar(ruta, ANA["nombres"])
        parametros = PARAMETROS if ES_LISTA.fullmatch(ruta) else PARAMETROS[-5:]
        for m, parametro in enumerate(parametros):
            for valor in algunos(n + m, cuantos):
                consulta = f"{parametro}={quote_from_bytes(valor)}".encode()
                curioso.pedir("GET", llena, consulta=consulta)


def enviar(curioso, cuantos: int):
    """Each address, with each of its fields full of a hostile value."""
    for n, ruta in enumerate(DEL_ESCRITORIO):
        llena = llenar(ruta, ANA["nombres"])
        pagina = curioso.pedir("GET", llena).leido.decode("utf-8", "replace")
        campos = {*re.findall(r'name="([^"]+)"', pagina), "version", "respuesta", "post"}
        campos -= {"csrfmiddlewaretoken"}
        for valor in algunos(n, cuantos):
            junto = "&".join(f"{campo}={quote_from_bytes(valor)}" for campo in sorted(campos))
            curioso.pedir("POST", llena, junto.encode())
        for crudo in (b"\xff\xfe=\x00&%00=%ff&&=", b"a=1&" * 600, b"a" * 300_000):
            curioso.pedir("POST", llena, crudo)


ES_LISTA = re.compile(r"admin/\w+/\w+/")


def test_nada_hostil_rompe_el_escritorio_ni_cruza_de_provincia(curiosos):
    """One hostile value for each thing that can be asked and sent, another for each page."""
    for curioso in curiosos:
        preguntar(curioso, 1)
        enviar(curioso, 1)
        assert curioso.faltas == []


@pytest.mark.largo
@pytest.mark.parametrize("hacer", [preguntar, enviar])
def test_nada_hostil_rompe_el_escritorio_probado_entero(curiosos, hacer):
    """All of them: some nine thousand requests."""
    for curioso in curiosos:
        hacer(curioso, len(HOSTILES))
        assert curioso.faltas == []


IMPOSIBLES = ["-1", "9" * 40, "1%00", "１", "1/../2", "_5F%FF", "x" * 3000]


def numerar(curioso, cuantos: int):
    """Ask each address of a row for `cuantos` rows that cannot be, in turn out of all of them."""
    for n, ruta in enumerate(ruta for ruta in DEL_ESCRITORIO if HUECO.search(ruta)):
        for i in range(cuantos):
            imposible = IMPOSIBLES[(n * cuantos + i) % len(IMPOSIBLES)]
            llena = llenar(ruta, ANA["nombres"], imposible)
            for metodo in ("GET", "POST"):
                curioso.pedir(metodo, llena, b"a=1")


def test_el_numero_de_una_fila_puede_ser_cualquier_cosa(curiosos):
    for curioso in curiosos:
        numerar(curioso, 2)
        assert curioso.faltas == []


@pytest.mark.largo
def test_el_numero_de_cada_fila_puede_ser_cualquier_cosa(curiosos):
    for curioso in curiosos:
        numerar(curioso, len(IMPOSIBLES))
        assert curioso.faltas == []


def de_zoila() -> list:
    """Every row of hers, whole."""
    suyas = {
        Solicitud: "nombres",
        Queja: "nombres",
        Titular: "nombres",
        IngresoPresencial: "solicitud__nombres",
        Certificado: "solicitud__nombres",
        Atencion: "movimiento__solicitud__nombres",
        Correo: "movimiento__solicitud__nombres",
    }
    return [list(m.objects.filter(**{de: ZOILA["nombres"]}).values()) for m, de in suyas.items()]


def test_quien_atiende_guayas_si_la_lee(curiosos, carla):
    """Without this, the tests above could look for what is nowhere."""
    suya = Curioso(carla, ajena=True)
    suya.pedir("GET", llenar("admin/tramites/solicitud/<path:object_id>/change/", ZOILA["nombres"]))
    suya.pedir("GET", "/admin/certificados/certificado/")
    assert [falta.partition(" /")[0] for falta in suya.faltas] == [
        "leak IESS-RT-09 GET",
        "leak Zoila Canaria GET",
    ]


def test_bruno_no_lee_ni_cambia_nada_de_guayas(curiosos, bruno):
    """With her numbers in every address, and in every address of his."""
    curioso, antes = curiosos[0], de_zoila()
    assert all(antes), "there is nothing to leak"
    for ruta in DEL_ESCRITORIO:
        suya = llenar(ruta, ZOILA["nombres"])
        for accion in sorted(BOTONES) if "<str:accion>" in ruta else ["tomar"]:
            pedida = suya.replace("/tomar/", f"/{accion}/")
            curioso.pedir("GET", pedida, deshacer=False)
            campos = (
                f"version=1&{accion}-version=1&respuesta={'palabra+' * 9}&motivo=palabra&post=yes"
            )
            curioso.pedir("POST", pedida, campos.encode(), deshacer=False)
    assert curioso.faltas == []
    assert de_zoila() == antes
