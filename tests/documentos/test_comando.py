"""`manage.py revisar_documentos`: one line a file, whatever the file is."""

import json
from io import StringIO

from django.core.management import call_command

from tests import muestras


def correr(carpeta, archivos: dict[str, bytes], *opciones: str) -> tuple[list[str], str]:
    rutas = []
    for nombre, contenido in archivos.items():
        (carpeta / nombre).write_bytes(contenido)
        rutas.append(str(carpeta / nombre))
    salida, errores = StringIO(), StringIO()
    call_command(
        "revisar_documentos",
        "--exigir",
        "cedula",
        *opciones,
        *rutas,
        str(carpeta / "no-existe.jpg"),
        stdout=salida,
        stderr=errores,
    )
    return salida.getvalue().splitlines(), errores.getvalue()


def test_sigue_despues_de_un_archivo_malo(tmp_path):
    archivos = {"mala.jpg": muestras.truncada(), "cedula.jpg": muestras.cedula_jpg()}
    lineas, errores = correr(tmp_path, archivos)
    assert lineas == [
        f"{tmp_path}/mala.jpg: rechazado — archivo dañado",
        f"{tmp_path}/cedula.jpg: aceptado",
    ]
    assert "no-existe.jpg: no se pudo leer" in errores


def test_con_json_da_un_objeto_por_archivo(tmp_path):
    lineas, _ = correr(tmp_path, {"blanca.jpg": muestras.en_blanco()}, "--json")
    (objeto,) = map(json.loads, lineas)
    (hallazgo,) = objeto.pop("hallazgos")
    assert objeto.pop("ms") > 0
    assert objeto == {
        "archivo": f"{tmp_path}/blanca.jpg",
        "veredicto": "rechazado",
        "firma": None,
        "paginas": 1,
        "tipo": "jpg",
    }
    assert (hallazgo["causa"], hallazgo["gravedad"]) == ("blanco", "bloquea")
