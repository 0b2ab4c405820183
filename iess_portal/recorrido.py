"""The main job from end to end over HTTP, as its three people do it: one method per step.

The applicant asks, the officer approves, the worker issues, and somebody at a hospital verifies.
"""

import io
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pypdf import PdfReader

from documentos.dibujo import Persona

from .visitante import Formulario, Pagina, Tropiezo, Visitante

# Seconds for the worker to issue the certificate.
PACIENCIA = 60.0
# As certificados prints them: the number's letter and the code leave out confusing characters.
NUMERO = re.compile(r"\bIESS-CS-\d{4}-\d{6}-[A-Z]\b")
CODIGO = re.compile(r"\b(?:[A-Z2-9]{4}-){3}[A-Z2-9]{4}\b")


@dataclass
class Encargo:
    """What the walk needs to know: which portal, which people, which papers."""

    url: str
    persona: Persona
    provincia: str
    cedula: Path
    carta: Path
    oficial: str
    clave: str
    salida: Path


class Recorrido:
    """Walk through the portal; `contar(step, milliseconds)` is told of each step."""

    def __init__(self, encargo: Encargo, contar: Callable[[str, float], None]) -> None:
        self.encargo = encargo
        self.contar = contar
        self.solicitante = Visitante(encargo.url)
        self.oficial = Visitante(encargo.url)
        self.hospital = Visitante(encargo.url)

    def andar(self) -> Path:
        """Every step in order. Returns where the certificate was left; raises Tropiezo."""
        with self._paso("Página del trámite"):
            formulario = self.llegar_al_formulario()
        with self._paso("Formulario y documentos"):
            revision = self.llenar(formulario)
        with self._paso("Envío"):
            confirmacion = self.mandar(revision)
        numero = confirmacion.texto("numero")
        with self._paso(f"Confirmación con el número {numero}"):
            self.confirmar(confirmacion, numero)
        with self._paso(f"Ingreso de {self.encargo.oficial} al escritorio"):
            self.ingresar()
        with self._paso("La solicitud en el escritorio"):
            caso = self.abrir(numero)
        with self._paso("Tomar"):
            caso = self.tomar(caso)
        with self._paso("Aprobar"):
            self.aprobar(caso)
        with self._paso("Emisión por el worker"):
            enlace = self.esperar_certificado(confirmacion.url)
        with self._paso("Descarga"):
            archivo = self.descargar(enlace)
        with self._paso("Verificación con número y código"):
            self.verificar_codigo(archivo)
        with self._paso("Verificación con el archivo"):
            self.verificar_archivo(archivo)
        return archivo

    def llegar_al_formulario(self) -> Pagina:
        ventanilla = self.solicitante.ver("/ventanilla/")
        tramite = self.solicitante.ver(ventanilla.enlace("/tramites/"))
        return self.solicitante.ver(tramite.enlace("/recepcion/"))

    def llenar(self, pagina: Pagina) -> Pagina:
        """Fill in the steps, choose the documents and arrive at the check page."""
        for datos in self._escrito():
            pagina = self._enviar(pagina, pagina.formulario(*datos), datos)
        mesa = next(f for f in pagina.formularios if f.archivos)
        return self._enviar(pagina, mesa, {}, self._papeles(mesa))

    def _escrito(self) -> list[dict[str, str]]:
        """What the person types in each step."""
        persona = self.encargo.persona
        pedido = "Necesito mantener la atención médica mientras se resuelve mi proceso."
        return [
            {"identificacion": persona.identificacion, "nombres": persona.nombres},
            {"correo": persona.correo, "telefono_1": "099 123 4567"},
            {"provincia": self.encargo.provincia, "mensaje": pedido},
        ]

    def _enviar(self, pagina: Pagina, *envio) -> Pagina:
        """One step forward; a complaint on the next page stops the walk."""
        siguiente = self.solicitante.enviar(pagina, *envio)
        if queja := siguiente.texto("alert"):
            raise Tropiezo(queja)
        return siguiente

    def _papeles(self, mesa: Formulario) -> dict[str, Path]:
        """Which field takes which paper."""
        letra = {campo: self.encargo.carta for campo in mesa.archivos if "carta" in campo}
        return letra | {campo: self.encargo.cedula for campo in mesa.archivos if "cedula" in campo}

    def mandar(self, revision: Pagina) -> Pagina:
        return self.solicitante.enviar(revision, revision.formulario("csrfmiddlewaretoken"))

    def confirmar(self, confirmacion: Pagina, numero: str) -> None:
        """The number is on the page and not in its address, which holds a secret instead."""
        if not numero or numero in urlsplit(confirmacion.url).path:
            raise Tropiezo("La confirmación no da un número, o lo da en su dirección.")
        if numero not in self.solicitante.ver(confirmacion.url).texto():
            raise Tropiezo("La página de seguimiento no recuerda la solicitud.")

    def ingresar(self) -> None:
        pagina = self.oficial.ver("/admin/")
        datos = {"username": self.encargo.oficial, "password": self.encargo.clave}
        escritorio = self.oficial.enviar(pagina, pagina.formulario(*datos), datos)
        if any("password" in formulario.nombres for formulario in escritorio.formularios):
            raise Tropiezo(f"El escritorio no aceptó la clave de {self.encargo.oficial}.")

    def abrir(self, numero: str) -> Pagina:
        lista = self.oficial.ver(f"/admin/tramites/solicitud/?q={numero}")
        return self.oficial.ver(lista.enlace_llamado(numero))

    def tomar(self, caso: Pagina) -> Pagina:
        return self.oficial.enviar(caso, caso.formulario(accion="/accion/tomar/"))

    def aprobar(self, caso: Pagina) -> None:
        formulario = caso.formulario(accion="/accion/aprobar/")
        comprobado = [
            n for n in formulario.nombres if n.startswith(("aprobar-comprobado", "aprobar-abierto"))
        ]
        datos = {"aprobar-expediente": "RT-RECORRIDO-0001"} | dict.fromkeys(comprobado, "on")
        decidido = self.oficial.enviar(caso, formulario, datos)
        if any("/accion/aprobar/" in otro.accion for otro in decidido.formularios):
            raise Tropiezo(f"El escritorio no dejó aprobar. {decidido.texto('content')}")

    def esperar_certificado(self, seguimiento: str) -> str:
        limite = time.monotonic() + PACIENCIA
        while time.monotonic() < limite:
            pagina = self.solicitante.ver(seguimiento)
            if any("certificado.pdf" in direccion for direccion, _ in pagina.enlaces):
                return pagina.enlace("certificado.pdf")
            time.sleep(0.2)
        raise Tropiezo(f"El certificado no se emitió en {PACIENCIA:.0f} segundos.")

    def descargar(self, enlace: str) -> Path:
        contenido = self.solicitante.ver(enlace).contenido
        if not contenido.startswith(b"%PDF-"):
            raise Tropiezo("Lo descargado no es un PDF.")
        self.encargo.salida.mkdir(parents=True, exist_ok=True)
        archivo = self.encargo.salida / "certificado.pdf"
        archivo.write_bytes(contenido)
        return archivo

    def verificar_codigo(self, archivo: Path) -> None:
        """Type what is printed on the certificate, as a hospital desk does."""
        texto = PdfReader(io.BytesIO(archivo.read_bytes())).pages[0].extract_text()
        numero, codigo = NUMERO.search(texto), CODIGO.search(texto)
        if not (numero and codigo):
            raise Tropiezo("El certificado no lleva impresos su número y su código.")
        pagina = self.hospital.ver("/certificados/verificar/")
        datos = {"numero": numero[0], "codigo": codigo[0]}
        self._exigir_vigente(self.hospital.enviar(pagina, pagina.formulario(*datos), datos))

    def verificar_archivo(self, archivo: Path) -> None:
        pagina = self.hospital.ver("/certificados/verificar/")
        formulario = pagina.formulario(accion="archivo")
        enviado = self.hospital.enviar(pagina, formulario, {}, {formulario.archivos[0]: archivo})
        self._exigir_vigente(enviado)

    def _exigir_vigente(self, pagina: Pagina) -> None:
        if "Certificado vigente" not in pagina.texto("status"):
            raise Tropiezo(f"La verificación respondió: {pagina.texto('main')}")

    @contextmanager
    def _paso(self, nombre: str) -> Iterator[None]:
        antes = time.monotonic()
        try:
            yield
        except Tropiezo as motivo:
            raise Tropiezo(f"{nombre}: {motivo}") from None
        self.contar(nombre, (time.monotonic() - antes) * 1000)
