from django.urls import path

from certificados import views

app_name = "certificados"
urlpatterns = [
    path("verificar/", views.verificar, name="verificar"),
    path("verificar/archivo/", views.verificar_archivo, name="verificar_archivo"),
    path("verificar/v1.json", views.verificar_json, name="verificar_json"),
    path("verificar/<str:secreto>/", views.verificar_qr, name="verificar_qr"),
]
