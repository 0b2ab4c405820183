from django.urls import path

from certificados import views

app_name = "certificados"
urlpatterns = [
    path("verificar/", views.verificar, name="verificar"),
    path("verificar/<str:secreto>/", views.verificar_qr, name="verificar_qr"),
]
