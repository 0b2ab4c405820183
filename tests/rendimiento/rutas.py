"""The portal's pages and, beside them, the emptiest answer and the emptiest page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import include, path

urlpatterns = [
    path("marco/", lambda request: render(request, "base.html")),
    path("ok/", lambda request: HttpResponse("ok")),
    path("", include("iess_portal.urls")),
]
