"""The main job over HTTP, on the real portal with its real worker (R9 to R39 from outside)."""

import re
import subprocess
import sys

from pypdf import PdfReader

from documentos.dibujo import Persona
from tests.portal_vivo import RAIZ


def test_el_recorrido_completo_deja_un_certificado_verificado(portal, tmp_path):
    salida = portal.gestionar("recorrido", "--url", portal.url, "--salida", str(tmp_path))
    pasos = re.findall(r"^ ?\d+  (.*?) +\d+ ms$", salida, re.MULTILINE)
    assert len(pasos) == 12
    assert re.fullmatch(r"Confirmación con el número IESS-RT-17-\d{4}-\d{6}-[A-Z]", pasos[3])
    assert pasos[-2:] == ["Verificación con número y código", "Verificación con el archivo"]
    texto = PdfReader(tmp_path / "certificado.pdf").pages[0].extract_text()
    assert Persona().nombres in " ".join(texto.split())


def test_un_paso_que_falla_termina_con_una_frase(portal, tmp_path):
    """The control: what is no document stops the walk at the form, with the form's own words."""
    carta = tmp_path / "carta.jpg"
    carta.write_text("Estimado Director:")
    hecho = recorrer(portal, tmp_path, "--carta", str(carta))
    assert hecho.returncode == 1
    assert hecho.stderr.startswith("El recorrido no terminó. Formulario y documentos: ")
    assert "JPG" in hecho.stderr
    assert not (tmp_path / "salida").exists()


def test_una_clave_equivocada_se_nota_en_su_paso(portal, tmp_path):
    hecho = recorrer(portal, tmp_path, "--oficial", "bruno", "--clave", "equivocada")
    assert (hecho.returncode, hecho.stderr) == (
        1,
        "El recorrido no terminó. Ingreso de bruno al escritorio: "
        "El escritorio no aceptó la clave de bruno.\n",
    )


def recorrer(portal, tmp_path, *argumentos) -> subprocess.CompletedProcess:
    fijos = ["--url", portal.url, "--salida", str(tmp_path / "salida")]
    return subprocess.run(
        [sys.executable, "manage.py", "recorrido", *fijos, *argumentos],
        cwd=RAIZ,
        env=portal.ambiente,
        capture_output=True,
        text=True,
        timeout=120,
    )
