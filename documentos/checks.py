"""What no portal should start without, because nobody would notice that it is missing."""

from django.core.checks import Error, register

from documentos import entrenado


@register
def modelo_de_firmas(app_configs, **kwargs):
    """Without it no document can be judged."""
    if entrenado.esta_entero():
        return []
    return [
        Error(
            f"Falta {entrenado.MODELO} o está incompleto: no se podría revisar ningún documento.",
            hint="Recupérelo con el código, o hágalo otra vez con manage.py entrenar_firma.",
            id="documentos.E001",
        )
    ]
