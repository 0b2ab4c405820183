"""The buttons of a case's page: what each calls, what it asks first, how it looks.

One stands out as the usual next step, most are plain, and those that end something for a person
look dangerous.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tramites import services, vida_certificado

from . import del_certificado, forms

# Classes of `escritorio.css`.
PRINCIPAL, SECUNDARIO, PELIGRO = "default", "secundario", "peligro"


@dataclass(frozen=True)
class Boton:
    servicio: Callable
    form: type[forms.AccionForm] = forms.AccionForm
    clase: str = SECUNDARIO


BOTONES = {
    "tomar": Boton(services.tomar, clase=PRINCIPAL),
    "soltar": Boton(services.soltar),
    "derivar": Boton(services.derivar, forms.DerivarForm),
    "aprobar": Boton(services.aprobar, forms.AprobarForm, PRINCIPAL),
    "pedir_correccion": Boton(services.pedir_correccion, forms.PedirCorreccionForm),
    "negar": Boton(services.negar, forms.NegarForm, PELIGRO),
    "renovar": Boton(vida_certificado.renovar, del_certificado.RenovarForm),
    "reemplazar": Boton(vida_certificado.reemplazar, del_certificado.ReemplazarForm),
    "cerrar_proceso": Boton(vida_certificado.cerrar_proceso, del_certificado.MotivoForm, PELIGRO),
    "pedir_anulacion": Boton(
        vida_certificado.pedir_anulacion, del_certificado.PedirAnulacionForm, PELIGRO
    ),
    "descartar_anulacion": Boton(vida_certificado.descartar_anulacion),
    "confirmar_anulacion": Boton(vida_certificado.confirmar_anulacion, clase=PELIGRO),
}
