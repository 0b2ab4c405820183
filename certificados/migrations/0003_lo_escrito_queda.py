from django.db import migrations

from certificados.inmutables import guardar


class Migration(migrations.Migration):
    """A certificate's facts never change, what happens to it happens once, and it never goes."""

    dependencies = [("certificados", "0002_consultas")]

    operations = [
        guardar(
            "certificados_certificado",
            hechos=(
                "solicitud_id plantilla codigo secreto direccion titulo proposito nombres "
                "tipo_identificacion identificacion expediente provincia unidad aprobado_por "
                "vigente_desde vigente_hasta registrado_en"
            ).split(),
            de_una_vez=(
                "serie orden numero emitido_en archivo sha256 sello anulado_en motivo_anulacion "
                "anulado_por reemplazado_por_id"
            ).split(),
            ademas=[
                "(OLD.estado IN ('anulado', 'reemplazado') AND NEW.estado <> OLD.estado)",
                "(OLD.estado = 'emitido'"
                " AND NEW.estado NOT IN ('emitido', 'anulado', 'reemplazado'))",
            ],
        ),
    ]
