from django.db import migrations

VIVOS = ["pendiente", "numerado", "emitido"]


def por_su_clave(apps, editor):
    """Who asked for an annulment that still waits, by the key of their account and not its name.

    The history knows it, also of an account that has another name since. Those that ended are left
    as they were written.
    """
    Movimiento = apps.get_model("tramites", "Movimiento")
    vivos = apps.get_model("certificados", "Certificado").objects.filter(estado__in=VIVOS)
    for certificado in vivos.exclude(anulacion_pedida_por=""):
        del_caso = Movimiento.objects.filter(solicitud_id=certificado.solicitud_id)
        pedidas = del_caso.filter(accion="pedir_anulacion", por__isnull=False)
        if pedida := pedidas.order_by("pk").last():
            vivos.filter(pk=certificado.pk).update(anulacion_pedida_por=str(pedida.por_id))


class Migration(migrations.Migration):
    """Two persons are two accounts, whatever they are called."""

    dependencies = [
        ("tramites", "0020_letras_del_certificado"),
        ("certificados", "0003_lo_escrito_queda"),
    ]

    operations = [migrations.RunPython(por_su_clave, migrations.RunPython.noop)]
