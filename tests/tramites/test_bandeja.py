"""The officers' list: what it shows, and that its cost does not grow with its rows."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tramites import services
from tramites.escritorio.bandeja import BANDEJAS
from tramites.identificacion import telefono_en_palabras
from tramites.models import Solicitud

from .reparto import APROBACION, mandar_correccion, presentada, registrada, requisito

LISTA = "/admin/tramites/solicitud/"


def consultas(navegador, ruta) -> int:
    with CaptureQueriesContext(
        connection,
    ) as capturadas:
        assert navegador.get(ruta).status_code == 200
    return len(capturadas)


def test_la_lista_cuesta_lo_mismo_con_un_caso_que_con_muchos(entrar, bruno, solicitud):
    navegador = entrar(bruno)
    con_uno = consultas(navegador, LISTA)
    for _ in range(5):
        services.tomar(presentada(), por=bruno)
    assert consultas(navegador, LISTA) == con_uno


def test_el_caso_cuesta_lo_mismo_con_mas_historia(entrar, bruno, en_manos_de_bruno):
    navegador = entrar(bruno)
    ruta = reverse("admin:tramites_solicitud_change", args=[en_manos_de_bruno.pk])
    antes = consultas(navegador, ruta)
    for _ in range(5):
        services.anotar_movimiento(en_manos_de_bruno, "tomar", por=bruno)
    assert consultas(navegador, ruta) == antes


def test_la_lista_muestra_estado_provincia_edad_y_termino(entrar, bruno, solicitud):
    hace_tres_dias = timezone.now() - timedelta(days=3, hours=1)
    Solicitud.objects.update(
        presentada_en=hace_tres_dias, vence_el=timezone.localdate(hace_tres_dias)
    )
    pagina = entrar(bruno).get(LISTA).content.decode()
    for dato in (solicitud.numero, "Ingresada", "Pichincha", "3\xa0días", "· venció"):
        assert dato in pagina


def test_cada_caso_esta_en_su_bandeja(entrar, bruno, sara):
    nueva, tomada, ajena, negada = (presentada() for _ in range(4))
    services.tomar(tomada, por=bruno)
    for caso in (ajena, negada):
        services.tomar(caso, por=sara)
    services.negar(negada, por=sara, motivo="El proceso ya fue resuelto en mayo.")
    Solicitud.objects.filter(pk=ajena.pk).update(vence_el=timezone.localdate())

    def numeros(parametros):
        lista = entrar(bruno).get(LISTA + parametros).context["cl"].result_list
        return [caso.numero for caso in lista]

    assert {bandeja: numeros(f"?bandeja={bandeja}") for bandeja in BANDEJAS} == {
        "por_atender": [ajena.numero, nueva.numero, tomada.numero],
        "por_tomar": [nueva.numero],
        "mias": [tomada.numero],
        "volvieron": [],
        "en_correccion": [],
        "por_anular": [],
        "a_favor": [],
        "sin_certificado": [negada.numero],
        "todas": [caso.numero for caso in (negada, ajena, tomada, nueva)],
    }
    assert numeros("") == numeros("?bandeja=por_atender")
    assert numeros(f"?q={negada.numero}") == [negada.numero]


def test_lo_corregido_que_vuelve_se_distingue_de_lo_nuevo(entrar, bruno, en_manos_de_bruno):
    """Told in the list and on the case's page, and a tray of its own, until it is decided."""
    presentada()  # a new one, that nobody corrected
    navegador = entrar(bruno)
    caso = reverse("admin:tramites_solicitud_change", args=[en_manos_de_bruno.pk])
    dicho = f"Volvió corregida el {timezone.localdate():%d-%m-%Y}"

    def se_ve() -> tuple:
        lista = navegador.get(f"{LISTA}?bandeja=volvieron").context["cl"].result_list
        paginas = [navegador.get(ruta).content.decode() for ruta in (LISTA, caso)]
        return [c.numero for c in lista], [pagina.count(dicho) for pagina in paginas]

    carta = {requisito("carta"): "Falta la firma"}
    services.pedir_correccion(en_manos_de_bruno, por=bruno, motivos=carta)
    assert se_ve() == ([], [0, 0])
    hasta = en_manos_de_bruno.subsanaciones.get().vence_el
    en_pausa = navegador.get(f"{LISTA}?bandeja=en_correccion").content.decode()
    assert f"En pausa: la persona corrige hasta el {hasta:%d-%m-%Y}" in en_pausa
    mandar_correccion(en_manos_de_bruno)
    # Of several that came back, the last one counts.
    antes = timezone.now() - timedelta(days=3)
    en_manos_de_bruno.subsanaciones.update(pedida_en=antes, atendida_en=antes)
    cedula = {requisito("cedula"): "Está borrosa"}
    services.pedir_correccion(en_manos_de_bruno, por=bruno, motivos=cedula)
    mandar_correccion(en_manos_de_bruno)
    assert se_ve() == ([en_manos_de_bruno.numero], [1, 1])
    services.negar(en_manos_de_bruno, por=bruno, motivo="El proceso ya fue resuelto en mayo.")
    assert se_ve() == ([], [0, 0])


def test_la_etiqueta_del_termino_lleva_su_fecha(entrar, bruno, solicitud):
    """The tone warns five business days before; the date is always there."""
    hoy = timezone.localdate()

    def etiqueta(vence) -> tuple:
        Solicitud.objects.update(vence_el=vence)
        pagina = entrar(bruno).get(LISTA).content.decode()
        return re.search(rf'tono-(\w+)">({vence:%d-%m-%Y} · [^<]*)<', pagina).groups()

    lejos, ayer = hoy + timedelta(days=30), hoy - timedelta(days=4)
    assert etiqueta(lejos)[0] == "neutro"
    assert etiqueta(hoy) == ("duda", f"{hoy:%d-%m-%Y} · vence hoy")
    tono, texto = etiqueta(ayer)
    assert (tono, texto.endswith(": riesgo de silencio positivo (COA 207)")) == ("mal", True)


def test_quien_la_tiene_a_cargo_se_nombra_igual_en_todas_partes(entrar, bruno, en_manos_de_bruno):
    bruno.first_name, bruno.last_name = "Bruno", "Andrade Paz"
    bruno.save()
    caso = reverse("admin:tramites_solicitud_change", args=[en_manos_de_bruno.pk])
    navegador = entrar(bruno)
    lista, pagina = (navegador.get(ruta).content.decode() for ruta in (LISTA, caso))
    assert '<td class="field-a_cargo">Bruno Andrade Paz</td>' in lista
    assert "Responsable: Bruno Andrade Paz" in pagina
    assert "<td>Bruno Andrade Paz</td>" in pagina  # of the history


@pytest.mark.parametrize("busqueda", ["Cevallos", "1710034065", "000001"])
def test_se_busca_por_nombre_identificacion_o_numero(entrar, bruno, solicitud, busqueda):
    navegador = entrar(bruno)
    assert solicitud.numero in navegador.get(f"{LISTA}?q={busqueda}").content.decode()
    assert solicitud.numero not in navegador.get(f"{LISTA}?q=no-existe").content.decode()


def test_avisa_si_otra_persona_presento_el_mismo_archivo(entrar, bruno, solicitud):
    """The same letter under two names is told to the officer, and to nobody else (R38)."""
    frase = "Este mismo archivo llegó con la solicitud de otra persona."
    ruta = reverse("admin:tramites_solicitud_change", args=[solicitud.pk])
    presentada()  # Ana's second request, with the same papers, is no news.
    assert frase not in entrar(bruno).get(ruta).content.decode()
    presentada(identificacion="0900000019", nombres="Eva Invento Prueba")
    assert entrar(bruno).get(ruta).content.decode().count(frase) == 2
    assert frase not in entrar(bruno).get(solicitud.ruta_seguimiento).content.decode()


@pytest.mark.parametrize(
    ("estado", "botones"),
    [
        ("ingresada", ["_tomar", "_derivar"]),
        ("en_revision", ["_aprobar", "_pedir_correccion", "_negar", "_derivar", "_soltar"]),
        ("aprobada", []),
    ],
)
def test_el_caso_muestra_solo_los_botones_que_el_estado_permite(
    entrar, bruno, solicitud, estado, botones
):
    if estado != "ingresada":
        services.tomar(solicitud, por=bruno)
    if estado == "aprobada":
        services.aprobar(solicitud, por=bruno, **APROBACION)
    ruta = reverse("admin:tramites_solicitud_change", args=[solicitud.pk])
    pagina = entrar(bruno).get(ruta).content.decode()
    todos = ["_tomar", "_aprobar", "_pedir_correccion", "_negar", "_derivar", "_soltar"]
    assert [b for b in todos if f'name="{b}"' in pagina] == botones


def test_el_caso_dice_lo_que_la_persona_vio_de_su_archivo(entrar, bruno, solicitud):
    """The officer weighs a doubtful photo knowing that its owner asked to send it so."""
    ruta = reverse("admin:tramites_solicitud_change", args=[solicitud.pk])
    dichos = ["reducida: pesaba 5,2 MB", "La persona vio cómo quedó y pidió enviarlo así."]
    antes = entrar(bruno).get(ruta).content.decode()
    solicitud.documentos.update(conforme=True, peso_original=5_459_318)
    despues = entrar(bruno).get(ruta).content.decode()
    assert [antes.count(dicho) for dicho in dichos] == [0, 0]
    assert [despues.count(dicho) for dicho in dichos] == [2, 2]


def test_volver_a_entrar_a_media_decision_lleva_al_caso(entrar, bruno, solicitud):
    """After the log-in the browser asks for the button's address with a GET."""
    caso = reverse("admin:tramites_solicitud_change", args=[solicitud.pk])
    for boton, argumentos in {"accion": ["tomar"], "reintentar": [], "reenviar": [1]}.items():
        ruta = reverse(f"admin:tramites_solicitud_{boton}", args=[solicitud.pk, *argumentos])
        assert entrar(bruno).get(ruta).headers["Location"] == caso
    solicitud.refresh_from_db()
    assert solicitud.estado == "ingresada"


# Every tick of the approval of a case filed online with a cédula.
COMPROBADO = dict.fromkeys(
    ["abierto"]
    + [f"comprobado_cedula_{n}" for n in range(2)]
    + [f"comprobado_carta_{n}" for n in range(4)],
    "on",
)


def accion(navegador, solicitud, nombre, **datos):
    ruta = reverse("admin:tramites_solicitud_accion", args=[solicitud.pk, nombre])
    datos.setdefault("version", solicitud.version)
    respuesta = navegador.post(ruta, {f"{nombre}-{c}": v for c, v in datos.items()}, follow=True)
    solicitud.refresh_from_db()
    return respuesta.content.decode()


def test_del_boton_a_la_decision(entrar, bruno, solicitud):
    navegador = entrar(bruno)
    accion(navegador, solicitud, "tomar")
    pagina = accion(
        navegador,
        solicitud,
        "aprobar",
        expediente="RT-2026-00077",
        vigente_desde=timezone.localdate(),
        vigente_hasta=timezone.localdate() + timedelta(days=90),
        **COMPROBADO,
    )
    assert "quedó: aprobada" in pagina
    assert (solicitud.estado, solicitud.expediente) == ("aprobada", "RT-2026-00077")
    assert solicitud.movimientos.get(accion="aprobar").detalle.splitlines() == [
        "Se comprobó:",
        "· El proceso de Riesgos del Trabajo sigue abierto",
        "· Cédula: Es la cédula de la persona solicitante, completa y legible",
        "· Cédula: Los nombres y el número coinciden con los de la solicitud",
        "· Carta firmada a mano: Está dirigida al Director del Seguro General de "
        "Riesgos del Trabajo del IESS",
        "· Carta firmada a mano: Dice los nombres completos y el número de identificación",
        "· Carta firmada a mano: Dice qué pide, un correo electrónico y números de contacto",
        "· Carta firmada a mano: Está firmada a mano",
    ]


@pytest.mark.parametrize("falta", COMPROBADO)
def test_sin_comprobar_cada_regla_no_se_aprueba(entrar, bruno, en_manos_de_bruno, falta):
    """R4, R10 to R16: one tick less and nothing is decided."""
    pagina = accion(
        entrar(bruno),
        en_manos_de_bruno,
        "aprobar",
        expediente="RT-2026-00077",
        vigente_desde=timezone.localdate(),
        vigente_hasta=timezone.localdate() + timedelta(days=90),
        **{campo: "on" for campo in COMPROBADO if campo != falta},
    )
    que_hacer = (
        "Si se cerró, niegue la solicitud" if falta == "abierto" else "Si no se cumple, pida"
    )
    assert pagina.count("Compruébelo y márquelo.") == pagina.count(que_hacer) == 1
    assert en_manos_de_bruno.estado == "en_revision"


def test_soltar_devuelve_el_caso_a_la_bandeja(entrar, bruno, en_manos_de_bruno):
    accion(entrar(bruno), en_manos_de_bruno, "soltar")
    assert (en_manos_de_bruno.estado, en_manos_de_bruno.responsable) == ("ingresada", None)
    assert not en_manos_de_bruno.movimientos.get(accion="soltar").publico


def test_derivar_lleva_el_caso_a_otra_unidad_y_avisa(entrar, bruno, carla, en_manos_de_bruno):
    """R9, R37: what came to the wrong unit goes on, and the first one no longer sees it."""
    presentada()  # The first one has other cases to see.
    solicitud, termino = en_manos_de_bruno, en_manos_de_bruno.vence_el
    pagina = accion(
        entrar(bruno),
        solicitud,
        "derivar",
        unidad=carla.funcionario.unidad.pk,
        motivo="Su proceso se abrió en Guayaquil.",
    )
    assert "quedó: ingresada" in pagina
    assert (solicitud.estado, solicitud.unidad, solicitud.responsable, solicitud.vence_el) == (
        "ingresada",
        carla.funcionario.unidad,
        None,
        termino,
    )
    ruta = reverse("admin:tramites_solicitud_change", args=[solicitud.pk])
    assert [entrar(quien).get(ruta).status_code for quien in (bruno, carla)] == [404, 200]
    derivada = solicitud.movimientos.get(accion="derivar")
    assert derivada.detalle == (
        "De Coordinación Provincial de Pichincha a Coordinación Provincial de Guayas: "
        "Su proceso se abrió en Guayaquil."
    )
    assert derivada.correo.aviso == "derivada"


def test_no_se_deriva_a_la_misma_unidad_ni_sin_decir_por_que(entrar, bruno, en_manos_de_bruno):
    pagina = accion(
        entrar(bruno),
        en_manos_de_bruno,
        "derivar",
        unidad=bruno.funcionario.unidad.pk,
        motivo="",
    )
    assert "Escoja una opción válida." in pagina
    assert "Escriba por qué le corresponde a esa unidad." in pagina
    assert en_manos_de_bruno.unidad == bruno.funcionario.unidad


@pytest.mark.parametrize(
    ("nombre", "datos", "frase"),
    [
        ("aprobar", {"expediente": ""}, "Escriba el número del proceso de Riesgos del Trabajo."),
        ("aprobar", {"vigente_hasta": "2020-01-01"}, "el certificado nacería vencido"),
        ("negar", {"motivo": "No"}, "Escriba al menos 20 letras; lleva 2."),
        ("pedir_correccion", {}, "Indique al menos un documento"),
        (
            "pedir_correccion",
            {"causa_carta": "sin_firma", "detalle_cedula": "Fotografíe también el reverso"},
            "Elija qué pasa con este documento o borre lo que escribió de él.",
        ),
    ],
)
def test_una_decision_incompleta_se_explica_y_no_decide(
    entrar, bruno, en_manos_de_bruno, nombre, datos, frase
):
    assert frase in accion(entrar(bruno), en_manos_de_bruno, nombre, **datos)
    assert en_manos_de_bruno.estado == "en_revision"


@pytest.mark.parametrize(("correo", "veces"), [("", 1), ("ana@example.org", 0)])
def test_a_quien_no_tiene_correo_se_le_llama(entrar, bruno, correo, veces):
    """The decision says it once, and the page while it stands, instead of nothing to do."""
    telefonos = ["+593991234567", "+59322345678"]
    solicitud = registrada(bruno, correo=correo, telefonos=telefonos).solicitud
    navegador = entrar(bruno)
    en_palabras = " o al ".join(map(telefono_en_palabras, telefonos))
    avisos = (
        f"La persona no tiene correo: llámela ahora al {en_palabras} para avisarle.",
        "Si nadie la llamó todavía, llámela ahora al ",
    )
    tomada = accion(navegador, solicitud, "tomar")
    assert [tomada.count(aviso) for aviso in avisos] == [0, 0]
    negada = accion(navegador, solicitud, "negar", motivo="El proceso ya fue resuelto en mayo.")
    assert [negada.count(aviso) for aviso in avisos] == [veces, veces]
    panel = negada.partition('id="t-acciones"')[2].partition("</section>")[0]
    assert [panel.count(f'href="tel:{telefono}"') for telefono in telefonos] == [veces, veces]
    assert panel.count("que su solicitud fue negada, por qué y cómo reclamar.") == veces
    assert panel.count("No hay acciones pendientes") == 1 - veces


def test_el_segundo_oficial_lee_quien_decidio(entrar, bruno, sara, en_manos_de_bruno):
    vista = en_manos_de_bruno.version
    motivo = "El proceso ya fue resuelto en mayo."
    accion(entrar(bruno), en_manos_de_bruno, "negar", motivo=motivo)
    pagina = accion(entrar(sara), en_manos_de_bruno, "negar", version=vista, motivo=motivo)
    assert "No se pudo negar: esta solicitud fue negada por Bruno el " in pagina
    assert en_manos_de_bruno.movimientos.filter(accion="negar").count() == 1
