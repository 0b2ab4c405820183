from django.urls import path

from . import views, views_recepcion, views_seguimiento

urlpatterns = [
    path("", views.inicio, name="inicio"),
    path("ventanilla/", views.ventanilla, name="ventanilla"),
    path("tramites/<slug:codigo>/", views.tramite, name="tramite"),
    path("recepcion/borrador/<str:clave>/", views_recepcion.revisar, name="revisar"),
    path("recepcion/borrador/<str:clave>/cambiar/", views_recepcion.cambiar, name="cambiar"),
    path(
        "recepcion/borrador/<str:clave>/documento/<int:documento_id>/<int:numero>.jpg",
        views_recepcion.pagina_de_borrador,
        name="pagina_de_borrador",
    ),
    path("recepcion/<slug:codigo>/", views_recepcion.recibir, name="recibir"),
    path("recepcion/<slug:codigo>/carta/", views_recepcion.escribir_carta, name="escribir_carta"),
    path("recepcion/<slug:codigo>/documento/", views_recepcion.adjuntar, name="adjuntar"),
    path("seguimiento/", views_seguimiento.recuperar_enlace, name="recuperar_enlace"),
    path("solicitudes/<str:secreto>/", views_seguimiento.seguimiento, name="seguimiento"),
    path("solicitudes/<str:secreto>/corregir/", views_seguimiento.corregir, name="corregir"),
    path("solicitudes/<str:secreto>/retirar/", views_seguimiento.retirar, name="retirar"),
    path(
        "solicitudes/<str:secreto>/certificado.pdf",
        views_seguimiento.certificado,
        name="certificado",
    ),
    path("transparencia/", views.transparencia, name="transparencia"),
]
