"""The one door: verdicts, sentences and the shape of the answer."""

import json

import pytest

from documentos import frases, informe
from documentos.formatos import Defecto
from documentos.revision import REGLAS, Exigencia, revisar
from tests import muestras

CARTA = (Exigencia.LEGIBLE, Exigencia.FIRMA)


def causas(resultado) -> list[tuple[str, str]]:
    return [(h.causa, h.gravedad) for h in resultado.hallazgos]


@pytest.mark.parametrize(
    ("hacer", "causa"),
    [
        (muestras.truncada, "danado"),
        (muestras.bomba_de_barridos, "danado"),
        (muestras.inundacion_de_pixeles, "danado"),
        (muestras.jpeg_con_zip, "tipo"),
        (muestras.pdf_protegido, "protegido"),
        (muestras.en_blanco, "blanco"),
        (lambda: b"", "danado"),
    ],
)
def test_lo_que_no_puede_servir_bloquea(hacer, causa):
    resultado = revisar(hacer(), CARTA)
    assert (resultado.veredicto, causas(resultado)) == ("rechazado", [(causa, "bloquea")])


@pytest.mark.parametrize("hacer", [muestras.cedula_jpg, muestras.carta_jpg, muestras.carta_pdf])
def test_lo_honesto_y_legible_se_acepta(hacer):
    assert causas(revisar(hacer(), ["legible"])) == []


def test_el_resumen_es_json_y_no_lleva_imagenes():
    resultado = revisar(muestras.carta_pdf(paginas=2), ["legible"])
    resumen = json.loads(json.dumps(resultado.resumen()))
    assert resumen["paginas"] == [
        {"numero": 1, "ancho": 1060, "alto": 1500},
        {"numero": 2, "ancho": 1060, "alto": 1500},
    ]
    assert (resumen["tipo"], resumen["tamano"], resumen["veredicto"]) == (
        "pdf",
        resultado.tamano,
        "aceptado",
    )
    assert [pagina.imagen[:3] for pagina in resultado.paginas] == [b"\xff\xd8\xff"] * 2


def test_una_exigencia_desconocida_es_un_error_del_programa():
    with pytest.raises(ValueError, match="sellada"):
        revisar(muestras.carta_jpg(), ["sellada"])


def test_toda_causa_tiene_su_palabra_y_su_frase():
    assert {regla.causa for regla in REGLAS} <= set(informe.NOMBRES)
    for causa in informe.NOMBRES:
        assert frases.de(causa, pagina=2).endswith(".")
    assert informe.NOMBRES["sin_firma"] == "sin firma"


@pytest.mark.parametrize(
    ("octetos", "dicho"),
    [
        (655_360, "640 KB"),
        (1_048_576, "1 MB"),
        (1_048_577, "un poco más de 1 MB"),
        (3_355_443, "3,2 MB"),
        (12 * 1_048_576, "12 MB"),
    ],
)
def test_el_peso_se_dice_como_lo_dice_la_gente(octetos, dicho):
    assert frases.peso(octetos) == dicho


def test_la_frase_del_tamano_dice_cuanto_pesa_y_cuanto_puede_pesar():
    assert frases.de_defecto(Defecto("tamano", medida=3_355_443, umbral=1_048_576)) == (
        "El archivo pesa 3,2 MB y el máximo es 1 MB. Redúzcalo o escanéelo con menos "
        "resolución y súbalo de nuevo."
    )
