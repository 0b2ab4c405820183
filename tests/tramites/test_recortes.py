"""The piece of the page that a finding or a signature shows."""

from types import SimpleNamespace

import pytest

from tramites.templatetags.recortes import recorte

APAISADA, VERTICAL = (1500, 1125), (1240, 1754)


@pytest.mark.parametrize(
    ("medidas", "caja", "vista"),
    [
        # A card that runs off: the strip along its side is seen with the whole page.
        (APAISADA, (0, 0, 0.06, 1), [0, 0, 1500, 1125]),
        (VERTICAL, (0.94, 0, 1, 1), [0, 0, 1240, 1754]),
        # Along the top or the bottom, with what lies next to it.
        (APAISADA, (0, 0, 1, 0.06), [0, 0, 1500, 500]),
        (VERTICAL, (0, 0.94, 1, 1), [0, 1341, 1240, 413]),
        # A signature, with a little around it; at a corner, as much, inside the page.
        (VERTICAL, (0.2, 0.7, 0.5, 0.8), [197, 1158, 474, 316]),
        (VERTICAL, (0.7, 0.9, 1, 1), [766, 1438, 474, 316]),
        # A narrow mark, with what stands beside it.
        (VERTICAL, (0.5, 0.5, 0.52, 0.6), [396, 807, 474, 316]),
    ],
)
def test_se_ve_la_marca_en_su_lugar_y_nada_fuera_de_la_pagina(medidas, caja, vista):
    ancho, alto = medidas
    documento = SimpleNamespace(informe={"paginas": [{"ancho": ancho, "alto": alto}]})
    dicho = recorte(documento, {"pagina": 1, "caja": caja}, "/imagen.jpg", "La marca")
    assert dicho["vista"] == vista
    assert dicho["tamano"] == [pytest.approx(1000 * vista[2] / vista[3], abs=3), 1000]
    assert dicho["marco"] == [
        round(caja[0] * ancho),
        round(caja[1] * alto),
        round((caja[2] - caja[0]) * ancho),
        round((caja[3] - caja[1]) * alto),
    ]
