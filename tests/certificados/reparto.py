"""The certificates of the tests: facts of invented people, some on the edge of what is possible."""

from datetime import UTC, date, datetime

from certificados.models import Certificado
from certificados.services import DatosCertificado

TITULO = (
    "Certificado para atención médica de beneficiarios del Seguro General de Riesgos del Trabajo"
)
PROPOSITO = (
    "Se emite para que la persona mantenga la atención médica por el Seguro de Salud mientras "
    "su trámite esté en proceso."
)
ANA = {
    "titulo": TITULO,
    "proposito": PROPOSITO,
    "nombres": "Ana María Ñacato Güipús",
    "tipo_identificacion": "cédula de identidad",
    "identificacion": "1700000019",
    "expediente": "RT-2026-004512",
    "provincia": "Pichincha",
    "unidad": "Coordinación Provincial de Pichincha",
    "aprobado_por": "Coordinación Provincial de Pichincha",
    "vigente_desde": date(2026, 11, 23),
    "vigente_hasta": date(2027, 2, 21),
}
UNIDAD_LARGA = (
    "Dirección Nacional del Seguro General de Riesgos del Trabajo para las provincias sin "
    "coordinación propia y para las personas que residen en el exterior del país"
)
APELLIDO_DE_60 = "Quiñónezñandúgüerozáchacánchacaéíóúwmwmwmwmwmwmwmwmwmwmwmwmwm"
# What each of them tries is in its name; all must fit on one page, whole.
CASOS = {
    "corriente": {},
    "un_solo_nombre": {"nombres": "Ñusta"},
    "apellidos_de_60": {"nombres": f"Maximiliana {APELLIDO_DE_60} {APELLIDO_DE_60[::-1]}"},
    "todas_las_letras": {
        "nombres": "Áéíóúüñ ÁÉÍÓÚÜÑ àèìòù çãõ Ł’Ășż-Žõ D'Àvïla",
        "provincia": "Cañar",
    },
    "codigo_de_extranjero": {
        "tipo_identificacion": "código de identificación para personas extranjeras",
        "identificacion": "EXT-ABCDEFGHJKLM2026",
        "provincia": "Santo Domingo de los Tsáchilas",
    },
    "todo_largo": {
        "nombres": f"María de los Ángeles Encarnación {APELLIDO_DE_60} {APELLIDO_DE_60}",
        "unidad": UNIDAD_LARGA,
        "aprobado_por": UNIDAD_LARGA,
        "expediente": "RT-PICHINCHA-2026-000000000000123456/ACCIDENTE-DE-TRABAJO-01",
        "provincia": "Santo Domingo de los Tsáchilas",
        "direccion": "https://ventanilla-virtual.riesgosdeltrabajo.iess.gob.ec/certificados/verificar/",
    },
    "parece_codigo": {
        "nombres": '#image("/etc/passwd") *negrita* $x^2$ <a> \\ "comillas" @cita // nada',
        "expediente": '#panic("no")',
        "provincia": "= Título\n#pagebreak()",
    },
}


def datos(**cambios) -> DatosCertificado:
    return DatosCertificado(**(ANA | cambios))


def certificado(**cambios) -> Certificado:
    """A numbered certificate that no database knows."""
    base = ANA | {
        "numero": "IESS-CS-2026-000123-J",
        "serie": "IESS-CS-2026",
        "orden": 123,
        "codigo": "ABCDEFGH2345678B",
        "secreto": "Zx8v2q1Kd0aBcDeFgHiJkL",
        "direccion": "https://app.iess.gob.ec/certificados/verificar/",
        "emitido_en": datetime(2026, 11, 24, 2, 5, tzinfo=UTC),  # 23 November in Ecuador
    }
    return Certificado(**(base | cambios))
