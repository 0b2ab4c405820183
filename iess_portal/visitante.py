"""A visitor without a browser, who reads pages and sends their forms as a browser would.

It sends what the page offers: hidden fields, tokens and the values already chosen. A field that
the page does not have cannot be filled in.
"""

import http.client
import mimetypes
import secrets
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urljoin

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

    def cuerpo(self, datos: dict[str, str], adjuntos: dict[str, Path]) -> tuple[bytes, str]:
        """The body and its Content-Type, with `datos` typed in and `adjuntos` chosen."""
        if faltan := (set(datos) - self.nombres) | (set(adjuntos) - set(self.archivos)):
            raise Tropiezo(f"El formulario no tiene: {', '.join(sorted(faltan))}.")
        valores = [par for par in self.valores if par[0] not in datos] + list(datos.items())
        if not self.con_archivos:
            return urlencode(valores).encode(), "application/x-www-form-urlencoded"
        return _multiparte(valores, {nombre: adjuntos.get(nombre) for nombre in self.archivos})


def _multiparte(valores, adjuntos: dict[str, Path | None]) -> tuple[bytes, str]:
    """multipart/form-data; a file field left alone travels empty, as browsers do."""
    raya = secrets.token_hex(16)
    partes = []
    for nombre, valor in valores:
        valor = valor.replace("\r\n", "\n").replace("\n", "\r\n")
        partes.append(f'Content-Disposition: form-data; name="{nombre}"\r\n\r\n{valor}'.encode())
    for nombre, archivo in adjuntos.items():
        titulo = archivo.name.replace('"', "%22") if archivo else ""
        tipo = mimetypes.guess_type(titulo)[0] or "application/octet-stream"
        cabecera = f'Content-Disposition: form-data; name="{nombre}"; filename="{titulo}"'
        contenido = archivo.read_bytes() if archivo else b""
        partes.append(f"{cabecera}\r\nContent-Type: {tipo}\r\n\r\n".encode() + contenido)
    trozos = [b"--" + raya.encode() + b"\r\n" + parte + b"\r\n" for parte in partes]
    cuerpo = b"".join([*trozos, b"--" + raya.encode() + b"--\r\n"])
    return cuerpo, f"multipart/form-data; boundary={raya}"


class Pagina(HTMLParser):
    """One answer of the portal: its forms, its links, and the text under each id or role."""

    def __init__(self, url: str, estado: int, cabeceras, contenido: bytes) -> None:
        super().__init__()
        self.url, self.estado, self.contenido = url, estado, contenido
        self.formularios: list[Formulario] = []
        self.enlaces: list[tuple[str, str]] = []
        self._abiertas: list[tuple[str, dict]] = []
        self._textos: dict[str, list[str]] = {"": []}
        self._elegido: list[tuple[str, bool]] = []
        if cabeceras.get_content_type() == "text/html":
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
        raise Tropiezo(f"La página {self.url} no tiene el formulario esperado. {self._queja()}")

    def _queja(self) -> str:
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
        galletas = urllib.request.HTTPCookieProcessor(CookieJar())
        self._abridor = urllib.request.build_opener(galletas)

    def ver(self, direccion: str) -> Pagina:
        """GET an address of the portal, or a whole one."""
        return self._pedir(urllib.request.Request(urljoin(f"{self.portal}/", direccion)))  # noqa: S310

    def enviar(
        self,
        pagina: Pagina,
        formulario: Formulario,
        datos: dict[str, str] | None = None,
        adjuntos: dict[str, Path] | None = None,
    ) -> Pagina:
        """POST a form of `pagina` and follow where it leads."""
        cuerpo, tipo = formulario.cuerpo(datos or {}, adjuntos or {})
        destino = urljoin(pagina.url, formulario.accion or pagina.url)
        # Django asks for the Referer over HTTPS.
        cabeceras = {"Content-Type": tipo, "Referer": pagina.url}
        return self._pedir(urllib.request.Request(destino, cuerpo, cabeceras))  # noqa: S310

    def _pedir(self, pedido: urllib.request.Request) -> Pagina:
        try:
            with self._abridor.open(pedido, timeout=PACIENCIA) as respuesta:
                contenido = respuesta.read()
                return Pagina(respuesta.url, respuesta.status, respuesta.headers, contenido)
        except urllib.error.HTTPError as error:
            pagina = Pagina(error.url, error.code, error.headers, error.read())
            raise Tropiezo(f"{error.url} respondió {error.code}. {pagina._queja()}") from None
        except (OSError, http.client.HTTPException) as error:
            motivo = getattr(error, "reason", error)
            raise Tropiezo(f"El portal no responde en {self.portal} ({motivo}).") from None
