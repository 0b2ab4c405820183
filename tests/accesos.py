"""Who may enter where: one row per address, what a GET of each person answers.

The case is Ana's, of Pichincha, with its right address. Diego is a stranger without an account:
for the pages whose address holds a secret, whoever has it is Ana. Bruno attends Pichincha, Carla
attends Guayas, Sara supervises. 302 sends a stranger to the login; 405 asks for a POST.
"""

PERSONAS = ["diego", "bruno", "carla", "sara"]
TODOS, SOLO_POST = "200 200 200 200", "405 405 405 405"
PERSONAL, SUPERVISION, NADIE = "302 200 200 200", "302 403 403 200", "302 403 403 403"
SU_PROVINCIA = "302 200 404 200"
# A draft opens in one browser; whoever has its link is asked, in another, how its person's
# identification ends.
EN_SU_NAVEGADOR = "302 302 302 302"
AL_CAMBIO = "302 302 302 302"
# What answers a POST with errors, opened again: back to where its form is.
A_SU_PAGINA = "302 302 302 302"

PUBLICAS = {
    "": TODOS,
    "ventanilla/": TODOS,
    "tramites/<slug:codigo>/": TODOS,
    "recepcion/sin-enviar/": EN_SU_NAVEGADOR,
    "recepcion/<slug:codigo>/": TODOS,
    "quejas/": TODOS,
    "privacidad/": TODOS,
    "transparencia/": TODOS,
    "transparencia/v1/meses.csv": TODOS,
    "transparencia/v1/meses.json": TODOS,
    "seguimiento/": TODOS,
    "robots.txt": TODOS,
    # No setting says whom to tell.
    ".well-known/security.txt": "404 404 404 404",
    "salud/viva": TODOS,
    "salud/lista": TODOS,
    "certificados/verificar/": TODOS,
    "certificados/verificar/archivo/": "302 302 302 302",
    "certificados/verificar/v1.json": SOLO_POST,
}
# What search engines may list; whatever is not here, somebody's page or a new one, is not listed.
EN_BUSCADORES = {
    "",
    "ventanilla/",
    "tramites/<slug:codigo>/",
    "privacidad/",
    "quejas/",
    "seguimiento/",
    "transparencia/",
    "transparencia/v1/meses.csv",
    "transparencia/v1/meses.json",
    "robots.txt",
    ".well-known/security.txt",
}
# The forms among them: each visitor gets one of their own, which no cache may give to another.
CON_FORMULARIO = {"quejas/", "seguimiento/"}
# Accounts of people: a stranger is sent to come in, a member of staff to the desk.
CUENTA = "302 302 302 302"
ANTES_DE_ENTRAR = "200 302 302 302"
DE_CUENTAS = {
    "cuenta/": CUENTA,
    "cuenta/identidad/": CUENTA,
    "cuenta/guardar/": CUENTA,
    # Whoever holds the link goes on to the page above, without it.
    "cuenta/guardar/<str:secreto>/": A_SU_PAGINA,
    "cuenta/autorizaciones/nueva/": CUENTA,
    "cuenta/autorizaciones/<int:pk>.pdf": CUENTA,
    "cuenta/autorizaciones/<int:pk>/revocar/": CUENTA,
    "cuenta/entrar/": ANTES_DE_ENTRAR,
    "cuenta/crear/": ANTES_DE_ENTRAR,
    "cuenta/salir/": "302 200 200 200",
    "cuenta/correo/enviado/": TODOS,
    "cuenta/correo/<str:key>/": TODOS,
    "cuenta/clave/": CUENTA,
    "cuenta/clave/olvidada/": TODOS,
    "cuenta/clave/enviada/": TODOS,
    "cuenta/clave/cambiada/": TODOS,
    "cuenta/^clave/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": TODOS,
    "cuenta/institucion/<slug:provider_id>/entrar/": A_SU_PAGINA,
    # Nothing is configured: there is no such place.
    "cuenta/institucion/<slug:provider_id>/volver/": "404 404 404 404",
    "cuenta/otra-vez/": "302 200 200 200",
}
CON_SECRETO = {
    "quejas/<str:secreto>/": TODOS,
    **{
        f"recepcion/borrador/<str:clave>/{hoja}": EN_SU_NAVEGADOR
        for hoja in (
            "",
            "quien/",
            "contacto/",
            "pedido/",
            "documentos/",
            "documentos/<slug:requisito>/",
            "documento/<int:documento_id>/<int:numero>.jpg",
            "carta/",
            "carta.pdf",
            "revisar/",
            "despues/",
            # Buttons, opened again by their address.
            "correo/",
            "documentos/<slug:requisito>/<slug:accion>/",
        )
    },
    "recepcion/borrador/<str:clave>/retomar/": TODOS,
    "solicitudes/<str:secreto>/": TODOS,
    "solicitudes/<str:secreto>/certificado.pdf": TODOS,
    "solicitudes/<str:secreto>/comprobante.pdf": TODOS,
    "solicitudes/<str:secreto>/expediente.zip": TODOS,
    # Ana's case waits for no correction: back to its page.
    **{
        f"solicitudes/<str:secreto>/corregir/{hoja}": A_SU_PAGINA
        for hoja in (
            "",
            "documentos/<slug:requisito>/",
            "documento/<int:documento_id>/<int:numero>.jpg",
            "carta/",
            "carta.pdf",
            "documentos/<slug:requisito>/<slug:accion>/",
            "revisar/",
        )
    },
    # A button, opened again by its address.
    "solicitudes/<str:secreto>/retirar/": A_SU_PAGINA,
    "certificados/verificar/<str:secreto>/": TODOS,
}
ESCRITORIO = {
    "admin/": PERSONAL,
    "admin/componentes/": PERSONAL,
    "admin/login/": "200 302 302 302",
    "admin/logout/": "302 405 405 405",
    "admin/password_change/": PERSONAL,
    "admin/password_change/done/": PERSONAL,
    "admin/jsi18n/": PERSONAL,
    "admin/autocomplete/": NADIE,
    "admin/^(?P<app_label>auth|tramites|certificados)/$": PERSONAL,
    "admin/(?P<url>.*)$": "302 404 404 404",
    "admin/auth/user/<id>/password/": NADIE,
}
# The staff's second factor. Without a fresh password, most of it asks for it again.
SEGUNDO_FACTOR = {
    "admin/segundo-factor/": PERSONAL,
    "admin/segundo-factor/ingreso/": "302 302 302 302",
    "admin/segundo-factor/otra-vez/": "302 302 302 302",
    "admin/segundo-factor/activar/": "302 302 302 302",
    "admin/segundo-factor/quitar/": "302 404 404 404",
    "admin/segundo-factor/codigos/": "302 404 404 404",
    "admin/segundo-factor/codigos/nuevos/": "302 302 302 302",
}
CASOS = {
    "admin/tramites/solicitud/": PERSONAL,
    "admin/tramites/solicitud/add/": NADIE,
    "admin/tramites/solicitud/<path:object_id>/": AL_CAMBIO,
    "admin/tramites/solicitud/<path:object_id>/change/": SU_PROVINCIA,
    "admin/tramites/solicitud/<path:object_id>/history/": "302 302 404 302",
    "admin/tramites/solicitud/<path:object_id>/delete/": NADIE,
    "admin/tramites/solicitud/<int:pk>/accion/<str:accion>/": "302 302 404 302",
    "admin/tramites/solicitud/<int:pk>/documento/<int:documento_id>/original": SU_PROVINCIA,
    "admin/tramites/solicitud/<int:pk>/documento/<int:documento_id>/<int:numero>.jpg": (
        SU_PROVINCIA
    ),
    "admin/tramites/solicitud/<int:pk>/reintentar/": AL_CAMBIO,
    "admin/tramites/solicitud/<int:pk>/correo/<int:correo_id>/reenviar/": AL_CAMBIO,
}
# Ana's complaint names her case: her province answers it.
QUEJAS = {
    "admin/tramites/queja/": PERSONAL,
    "admin/tramites/queja/add/": NADIE,
    "admin/tramites/queja/<path:object_id>/": AL_CAMBIO,
    "admin/tramites/queja/<path:object_id>/change/": SU_PROVINCIA,
    "admin/tramites/queja/<path:object_id>/history/": "302 302 404 302",
    "admin/tramites/queja/<path:object_id>/delete/": NADIE,
    "admin/tramites/queja/<int:pk>/responder/": AL_CAMBIO,
}
# An entry in person is its officer's alone, here Bruno's; who decides sees the case instead.
SUYO = "302 200 404 404"
INGRESOS = {
    "admin/tramites/ingresopresencial/": PERSONAL,
    "admin/tramites/ingresopresencial/add/": PERSONAL,
    "admin/tramites/ingresopresencial/autorizacion/": PERSONAL,
    "admin/tramites/ingresopresencial/<int:pk>/comprobante.pdf": SUYO,
    "admin/tramites/ingresopresencial/<path:object_id>/": AL_CAMBIO,
    "admin/tramites/ingresopresencial/<path:object_id>/change/": SUYO,
    "admin/tramites/ingresopresencial/<path:object_id>/history/": "302 302 404 404",
    "admin/tramites/ingresopresencial/<path:object_id>/delete/": NADIE,
}
INGRESOS |= {
    "admin/tramites/titular/": PERSONAL,
    "admin/tramites/titular/add/": PERSONAL,
    "admin/tramites/titular/<path:object_id>/": AL_CAMBIO,
    "admin/tramites/titular/<path:object_id>/change/": AL_CAMBIO,
    "admin/tramites/titular/<path:object_id>/history/": "302 302 404 404",
    "admin/tramites/titular/<path:object_id>/delete/": NADIE,
}
INGRESOS |= {
    "admin/tramites/atencion/": PERSONAL,
    "admin/tramites/atencion/add/": PERSONAL,
    "admin/tramites/atencion/<int:pk>/comprobante.pdf": SUYO,
    # A scan on the table of the window: only for who has it on the screen.
    "admin/tramites/atencion/papeles/<str:pase>/<int:documento_id>/<int:numero>.jpg": SUYO,
    "admin/tramites/atencion/<path:object_id>/": AL_CAMBIO,
    "admin/tramites/atencion/<path:object_id>/change/": SUYO,
    "admin/tramites/atencion/<path:object_id>/history/": "302 302 404 404",
    "admin/tramites/atencion/<path:object_id>/delete/": NADIE,
}
# A row of the list of certificates leads to its case.
CERTIFICADOS = {
    "admin/certificados/certificado/": PERSONAL,
    "admin/certificados/certificado/add/": NADIE,
    "admin/certificados/certificado/<path:object_id>/": AL_CAMBIO,
    "admin/certificados/certificado/<path:object_id>/change/": "302 302 404 302",
    "admin/certificados/certificado/<path:object_id>/history/": "302 302 404 302",
    "admin/certificados/certificado/<path:object_id>/delete/": NADIE,
}


def paginas_de(modelo: str, quienes: str) -> dict[str, str]:
    """The admin's pages of a model that `quienes` alone may use."""
    del_objeto = f"admin/{modelo}/<path:object_id>/"
    propias = {f"{del_objeto}{hoja}/": quienes for hoja in ("change", "delete", "history")}
    return {
        f"admin/{modelo}/": quienes,
        f"admin/{modelo}/add/": quienes,
        del_objeto: AL_CAMBIO,
        **propias,
    }


# Accounts are the server administrator's, who is no officer; the catalogue is the supervisor's.
CUENTAS = ["auth/user", "auth/group"]
CATALOGO = [
    "centro",
    "feriado",
    "funcionario",
    "mespublicado",
    "provincia",
    "tramite",
    "unidadadministrativa",
]

ACCESOS = {
    **PUBLICAS,
    **DE_CUENTAS,
    **CON_SECRETO,
    **ESCRITORIO,
    **SEGUNDO_FACTOR,
    **CASOS,
    **QUEJAS,
    **INGRESOS,
    **CERTIFICADOS,
}
for _modelo in CUENTAS:
    ACCESOS |= paginas_de(_modelo, NADIE)
for _modelo in CATALOGO:
    ACCESOS |= paginas_de(f"tramites/{_modelo}", SUPERVISION)
