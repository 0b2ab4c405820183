"""Whatever is left empty is asked for in its own words, in every form of the portal (pain 8)."""

import pytest
from django import forms
from django.template import Context, Template
from django.urls import get_resolver, reverse

from tramites.mostrador.forms import IngresoForm

DE_DJANGO = forms.Field.default_error_messages["required"]
assert get_resolver().url_patterns  # Every room is imported: its forms are known.


def formularios(de=forms.BaseForm):
    for clase in de.__subclasses__():
        yield clase
        yield from formularios(clase)


# The catalogue's are Django's own, for the supervisor.
PROPIOS = sorted(
    {
        clase
        for clase in formularios()
        if clase.__module__.startswith("tramites.")
        and not issubclass(clase, forms.ModelForm)
        and getattr(clase, "base_fields", None)
    },
    key=lambda clase: (clase.__module__, clase.__name__),
)


def test_se_miran_todos_los_formularios():
    modulos = {clase.__module__ for clase in PROPIOS}
    cuartos = ("cuentas", "escritorio", "mostrador", "quejas", "recepcion", "seguimiento")
    assert {f"tramites.{cuarto}.forms" for cuarto in cuartos} <= modulos
    assert len(PROPIOS) > 20


@pytest.mark.parametrize("clase", PROPIOS, ids=lambda clase: clase.__name__)
def test_lo_que_falta_se_pide_con_sus_palabras(clase):
    dichos = getattr(clase, "si_falta", {})
    mudos = [
        nombre
        for nombre, campo in clase.base_fields.items()
        if campo.required
        and not campo.widget.is_hidden
        and nombre not in dichos
        and campo.error_messages["required"] == DE_DJANGO
    ]
    assert mudos == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ruta", "frases"),
    [
        ("account_login", ["Escriba su correo electrónico.", "Escriba su contraseña."]),
        ("account_signup", ["Escriba una contraseña nueva.", "Escriba otra vez la contraseña"]),
        ("account_reset_password", ["Escriba su correo electrónico."]),
    ],
)
def test_las_cuentas_tambien(client, ruta, frases):
    texto = client.post(reverse(ruta), {}).content.decode()
    assert str(DE_DJANGO) not in texto
    assert all(frase in texto for frase in frases)


def test_al_cambiar_la_clave_tambien(persona, entrar):
    navegador = entrar(persona("ana@example.org"))
    texto = navegador.post(reverse("account_change_password"), {}).content.decode()
    assert "Escriba la contraseña que usa ahora." in texto and str(DE_DJANGO) not in texto


@pytest.mark.parametrize("plantilla", ["componentes/resumen_errores", "admin/tramites/_errores"])
def test_el_resumen_no_puntua_dos_veces(catalogo, plantilla):
    """It said «no retuve copia.: Pida…» and «¿Qué pasó?: Cuente…»."""
    form = IngresoForm({})
    form.fields["nombres"].label = "¿Cómo se llama?"
    incluir = Template(f'{{% include "{plantilla}.html" %}}')
    texto = incluir.render(Context({"form": form}))
    assert ">Pida el documento original: sin verlo no se registra" in texto
    assert ">Número de identificación: Escriba el número" in texto
    assert ">¿Cómo se llama? Escriba los nombres" in texto
    assert ".:" not in texto and "?:" not in texto
