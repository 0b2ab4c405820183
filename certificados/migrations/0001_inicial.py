import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("tramites", "0001_inicial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Consulta",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "en",
                    models.DateTimeField(auto_now_add=True, db_index=True, verbose_name="cuándo"),
                ),
                (
                    "via",
                    models.CharField(
                        choices=[
                            ("qr", "Código QR"),
                            ("codigo", "Número y código"),
                            ("archivo", "Archivo PDF"),
                        ],
                        max_length=8,
                        verbose_name="vía",
                    ),
                ),
                ("por_maquina", models.BooleanField(default=False, verbose_name="por un sistema")),
                ("resultado", models.CharField(max_length=12)),
                (
                    "origen",
                    models.CharField(
                        help_text="Seudónimo de la dirección de red; no permite conocerla.",
                        max_length=16,
                    ),
                ),
            ],
            options={
                "verbose_name": "consulta",
                "verbose_name_plural": "consultas",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Contador",
            fields=[
                ("serie", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("ultimo", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "contador",
                "verbose_name_plural": "contadores",
            },
        ),
        migrations.CreateModel(
            name="Certificado",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "solicitud",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificados",
                        to="tramites.solicitud",
                        verbose_name="solicitud",
                    ),
                ),
                (
                    "estado",
                    models.CharField(
                        choices=[
                            ("pendiente", "Por emitir"),
                            ("numerado", "Con número, por emitir"),
                            ("emitido", "Emitido"),
                            ("anulado", "Anulado"),
                            ("reemplazado", "Reemplazado"),
                        ],
                        default="pendiente",
                        max_length=12,
                    ),
                ),
                (
                    "plantilla",
                    models.CharField(
                        default="v1",
                        help_text="Versión del diseño y de los textos fijos.",
                        max_length=20,
                    ),
                ),
                ("serie", models.CharField(blank=True, default="", max_length=40)),
                (
                    "orden",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="número dentro de la serie"
                    ),
                ),
                (
                    "numero",
                    models.CharField(
                        blank=True, max_length=40, null=True, unique=True, verbose_name="número"
                    ),
                ),
                ("codigo", models.CharField(max_length=16, unique=True, verbose_name="código")),
                ("secreto", models.CharField(max_length=22, unique=True)),
                (
                    "direccion",
                    models.CharField(
                        help_text="Dirección impresa; el QR le añade el secreto.",
                        max_length=200,
                        verbose_name="página de verificación",
                    ),
                ),
                ("titulo", models.CharField(max_length=200, verbose_name="título")),
                ("proposito", models.TextField(verbose_name="propósito")),
                ("nombres", models.CharField(max_length=160, verbose_name="nombres completos")),
                (
                    "tipo_identificacion",
                    models.CharField(max_length=80, verbose_name="tipo de identificación"),
                ),
                ("identificacion", models.CharField(max_length=20, verbose_name="identificación")),
                ("expediente", models.CharField(max_length=60, verbose_name="expediente abierto")),
                ("provincia", models.CharField(max_length=60)),
                ("unidad", models.CharField(max_length=160)),
                ("aprobado_por", models.CharField(max_length=160, verbose_name="aprobado por")),
                ("vigente_desde", models.DateField()),
                ("vigente_hasta", models.DateField()),
                ("registrado_en", models.DateTimeField(auto_now_add=True)),
                (
                    "emitido_en",
                    models.DateTimeField(
                        blank=True,
                        help_text="Fecha impresa: la del momento en que recibió su número.",
                        null=True,
                    ),
                ),
                ("archivo", models.CharField(blank=True, default="", max_length=120)),
                (
                    "sha256",
                    models.CharField(blank=True, default="", max_length=64, verbose_name="SHA-256"),
                ),
                (
                    "sello",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="SHA-256 del certificado que firmó; sirve después de cambiar de llave.",
                        max_length=64,
                        verbose_name="huella del sello",
                    ),
                ),
                ("intentos", models.PositiveSmallIntegerField(default=0)),
                ("proximo_intento", models.DateTimeField(blank=True, null=True)),
                (
                    "ultimo_error",
                    models.CharField(
                        blank=True, default="", max_length=500, verbose_name="último error"
                    ),
                ),
                ("anulacion_pedida_en", models.DateTimeField(blank=True, null=True)),
                ("anulacion_pedida_por", models.CharField(blank=True, default="", max_length=160)),
                (
                    "anulacion_pedida_motivo",
                    models.CharField(blank=True, default="", max_length=300),
                ),
                ("anulado_en", models.DateTimeField(blank=True, null=True)),
                (
                    "motivo_anulacion",
                    models.CharField(blank=True, default="", max_length=300, verbose_name="motivo"),
                ),
                (
                    "anulado_por",
                    models.CharField(
                        blank=True, default="", max_length=160, verbose_name="anulado por"
                    ),
                ),
                (
                    "reemplazado_por",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reemplaza_a",
                        to="certificados.certificado",
                    ),
                ),
            ],
            options={
                "verbose_name": "certificado",
                "verbose_name_plural": "certificados",
                "ordering": ["-id"],
            },
        ),
        migrations.AddField(
            model_name="consulta",
            name="certificado",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="consultas",
                to="certificados.certificado",
            ),
        ),
        migrations.AddIndex(
            model_name="certificado",
            index=models.Index(fields=["sha256"], name="certificado_sha256"),
        ),
        migrations.AddIndex(
            model_name="certificado",
            index=models.Index(
                condition=models.Q(("estado__in", ("pendiente", "numerado"))),
                fields=["proximo_intento"],
                name="certificado_por_emitir",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificado",
            constraint=models.UniqueConstraint(
                condition=models.Q(("estado__in", ("pendiente", "numerado", "emitido"))),
                fields=("solicitud",),
                name="certificado_uno_por_solicitud",
                violation_error_message="Esta solicitud ya tiene un certificado.",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificado",
            constraint=models.UniqueConstraint(
                fields=("serie", "orden"),
                name="certificado_orden_unico",
                violation_error_message="Ese número ya se usó en la serie.",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificado",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("estado__in", ["pendiente", "numerado", "emitido", "anulado", "reemplazado"])
                ),
                name="certificado_estado_conocido",
                violation_error_message="El estado del certificado no existe.",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificado",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("emitido_en", None), ("numero", None), ("orden", None), ("serie", "")
                    ),
                    models.Q(
                        ("emitido_en__isnull", False),
                        ("numero__isnull", False),
                        ("orden__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="certificado_numero_completo",
                violation_error_message="El número, la serie y la fecha de emisión van juntos.",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificado",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("estado", "pendiente"), ("numero", None)),
                    ("estado__in", ["anulado", "reemplazado"]),
                    models.Q(("estado__in", ["numerado", "emitido"]), ("numero__isnull", False)),
                    _connector="OR",
                ),
                name="certificado_numerado",
                violation_error_message="Un certificado por emitir recibe su número al emitirse.",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificado",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("archivo", ""), ("estado__in", ("pendiente", "numerado")), ("sha256", "")
                    ),
                    models.Q(
                        ("archivo", ""), ("estado__in", ["anulado", "reemplazado"]), ("sha256", "")
                    ),
                    models.Q(
                        models.Q(("estado__in", ("pendiente", "numerado")), _negated=True),
                        models.Q(("archivo", ""), _negated=True),
                        models.Q(("sha256", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="certificado_emitido_con_archivo",
                violation_error_message="Un certificado emitido tiene archivo y huella SHA-256.",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificado",
            constraint=models.CheckConstraint(
                condition=models.Q(("vigente_hasta__gte", models.F("vigente_desde"))),
                name="certificado_vigencia",
                violation_error_message="La vigencia no puede terminar antes de empezar.",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificado",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("anulado_en", None),
                        ("anulado_por", ""),
                        ("estado__in", ("pendiente", "numerado", "emitido")),
                        ("motivo_anulacion", ""),
                    ),
                    models.Q(
                        ("anulado_en__isnull", False),
                        ("estado__in", ["anulado", "reemplazado"]),
                        models.Q(("motivo_anulacion", ""), _negated=True),
                        models.Q(("anulado_por", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="certificado_anulado_con_motivo",
                violation_error_message="Una anulación necesita fecha, motivo y responsable.",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificado",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("anulacion_pedida_por", ""),
                    models.Q(("anulacion_pedida_por", models.F("anulado_por")), _negated=True),
                    _connector="OR",
                ),
                name="certificado_anulado_entre_dos",
                violation_error_message="Quien pide anular no puede confirmarlo.",
            ),
        ),
        migrations.AddConstraint(
            model_name="certificado",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("estado", "reemplazado"), ("reemplazado_por", None), _connector="OR"
                ),
                name="certificado_reemplazado_por_otro",
                violation_error_message="Solo un certificado reemplazado señala a otro.",
            ),
        ),
    ]
