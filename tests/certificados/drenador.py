"""A worker that can be killed at any line: a small zygote forks one child per certificate.

`python -m tests.certificados.drenador` reads orders from standard input, one JSON a line:
`{"ids": […], "veces": 1, "muere": "modulo:funcion:call|return", "defecto": null}`. For each id
it forks `veces` children at once, each of which issues that certificate and, where `muere` says,
kills itself with SIGKILL. It answers with the children's exit codes (-9 is a kill).

Nothing in the portal knows of this: the child watches its own calls with `sys.setprofile`. The
zygote never compiles a page (typst's threads do not survive a fork) nor opens a connection.
"""

import json
import os
import signal
import subprocess
import sys

import django
from django.conf import settings
from django.db import connection


class Drenador:
    """The tests' end of the pipe."""

    def __init__(self):
        entorno = os.environ | {
            "PRUEBAS_BASE": str(connection.settings_dict["NAME"]),
            "VAR": str(settings.VAR),
            # The portal's own settings: those of the tests would make another throw-away folder.
            "DJANGO_SETTINGS_MODULE": "iess_portal.settings",
        }
        self.proceso = subprocess.Popen(
            [sys.executable, "-m", "tests.certificados.drenador"],
            cwd=settings.BASE_DIR,
            env=entorno,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def emitir(self, ids, *, veces=1, muere=None, defecto=None) -> list[int]:
        orden = {"ids": list(ids), "veces": veces, "muere": muere, "defecto": defecto}
        self.proceso.stdin.write(json.dumps(orden) + "\n")
        self.proceso.stdin.flush()
        return json.loads(self.proceso.stdout.readline())

    def cerrar(self):
        self.proceso.stdin.close()
        self.proceso.wait(10)


def main():
    settings.DATABASES["default"]["NAME"] = os.environ["PRUEBAS_BASE"]
    django.setup()
    from certificados import llave  # noqa: PLC0415 — models exist only after setup

    # Parsed before the fork, as a prefork worker may.
    llave.abrir(settings.SELLO_PKCS12, settings.SELLO_CLAVE_ARCHIVO).cms(bytes(32))
    for linea in sys.stdin:
        orden = json.loads(linea)
        print(json.dumps([c for pk in orden["ids"] for c in _a_la_vez(pk, orden)]), flush=True)  # noqa: T201 — the answer


def _a_la_vez(pk: int, orden: dict) -> list[int]:
    hijos = [_bifurcar(pk, orden) for _ in range(orden["veces"])]
    return [os.waitstatus_to_exitcode(os.waitpid(hijo, 0)[1]) for hijo in hijos]


def _bifurcar(pk: int, orden: dict) -> int:
    hijo = os.fork()
    if hijo == 0:
        try:
            _emitir(pk, orden["muere"], orden["defecto"])
        except BaseException as error:
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            os._exit(1)
        os._exit(0)
    return hijo


def _emitir(pk: int, muere: str | None, defecto: str | None) -> None:
    from certificados import services  # noqa: PLC0415
    from tests.certificados import defectos  # noqa: PLC0415

    if defecto:
        getattr(defectos, defecto)()
    if muere:
        sys.setprofile(_verdugo(*muere.split(":")))
    services.emitir(pk)


def _verdugo(modulo: str, funcion: str, cuando: str):
    """A profile function that ends the process when `funcion` is called or has returned."""
    archivo = modulo.replace(".", "/") + ".py"

    def vigilar(marco, evento, _):
        codigo = marco.f_code
        es_aqui = codigo.co_name == funcion and codigo.co_filename.endswith(archivo)
        if evento == cuando and es_aqui:
            os.kill(os.getpid(), signal.SIGKILL)

    return vigilar


if __name__ == "__main__":
    main()
