"""What the pages of the officers' desk share: whose rows they show, how one is found, the frame."""

import re
from functools import wraps

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from tramites.alcance import funcionario_de

# A primary key that every database can hold.
ES_CLAVE = re.compile(r"[0-9]{1,18}", re.ASCII)


def de_un_boton(pagina: str):
    """Decorate what a button of `pagina` does. A GET means that logging in again interrupted the
    POST: back to the page with the button."""

    def decorar(vista):
        @wraps(vista)
        def envuelta(self, request, pk, **argumentos):
            if request.method != "POST":
                return redirect(pagina, pk)
            return vista(self, request, pk, **argumentos)

        return envuelta

    return decorar


class AdminDeUnidad(admin.ModelAdmin):
    """Rows that an officer reads within the scope of the unit, and that nobody edits here.

    A subclass says which rows with `visibles`; a test checks that every admin class over personal
    data is one of these.
    """

    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None

    # The list's title and its add button, in the officers' words.
    titulo = agregar = ""
    # Address parameters that filter the list; every other lookup is refused.
    filtros: tuple[str, ...] = ()

    def visibles(self, usuario):
        raise NotImplementedError

    def changelist_view(self, request, extra_context=None):
        titulo = self.titulo or self.opts.verbose_name_plural.capitalize()
        palabras = {"title": titulo, "agregar": self.agregar}
        return super().changelist_view(request, palabras | (extra_context or {}))

    def history_view(self, request, object_id, extra_context=None):
        """Django's log records nothing of what is done here: back to the row's page."""
        cambio = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return redirect(cambio, self.fila(request, object_id).pk)

    def check_oficial(self, request) -> None:
        """Raise `PermissionDenied` unless it is an officer."""
        if not self.has_module_permission(request):
            raise PermissionDenied

    def fila(self, request, pk, *con):
        """The row with that key in the officer's scope, with the relations that `con` names.

        Raises `PermissionDenied` and `Http404`.
        """
        self.check_oficial(request)
        if not ES_CLAVE.fullmatch(str(pk)):
            raise Http404
        filas = self.get_queryset(request)
        return get_object_or_404(filas.select_related(*con) if con else filas, pk=int(pk))

    def pagina(self, request, plantilla: str, titulo: str, **contexto) -> TemplateResponse:
        """A page of our own in the desk's frame."""
        propio = self.admin_site.each_context(request) | {"title": titulo, "opts": self.opts}
        return TemplateResponse(request, plantilla, propio | contexto)

    def get_model_perms(self, request):
        """No «Añadir» link on the first page, which names what begins at a window."""
        return super().get_model_perms(request) | {"add": False}

    def lookup_allowed(self, lookup, value, request=None):
        return lookup in self.filtros and "\0" not in str(value)

    def get_queryset(self, request):
        return self.visibles(request.user)

    def has_module_permission(self, request):
        return funcionario_de(request.user) is not None

    def has_view_permission(self, request, obj=None):
        if obj is None:
            return self.has_module_permission(request)
        return self.get_queryset(request).filter(pk=obj.pk).exists()

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
