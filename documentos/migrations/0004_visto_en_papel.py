from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documentos", "0003_documento_por_huella"),
    ]

    operations = [
        migrations.AddField(
            model_name="documento",
            name="visto_en_papel",
            field=models.BooleanField(default=False, verbose_name="visto en papel"),
        ),
    ]
