from django.urls import include, path

from .informacion import views as informacion
from .quejas import views as quejas
from .recepcion import adjuntos, mi_carta
from .recepcion import views as recepcion
from .seguimiento import corregir
from .seguimiento import views as seguimiento
from .transparencia import views as transparencia

urlpatterns = [
    path("", informacion.inicio, name="inicio"),
    path("ventanilla/", informacion.ventanilla, name="ventanilla"),
    path("tramites/<slug:codigo>/", informacion.tramite, name="tramite"),
    path("privacidad/", informacion.privacidad, name="privacidad"),
    path("recepcion/sin-enviar/", recepcion.sin_enviar, name="sin_enviar"),
    path("recepcion/<slug:codigo>/", recepcion.recibir, name="recibir"),
    path("recepcion/borrador/<str:clave>/", recepcion.retomar_donde_iba, name="borrador"),
    *(
        path(
            f"recepcion/borrador/<str:clave>/{codigo}/", recepcion.paso, {"codigo": codigo}, codigo
        )
        for codigo in ("quien", "contacto", "pedido")
    ),
    path("recepcion/borrador/<str:clave>/documentos/", adjuntos.reunir, name="documentos"),
    path(
        "recepcion/borrador/<str:clave>/documentos/<slug:requisito>/",
        adjuntos.adjuntar,
        name="adjuntar",
    ),
    path(
        "recepcion/borrador/<str:clave>/documentos/<slug:requisito>/<slug:accion>/",
        adjuntos.actuar,
        name="actuar_en_documento",
    ),
    path(
        "recepcion/borrador/<str:clave>/documento/<int:documento_id>/<int:numero>.jpg",
        adjuntos.pagina,
        name="pagina_de_borrador",
    ),
    path("recepcion/borrador/<str:clave>/carta/", mi_carta.explicar, name="mi_carta"),
    path("recepcion/borrador/<str:clave>/carta.pdf", mi_carta.descargar, name="carta"),
    path("recepcion/borrador/<str:clave>/revisar/", recepcion.revisar, name="revisar"),
    path(
        "recepcion/borrador/<str:clave>/correo/",
        recepcion.usar_correo_parecido,
        name="usar_correo_parecido",
    ),
    path("recepcion/borrador/<str:clave>/despues/", recepcion.despues, name="despues"),
    path("recepcion/borrador/<str:clave>/retomar/", recepcion.retomar, name="retomar"),
    path("seguimiento/", seguimiento.consultar, name="consultar"),
    path("solicitudes/<str:secreto>/", seguimiento.seguimiento, name="seguimiento"),
    path("solicitudes/<str:secreto>/corregir/", corregir.corregir, name="corregir"),
    path(
        "solicitudes/<str:secreto>/corregir/documentos/<slug:requisito>/",
        corregir.adjuntar,
        name="corregir_documento",
    ),
    path(
        "solicitudes/<str:secreto>/corregir/documentos/<slug:requisito>/<slug:accion>/",
        corregir.actuar,
        name="actuar_en_correccion",
    ),
    path(
        "solicitudes/<str:secreto>/corregir/documento/<int:documento_id>/<int:numero>.jpg",
        corregir.pagina,
        name="pagina_de_correccion",
    ),
    path(
        "solicitudes/<str:secreto>/corregir/carta/",
        corregir.explicar_carta,
        name="carta_de_correccion",
    ),
    path(
        "solicitudes/<str:secreto>/corregir/carta.pdf",
        corregir.descargar_carta,
        name="hoja_de_correccion",
    ),
    path(
        "solicitudes/<str:secreto>/corregir/revisar/",
        corregir.revisar,
        name="revisar_correccion",
    ),
    path("solicitudes/<str:secreto>/comprobante.pdf", seguimiento.comprobante, name="comprobante"),
    path(
        "solicitudes/<str:secreto>/expediente.zip",
        seguimiento.descargar_expediente,
        name="expediente",
    ),
    path("solicitudes/<str:secreto>/retirar/", seguimiento.retirar, name="retirar"),
    path(
        "solicitudes/<str:secreto>/certificado.pdf",
        seguimiento.certificado,
        name="certificado",
    ),
    path("cuenta/", include("tramites.cuentas.urls")),
    path("quejas/", quejas.quejar, name="quejar"),
    path("quejas/<str:secreto>/", quejas.queja, name="queja"),
    path("transparencia/", transparencia.transparencia, name="transparencia"),
    path("transparencia/v1/meses.csv", transparencia.meses_csv, name="meses_csv"),
    path("transparencia/v1/meses.json", transparencia.meses_json, name="meses_json"),
]
