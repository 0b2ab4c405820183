from django.urls import path

from . import views

urlpatterns = [
    path("", views.inicio, name="inicio"),
    path("ventanilla/", views.ventanilla, name="ventanilla"),
    path("tramites/<slug:codigo>/", views.tramite, name="tramite"),
    path("recepcion/borrador/<str:clave>/", views.revisar, name="revisar"),
    path("recepcion/borrador/<str:clave>/cambiar/", views.cambiar, name="cambiar"),
    path(
        "recepcion/borrador/<str:clave>/documento/<int:documento_id>/<int:numero>.jpg",
        views.pagina_de_borrador,
        name="pagina_de_borrador",
    ),
    path("recepcion/<slug:codigo>/", views.recibir, name="recibir"),
    path("recepcion/<slug:codigo>/documento/", views.adjuntar, name="adjuntar"),
    path("seguimiento/", views.recuperar_enlace, name="recuperar_enlace"),
    path("solicitudes/<str:secreto>/", views.seguimiento, name="seguimiento"),
    path("solicitudes/<str:secreto>/corregir/", views.corregir, name="corregir"),
    path("solicitudes/<str:secreto>/retirar/", views.retirar, name="retirar"),
    path("solicitudes/<str:secreto>/certificado.pdf", views.certificado, name="certificado"),
    path("transparencia/", views.transparencia, name="transparencia"),
]
