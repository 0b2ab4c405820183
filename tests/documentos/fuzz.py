"""A coverage-guided hunt for bytes that break the checks written in pure Python (F04).

    python -m tests.documentos.fuzz [seconds, 900] [folder that keeps what it learns]

Run by hand: `atheris` instruments what it imports and never comes back. What breaks something
becomes a test of `test_hostil`, so that it is tried ever after; so far nothing did.
"""

import sys
import unicodedata

import atheris

with atheris.instrument_imports(include=["documentos"]):
    from documentos import formatos, limpieza, pdf, subida

LARGO = 4096  # bytes of an input: enough for headers, tables and object streams


def probar(datos: bytes) -> None:
    """Every pure check on the same bytes; the first tells which type they are to pretend."""
    cabeza = (b"\xff\xd8\xff", b"%PDF-1.7\n", b"")[datos[:1][0] % 3 if datos else 2]
    contenido = cabeza + datos[1:]
    formatos.defecto_de_archivo(contenido)
    limpia = limpieza.sin_metadatos(contenido)
    assert limpieza.sin_metadatos(limpia) == limpia
    assert not {nombre for nombre in pdf.nombres_de(contenido) if not isinstance(nombre, bytes)}
    visible = subida.nombre_visible(contenido.decode(errors="surrogateescape"))
    assert not any(unicodedata.category(c)[0] == "C" for c in visible) and len(visible) <= 255


def principal(segundos: str = "900", *carpetas: str) -> None:
    limites = [f"-max_total_time={segundos}", f"-max_len={LARGO}", "-timeout=10"]
    atheris.Setup([sys.argv[0], *limites, *carpetas], probar)
    atheris.Fuzz()


if __name__ == "__main__":
    principal(*sys.argv[1:])
