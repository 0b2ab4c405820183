"""`manage.py revisar_documentos`: one line a file, whatever the file is."""

import json
import os
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from documentos.management.commands import revisar_documentos
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


def test_sigue_despues_de_lo_que_no_es_un_archivo(tmp_path):
    """A pipe that nobody writes to, a folder, a name that is not UTF-8."""
    os.mkfifo(tmp_path / "tubo")
    (tmp_path / "carpeta").mkdir()
    raro = os.fsdecode(os.fsencode(tmp_path) + b"/c\xe9dula.jpg")
    Path(raro).write_bytes(muestras.cedula_jpg())
    salida, errores = StringIO(), StringIO()
    rutas = [str(tmp_path / "tubo"), str(tmp_path / "carpeta"), raro]
    call_command("revisar_documentos", "--exigir", "cedula", *rutas, stdout=salida, stderr=errores)
    assert salida.getvalue() == f"{tmp_path}/c\ufffddula.jpg: aceptado\n"
    assert errores.getvalue().splitlines() == [
        f"{tmp_path}/tubo: no se pudo leer (no es un archivo).",
        f"{tmp_path}/carpeta: no se pudo leer (no es un archivo).",
    ]


def test_un_fallo_inesperado_no_para_el_resto(tmp_path, monkeypatch):
    original = revisar_documentos.revisar

    def falla_con_png(contenido, exigencias):
        if contenido.startswith(b"\x89PNG"):
            raise RuntimeError
        return original(contenido, exigencias)

    monkeypatch.setattr(revisar_documentos, "revisar", falla_con_png)
    archivos = {"a.jpg": muestras.otros_formatos()["PNG"], "b.jpg": muestras.cedula_jpg()}
    lineas, errores = correr(tmp_path, archivos)
    assert lineas == [f"{tmp_path}/b.jpg: aceptado"]
    assert f"{tmp_path}/a.jpg: no se pudo revisar (RuntimeError)." in errores.splitlines()


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


def test_medir_dice_cuanto_acierta_cada_detector(tmp_path):
    """A readable card, a blurred one, half a file, and a blank page that is a sound file."""
    archivos = {
        "cedula.jpg": (muestras.cedula_jpg(), "id", "yes", "na", "accept"),
        "borrosa.jpg": (muestras.borrosa(muestras.cedula_jpg(), 6), "id", "no", "na",
                        "reject_quality"),
        "media.jpg": (muestras.truncada(), "other", "na", "na", "reject_file"),
        "blanca.jpg": (muestras.en_blanco(), "other", "na", "na", "accept_file"),
    }  # fmt: skip
    filas = ["path,group,kind,legible,signed,expected"]
    for nombre, (contenido, *etiquetas) in archivos.items():
        (tmp_path / nombre).write_bytes(contenido)
        filas.append(",".join([nombre, "prueba", *etiquetas]))
    (tmp_path / "manifest.csv").write_text("\n".join(filas))
    salida = StringIO()
    call_command("medir_documentos", str(tmp_path), stdout=salida)
    lineas = salida.getvalue().splitlines()
    for linea in (
        "| prueba | 4 | 2 | 1 | 1 |",
        "| no se puede leer | 1 | 1/1 (21% a 100%) | 1 | 1/1 (21% a 100%) |",
        "| sin firma | 0 | — | 0 | — |",
        "| archivo malo | 1 | 1/1 (21% a 100%) | 2 | 1/1 (21% a 100%) |",
        "| borrosa | 1 | 0 | 1 | 1/1 (21% a 100%) |",
        "| página en blanco | 1 | 1 | 0 | — |",
    ):
        assert linea in lineas
