"""What a verification costs a web server: the portal's own gunicorn, asked over HTTP.

    python -m tests.rendimiento.verificacion [--vueltas 60] [--filas 1000 100000 1000000]

The CPU of the server's process for a whole request, bytes in and bytes out, against the emptiest
answer through the same server and middleware. Called in turn, some requests each, so that drift
meets all alike. On PostgreSQL also the CPU of its own processes, told apart.
"""

import argparse
import http.client
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import connection

from certificados import sello, verificacion
from certificados.models import Certificado, Consulta
from iess_portal.supervisor import morir_con_el_padre
from iess_portal.valkey import puerto_libre
from tests.certificados import reparto
from tests.certificados.casos import registrados
from tests.servicios import valkey

# Requests of one kind in a row.
SEGUIDAS = 20


class Servidor:
    """The portal's gunicorn with one worker, over the database of this bench."""

    def __init__(self, carpeta: Path, cola: str):
        self.puerto = puerto_libre()
        ambiente = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.settings_banco",
            "VAR": str(carpeta),
            "DATABASE_URL": direccion_de_la_base(),
            "REDIS_URL": cola,
        }
        orden = [sys.executable, "-m", "gunicorn", "-c", "python:iess_portal.gunicorn_conf"]
        orden += ["-w", "1", "--threads", "1", "-b", f"127.0.0.1:{self.puerto}"]
        morir = partial(morir_con_el_padre, os.getpid())
        self.maestro = subprocess.Popen(orden, env=ambiente, preexec_fn=morir)
        self.linea = http.client.HTTPConnection("127.0.0.1", self.puerto)

    def pedir(self, metodo: str, ruta: str, cuerpo: str | None, de: int) -> None:
        """One request over the same line, from the visitor number `de`."""
        cabeceras = {"X-Forwarded-For": f"10.0.0.{de % 50}"}
        if cuerpo:
            cabeceras["Content-Type"] = "application/json"
        self.linea.request(metodo, ruta, cuerpo, cabeceras)
        respuesta = self.linea.getresponse()
        respuesta.read()
        if respuesta.status != 200:
            raise RuntimeError(f"{ruta}: {respuesta.status}")

    def esperar(self) -> None:
        limite = time.monotonic() + 30
        while time.monotonic() < limite:
            try:
                return self.pedir("GET", "/ok/", None, 0)
            except ConnectionError:
                self.linea.close()
                time.sleep(0.2)
        raise RuntimeError("El servidor no arrancó.")

    @property
    def trabajador(self) -> int:
        pid = self.maestro.pid
        return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])


@contextmanager
def servidor() -> Iterator[Servidor]:
    with TemporaryDirectory(prefix="banco-") as carpeta, valkey(Path(carpeta)) as cola:
        uno = Servidor(Path(carpeta), cola)
        try:
            uno.esperar()
            yield uno
        finally:
            uno.maestro.terminate()
            uno.maestro.wait()


def direccion_de_la_base() -> str:
    base = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{base['NAME']}"
    return f"postgres://{base['USER']}@{base['HOST']}:{base['PORT']}/{base['NAME']}"


def gastado(pids: list[int]) -> float:
    """Milliseconds of CPU of all the threads of these processes."""
    hilos = [hilo for pid in pids for hilo in Path(f"/proc/{pid}/task").glob("*/schedstat")]
    return sum(int(hilo.read_text().split()[0]) for hilo in hilos) / 1e6


def de_la_base() -> list[int]:
    """The processes of the database that serve the web server."""
    if connection.vendor == "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
            "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return [pid for (pid,) in cursor.fetchall()]


def medir(
    uno: Servidor, caminos: dict[str, Callable], vueltas: int
) -> dict[str, tuple[float, float]]:
    """Median CPU milliseconds of one request of each: of the web server, and of the database."""
    tiempos = {nombre: [] for nombre in caminos}
    for vuelta in range(vueltas + 3):
        for nombre, pedir in caminos.items():
            web, base = [uno.trabajador], de_la_base()
            antes = gastado(web), gastado(base)
            for vez in range(SEGUIDAS):
                pedir(vuelta * SEGUIDAS + vez)
            despues = gastado(web), gastado(base)
            gasto = [(fin - inicio) / SEGUIDAS for inicio, fin in zip(antes, despues, strict=True)]
            tiempos[nombre].append(gasto)
    return {
        nombre: tuple(statistics.median(columna) for columna in zip(*gastos[3:], strict=True))
        for nombre, gastos in tiempos.items()
    }


def verificar(vueltas: int, filas: list[int]) -> None:
    for cuantas in filas:
        llenar(cuantas)
        c = Certificado.objects.filter(serie="BANCO").latest("id")
        pregunta = json.dumps({"secreto": c.secreto})
        connection.close()
        with servidor() as uno:
            caminos = {
                "piso: HttpResponse('ok')": partial(uno.pedir, "GET", "/ok/", None),
                "piso: el marco de una página": partial(uno.pedir, "GET", "/marco/", None),
                "por QR, JSON": partial(
                    uno.pedir, "POST", "/certificados/verificar/v1.json", pregunta
                ),
                "por QR, página": partial(
                    uno.pedir, "GET", f"/certificados/verificar/{c.secreto}/", None
                ),
            }
            medidas = medir(uno, caminos, vueltas)
        informar(cuantas, medidas)
        buscar(c)


def informar(cuantas: int, medidas: dict[str, tuple[float, float]]) -> None:
    """With its target: 3 floors, or 4 with what a database of its own spends."""
    piso = next(iter(medidas.values()))[0]
    meta = 3 if connection.vendor == "sqlite" else 4
    sys.stdout.write(f"\nVerificación con {cuantas} certificados ({connection.vendor}, CPU)\n")
    for nombre, (web, base) in medidas.items():
        veces = (web + base) / piso
        juicio = "" if "piso" in nombre else f"{'✓' if veces <= meta else '✗'} (meta ≤ {meta})"
        de_ella = f" (de la base, {base:.2f})" if base else ""
        sys.stdout.write(f"  {nombre:<30}{web + base:7.2f} ms {veces:5.2f} {juicio}{de_ella}\n")


def buscar(c: Certificado) -> None:
    """The look-up alone, in this process: flat however many there are."""
    tiempos = []
    for _ in range(500):
        antes = time.process_time()
        verificacion._buscar(Consulta.Via.QR, [c.secreto])
        tiempos.append((time.process_time() - antes) * 1000)
    sys.stdout.write(f"  de eso, la búsqueda {statistics.median(tiempos):14.3f} ms\n")


def llenar(cuantas: int) -> None:
    """Issued certificates without files, up to so many; none that is there can be deleted."""
    Consulta.objects.all().delete()
    hay = Certificado.objects.filter(serie="BANCO").count()
    (caso,) = [c.solicitud_id for c in registrados(1)]
    ahora = datetime.now(UTC)
    comunes = reparto.ANA | {
        "solicitud_id": caso,
        "estado": "anulado",
        "serie": "BANCO",
        "emitido_en": ahora,
        "archivo": "x",
        "sello": "y",
        "direccion": "http://localhost/",
        "anulado_en": ahora,
        "motivo_anulacion": "x",
        "anulado_por": "x",
        "vigente_hasta": date.today() + timedelta(90),
    }
    for tramo in range(hay, cuantas, 5000):
        Certificado.objects.bulk_create(
            Certificado(
                **comunes,
                orden=n,
                numero=f"BANCO-{n}",
                codigo=f"{n:016d}",
                secreto=f"{n:022d}",
                sha256=f"{n:064d}",
            )
            for n in range(tramo, min(tramo + 5000, cuantas))
        )


def main() -> None:
    opciones = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    opciones.add_argument("--vueltas", type=int, default=60)
    opciones.add_argument("--filas", type=int, nargs="*", default=[1000, 100_000])
    dadas = opciones.parse_args()
    sello.crear_sello_de_desarrollo(settings.SELLO_PKCS12, settings.SELLO_CLAVE_ARCHIVO)
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        verificar(dadas.vueltas, dadas.filas)
    finally:
        connection.close()
        connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"], verbosity=0)


if __name__ == "__main__":
    main()
