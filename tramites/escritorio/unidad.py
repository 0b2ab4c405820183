from functools import wraps

from django.contrib import admin
from django.shortcuts import redirect

from tramites.alcance import funcionario_de


def de_un_boton(pagina: str):
    """For what a button of `pagina` does: whoever had to enter again on the way comes with a GET,
    and goes back to where the button is."""

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

    A subclass says which rows with `visibles`; a test holds that every admin class over personal
    data is one of these.
    """

    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None

    # The list's title and the button that begins another, in the words of who works here.
    titulo = agregar = ""
    # Address parameters that filter the list; every other lookup is refused.
    filtros: tuple[str, ...] = ()

    def visibles(self, usuario):
        raise NotImplementedError

    def changelist_view(self, request, extra_context=None):
        titulo = self.titulo or self.opts.verbose_name_plural.capitalize()
        palabras = {"title": titulo, "agregar": self.agregar}
        return super().changelist_view(request, palabras | (extra_context or {}))

    def get_model_perms(self, request):
        """The first page has no link «Añadir»: what begins at a window is named there."""
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
