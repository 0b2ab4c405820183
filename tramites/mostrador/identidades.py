"""Confirming whose an account is: the officer compares the declaration with the document."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone

from tramites import identidad
from tramites.escritorio.unidad import AdminDeUnidad
from tramites.models import Titular

from .codigos import CodigoForm


def buscar(codigo: str) -> Titular:
    """The declaration with that code, if it is still pending. Raises `ValidationError`."""
    if titular := Titular.objects.por_confirmar(timezone.now()).filter(codigo=codigo).first():
        return titular
    raise ValidationError(
        "Ese código no existe, venció o ya se usó. La persona puede pedir otro en su cuenta."
    )


class ConfirmarForm(CodigoForm):
    """The code again, hidden, and what the officer saw."""

    codigo = forms.CharField(widget=forms.HiddenInput, max_length=200)
    original_visto = forms.BooleanField(
        label="Vi el documento original: los nombres y el número son estos, y la foto es de quien "
        "lo presenta. Lo devolví y no retuve copia.",
        error_messages={"required": "Compruébelo y márquelo. Sin el original no se confirma."},
    )


@admin.register(Titular)
class TitularAdmin(AdminDeUnidad):
    """The identities that an officer confirmed. Adding one means confirming another person."""

    titulo, agregar = "Identidades que usted confirmó", "Confirmar una identidad"
    list_display = ["nombres", "tipo_identificacion", "confirmada_en", "terminada_en"]
    list_display_links = None

    def visibles(self, usuario):
        return Titular.objects.filter(confirmada_por=usuario)

    def has_add_permission(self, request):
        return self.has_module_permission(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return redirect("admin:tramites_titular_changelist")

    def add_view(self, request, form_url="", extra_context=None):
        """Type the code; see what it declares; confirm it."""
        self.check_oficial(request)
        opciones = {"por": request.user, "buscar": buscar}
        codigo = CodigoForm(request.POST or None, **opciones)
        if not codigo.is_valid():
            return self._pagina(request, codigo)
        confirmar = "confirmar" in request.POST
        form = ConfirmarForm(
            request.POST if confirmar else None,
            initial={"codigo": codigo["codigo"].value()},
            **opciones,
        )
        if not confirmar or not form.is_valid():
            return self._pagina(request, form, codigo.hallado)
        return self._confirmar(request, codigo.hallado)

    def _confirmar(self, request, titular):
        if identidad.confirmar(titular, por=request.user):
            messages.success(request, f"La identidad de {titular.nombres} quedó confirmada.")
        else:
            messages.error(request, "La persona cambió sus datos. Pídale el código nuevo.")
        return redirect("admin:tramites_titular_add")

    def _pagina(self, request, form, titular=None):
        nombre = "admin/tramites/titular/confirmar.html"
        titulo = "Confirmar la identidad de una cuenta"
        return self.pagina(request, nombre, titulo, form=form, titular=titular)
