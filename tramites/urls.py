from django.urls import include, path

from .informacion import views as informacion
from .quejas import views as quejas
from .recepcion import views as recepcion
from .seguimiento import views as seguimiento
from .transparencia import views as transparencia

urlpatterns = [
    path("", informacion.inicio, name="inicio"),
    path("ventanilla/", informacion.ventanilla, name="ventanilla"),
    path("tramites/<slug:codigo>/", informacion.tramite, name="tramite"),
    path("recepcion/borrador/<str:clave>/", recepcion.revisar, name="revisar"),
    path("recepcion/borrador/<str:clave>/cambiar/", recepcion.cambiar, name="cambiar"),
    path(
        "recepcion/borrador/<str:clave>/documento/<int:documento_id>/<int:numero>.jpg",
        recepcion.pagina_de_borrador,
        name="pagina_de_borrador",
    ),
    path("recepcion/<slug:codigo>/", recepcion.recibir, name="recibir"),
    path("recepcion/<slug:codigo>/carta/", recepcion.escribir_carta, name="escribir_carta"),
    path("recepcion/<slug:codigo>/documento/", recepcion.adjuntar, name="adjuntar"),
    path("seguimiento/", seguimiento.recuperar_enlace, name="recuperar_enlace"),
    path("solicitudes/<str:secreto>/", seguimiento.seguimiento, name="seguimiento"),
    path("solicitudes/<str:secreto>/corregir/", seguimiento.corregir, name="corregir"),
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
