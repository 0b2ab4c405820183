"""The portal's pages and, beside them, the emptiest one."""

from django.http import HttpResponse
from django.urls import include, path

urlpatterns = [
    path("ok/", lambda request: HttpResponse("ok")),
    path("", include("iess_portal.urls")),
]
