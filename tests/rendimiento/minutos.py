"""How long a person takes to send a complete request: `python -m tests.rendimiento.minutos`.

Nobody holds the watch: a real browser goes the way on a 320 px screen, and each thing that a person
would do is counted with the pace that others measured (a keystroke-level model). What the machine
takes is measured: a slow mobile line, a processor four times slower, the portal of `make run`.
"""

import re
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from playwright.sync_api import Locator, Page, expect, sync_playwright

from tests import muestras, servicios
from tests.conftest import BANDERAS_DE_CHROMIUM, TELEFONO
from tests.navegador.pasos import CONTACTO, PEDIDO, QUIEN, TRAMITE, campo, en_el_paso, tarjeta
from tests.portal_vivo import portal_encendido

# Seconds. Reading: 278 words a minute in silence, in Spanish (Brysbaert 2019). Typing on a phone:
# 36.2 words of five letters a minute (Palin and others 2019, 37 370 people). Deciding and pointing:
# 1.35 and 1.1 (Card, Moran and Newell 1980).
PALABRA, LETRA, DECIDIR, TOCAR = 60 / 278, 60 / (36.2 * 5), 1.35, 1.1
FOTO = 20.0  # to take one, or find it among others: nobody's figure, on the long side
LENTA = 2.0  # a second person, hurt or unused to it, needs twice as long for all of her part
META = 300.0  # "in under 5 minutes"
PACIENCIA = 180_000  # milliseconds for one answer
# A phone far from the mast, Lighthouse's "slow 4G", and one in the middle of a town, WebPageTest's
# "4G": milliseconds, and bytes a second down and up. Both with a processor four times slower.
LINEAS = {"línea lenta": (562, 180_000, 84_375), "4G corriente": (170, 1_125_000, 1_125_000)}
PROCESADOR = 4


@dataclass
class Persona:
    """Acts on a tab, and keeps how long she and the machine needed at each thing."""

    pestana: Page
    suyo: Counter = field(default_factory=Counter)
    maquina: float = 0.0
    leido: set[str] = field(default_factory=set)

    def leer(self) -> None:
        """Every line that the page shows and that she has not read yet."""
        hoja = self.pestana.locator("main")
        lineas = {linea.strip() for linea in hoja.inner_text().split("\n")}
        no_se_leen = set(hoja.locator("option, .visually-hidden").all_inner_texts())
        nuevas = " ".join(lineas - self.leido - no_se_leen)
        self.suyo["leer"] += len(re.findall(r"\w+", nuevas)) * PALABRA
        self.leido |= lineas

    def escribir(self, donde: Locator, texto: str) -> None:
        self.suyo["teclear"] += TOCAR + len(texto) * LETRA
        donde.fill(texto)

    def elegir(self, donde: Locator, valor: str) -> None:
        self.suyo["decidir y tocar"] += DECIDIR + 2 * TOCAR
        donde.select_option(valor)

    def tocar(self, donde: Locator) -> None:
        self.suyo["decidir y tocar"] += DECIDIR + TOCAR
        donde.click(timeout=PACIENCIA)

    def fotografiar(self, donde: Locator, archivo: Path) -> None:
        self.suyo["fotografiar"] += 2 * TOCAR + FOTO
        donde.set_input_files(archivo)

    def pasar(self, donde: Locator, hasta: Locator) -> None:
        """Touch something and wait, as long as it takes, for what follows."""
        antes = time.perf_counter()
        self.tocar(donde)
        self.esperar(hasta, antes)

    def esperar(self, que: Locator, antes: float) -> None:
        expect(que).to_be_visible(timeout=PACIENCIA)
        self.maquina += time.perf_counter() - antes


def paso(pestana: Page, numero: int) -> Locator:
    return pestana.get_by_text(f"Paso {numero} de 5")


def boton(pestana: Page, nombre: str) -> Locator:
    return pestana.get_by_role("button", name=nombre)


def llenar(ana: Persona, numero: int, datos: dict[str, str]) -> None:
    ana.leer()
    for etiqueta, valor in datos.items():
        ana.escribir(ana.pestana.get_by_label(etiqueta).first, valor)
    if datos is PEDIDO:
        ana.elegir(ana.pestana.get_by_label("Provincia"), "17")
    ana.pasar(boton(ana.pestana, "Continuar"), paso(ana.pestana, numero + 1))


def adjuntar(ana: Persona, cual: str, archivo: Path, *, guiones: bool) -> None:
    ana.fotografiar(campo(ana.pestana, cual), archivo)
    antes = time.perf_counter()
    if not guiones:
        ana.tocar(tarjeta(ana.pestana, cual).get_by_role("button", name="Subir y revisar"))
    ana.esperar(tarjeta(ana.pestana, cual).locator(".veredicto"), antes)
    ana.leer()


def equivocarse(ana: Persona) -> None:
    """A digit wrong in the first step: its sentence is read and the field found again."""
    pestana = ana.pestana
    ana.leer()
    ana.escribir(pestana.get_by_label("Número de identificación").first, "1710034066")
    ana.pasar(boton(pestana, "Continuar"), pestana.get_by_role("alert"))
    ana.leer()
    ana.tocar(pestana.get_by_role("alert").get_by_role("link").first)


def enviar(ana: Persona, archivos: Path, *, guiones: bool, errores: bool) -> None:
    pestana = ana.pestana
    pestana.goto(TRAMITE)
    empezar = pestana.get_by_role("link", name="Empezar la solicitud").first
    ana.pasar(empezar, paso(pestana, 1))
    if errores:
        equivocarse(ana)
    for numero, datos in enumerate((QUIEN, CONTACTO, PEDIDO), 1):
        llenar(ana, numero, datos)
    ana.leer()
    if errores:
        adjuntar(ana, "carta", archivos / "sin-firma.jpg", guiones=guiones)
        ana.pasar(
            tarjeta(pestana, "carta").get_by_role("button", name="Quitar"),
            campo(pestana, "carta"),
        )
    for cual in ("cedula", "carta"):
        adjuntar(ana, cual, archivos / f"{cual}.jpg", guiones=guiones)
    reducidas = boton(pestana, "Sí, la veo bien")
    while reducidas.count():
        ana.tocar(reducidas.first)
        en_el_paso(pestana, 4)
    ana.pasar(boton(pestana, "Continuar"), paso(pestana, 5))
    ana.leer()
    ana.pasar(boton(pestana, "Enviar la solicitud"), pestana.locator("#numero"))


def de_una_vez(contexto, linea: tuple[int, int, int], archivos: Path, **como: bool) -> Persona:
    pestana = contexto.new_page()
    espera, baja, sube = linea
    aparato = contexto.new_cdp_session(pestana)
    aparato.send("Network.enable")
    aparato.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": espera,
            "downloadThroughput": baja,
            "uploadThroughput": sube,
        },
    )
    aparato.send("Emulation.setCPUThrottlingRate", {"rate": PROCESADOR})
    ana = Persona(pestana)
    enviar(ana, archivos, **como)
    return ana


def decir(manera: str, ana: Persona) -> None:
    suyo = ana.suyo.total()
    for quien, veces in (("", 1.0), (", con el doble de tiempo para todo", LENTA)):
        total = suyo * veces + ana.maquina
        signo = "✓" if total <= META else "✗"
        sys.stdout.write(f"{signo} {manera}{quien}: {total / 60:.1f} min (meta ≤ 5)\n")
    partes = ", ".join(f"{que} {segundos:.0f} s" for que, segundos in ana.suyo.most_common())
    sys.stdout.write(f"    {partes}; esperar a la máquina {ana.maquina:.0f} s\n")


def main() -> None:
    with tempfile.TemporaryDirectory() as temporal, sync_playwright() as playwright:
        carpeta = Path(temporal)
        (carpeta / "cedula.jpg").write_bytes(muestras.cedula_jpg())
        (carpeta / "carta.jpg").write_bytes(muestras.foto_de_telefono())
        (carpeta / "sin-firma.jpg").write_bytes(muestras.carta_jpg(firmada=False))
        chromium = playwright.chromium.launch(
            executable_path=servicios.chromium(), args=BANDERAS_DE_CHROMIUM
        )
        with portal_encendido(carpeta / "var") as portal:
            for linea, errores, guiones in product(LINEAS, (False, True), (True, False)):
                manera = f"{linea}, {'con' if guiones else 'sin'} JavaScript"
                with chromium.new_context(
                    base_url=portal.url, locale="es-EC", java_script_enabled=guiones, **TELEFONO
                ) as contexto:
                    ana = de_una_vez(
                        contexto, LINEAS[linea], carpeta, guiones=guiones, errores=errores
                    )
                decir(f"{manera} y dos errores" if errores else manera, ana)


if __name__ == "__main__":
    main()
