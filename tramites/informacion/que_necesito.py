"""«¿Qué necesito?»: three questions, and the exact list for whoever answered them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.db.models import TextChoices

from tramites.catalogo import Requisito, Tramite
from tramites.models import TipoIdentificacion

Canal, AplicaA = Requisito.Canal, Requisito.AplicaA


class Persona(TextChoices):
    """Who asks, by what they can show (R6, R10, R21)."""

    ECUATORIANA = "ecuatoriana", "Soy ecuatoriana o ecuatoriano"
    EXTRANJERA_CON_CEDULA = "extranjera-con-cedula", "Soy persona extranjera y tengo cédula"
    EXTRANJERA_SIN_CEDULA = "extranjera-sin-cedula", "Soy persona extranjera y no tengo cédula"


class Quien(TextChoices):
    YO = "yo", "Yo"
    TERCERO = "otra-persona", "Otra persona, por mí"


ELIJA = {"required": "Elija una respuesta.", "invalid_choice": "Elija una de las respuestas."}


class QueNecesitoForm(forms.Form):
    persona = forms.ChoiceField(
        label="¿Quién pide el certificado?",
        choices=Persona,
        widget=forms.RadioSelect,
        error_messages=ELIJA,
    )
    canal = forms.ChoiceField(
        label="¿Cómo quiere hacer el trámite?",
        choices={
            Canal.VIRTUAL: "En línea, desde mi teléfono o computadora",
            Canal.PRESENCIAL: "En persona, en un centro de atención",
        },
        widget=forms.RadioSelect,
        error_messages=ELIJA,
    )
    quien = forms.ChoiceField(
        label="¿Quién va a hacer el trámite?",
        choices=Quien,
        widget=forms.RadioSelect,
        error_messages=ELIJA,
    )

    @classmethod
    def de(cls, parametros):
        """The form as it was answered in the address of the page, or blank."""
        respondido = cls.base_fields.keys() & parametros.keys()
        return cls(parametros if respondido else None)


@dataclass(frozen=True)
class Lista:
    """What one person must have ready, for the channel where they can act."""

    canal: Canal
    requisitos: list[Requisito]
    destinatario: str
    solo_en_persona: bool  # they chose the virtual channel, where nobody acts for another (R24)
    sin_cedula: bool

    @property
    def en_linea(self) -> bool:
        return self.canal == Canal.VIRTUAL


def lista_para(
    tramite: Tramite, requisitos: Iterable[Requisito], *, persona: str, canal: str, quien: str
) -> Lista:
    """The list for one set of answers, chosen from the active `requisitos` of `tramite`."""
    por_tercero = quien == Quien.TERCERO
    donde = Canal.PRESENCIAL if por_tercero else Canal(canal)
    sin_cedula = persona == Persona.EXTRANJERA_SIN_CEDULA
    tipo = TipoIdentificacion.CODIGO_EXTRANJERO if sin_cedula else TipoIdentificacion.CEDULA
    suyos = {AplicaA.TODOS, tipo.value} | ({AplicaA.TERCERO} if por_tercero else set())
    return Lista(
        canal=donde,
        requisitos=[r for r in requisitos if r.canal == donde and r.aplica_a in suyos],
        destinatario=(
            tramite.destinatario_virtual
            if donde == Canal.VIRTUAL
            else tramite.destinatario_presencial
        ),
        solo_en_persona=por_tercero and canal == Canal.VIRTUAL,
        sin_cedula=sin_cedula,
    )
