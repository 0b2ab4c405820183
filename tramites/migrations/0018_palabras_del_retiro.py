from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tramites", "0017_contacto_de_unidad"),
    ]

    operations = [
        migrations.AlterField(
            model_name="correo",
            name="aviso",
            field=models.CharField(
                blank=True,
                choices=[
                    ("recibida", "Recibida"),
                    ("derivada", "Enviada a otra unidad"),
                    ("codigo", "Código de acceso"),
                    ("correccion_pedida", "Corrección pedida"),
                    ("correccion_recibida", "Corrección recibida"),
                    ("aprobada", "Aprobada"),
                    ("negada", "Negada"),
                    ("certificado_listo", "Certificado listo"),
                    ("certificado_reemplazado", "Certificado reemplazado"),
                    ("certificado_anulado", "Certificado anulado"),
                    ("desistida", "Retirada o cerrada sin decisión"),
                    ("recordatorio", "Recordatorio de la corrección"),
                    ("ultimo_dia", "Último día para corregir"),
                    ("queja_recibida", "Queja recibida"),
                    ("queja_respondida", "Queja respondida"),
                    ("autorizacion_usada", "Autorización usada"),
                    ("terminos", "Términos por vencer"),
                ],
                max_length=30,
                verbose_name="aviso",
            ),
        ),
    ]
