"""A visitor without a browser, who reads pages and sends their forms as a browser would.

It sends what the page offers: hidden fields, tokens and the values already chosen. A field that
the page does not have cannot be filled in.
"""

import mimetypes
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import requests

SIN_CIERRE = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"]
)
SIN_TEXTO = frozenset(["script", "style", "title"])
# Seconds for one answer: the form waits for the judgement of its documents.
PACIENCIA = 60


class Tropiezo(Exception):
    """What the visitor could not do, as a sentence."""


@dataclass
class Formulario:
    """A form of a page, with the values that a browser would send if nobody touched it."""

    accion: str
    con_archivos: bool = False
    id: str = ""
    valores: list[tuple[str, str]] = field(default_factory=list)
    archivos: list[str] = field(default_factory=list)
    nombres: set[str] = field(default_factory=set)

    def lleno(self, datos: dict[str, str], adjuntos: dict[str, Path]) -> dict:
        """What `requests` takes to send it, with `datos` typed in and `adjuntos` chosen."""
        if faltan := (set(datos) - self.nombres) | (set(adjuntos) - set(self.archivos)):
            raise Tropiezo(f"El formulario no tiene: {', '.join(sorted(faltan))}.")
        valores = [par for par in self.valores if par[0] not in datos] + list(datos.items())
        archivos = [(nombre, _adjunto(adjuntos.get(nombre))) for nombre in self.archivos]
        return {"data": valores, "files": archivos if self.con_archivos else None}


def _adjunto(archivo: Path | None) -> tuple[str, bytes, str]:
    """Name, bytes and type of a chosen file; a field left alone travels empty, as browsers do."""
    if archivo is None:
        return "", b"", "application/octet-stream"
    tipo = mimetypes.guess_type(archivo.name)[0] or "application/octet-stream"
    return archivo.name, archivo.read_bytes(), tipo


class Pagina(HTMLParser):
    """One answer of the portal: its forms, its links, and the text under each id or role."""

    def __init__(self, url: str, tipo: str, contenido: bytes) -> None:
        super().__init__()
        self.url, self.contenido = url, contenido
        self.formularios: list[Formulario] = []
        self.enlaces: list[tuple[str, str]] = []
        self._abiertas: list[tuple[str, dict]] = []
        self._textos: dict[str, list[str]] = {"": []}
        self._elegido: list[tuple[str, bool]] = []
        if tipo.startswith("text/html"):
            self.feed(contenido.decode())

    def texto(self, marca: str = "") -> str:
        """The words under an id or a role (`"alert"`), or of the whole page."""
        return " ".join(" ".join(self._textos.get(marca, [])).split())

    def enlace(self, parte: str) -> str:
        """The address of the first link that contains `parte`."""
        for direccion, _ in self.enlaces:
            if parte in direccion:
                return urljoin(self.url, direccion)
        raise Tropiezo(f"La página {self.url} no tiene un enlace a «{parte}».")

    def enlace_llamado(self, texto: str) -> str:
        for direccion, palabras in self.enlaces:
            if texto in palabras:
                return urljoin(self.url, direccion)
        raise Tropiezo(f"La página {self.url} no tiene el enlace «{texto}».")

    def formulario(self, *nombres: str, accion: str = "") -> Formulario:
        """The form that has these fields and whose action contains `accion`.

        Without `accion`, a form that answers to its own page goes before those that lead elsewhere.
        """
        propios_primero = sorted(self.formularios, key=lambda f: bool(f.accion and not accion))
        for candidato in propios_primero:
            if accion in candidato.accion and set(nombres) <= candidato.nombres:
                return candidato
        raise Tropiezo(f"La página {self.url} no tiene el formulario esperado. {self.queja()}")

    def queja(self) -> str:
        """What the page says that is wrong, or as much as it says of anything."""
        return self.texto("alert") or self.texto("main") or self.texto()[:300]

    def handle_starttag(self, tag, attrs):
        atributos = {nombre: valor or "" for nombre, valor in attrs}
        if tag == "form":
            multiparte = atributos.get("enctype") == "multipart/form-data"
            accion, nombre = atributos.get("action", ""), atributos.get("id", "")
            self.formularios.append(Formulario(accion, multiparte, nombre))
        elif tag == "a":
            self.enlaces.append((atributos.get("href", ""), ""))
        elif tag in {"input", "select", "option"} and self.formularios:
            getattr(self, f"_leer_{tag}")(self._formulario_de(atributos), atributos)
        if tag not in SIN_CIERRE:
            self._abiertas.append((tag, atributos))

    def handle_endtag(self, tag):
        while self._abiertas:
            cerrada, atributos = self._abiertas.pop()
            if cerrada == "select":
                self._cerrar_select(atributos.get("name", ""))
            elif cerrada == "textarea":
                self._cerrar_textarea(atributos)
            if cerrada == tag:
                return

    def handle_data(self, data):
        if self._abiertas and self._abiertas[-1][0] in SIN_TEXTO:
            return
        self._textos[""].append(data)
        for tag, atributos in self._abiertas:
            for marca in {tag, atributos.get("id"), atributos.get("role")} - {None}:
                self._textos.setdefault(marca, []).append(data)
            if tag == "a":
                direccion, palabras = self.enlaces[-1]
                self.enlaces[-1] = (direccion, f"{palabras}{data}")

    def _formulario_de(self, atributos: dict) -> Formulario:
        """The form that a field names, if it stands above it, or else the one around it."""
        nombrados = [f for f in self.formularios if f.id and f.id == atributos.get("form")]
        return (nombrados or self.formularios)[-1]

    def _leer_input(self, formulario: Formulario, atributos: dict) -> None:
        nombre, tipo = atributos.get("name"), atributos.get("type", "text")
        if not nombre or tipo in {"submit", "button", "reset", "image"}:
            return
        if tipo == "file":
            formulario.archivos.append(nombre)
            return
        formulario.nombres.add(nombre)
        marcable = tipo in {"checkbox", "radio"}
        if not marcable or "checked" in atributos:
            valor = atributos.get("value", "on" if marcable else "")
            formulario.valores.append((nombre, valor))

    def _leer_select(self, formulario: Formulario, atributos: dict) -> None:
        formulario.nombres.add(atributos.get("name", ""))
        self._elegido = []

    def _leer_option(self, formulario: Formulario, atributos: dict) -> None:
        self._elegido.append((atributos.get("value", ""), "selected" in atributos))

    def _cerrar_select(self, nombre: str) -> None:
        """A browser sends the selected option, or the first one."""
        marcadas = [valor for valor, elegida in self._elegido if elegida]
        if self._elegido:
            valor = marcadas[-1] if marcadas else self._elegido[0][0]
            self.formularios[-1].valores.append((nombre, valor))

    def _cerrar_textarea(self, atributos: dict) -> None:
        nombre = atributos.get("name", "")
        texto = "".join(self._textos.get(atributos.get("id", ""), []))
        self.formularios[-1].nombres.add(nombre)
        self.formularios[-1].valores.append((nombre, texto.removeprefix("\n")))


class Visitante:
    """One person with their own cookies."""

    def __init__(self, portal: str) -> None:
        self.portal = portal.rstrip("/")
        self._sesion = requests.Session()

    def ver(self, direccion: str) -> Pagina:
        """GET an address of the portal, or a whole one."""
        return self._pedir("GET", urljoin(f"{self.portal}/", direccion))

    def enviar(
        self,
        pagina: Pagina,
        formulario: Formulario,
        datos: dict[str, str] | None = None,
        adjuntos: dict[str, Path] | None = None,
    ) -> Pagina:
        """POST a form of `pagina` and follow where it leads."""
        destino = urljoin(pagina.url, formulario.accion or pagina.url)
        envio = formulario.lleno(datos or {}, adjuntos or {})
        # Django asks for the Referer over HTTPS.
        return self._pedir("POST", destino, headers={"Referer": pagina.url}, **envio)

    def _pedir(self, metodo: str, direccion: str, **envio) -> Pagina:
        try:
            respuesta = self._sesion.request(metodo, direccion, timeout=PACIENCIA, **envio)
        except requests.RequestException as error:
            motivo = type(error).__name__
            raise Tropiezo(f"El portal no responde en {self.portal} ({motivo}).") from None
        tipo = respuesta.headers.get("Content-Type", "")
        pagina = Pagina(respuesta.url, tipo, respuesta.content)
        if not respuesta.ok:
            raise Tropiezo(f"{pagina.url} respondió {respuesta.status_code}. {pagina.queja()}")
        return pagina
