"""The informative pages: what there is, what it asks for, the privacy notice."""

from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET

from tramites.correo import DIAS_DE_UN_CODIGO
from tramites.models import Feriado, Requisito, Tramite
from tramites.plazos import sumar_habiles
from tramites.recepcion.acceso import que_recuerda
from tramites.transparencia.tiempos import MINIMO, observados

from .fotos import BUENAS, MALAS
from .horario import GALAPAGOS, atencion, centros_ahora
from .que_necesito import QueNecesitoForm, lista_para


@require_GET
def inicio(request):
    return render(request, "tramites/inicio.html", {"tramites": Tramite.ofrecidos()})


@require_GET
@que_recuerda
def ventanilla(request):
    return render(request, "tramites/ventanilla.html", {"tramites": Tramite.ofrecidos()})


# The longest page, 20 KB, and one without a secret that its compressed length could betray.
@gzip_page
@require_GET
@que_recuerda
def tramite(request, codigo):
    """The procedure's page: every fact of its sheet and, for whoever answers, their own list."""
    ofrecidos = Tramite.ofrecidos().select_related("unidad_nacional")
    tramite = get_object_or_404(ofrecidos, codigo=codigo)
    requisitos = list(tramite.requisitos.filter(activo=True))
    form = QueNecesitoForm.de(request.GET)
    contexto = {
        "tramite": tramite,
        "virtuales": [r for r in requisitos if r.canal == Requisito.Canal.VIRTUAL],
        "presenciales": [r for r in requisitos if r.canal == Requisito.Canal.PRESENCIAL],
        "form": form,
        "lista": lista_para(tramite, requisitos, **form.cleaned_data) if form.is_valid() else None,
        "fotos_buenas": BUENAS,
        "fotos_malas": MALAS,
        **_tiempos(tramite),
    }
    return render(request, "tramites/tramite.html", contexto)


def _tiempos(tramite: Tramite) -> dict:
    """When the centres are open, how long an answer takes, and from which day a term counts."""
    nacionales = dict(Feriado.objects.filter(provincia=None).values_list("fecha", "nombre"))
    ahora, hoy = timezone.now(), timezone.localdate()
    return {
        "continente": atencion(ahora, nacionales),
        "galapagos": atencion(ahora, nacionales, zona=GALAPAGOS),
        "centros": centros_ahora(ahora),
        "feriado": nacionales.get(hoy),
        "observados": observados(tramite),
        "minimo": MINIMO,
        "termino": settings.TERMINO_RESOLUCION_DIAS,
        "cuenta_desde": sumar_habiles(hoy, 1, nacionales),
    }


@require_GET
def privacidad(request):
    """The privacy notice of LOPDP art. 12; what only the institution knows comes from settings."""
    contexto = {
        "privacidad": settings.PRIVACIDAD,
        "horas": settings.BORRADOR_HORAS,
        "dias_de_un_codigo": DIAS_DE_UN_CODIGO,
        "base_legal": Tramite.ofrecidos().values_list("base_legal", flat=True).first() or "",
    }
    return render(request, "tramites/privacidad.html", contexto)
