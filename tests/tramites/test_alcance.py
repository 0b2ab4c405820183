"""Who may see what: an officer's province is a wall (S07, S10, S11, P05).

Bruno attends Pichincha, Carla attends Guayas, Sara supervises, Diego administers the server and is
no officer. The case is Ana's, of Pichincha. Her name is the canary.
"""

import pytest
from django.contrib.admin import site
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from certificados.models import Certificado
from tramites import services
from tramites.alcance import quejas_visibles, solicitudes_visibles
from tramites.escritorio.unidad import AdminDeUnidad
from tramites.estados import Estado
from tramites.models import Acceso, Funcionario, Solicitud, UnidadAdministrativa

from .reparto import APROBACION, presentada, queja_de_ana

CANARIO = "Ñandú"


@pytest.fixture
def diego(catalogo):
    return get_user_model().objects.create_superuser("diego", password="clave-de-diego")


def rutas(solicitud):
    """Every way in the admin to reach the case or something of it."""
    documento = solicitud.documentos.first()
    tipo = ContentType.objects.get_for_model(Solicitud)
    lista = reverse("admin:tramites_solicitud_changelist")
    return {
        "caso": reverse("admin:tramites_solicitud_change", args=[solicitud.pk]),
        "historia": reverse("admin:tramites_solicitud_history", args=[solicitud.pk]),
        "borrar": reverse("admin:tramites_solicitud_delete", args=[solicitud.pk]),
        "pagina": reverse("admin:tramites_solicitud_pagina", args=[solicitud.pk, documento.pk, 1]),
        "original": reverse("admin:tramites_solicitud_original", args=[solicitud.pk, documento.pk]),
        "atajo": f"/admin/r/{tipo.pk}/{solicitud.pk}/",
        "lista": lista,
        "busqueda": f"{lista}?q=Cevallos",
        "filtro": f"{lista}?provincia=17",
        "por_campo": f"{lista}?unidad__codigo=coordinacion-pichincha",
    }


def lo_que_ve(client, solicitud):
    """The routes that answer with the case's data or bytes."""
    ve = set()
    for nombre, ruta in rutas(solicitud).items():
        respuesta = client.get(ruta, follow=True)
        cuerpo = b"".join(respuesta.streaming_content) if respuesta.streaming else respuesta.content
        if CANARIO.encode() in cuerpo or cuerpo.startswith(b"\xff\xd8\xff"):
            ve.add(nombre)
    return ve


TODO = {"caso", "historia", "pagina", "original", "lista", "busqueda", "filtro"}


@pytest.mark.parametrize(
    ("quien", "ve"),
    [("bruno", TODO), ("sara", TODO), ("carla", set()), ("diego", set())],
)
def test_cada_quien_ve_solo_lo_suyo(request, entrar, solicitud, quien, ve):
    presentada(provincia="09", nombres="Luis Quishpe Loor")  # To see a case is not to see all.
    assert lo_que_ve(entrar(request.getfixturevalue(quien)), solicitud) == ve


@pytest.mark.parametrize("le_falta", ["is_active", "is_staff"])
def test_solo_una_cuenta_viva_del_personal_tiene_algo_a_la_vista(bruno, solicitud, le_falta):
    """Whichever page asks, also one that anybody may open: the scope trusts no earlier check."""
    queja = queja_de_ana(numero_de_caso=solicitud.numero)
    assert a_la_vista(bruno) == [solicitud, queja]
    assert a_la_vista(AnonymousUser()) == []
    setattr(bruno, le_falta, False)
    assert a_la_vista(bruno) == []


def a_la_vista(cuenta) -> list:
    return [*solicitudes_visibles(cuenta), *quejas_visibles(cuenta)]


def test_sin_sesion_no_se_ve_nada(client, solicitud):
    assert lo_que_ve(client, solicitud) == set()


def test_todo_lo_personal_del_escritorio_pasa_por_el_alcance():
    """Whoever registers another model of persons must scope it; the rest is the catalogue."""
    sin_personas = {
        "Centro",
        "Feriado",
        "Funcionario",
        "Group",
        "MesPublicado",
        "Provincia",
        "Tramite",
        "UnidadAdministrativa",
        "User",
    }
    libres = {
        modelo.__name__
        for modelo, administrador in site._registry.items()
        if not isinstance(administrador, AdminDeUnidad)
    }
    assert libres == sin_personas


def test_quien_administra_no_llega_a_las_cuentas_de_las_personas(entrar, diego, persona, bruno):
    """S10: with another password Diego would read Ana's cases as Ana, and leave no trace."""
    administra, ana = entrar(diego), persona("ana@example.org")
    clave = ana.password
    lista = administra.get(reverse("admin:auth_user_changelist") + "?q=").content.decode()
    para_nombrar = administra.get(reverse("admin:tramites_funcionario_add")).content.decode()
    for pagina in (lista, para_nombrar):
        assert "bruno" in pagina and ana.username not in pagina and ana.email not in pagina
    nueva = {"password1": "otra-clave-larga-x1", "password2": "otra-clave-larga-x1"}
    administra.post(reverse("admin:auth_user_password_change", args=[ana.pk]), nueva)
    administra.post(reverse("admin:auth_user_change", args=[ana.pk]), {"username": "mia"})
    ana.refresh_from_db()
    assert (ana.username, ana.password) == (f"persona-de-{ana.email}", clave)


def test_la_cuenta_que_se_hace_en_el_escritorio_es_del_personal(entrar, diego):
    administra = entrar(diego)
    clave = {"password1": "una-clave-larga-x1", "password2": "una-clave-larga-x1"}
    hecha = administra.post(
        reverse("admin:auth_user_add"),
        {"username": "nueva", "usable_password": "true"} | clave,
    )
    cuenta = get_user_model().objects.get(username="nueva")
    assert (cuenta.is_staff, cuenta.is_superuser) == (True, False)
    assert hecha.url == reverse("admin:auth_user_change", args=[cuenta.pk])
    assert administra.get(hecha.url).status_code == 200


def test_los_certificados_tambien_tienen_pared(entrar, bruno, carla, en_manos_de_bruno):
    services.aprobar(en_manos_de_bruno, por=bruno, **APROBACION)
    certificado = Certificado.objects.get()
    lista = reverse("admin:certificados_certificado_changelist")
    cambio = reverse("admin:certificados_certificado_change", args=[certificado.pk])
    ajeno, propio = entrar(carla), entrar(bruno)
    assert CANARIO in propio.get(f"{lista}?emision=pendiente").content.decode()
    assert propio.get(cambio).headers["Location"] == reverse(
        "admin:tramites_solicitud_change", args=[en_manos_de_bruno.pk]
    )
    for ruta in (lista, f"{lista}?q=Cevallos", f"{lista}?emision=detenida"):
        assert CANARIO not in ajeno.get(ruta).content.decode()
    assert CANARIO not in ajeno.get(cambio, follow=True).content.decode()


@pytest.mark.parametrize("accion", ["tomar", "aprobar", "pedir_correccion", "negar", "inventada"])
def test_carla_no_actua_sobre_un_caso_ajeno(entrar, carla, solicitud, accion):
    ruta = reverse("admin:tramites_solicitud_accion", args=[solicitud.pk, accion])
    respuesta = entrar(carla).post(ruta, {f"{accion}-version": 1})
    assert (respuesta.status_code, Solicitud.objects.get().estado) == (404, "ingresada")


def test_un_documento_no_se_alcanza_por_el_caso_de_otra_provincia(entrar, carla, solicitud):
    propia = presentada(provincia="09")
    documento = solicitud.documentos.first()
    ruta = reverse("admin:tramites_solicitud_pagina", args=[propia.pk, documento.pk, 1])
    assert entrar(carla).get(ruta).status_code == 404


def pasar_a_guayas(bruno):
    guayas = UnidadAdministrativa.objects.get(codigo="coordinacion-guayas")
    Funcionario.objects.filter(usuario=bruno).update(unidad=guayas)


def dejar_de_ser_oficial(bruno):
    Funcionario.objects.filter(usuario=bruno).delete()


def dejar_de_ser_personal(bruno):
    get_user_model().objects.filter(pk=bruno.pk).update(is_staff=False)


def quedar_sin_cuenta(bruno):
    get_user_model().objects.filter(pk=bruno.pk).update(is_active=False)


@pytest.mark.parametrize(
    "cambio", [pasar_a_guayas, dejar_de_ser_oficial, dejar_de_ser_personal, quedar_sin_cuenta]
)
def test_lo_que_un_oficial_pierde_lo_pierde_desde_el_siguiente_pedido(
    entrar, bruno, solicitud, cambio
):
    navegador = entrar(bruno)
    assert lo_que_ve(navegador, solicitud) == TODO
    cambio(bruno)
    assert lo_que_ve(navegador, solicitud) == set()
    tomar = reverse("admin:tramites_solicitud_accion", args=[solicitud.pk, "tomar"])
    navegador.post(tomar, {"tomar-version": solicitud.version})
    solicitud.refresh_from_db()
    assert (solicitud.estado, solicitud.responsable) == (Estado.INGRESADA, None)


def test_quien_deja_de_supervisar_ve_solo_su_unidad_desde_el_siguiente_pedido(
    entrar, sara, solicitud
):
    navegador = entrar(sara)
    assert lo_que_ve(navegador, solicitud) == TODO
    Funcionario.objects.filter(usuario=sara).update(supervisa=False)
    assert lo_que_ve(navegador, solicitud) == set()


def test_el_filtro_no_nombra_las_provincias_ajenas(entrar, carla, solicitud):
    presentada(provincia="09")
    pagina = entrar(carla).get(reverse("admin:tramites_solicitud_changelist")).content.decode()
    assert "Guayas" in pagina and "Pichincha" not in pagina


def test_nadie_edita_agrega_ni_borra_un_caso_en_el_admin(entrar, sara, solicitud):
    """S11: whatever is posted, no field changes."""
    navegador = entrar(sara)
    cambio = reverse("admin:tramites_solicitud_change", args=[solicitud.pk])
    antes = Solicitud.objects.values().get()
    navegador.post(cambio, {"estado": "aprobada", "nombres": "Otra", "provincia": "9"})
    navegador.post(reverse("admin:tramites_solicitud_delete", args=[solicitud.pk]), {"post": "yes"})
    assert navegador.get(reverse("admin:tramites_solicitud_add")).status_code == 403
    assert Solicitud.objects.values().get() == antes


def test_cada_lectura_deja_rastro(entrar, bruno, solicitud):
    """P05: who, of which unit, what and when, for the page, the image and the original."""
    navegador, documento = entrar(bruno), solicitud.documentos.first().pk
    for nombre in ("caso", "pagina", "original"):
        navegador.get(rutas(solicitud)[nombre])
    de_quien = ("usuario__username", "unidad__codigo", "solicitud")
    assert list(Acceso.objects.order_by("pk").values_list(*de_quien, "accion", "documento")) == [
        ("bruno", "coordinacion-pichincha", solicitud.pk, "ver_caso", None),
        ("bruno", "coordinacion-pichincha", solicitud.pk, "ver_pagina", documento),
        ("bruno", "coordinacion-pichincha", solicitud.pk, "descargar_original", documento),
    ]


def test_una_pagina_que_el_documento_no_tiene_no_se_encuentra_ni_deja_rastro(
    entrar, bruno, solicitud
):
    navegador, documento = entrar(bruno), solicitud.documentos.first()
    dichas = [
        navegador.get(
            reverse("admin:tramites_solicitud_pagina", args=[solicitud.pk, documento.pk, numero])
        )
        for numero in (0, 1, 2)
    ]
    assert [dicha.status_code for dicha in dichas] == [404, 200, 404]
    assert dichas[1]["Content-Type"] == "image/jpeg"
    assert Acceso.objects.get().accion == "ver_pagina"


def test_el_secreto_de_la_persona_no_aparece_en_el_escritorio(entrar, bruno, en_manos_de_bruno):
    services.aprobar(en_manos_de_bruno, por=bruno, **APROBACION)
    navegador = entrar(bruno)
    for nombre in ("caso", "lista"):
        pagina = navegador.get(rutas(en_manos_de_bruno)[nombre]).content.decode()
        assert en_manos_de_bruno.secreto not in pagina


def test_lo_que_baja_un_oficial_no_puede_ejecutar_nada(entrar, bruno, solicitud):
    respuesta = entrar(bruno).get(rutas(solicitud)["original"])
    assert {nombre: respuesta[nombre] for nombre in ("Content-Type", "X-Content-Type-Options")} == {
        "Content-Type": "application/octet-stream",
        "X-Content-Type-Options": "nosniff",
    }
    assert "no-store" in respuesta["Cache-Control"]
    assert respuesta["Content-Disposition"].startswith("attachment; ")
    assert respuesta["Content-Security-Policy"] == "sandbox; default-src 'none'"
