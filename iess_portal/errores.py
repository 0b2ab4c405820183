"""Error pages: what happened and what to do, in plain Spanish, with no internal detail."""

from django.contrib import admin
from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template.loader import get_template
from django.urls import reverse


def csrf(request, reason=""):
    """The form's safety token is missing or too old."""
    return render(request, "403_csrf.html", status=403)


def mal_pedido(request, exception):
    return render(request, "400.html", status=400)


def prohibido(request, exception):
    return render(request, "403.html", status=403)


def no_existe(request, exception):
    """On the desk, a member of staff gets the desk's own page."""
    if request.path.startswith(reverse("admin:index")) and admin.site.has_permission(request):
        contexto = admin.site.each_context(request) | {"title": "No encontramos esta página"}
        return render(request, "admin/404.html", contexto, status=404)
    return render(request, "404.html", status=404)


def fallo(request):
    """Drawn without context processors: whatever broke may break them too."""
    return HttpResponseServerError(get_template("500.html").render())
