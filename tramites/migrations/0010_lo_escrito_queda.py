from django.db import migrations

from certificados.inmutables import guardar


class Migration(migrations.Migration):
    """The history of a case and the trace of who read it are written once."""

    dependencies = [("tramites", "0009_quejas")]

    operations = [
        guardar(
            "tramites_movimiento",
            hechos=["solicitud_id", "accion", "estado", "por_id", "detalle", "en"],
        ),
        # A document that is deleted leaves its trace without it.
        guardar(
            "tramites_acceso",
            hechos=["usuario_id", "solicitud_id", "accion", "en"],
            ademas=["NEW.documento_id <> OLD.documento_id"],
        ),
    ]
