"""A hospital desk asks; the answer is the least that serves, and the same in shape for all."""

import json
import statistics
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pikepdf
import pypdf
import pypdfium2
import pytest
import zxingcpp
from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from certificados import codigos, consultas, limites, pdf, sello, services, verificacion
from certificados.fechas import fecha_larga, hoy_en_ecuador
from certificados.models import Certificado, Consulta, Estado
from certificados.sello import crear_sello_de_desarrollo
from certificados.subida import PESO_MAXIMO, SubidaDeCertificado
from certificados.verificacion import Respuesta, Visita
from tests.certificados.casos import emitido, registrados
from tests.certificados.reparto import datos

pytestmark = pytest.mark.django_db
VERIFICAR = "/certificados/verificar/"
VISITA = Visita("origen")
SIN_CACHE = {
    "BACKEND": "iess_portal.cache.CachePrescindible",
    "LOCATION": "redis://127.0.0.1:1/0",
    "OPTIONS": {"socket_connect_timeout": 0.3},
}


@pytest.fixture(autouse=True)
def sin_cuentas_de_antes():
    cache.clear()


def qr(c):
    return f"{VERIFICAR}{c.secreto}/"


def preguntar(client, c, **mas):
    return client.post(VERIFICAR, {"numero": c.numero, "codigo": c.codigo_en_grupos, **mas})


def terminar(c, estado):
    if estado == "anulado":
        services.anular(c, motivo="x", por="y")
    if estado == "reemplazado":
        services.reemplazar(c, datos(), motivo="x", por="y")


def test_the_whole_answer():
    c = emitido(vigente_desde=date(2026, 1, 1), vigente_hasta=date(2090, 1, 1))
    esperada = Respuesta(
        estado="vigente",
        numero=c.numero,
        iniciales="A. M. Ñ. G.",
        identificacion="••••••••19",
        nombres="",
        provincia="Pichincha",
        vigente_desde=date(2026, 1, 1),
        vigente_hasta=date(2090, 1, 1),
        emitido_el=hoy_en_ecuador(),
        via="codigo",
    )
    assert verificacion.por_codigo(VISITA, c.numero, c.codigo) == esperada
    assert vars(verificacion.por_secreto(VISITA, c.secreto)) == vars(esperada) | {"via": "qr"}


def test_the_day_of_issue_is_that_of_ecuador():
    """The evening of the 23rd."""
    (c,) = registrados()
    Certificado.objects.filter(pk=c.pk).update(
        estado=Estado.NUMERADO,
        serie=codigos.serie_del_anio(2026),
        orden=1,
        numero=codigos.numero_de(2026, 1),
        emitido_en=datetime(2026, 11, 24, 2, 5, tzinfo=UTC),
    )
    services.emitir(c.pk)
    assert verificacion.por_secreto(VISITA, c.secreto).emitido_el == date(2026, 11, 23)


@pytest.mark.parametrize("estado", ["vigente", "vencido", "anulado", "reemplazado"])
def test_each_state_is_said_by_qr_and_by_code(client, estado):
    dia = hoy_en_ecuador() - timedelta(days=estado == "vencido")
    c = emitido(vigente_desde=dia, vigente_hasta=dia)
    terminar(c, estado)
    for respuesta in (client.get(qr(c)), preguntar(client, c)):
        assert respuesta.status_code == 200
        assert f'<h1 class="aviso-titulo">Certificado {estado}</h1>' in respuesta.content.decode()
        assert "Ana María" not in respuesta.content.decode()
        assert c.identificacion not in respuesta.content.decode()


@pytest.mark.parametrize(
    ("sucesor", "frase"),
    [
        ("vigente", "emitió otro en su lugar, que está vigente. Pida a la persona el más reciente"),
        ("por empezar", "emitió otro en su lugar, que todavía no empieza a valer"),
        ("por emitir", "está emitiendo otro en su lugar"),
        ("vencido", "el más reciente, que se emitió en su lugar, ya venció. Por esta solicitud no"),
        ("anulado", "el más reciente, que se emitió en su lugar, fue anulado. Por esta solicitud"),
    ],
)
def test_of_one_replaced_twice_it_says_what_became_of_the_newest(client, sucesor, frase):
    """Who is told to bring the most recent one must have one to bring."""
    viejo = emitido()
    hoy = hoy_en_ecuador()
    medio = services.reemplazar(viejo, datos(), motivo="x", por="y")
    services.emitir(medio.pk)
    medio.refresh_from_db()
    dia = hoy + timedelta(days={"vencido": -1, "por empezar": 1}.get(sucesor, 0))
    hechos = replace(datos(), vigente_desde=dia, vigente_hasta=dia)
    nuevo = services.reemplazar(medio, hechos, motivo="x", por="y")
    if sucesor != "por emitir":
        services.emitir(nuevo.pk)
        nuevo.refresh_from_db()
    if sucesor == "anulado":
        services.anular(nuevo, motivo="Lo que solo la persona lee", por="y")
    assert verificacion.por_secreto(VISITA, viejo.secreto).sucesor == sucesor
    pagina = client.get(qr(viejo)).content.decode()
    assert frase in pagina
    con_otro = ("vigente", "por empezar")
    assert ("Pida a la persona el más reciente" in pagina) == (sucesor in con_otro)
    assert ("no lo acepte ni pida otra copia" in pagina) == (sucesor in ("vencido", "anulado"))
    assert "Lo que solo" not in pagina and nuevo.secreto not in pagina


def test_one_that_begins_tomorrow_is_worth_nothing_today(client):
    manana = hoy_en_ecuador() + timedelta(days=1)
    c = emitido(vigente_desde=manana, vigente_hasta=manana)
    assert verificacion.por_secreto(VISITA, c.secreto).estado == "por empezar"
    pagina = client.get(qr(c)).content.decode()
    assert "Todavía no vale" in pagina and "Certificado vigente" not in pagina
    assert f"empieza a valer el {fecha_larga(manana)}." in pagina


def test_revoked_is_said_at_the_next_look(client):
    """F14: no cache between the decision and the desk."""
    c = emitido(vigente_desde=hoy_en_ecuador(), vigente_hasta=hoy_en_ecuador())
    assert "Certificado vigente" in client.get(qr(c)).content.decode()
    services.anular(c, motivo="El proceso se cerró", por="Coordinación")
    despues = client.get(qr(c))
    assert "Certificado anulado" in despues.content.decode()
    assert "El proceso se cerró" not in despues.content.decode()
    assert "no-store" in despues["Cache-Control"]
    assert (despues["Referrer-Policy"], despues["X-Robots-Tag"]) == ("strict-origin", "noindex")


def test_what_never_was_a_document_does_not_exist(client):
    """Not issued yet, and annulled before it was."""
    pendiente, anulado = registrados(2)
    services.anular(anulado, motivo="x", por="y")
    for c in (pendiente, anulado):
        respuesta = client.get(qr(c))
        assert (respuesta.status_code, "no existe" in respuesta.content.decode()) == (200, True)


def test_a_wrong_code_of_a_true_number_says_what_a_false_number_says():
    """S08: the number is printed and no secret; it must not answer by itself."""
    c, otro = emitido(), emitido()
    assert verificacion.por_codigo(VISITA, c.numero, otro.codigo) == Respuesta(via="codigo")
    assert verificacion.por_codigo(VISITA, "IESS-CS-2026-999999-A", c.codigo) == Respuesta(
        via="codigo"
    )


def test_typing_is_forgiven(client):
    c = emitido()
    escrito = {"numero": f" {c.numero.lower()} ", "codigo": " ".join(c.codigo.lower())}
    assert c.numero in client.post(VERIFICAR, escrito).content.decode()


def test_typing_errors_are_found_by_arithmetic_alone(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        respuesta = client.post(VERIFICAR, {"numero": "IESS-CS-2026-000123-K", "codigo": "ABC"})
    pagina = respuesta.content.decode()
    assert "Revise el número: alguna letra o cifra no coincide" in pagina
    assert "Revise el código: alguna letra o número no coincide" in pagina
    assert 'value="IESS-CS-2026-000123-K"' in pagina
    assert Consulta.objects.count() == 0


# --- The full name ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("ultimos", "se_ve"), [("00019", True), (" 0 0019", True), ("00018", False), ("19", False)]
)
def test_the_name_is_for_who_knows_the_identification(client, ultimos, se_ve):
    c = emitido()
    for respuesta in (
        client.post(qr(c), {"ultimos": ultimos}),
        preguntar(client, c, ultimos=ultimos),
    ):
        assert ("Ana María Ñacato Güipús" in respuesta.content.decode()) is se_ve
        assert ("Esos dígitos no son" in respuesta.content.decode()) is not se_ve


def test_the_end_of_a_foreigner_s_code_is_typed_in_any_case():
    """R21."""
    c = emitido(identificacion="EXT-ABCDEF2026K")
    assert verificacion.por_secreto(VISITA, c.secreto, "2026k").nombres == c.nombres


def test_the_end_of_an_identification_cannot_be_tried_out():
    """From many origins: after five wrong ones, not even the right one opens the name."""
    c = emitido()
    for n in range(5):
        assert verificacion.por_secreto(Visita(f"o{n}"), c.secreto, f"1111{n}").nombres == ""
    assert verificacion.por_secreto(Visita("titular"), c.secreto, "00019").nombres == ""


def test_who_knows_the_identification_may_ask_all_day():
    c = emitido()
    for _ in range(9):  # Nor does it spend a try to ask for no name.
        assert verificacion.por_secreto(Visita("mesa"), c.secreto).nombres == ""
    vistos = {
        verificacion.por_secreto(Visita("mesa"), c.secreto, "00019").nombres for _ in range(9)
    }
    assert vistos == {"Ana María Ñacato Güipús"}


def test_many_tries_at_once_are_no_more_tries():
    """All of them before any is compared, as twenty threads may."""
    c = emitido()
    assert sum(limites.gastar_intento(c.pk) for _ in range(20)) == limites.DIGITOS


# --- By file ---------------------------------------------------------------------------------
def subir(client, contenido: bytes):
    archivo = SimpleUploadedFile("c.pdf", contenido, content_type="application/pdf")
    return client.post(f"{VERIFICAR}archivo/", {"archivo": archivo}).content.decode()


def bytes_de(c) -> bytes:
    with default_storage.open(c.archivo) as archivo:
        return archivo.read()


def test_the_very_file_is_recognised(client):
    c = emitido(vigente_desde=hoy_en_ecuador(), vigente_hasta=hoy_en_ecuador())
    pagina = subir(client, bytes_de(c))
    assert "Certificado vigente" in pagina
    assert "El archivo es el que emitió la institución, sin ningún cambio." in pagina
    assert c.numero in pagina


def test_a_dropped_file_is_not_kept(client, settings):
    c = emitido()
    antes = sorted(settings.ALMACEN.rglob("*"))
    subir(client, bytes_de(c))
    assert sorted(settings.ALMACEN.rglob("*")) == antes


def test_no_file_with_any_byte_changed_is_recognised():
    """F13: one flip every 500 bytes of the whole file, padding and hexadecimal included."""
    original = bytes_de(emitido())
    assert verificacion.por_archivo(VISITA, original).estado != "no existe"
    conocidos = []
    for posicion in range(0, len(original), 500):
        roto = bytearray(original)
        roto[posicion] ^= 0x20
        if verificacion.por_archivo(Visita(str(posicion)), bytes(roto)).estado != "no existe":
            conocidos.append(posicion)
    assert conocidos == []


@pytest.mark.parametrize(
    "contenido",
    [
        b"x",
        b"%PDF-1.7 nada",
        b"/ByteRange [0 1 2 3]",
        b"/ByteRange [0 99999999 99999999 99999999]",
        b"/ByteRange [0 40 60 10]" + b"<" + b"30" * 40,
        bytes(range(256)) * 4000,
    ],
    ids=range(6),
)
def test_a_foreign_file_does_not_exist(client, contenido):
    assert "No es un archivo emitido por la institución" in subir(client, contenido)


def test_what_no_certificate_weighs_is_said_so_and_not_compared(client):
    pagina = subir(client, bytes(PESO_MAXIMO + 1))
    assert "El archivo pesa más de 8 MB: ningún certificado pesa tanto." in pagina
    assert Consulta.objects.count() == 0
    assert "No es un archivo emitido por la institución" in subir(client, bytes(PESO_MAXIMO))


def test_of_a_huge_file_only_a_certificate_s_weight_is_kept():
    """What arrives in chunks is counted whole, and the memory has an end."""
    recibe, trozo = SubidaDeCertificado(), bytes(1_048_576)
    recibe.new_file("archivo", "enorme.pdf", "application/pdf", None)
    for numero in range(24):
        recibe.receive_data_chunk(trozo, numero * len(trozo))
    archivo = recibe.file_complete(24 * len(trozo))
    assert (archivo.size, len(archivo.read())) == (24 * len(trozo), PESO_MAXIMO + 1)


def test_a_photo_is_told_from_a_changed_file(client):
    foto = SimpleUploadedFile("certificado.jpg", b"\xff\xd8\xff", "image/jpeg")
    pagina = client.post(f"{VERIFICAR}archivo/", {"archivo": foto}).content.decode()
    assert "Eso es una imagen. Aquí se compara el archivo PDF" in pagina
    assert Consulta.objects.count() == 0


def test_something_appended_is_seen():
    c = emitido()
    assert verificacion.por_archivo(VISITA, bytes_de(c) + b"\n").estado == "no existe"


def test_what_an_editor_saves_is_not_the_certificate():
    """F13: an incremental update, a page added, the same file saved anew."""
    original = bytes_de(emitido())
    for cambiar in (anotar, anadir_pagina, guardar_de_nuevo):
        cambiado = cambiar(original)
        assert pypdf.PdfReader(BytesIO(cambiado)).pages[0].extract_text()
        assert verificacion.por_archivo(Visita(cambiar.__name__), cambiado).estado == "no existe"


def test_with_the_qr_of_another_certificate_it_is_not_ours_and_the_qr_tells_the_truth(client):
    """F13: a false paper around a true QR; the page shows whose it is."""
    hoy = hoy_en_ecuador()
    de_ana = emitido(vigente_desde=hoy, vigente_hasta=hoy)
    falso = emitido(nombres="Luis Tixi", provincia="Guayas", vigente_desde=hoy, vigente_hasta=hoy)
    falso.secreto = de_ana.secreto
    contenido = sello.firmar(pdf.render(falso), falso)
    leido = qr_de(contenido)
    assert leido == de_ana.direccion_qr
    assert verificacion.por_archivo(VISITA, contenido).estado == "no existe"
    pagina = client.get(leido.removeprefix(settings.PORTAL_URL)).content.decode()
    assert all(dato in pagina for dato in (de_ana.numero, "A. M. Ñ. G.", "Pichincha"))
    assert "L. T." not in pagina


def qr_de(contenido: bytes) -> str:
    imagen = pypdfium2.PdfDocument(contenido)[0].render(scale=2).to_pil()
    return zxingcpp.read_barcodes(imagen)[0].text


def anotar(contenido: bytes) -> bytes:
    editor = pypdf.PdfWriter(BytesIO(contenido), incremental=True)
    editor.add_metadata({"/Title": "Otro"})
    salida = BytesIO()
    editor.write(salida)
    assert salida.getvalue().startswith(contenido)
    return salida.getvalue()


def anadir_pagina(contenido: bytes) -> bytes:
    editor = pypdf.PdfWriter(BytesIO(contenido), incremental=True)
    editor.add_blank_page(595, 842)
    salida = BytesIO()
    editor.write(salida)
    return salida.getvalue()


def guardar_de_nuevo(contenido: bytes) -> bytes:
    salida = BytesIO()
    with pikepdf.open(BytesIO(contenido)) as doc:
        doc.save(salida)
    return salida.getvalue()


def test_after_a_new_key_the_old_files_still_verify(settings, tmp_path):
    """Rotation: what was sealed with the old key, and what the new one seals."""
    viejo = emitido()
    settings.SELLO_PKCS12, settings.SELLO_CLAVE_ARCHIVO = tmp_path / "n.p12", tmp_path / "n.clave"
    crear_sello_de_desarrollo(settings.SELLO_PKCS12, settings.SELLO_CLAVE_ARCHIVO)
    nuevo = emitido()
    assert viejo.sello != nuevo.sello
    for c in (viejo, nuevo):
        assert verificacion.por_archivo(VISITA, bytes_de(c)).numero == c.numero


def test_a_file_that_another_key_sealed_than_its_row_says_is_not_recognised(monkeypatch):
    with monkeypatch.context() as parche:
        parche.setattr(sello, "huella", lambda: "0" * 64)
        c = emitido()
    assert verificacion.por_archivo(VISITA, bytes_de(c)) == Respuesta(via="archivo")


# --- By program ------------------------------------------------------------------------------
def pedir(client, pregunta, tipo="application/json"):
    cuerpo = pregunta if isinstance(pregunta, str) else json.dumps(pregunta)
    return client.post(reverse("certificados:verificar_json"), cuerpo, content_type=tipo)


def test_a_program_gets_the_same_answer(client):
    c = emitido(vigente_desde=date(2026, 1, 1), vigente_hasta=date(2090, 1, 1))
    esperada = {
        "version": "1",
        "estado": "vigente",
        "numero": c.numero,
        "iniciales": "A. M. Ñ. G.",
        "identificacion": "••••••••19",
        "nombres": None,
        "provincia": "Pichincha",
        "vigente_desde": "2026-01-01",
        "vigente_hasta": "2090-01-01",
        "emitido_el": hoy_en_ecuador().isoformat(),
        "via": "codigo",
        "sucesor": None,
    }
    respuesta = pedir(client, {"numero": c.numero, "codigo": c.codigo})
    assert (respuesta.status_code, respuesta.json()) == (200, esperada)
    assert "no-store" in respuesta["Cache-Control"]
    con_nombre = pedir(client, {"secreto": c.secreto, "ultimos": "00019"}).json()
    assert con_nombre == esperada | {"via": "qr", "nombres": "Ana María Ñacato Güipús"}


@pytest.mark.parametrize(
    "pregunta",
    [
        {"secreto": "x" * 22},
        {"secreto": "\u0000" * 22},
        {"secreto": "\ud800"},
        {"numero": "mal", "codigo": "mal"},
    ],
)
def test_a_program_is_told_that_it_does_not_exist_in_the_same_shape(client, pregunta):
    respuesta = pedir(client, pregunta)
    datos = respuesta.json()
    assert (respuesta.status_code, datos.pop("estado"), datos.pop("version")) == (
        200,
        "no existe",
        "1",
    )
    assert set(datos) == set(vars(Respuesta())) - {"estado"}
    assert {v for k, v in datos.items() if k != "via"} == {None}


@pytest.mark.parametrize(
    "cuerpo",
    ["", "{", "[]", "3", "null", "{}", '{"numero": 3, "codigo": []}', '{"secreto": null}', '"x"'],
)
def test_nonsense_from_a_program_is_a_400(client, cuerpo):
    respuesta = pedir(client, cuerpo)
    assert (respuesta.status_code, set(respuesta.json())) == (400, {"version", "error"})
    assert Consulta.objects.count() == 0


# --- Limits and log --------------------------------------------------------------------------
@pytest.mark.usefixtures("reloj_quieto")
def test_after_ten_failures_in_a_minute_the_origin_waits(client):
    c = emitido()
    for _ in range(10):
        assert client.get(f"{VERIFICAR}{'x' * 22}/").status_code == 200
    respuesta = client.get(qr(c))
    assert (respuesta.status_code, respuesta["Retry-After"]) == (429, "60")
    assert "Espere un minuto" in respuesta.content.decode()
    assert pedir(client, {"secreto": c.secreto}).status_code == 429
    # Another origin is not touched.
    assert client.get(qr(c), REMOTE_ADDR="10.9.8.7").status_code == 200


@pytest.mark.usefixtures("reloj_quieto")
def test_a_busy_desk_may_ask_sixty_times_a_minute():
    c = emitido()
    for _ in range(60):
        verificacion.por_secreto(VISITA, c.secreto)
    with pytest.raises(limites.DemasiadasConsultas):
        verificacion.por_secreto(VISITA, c.secreto)


@pytest.mark.usefixtures("reloj_quieto")
def test_all_origins_together_have_a_limit_too(settings):
    """An attack from many addresses must not spend the whole server."""
    settings.VERIFICACIONES_POR_MINUTO = 5
    c = emitido()
    for n in range(5):
        assert verificacion.por_secreto(Visita(f"o{n}"), c.secreto).numero == c.numero
    with pytest.raises(limites.DemasiadasConsultas):
        verificacion.por_secreto(Visita("otro"), c.secreto)


@pytest.mark.usefixtures("reloj_quieto")
def test_one_origin_alone_does_not_use_up_what_all_may_ask(settings):
    settings.VERIFICACIONES_POR_MINUTO = limites.PRESUPUESTO + 1
    c = emitido()
    for _ in range(3 * limites.PRESUPUESTO):
        with suppress(limites.DemasiadasConsultas):
            verificacion.por_secreto(VISITA, c.secreto)
    assert verificacion.por_secreto(Visita("otro"), c.secreto).numero == c.numero


def test_without_a_cache_verification_goes_on(client, settings):
    settings.CACHES = {"default": SIN_CACHE}
    c = emitido()
    assert c.numero in client.get(qr(c)).content.decode()
    # Digits that nobody counts could be tried without end.
    con_digitos = client.post(qr(c), {"ultimos": "00019"}).content.decode()
    assert c.numero in con_digitos
    assert "Ana María" not in con_digitos


def test_without_room_for_the_log_verification_goes_on(client):
    """R14: a full disk."""

    def llena(ejecutar, orden, *resto):
        if "INSERT" in orden:
            raise DatabaseError("disk full")
        return ejecutar(orden, *resto)

    c = emitido()
    with connection.execute_wrapper(llena):
        assert c.numero in client.get(qr(c)).content.decode()
    assert Consulta.objects.count() == 0


def test_each_check_is_logged_without_saying_who(client):
    c = emitido()
    client.get(qr(c), REMOTE_ADDR="203.0.113.9")
    preguntar(client, c)
    pedir(client, {"secreto": "nada"})
    hechas = Consulta.objects.order_by("id").values_list(
        "certificado", "via", "por_maquina", "resultado"
    )
    estado = services.estado_publico(c, hoy_en_ecuador())
    assert list(hechas) == [
        (c.pk, "qr", False, estado),
        (c.pk, "codigo", False, estado),
        (None, "qr", True, "no existe"),
    ]
    assert c.consultas.count() == 2
    assert "203.0.113.9" not in "".join(Consulta.objects.values_list("origen", flat=True))


def test_old_checks_go_and_their_number_stays(settings, monkeypatch):
    """In handfuls; the holder still sees how many times it was checked."""
    monkeypatch.setattr(consultas, "TANDA", 2)
    c, otro = emitido(), emitido()
    for _ in range(5):
        verificacion.por_secreto(VISITA, c.secreto)
    verificacion.por_secreto(VISITA, otro.secreto)
    verificacion.por_secreto(VISITA, "x" * 22)
    ahora = timezone.now()
    Consulta.objects.update(en=ahora - timedelta(days=settings.CONSULTAS_DIAS, seconds=1))
    verificacion.por_secreto(VISITA, c.secreto)
    assert (consultas.purgar(ahora), consultas.purgar(ahora)) == (7, 0)
    assert list(Consulta.objects.values_list("certificado", flat=True)) == [c.pk]
    c.refresh_from_db()
    otro.refresh_from_db()
    assert (c.veces_comprobado, otro.veces_comprobado) == (6, 1)


def test_two_purges_at_once_count_each_check_once(monkeypatch):
    """Another relay deleted one of these rows after we had counted them."""
    c = emitido()
    for _ in range(3):
        verificacion.por_secreto(VISITA, c.secreto)
    ids = list(Consulta.objects.values_list("pk", flat=True))
    assert consultas._borrar([*ids, max(ids) + 1]) is False
    assert c.consultas.count() == 3
    c.refresh_from_db()
    assert c.veces_comprobado == 3


@pytest.mark.parametrize(
    ("una", "otra"), [("2001:db8::1", "2001:db8::ffff"), ("10.0.0.1", "::ffff:10.0.0.1")]
)
def test_two_addresses_of_one_home_are_one_origin(rf, una, otra):
    assert origen(rf, una) == origen(rf, otra)


def test_two_homes_are_two_origins(rf):
    casas = ("2001:db8::1", "2001:db8:0:1::1", "10.0.0.1", "::ffff:10.0.0.2", "")
    assert len({origen(rf, casa) for casa in casas}) == len(casas)


def origen(rf, direccion):
    return Visita.de(rf.get("/", REMOTE_ADDR=direccion)).origen


def test_behind_the_proxy_the_visitor_s_own_header_is_not_believed(rf, settings):
    def dice(cabecera):
        pedido = rf.get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": cabecera})
        return Visita.de(pedido).origen

    vecino, visitante = origen(rf, "10.0.0.1"), origen(rf, "203.0.113.9")
    assert dice("203.0.113.9") == vecino  # There is no proxy: nobody's header is believed.
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert {dice(f"{mentira}, 203.0.113.9") for mentira in ("1.1.1.1", "2.2.2.2")} == {visitante}
    assert origen(rf, "10.0.0.1") == vecino  # Whoever does not come through it.


def test_no_cookie_is_needed_nor_given():
    """A hospital's computer may refuse them all; and there is no session to ride on."""
    navegador, c = Client(enforce_csrf_checks=True), emitido()
    respuestas = [
        navegador.get(VERIFICAR),
        navegador.get(qr(c)),
        preguntar(navegador, c, ultimos="00019"),
        navegador.post(qr(c), {"ultimos": "00019"}),
        navegador.post(f"{VERIFICAR}archivo/", {"archivo": BytesIO(bytes_de(c))}),
    ]
    assert [respuesta.status_code for respuesta in respuestas] == [200] * 5
    assert [dict(respuesta.cookies) for respuesta in respuestas] == [{}] * 5


@pytest.mark.parametrize("metodo", ["put", "delete", "patch"])
def test_only_asking_is_possible(client, metodo):
    assert getattr(client, metodo)(VERIFICAR).status_code == 405


def test_one_query_to_look_up_and_one_to_log(client, django_assert_num_queries):
    c, viejo = emitido(), emitido()
    services.reemplazar(viejo, datos(), motivo="x", por="y")
    for cualquiera in (c, viejo):
        with django_assert_num_queries(2):
            client.get(qr(cualquiera))


def test_a_true_number_takes_no_longer_than_a_false_one(settings):
    """S08: by its time neither; the medians of 200 of each, in turn, in CPU time."""
    settings.VERIFICACIONES_POR_MINUTO = 10_000
    c, otro = emitido(), emitido()
    tiempos = {c.numero: [], "IESS-CS-2026-999999-A": []}
    for n in range(200):
        for numero, medidos in tiempos.items():
            antes = time.process_time()
            verificacion.por_codigo(Visita(f"{n}"), numero, otro.codigo)
            medidos.append(time.process_time() - antes)
    cierto, falso = (statistics.median(medidos) for medidos in tiempos.values())
    assert abs(cierto - falso) / falso <= 0.2


def test_un_pedido_de_corchetes_sin_fin_es_un_pedido_malo(client):
    """S06: the parser gives up, the server does not."""
    respuesta = client.post(
        "/certificados/verificar/v1.json", "[" * 200_000, content_type="application/json"
    )
    assert respuesta.status_code == 400
