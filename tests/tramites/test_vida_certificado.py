"""The life of an issued certificate, as officers lead it: renew, replace, annul between two."""

from datetime import timedelta
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from certificados.fechas import fecha_larga
from certificados.models import Certificado
from tramites import alcance, services, vida_certificado
from tramites.correo import mensaje
from tramites.escritorio.del_certificado import RenovarForm
from tramites.models import Correo
from tramites.seguimiento import expediente

from .reparto import APROBACION, presentada

CORRECCION = {
    "nombres": "Ana Lucía Ñandú Ceballos",
    "identificacion": "1710034065",
    "expediente": "RT-2026-00078",
    "vigente_desde": APROBACION["vigente_desde"],
    "vigente_hasta": APROBACION["vigente_hasta"] + timedelta(days=9),
}


@pytest.fixture
def con_certificado(en_manos_de_bruno, bruno):
    """Ana's case with its certificate issued."""
    services.aprobar(en_manos_de_bruno, por=bruno, **APROBACION)
    emitir_pendiente(en_manos_de_bruno)
    return en_manos_de_bruno


def emitir_pendiente(solicitud):
    services.emitir_certificado(Certificado.objects.get(estado="pendiente").pk)
    solicitud.refresh_from_db()


def certificados():
    return list(Certificado.objects.order_by("pk").values_list("estado", "nombres", "expediente"))


def acciones(solicitud):
    return list(solicitud.movimientos.values_list("accion", flat=True))[4:]


def test_renovar_da_otro_numero_con_los_mismos_hechos(con_certificado, bruno):
    hasta = timezone.localdate() + timedelta(days=180)
    vida_certificado.renovar(con_certificado, por=bruno, vigente_hasta=hasta)
    assert con_certificado.estado == "aprobada"
    emitir_pendiente(con_certificado)
    viejo, nuevo = Certificado.objects.order_by("pk")
    assert (viejo.estado, viejo.reemplazado_por) == ("reemplazado", nuevo)
    assert (nuevo.estado, nuevo.nombres, nuevo.vigente_hasta) == ("emitido", viejo.nombres, hasta)
    assert (con_certificado.estado, acciones(con_certificado)) == (
        "certificado_emitido",
        ["renovar", "entregar"],
    )
    avisos = Correo.objects.order_by("pk").values_list("aviso", flat=True)
    assert list(avisos)[-2:] == ["certificado_reemplazado", "certificado_listo"]


def test_la_historia_habla_del_certificado_como_se_habla(client, entrar, con_certificado, bruno):
    """The same sentences for the person and at the desk."""
    hasta = timezone.localdate() + timedelta(days=180)
    vida_certificado.renovar(con_certificado, por=bruno, vigente_hasta=hasta)
    emitir_pendiente(con_certificado)
    caso = reverse("admin:tramites_solicitud_change", args=[con_certificado.pk])
    de_bruno = entrar(bruno).get(caso).content.decode()
    for historia in (
        pagina_de(client, con_certificado).partition('class="historia"')[2],
        de_bruno.partition('id="t-historia"')[2],
    ):
        assert historia.count("El certificado está listo.") == 2
        assert historia.count("Se renovó el certificado.") == 1
        assert "La solicitud fue aprobada." in historia
        assert "La solicitud tiene" not in historia


def test_a_quien_se_renueva_se_le_dice_que_la_hoja_anterior_ya_no_vale(
    client, con_certificado, bruno
):
    """On the page while the new one is made and when it is ready, in the history and by mail."""
    viejo = Certificado.objects.get()
    assert "Use solo este" not in carta_de("certificado_listo")
    client.get(reverse("certificados:verificar_qr", args=[viejo.secreto]))
    hasta = viejo.vigente_hasta + timedelta(days=1)
    vida_certificado.renovar(con_certificado, por=bruno, vigente_hasta=hasta)
    espera = pagina_de(client, con_certificado)
    assert "Estamos generando su nuevo certificado" in espera
    assert f"El anterior, n.º {viejo.numero}, ya no vale:" in espera
    emitir_pendiente(con_certificado)
    nuevo, lista = Certificado.objects.get(estado="emitido"), pagina_de(client, con_certificado)
    assert f"Use solo este, n.º {nuevo.numero}." in lista
    assert f"El anterior, n.º {viejo.numero}, dejó de valer el " in lista
    assert "Nadie ha comprobado todavía este certificado. El anterior se comprobó 1 vez." in lista
    assert f"Vale hasta el {fecha_larga(hasta)}. El anterior ya no vale." in lista
    renovado = mensaje(Correo.objects.get(aviso="certificado_reemplazado"))
    assert renovado.subject.startswith("Renovamos su certificado: el anterior ya no vale")
    assert "vale por más días" in renovado.body and "deséchelo" in renovado.body
    lista = mensaje(Correo.objects.filter(aviso="certificado_listo").last()).body
    assert "Use solo este: el anterior ya no vale." in lista


def test_en_el_expediente_lo_que_ya_no_vale_esta_aparte(con_certificado, bruno):
    viejo = Certificado.objects.get()
    hasta = viejo.vigente_hasta + timedelta(days=1)
    vida_certificado.renovar(con_certificado, por=bruno, vigente_hasta=hasta)
    emitir_pendiente(con_certificado)
    nuevo = Certificado.objects.get(estado="emitido")
    nombres = [pieza.nombre for pieza in expediente.piezas(con_certificado, timezone.now())]
    assert [n for n in nombres if n.startswith("certificados/")] == [
        f"certificados/{nuevo.numero}.pdf",
        f"certificados/ya-no-valen/{viejo.numero}.pdf",
    ]


@pytest.mark.parametrize(("le_quedan", "ofrece"), [(30, 90), (89, 90), (90, 180), (300, 366)])
def test_renovar_ofrece_un_dia_que_si_gana(en_manos_de_bruno, bruno, le_quedan, ofrece):
    """A long one was offered a day before its own end, which the form then refused."""
    hoy = timezone.localdate()
    vigente_hasta = {"vigente_hasta": hoy + timedelta(days=le_quedan)}
    services.aprobar(en_manos_de_bruno, por=bruno, **APROBACION | vigente_hasta)
    emitir_pendiente(en_manos_de_bruno)
    form = RenovarForm(solicitud=en_manos_de_bruno)
    assert form.fields["vigente_hasta"].initial == hoy + timedelta(days=ofrece)


def test_renovar_debe_dar_mas_dias(entrar, con_certificado, bruno):
    """The officer is told beside the field; the service itself refuses, whoever asks."""
    hasta = Certificado.objects.get().vigente_hasta
    frase = (
        f"El certificado actual ya vale hasta el {fecha_larga(hasta)}. "
        "Para renovarlo, elija un día posterior."
    )
    ruta = reverse("admin:tramites_solicitud_accion", args=[con_certificado.pk, "renovar"])
    datos = {"vigente_hasta": hasta, "abierto": "on", "version": con_certificado.version}
    respuesta = entrar(bruno).post(ruta, {f"renovar-{c}": v for c, v in datos.items()})
    assert f"<li>{frase}</li>" in html_de(respuesta)
    with pytest.raises(services.TransicionInvalida) as error:
        vida_certificado.renovar(con_certificado, por=bruno, vigente_hasta=hasta)
    assert str(error.value) == frase
    con_certificado.refresh_from_db()
    assert con_certificado.estado == "certificado_emitido"
    assert [estado for estado, *_ in certificados()] == ["emitido"]


def test_un_certificado_vencido_no_se_presenta_como_listo(client, con_certificado):
    hasta = Certificado.objects.get().vigente_hasta
    with time_machine.travel(timezone.now() + (hasta - timezone.localdate()) + timedelta(days=1)):
        pagina = pagina_de(client, con_certificado)
    assert "Su certificado venció" in pagina and "Su certificado está listo" not in pagina
    assert f"Valió hasta el {fecha_larga(hasta)}." in pagina


def test_reemplazar_corrige_los_hechos_y_revoca_el_anterior(con_certificado, bruno):
    vida_certificado.reemplazar(
        con_certificado, por=bruno, motivo="El apellido estaba mal escrito", **CORRECCION
    )
    emitir_pendiente(con_certificado)
    assert certificados() == [
        ("reemplazado", "Ana Lucía Ñandú Cevallos", "RT-2026-00077"),
        ("emitido", "Ana Lucía Ñandú Ceballos", "RT-2026-00078"),
    ]
    assert con_certificado.expediente == "RT-2026-00078"


def test_cerrar_el_proceso_anula_al_instante_y_avisa(client, con_certificado, bruno):
    vida_certificado.cerrar_proceso(con_certificado, por=bruno, motivo="Se resolvió el caso")
    certificado = Certificado.objects.get()
    assert (con_certificado.estado, certificado.estado, certificado.motivo_anulacion) == (
        "certificado_anulado",
        "anulado",
        "Se resolvió el caso",
    )
    assert Correo.objects.filter(aviso="certificado_anulado").count() == 1
    assert "Se cerró el proceso de Riesgos del Trabajo que le daba derecho a él." in carta_de(
        "certificado_anulado"
    )
    pagina = client.get(con_certificado.ruta_seguimiento).content.decode()
    assert "Su certificado ya no vale" in pagina and "Descargar el certificado" not in pagina
    descarga = reverse("certificado", args=[con_certificado.secreto])
    assert descarga not in pagina
    assert client.get(descarga).url == con_certificado.ruta_seguimiento


def test_anular_necesita_a_otra_persona(con_certificado, bruno, sara):
    """Who confirms, confirms the reason of the last request, not of one that was dropped."""
    vida_certificado.pedir_anulacion(con_certificado, por=sara, motivo="Otro caso")
    vida_certificado.descartar_anulacion(con_certificado, por=sara)
    vida_certificado.pedir_anulacion(con_certificado, por=bruno, motivo="Se emitió por error")
    assert (con_certificado.estado, certificados()[0][0]) == ("anulacion_pedida", "emitido")
    with pytest.raises(services.TransicionInvalida, match="persona distinta"):
        vida_certificado.confirmar_anulacion(con_certificado, por=bruno)
    con_certificado.refresh_from_db()
    assert con_certificado.estado == "anulacion_pedida"
    vida_certificado.confirmar_anulacion(con_certificado, por=sara)
    assert (con_certificado.estado, certificados()[0][0]) == ("certificado_anulado", "anulado")
    linea = con_certificado.movimientos.last()
    assert (linea.por, linea.detalle) == (sara, "Se emitió por error")


def llamarse(cuenta, nombre):
    """An administrator gives an account another user name."""
    get_user_model().objects.filter(pk=cuenta.pk).update(username=nombre)
    cuenta.refresh_from_db()


def test_cambiar_de_nombre_de_usuario_no_hace_de_una_persona_dos(
    entrar, con_certificado, bruno, carla, sara
):
    """Nor of two one: who has the old name now is somebody else. Carla is of another unit."""
    vida_certificado.pedir_anulacion(con_certificado, por=bruno, motivo="Se emitió por error")
    llamarse(bruno, "bruno.andrade")
    llamarse(sara, "bruno")
    assert [str(uno.usuario) for uno in alcance.pueden_confirmar(con_certificado)] == ["bruno"]
    por_anular = reverse("admin:tramites_solicitud_changelist") + "?bandeja=por_anular"
    ven = {q: con_certificado.numero in html_de(entrar(q).get(por_anular)) for q in (bruno, sara)}
    assert ven == {bruno: False, sara: True}
    with pytest.raises(services.TransicionInvalida, match="persona distinta"):
        vida_certificado.confirmar_anulacion(con_certificado, por=bruno)
    con_certificado.refresh_from_db()
    vida_certificado.confirmar_anulacion(con_certificado, por=sara)
    assert certificados()[0][0] == "anulado"


def test_lo_pedido_antes_con_un_nombre_se_pasa_a_la_cuenta(con_certificado, bruno, sara):
    """Also of an account that was renamed meanwhile."""
    vida_certificado.pedir_anulacion(con_certificado, por=bruno, motivo="Se emitió por error")
    Certificado.objects.update(anulacion_pedida_por=bruno.username)
    llamarse(bruno, "bruno.andrade")
    import_module("tramites.migrations.0021_quien_pidio_anular").por_su_clave(apps, None)
    assert Certificado.objects.get().anulacion_pedida_por == str(bruno.pk)


def test_quien_lee_que_se_anulo_lee_por_que_y_que_puede_hacer(client, con_certificado, bruno, sara):
    motivo = "El proceso se abrió por error con la cédula de otra persona."
    vida_certificado.pedir_anulacion(con_certificado, por=bruno, motivo=motivo)
    assert motivo not in pagina_de(client, con_certificado)
    vida_certificado.confirmar_anulacion(con_certificado, por=sara)
    pagina = pagina_de(client, con_certificado)
    assert f"<strong>Por qué:</strong> {motivo}" in pagina
    assert f'<p class="detalle">{motivo}</p>' in pagina  # and in the history
    assert "Sara" not in pagina and "Bruno" not in pagina
    queja = f"{reverse('quejar')}?numero={con_certificado.numero}"
    otra = reverse("tramite", args=[con_certificado.tramite.codigo])
    assert f'<a href="{queja}">presente una queja</a>' in pagina
    assert f'<a href="{otra}">enviar una nueva solicitud</a>' in pagina
    carta = carta_de("certificado_anulado")
    assert "puede leer por qué" in carta and "Se cerró el proceso" not in carta
    assert motivo not in carta
    secreto = Certificado.objects.get().secreto
    publica = html_de(client.get(reverse("certificados:verificar_qr", args=[secreto])))
    assert "Certificado anulado" in publica and motivo not in publica


@pytest.mark.parametrize("accion", ["cerrar_proceso", "pedir_anulacion", "reemplazar"])
def test_el_funcionario_sabe_que_la_persona_lo_leera_y_cuanto_cabe(
    entrar, con_certificado, bruno, accion
):
    """Longer than the certificate keeps, PostgreSQL would refuse it after the button."""
    caso = reverse("admin:tramites_solicitud_change", args=[con_certificado.pk])
    campo = html_de(entrar(bruno).get(caso)).partition(f'<textarea name="{accion}-motivo"')[2]
    assert "La persona lo leerá tal como lo escriba" in campo.partition("</div>")[0]
    ruta = reverse("admin:tramites_solicitud_accion", args=[con_certificado.pk, accion])
    datos = CORRECCION | {"motivo": "x" * 301, "version": con_certificado.version}
    respuesta = entrar(bruno).post(ruta, {f"{accion}-{c}": v for c, v in datos.items()})
    assert "<li>Escriba hasta 300 letras; lleva 301.</li>" in html_de(respuesta)
    assert certificados()[0][0] == "emitido"


def test_el_motivo_de_la_anulacion_dice_desde_cuando_se_lee(entrar, con_certificado, bruno):
    """And what it takes in several lines stays in several."""
    caso = reverse("admin:tramites_solicitud_change", args=[con_certificado.pk])
    assert (
        "La persona lo leerá tal como lo escriba, en cuanto otro funcionario confirme. "
        "Explique la razón y qué puede hacer." in html_de(entrar(bruno).get(caso))
    )
    ruta = reverse("admin:tramites_solicitud_accion", args=[con_certificado.pk, "pedir_anulacion"])
    datos = {"motivo": "Se emitió por error.\r\nPida otro.", "version": con_certificado.version}
    entrar(bruno).post(ruta, {f"pedir_anulacion-{c}": v for c, v in datos.items()})
    assert Certificado.objects.get().anulacion_pedida_motivo == "Se emitió por error.\nPida otro."


def test_mientras_no_se_confirma_la_persona_no_lo_sabe_y_lo_puede_usar(
    client, con_certificado, bruno
):
    vida_certificado.pedir_anulacion(con_certificado, por=bruno, motivo="Se emitió por error")
    pagina = client.get(con_certificado.ruta_seguimiento).content.decode()
    assert "Certificado disponible" in pagina and "Descargar el certificado" in pagina
    assert "anulación" not in pagina and "por error" not in pagina


def test_descartar_la_anulacion_deja_todo_como_estaba(con_certificado, bruno):
    vida_certificado.pedir_anulacion(con_certificado, por=bruno, motivo="Se emitió por error")
    vida_certificado.descartar_anulacion(con_certificado, por=bruno)
    certificado = Certificado.objects.get()
    assert (con_certificado.estado, certificado.estado, certificado.anulacion_pedida_por) == (
        "certificado_emitido",
        "emitido",
        "",
    )


def test_un_certificado_detenido_se_reintenta_desde_el_caso(entrar, en_manos_de_bruno, bruno):
    services.aprobar(en_manos_de_bruno, por=bruno, **APROBACION)
    navegador = entrar(bruno)
    caso = reverse("admin:tramites_solicitud_change", args=[en_manos_de_bruno.pk])
    assert "Reintentar la emisión" not in navegador.get(caso).content.decode()
    Certificado.objects.update(intentos=8, ultimo_error="CompilationError")
    assert "Reintentar la emisión" in navegador.get(caso).content.decode()
    navegador.post(reverse("admin:tramites_solicitud_reintentar", args=[en_manos_de_bruno.pk]))
    assert Certificado.objects.get().intentos == 0
    emitir_pendiente(en_manos_de_bruno)
    assert en_manos_de_bruno.estado == "certificado_emitido"


def test_sin_un_certificado_detenido_no_hay_nada_que_reintentar(entrar, bruno, con_certificado):
    """A page left open, or a second officer: nothing is done, and the history does not say so."""
    sin_certificado = presentada()
    for caso in (con_certificado, sin_certificado):
        ruta = reverse("admin:tramites_solicitud_reintentar", args=[caso.pk])
        pagina = entrar(bruno).post(ruta, follow=True).content.decode()
        assert "No hay un certificado detenido que reintentar." in pagina
        assert not caso.movimientos.filter(accion="reintentar").exists()


def test_los_botones_del_certificado_funcionan_desde_el_escritorio(
    entrar, con_certificado, bruno, sara
):
    def apretar(quien, nombre, **datos):
        ruta = reverse("admin:tramites_solicitud_accion", args=[con_certificado.pk, nombre])
        datos["version"] = con_certificado.version
        respuesta = entrar(quien).post(
            ruta, {f"{nombre}-{c}": v for c, v in datos.items()}, follow=True
        )
        con_certificado.refresh_from_db()
        return respuesta.content.decode()

    hasta = timezone.localdate() + timedelta(days=180)
    assert "ya pasó" in apretar(bruno, "renovar", vigente_hasta="2020-01-01", abierto="on")
    dicho = "tiene renovado su certificado: el nuevo se está emitiendo."
    assert dicho in apretar(bruno, "renovar", vigente_hasta=hasta, abierto="on")
    emitir_pendiente(con_certificado)
    malo = CORRECCION | {"identificacion": "1710034066", "motivo": "El número estaba mal"}
    assert "cédula no existe" in apretar(bruno, "reemplazar", **malo)
    dicho = "tiene corregido su certificado: el nuevo se está emitiendo."
    assert dicho in apretar(bruno, "reemplazar", **CORRECCION, motivo="El apellido estaba mal")
    emitir_pendiente(con_certificado)
    apretar(bruno, "pedir_anulacion", motivo="Se emitió por error")
    assert "Debe confirmarla una persona distinta" in apretar(bruno, "confirmar_anulacion")
    apretar(sara, "confirmar_anulacion")
    assert [estado for estado, *_ in certificados()] == ["reemplazado", "reemplazado", "anulado"]
    assert con_certificado.estado == "certificado_anulado"


def test_la_persona_lee_cuantas_veces_se_comprobo_su_certificado(client, con_certificado):
    certificado = Certificado.objects.get()
    assert "Nadie ha comprobado todavía este certificado." in pagina_de(client, con_certificado)
    client.get(reverse("certificados:verificar_qr", args=[certificado.secreto]))
    assert "Este certificado se ha comprobado 1 vez." in pagina_de(client, con_certificado)


def pagina_de(client, solicitud):
    return client.get(solicitud.ruta_seguimiento).content.decode()


def html_de(respuesta):
    return respuesta.content.decode()


def carta_de(aviso):
    return mensaje(Correo.objects.get(aviso=aviso)).body
