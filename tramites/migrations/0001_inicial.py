
import datetime
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Provincia',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('codigo', models.CharField(max_length=2, unique=True, verbose_name='código')),
                ('nombre', models.CharField(max_length=60, unique=True, verbose_name='nombre')),
                ('orden', models.PositiveSmallIntegerField(default=0, verbose_name='orden alfabético')),
            ],
            options={
                'verbose_name': 'provincia',
                'verbose_name_plural': 'provincias',
                'ordering': ['orden', 'nombre'],
            },
        ),
        migrations.CreateModel(
            name='Requisito',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('codigo', models.SlugField(verbose_name='código')),
                ('nombre', models.CharField(max_length=200, verbose_name='nombre oficial')),
                ('nombre_corto', models.CharField(max_length=60, verbose_name='nombre corto')),
                ('instrucciones', models.TextField(verbose_name='qué hacer')),
                ('canal', models.CharField(choices=[('virtual', 'En línea'), ('presencial', 'En persona')], max_length=20, verbose_name='canal')),
                ('clase', models.CharField(choices=[('obligatorio', 'Obligatorio'), ('alternativo', 'Alternativo'), ('adicional', 'Adicional')], max_length=20, verbose_name='clase')),
                ('aplica_a', models.CharField(choices=[('todos', 'Todas las personas'), ('cedula', 'Quien tiene cédula'), ('codigo_extranjero', 'Quien tiene código de extranjero'), ('tercero', 'Quien actúa por otra persona')], default='todos', max_length=20, verbose_name='aplica a')),
                ('exige_archivo', models.BooleanField(default=False, verbose_name='se adjunta un archivo')),
                ('exige_legibilidad', models.BooleanField(default=False, verbose_name='revisar que se lea')),
                ('exige_firma', models.BooleanField(default=False, verbose_name='revisar que tenga firma')),
                ('activo', models.BooleanField(default=True, verbose_name='se pide')),
                ('orden', models.PositiveSmallIntegerField(default=0, verbose_name='orden')),
                ('referencia', models.CharField(blank=True, max_length=30, verbose_name='regla de la ficha')),
            ],
            options={
                'verbose_name': 'requisito',
                'verbose_name_plural': 'requisitos',
                'ordering': ['orden', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Tramite',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('codigo', models.SlugField(unique=True, verbose_name='código')),
                ('sigla', models.CharField(help_text='Va en el número de cada solicitud: IESS-RT-…', max_length=6, verbose_name='sigla')),
                ('nombre', models.CharField(max_length=250, verbose_name='nombre oficial')),
                ('nombre_corto', models.CharField(max_length=120, verbose_name='nombre corto')),
                ('activo', models.BooleanField(default=True, verbose_name='se ofrece en la ventanilla')),
                ('resumen', models.TextField(verbose_name='para qué sirve')),
                ('beneficiarios', models.TextField(verbose_name='quién puede pedirlo')),
                ('dirigido_a', models.CharField(max_length=200, verbose_name='dirigido a')),
                ('tipo_resultado', models.CharField(max_length=120, verbose_name='tipo de resultado')),
                ('resultado', models.CharField(max_length=200, verbose_name='documento que se obtiene')),
                ('proposito_certificado', models.TextField(verbose_name='propósito que declara el certificado')),
                ('nombre_expediente', models.CharField(max_length=150, verbose_name='cómo se llama el proceso abierto')),
                ('contenido_carta', models.TextField(help_text='Una línea por dato.', verbose_name='qué debe decir la carta')),
                ('destinatario_virtual', models.CharField(max_length=200, verbose_name='destinatario de la carta virtual')),
                ('destinatario_presencial', models.CharField(max_length=200, verbose_name='destinatario de la carta presencial')),
                ('pasos_virtual', models.TextField(help_text='Una línea por paso.', verbose_name='pasos en línea')),
                ('pasos_presencial', models.TextField(help_text='Una línea por paso.', verbose_name='pasos en persona')),
                ('nota_imagenes', models.TextField(verbose_name='nota sobre las imágenes')),
                ('costo', models.CharField(max_length=200, verbose_name='costo')),
                ('horario', models.TextField(verbose_name='dónde y en qué horario')),
                ('canales', models.TextField(help_text='Una línea por canal.', verbose_name='canales de atención')),
                ('base_legal', models.CharField(max_length=200, verbose_name='base legal')),
                ('sitio_web', models.CharField(max_length=120, verbose_name='sitio web')),
                ('enlace_oficial', models.URLField(verbose_name='enlace oficial')),
                ('contacto_dependencia', models.CharField(max_length=120, verbose_name='contacto: dependencia')),
                ('contacto_correo', models.EmailField(max_length=254, verbose_name='contacto: correo')),
                ('contacto_telefono', models.CharField(max_length=30, verbose_name='contacto: teléfono')),
            ],
            options={
                'verbose_name': 'trámite',
                'verbose_name_plural': 'trámites',
                'ordering': ['nombre_corto'],
            },
        ),
        migrations.CreateModel(
            name='UnidadAdministrativa',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('codigo', models.SlugField(unique=True, verbose_name='código')),
                ('nombre', models.CharField(max_length=150, verbose_name='nombre')),
                ('tipo', models.CharField(choices=[('coordinacion_provincial', 'Coordinación Provincial'), ('direccion_nacional', 'Dirección Nacional')], max_length=30, verbose_name='tipo')),
            ],
            options={
                'verbose_name': 'unidad administrativa',
                'verbose_name_plural': 'unidades administrativas',
                'ordering': ['nombre'],
            },
        ),
        migrations.CreateModel(
            name='MesPublicado',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('anio', models.PositiveSmallIntegerField(verbose_name='año')),
                ('mes', models.PositiveSmallIntegerField(verbose_name='mes')),
                ('quejas', models.PositiveIntegerField(verbose_name='volumen de quejas')),
                ('atenciones', models.PositiveIntegerField(verbose_name='volumen de atenciones')),
            ],
            options={
                'verbose_name': 'mes publicado',
                'verbose_name_plural': 'meses publicados',
                'ordering': ['-anio', '-mes'],
                'constraints': [models.UniqueConstraint(fields=('anio', 'mes'), name='mes_publicado_unico', violation_error_message='Ese mes ya está publicado.'), models.CheckConstraint(condition=models.Q(('mes__range', (1, 12))), name='mes_publicado_valido', violation_error_message='El mes va de 1 a 12.')],
            },
        ),
        migrations.CreateModel(
            name='Solicitud',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('numero', models.CharField(max_length=40, unique=True, verbose_name='número')),
                ('semilla', models.CharField(max_length=32)),
                ('secreto_huella', models.CharField(max_length=64, unique=True)),
                ('envio_huella', models.CharField(max_length=64, unique=True)),
                ('navegador', models.CharField(max_length=64)),
                ('canal', models.CharField(choices=[('virtual', 'Ventanilla virtual'), ('presencial', 'En persona')], default='virtual', max_length=20, verbose_name='canal')),
                ('tipo_identificacion', models.CharField(choices=[('cedula', 'Cédula de identidad'), ('codigo_extranjero', 'Código de identificación para extranjeros')], max_length=20, verbose_name='tipo de identificación')),
                ('identificacion', models.CharField(max_length=20, verbose_name='identificación')),
                ('nombres', models.CharField(max_length=150, verbose_name='nombres y apellidos')),
                ('correo', models.EmailField(max_length=254, verbose_name='correo electrónico')),
                ('telefonos', models.JSONField(default=list, verbose_name='teléfonos')),
                ('mensaje', models.TextField(max_length=4000, verbose_name='pedido')),
                ('estado', models.CharField(choices=[('ingresada', 'Ingresada'), ('en_revision', 'En revisión'), ('en_subsanacion', 'En corrección'), ('aprobada', 'Aprobada'), ('certificado_emitido', 'Certificado emitido'), ('anulacion_pedida', 'Anulación por confirmar'), ('certificado_anulado', 'Certificado anulado'), ('negada', 'Negada'), ('desistida', 'Desistida')], default='ingresada', max_length=20, verbose_name='estado')),
                ('version', models.PositiveIntegerField(default=1)),
                ('presentada_en', models.DateTimeField(verbose_name='presentada')),
                ('vence_el', models.DateField(verbose_name='término legal')),
                ('expediente', models.CharField(blank=True, max_length=60, verbose_name='n.º del proceso abierto')),
                ('motivo', models.TextField(blank=True, verbose_name='motivo de la negativa')),
                ('decidida_en', models.DateTimeField(blank=True, null=True, verbose_name='decidida')),
                ('decidida_por', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decidida por')),
                ('provincia', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='tramites.provincia', verbose_name='provincia')),
                ('responsable', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='responsable')),
                ('tramite', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='tramites.tramite', verbose_name='trámite')),
                ('unidad', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='tramites.unidadadministrativa', verbose_name='unidad que atiende')),
            ],
            options={
                'verbose_name': 'solicitud',
                'verbose_name_plural': 'solicitudes',
                'ordering': ['-presentada_en', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Movimiento',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('accion', models.CharField(max_length=30, verbose_name='acción')),
                ('estado', models.CharField(choices=[('ingresada', 'Ingresada'), ('en_revision', 'En revisión'), ('en_subsanacion', 'En corrección'), ('aprobada', 'Aprobada'), ('certificado_emitido', 'Certificado emitido'), ('anulacion_pedida', 'Anulación por confirmar'), ('certificado_anulado', 'Certificado anulado'), ('negada', 'Negada'), ('desistida', 'Desistida')], max_length=20, verbose_name='estado')),
                ('detalle', models.TextField(blank=True, verbose_name='detalle')),
                ('en', models.DateTimeField(verbose_name='fecha')),
                ('por', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='funcionario')),
                ('solicitud', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='movimientos', to='tramites.solicitud')),
            ],
            options={
                'verbose_name': 'movimiento',
                'verbose_name_plural': 'movimientos',
                'ordering': ['en', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Subsanacion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pedida_en', models.DateTimeField(verbose_name='pedida')),
                ('vence_el', models.DateField(verbose_name='hasta')),
                ('atendida_en', models.DateTimeField(null=True, verbose_name='atendida')),
                ('solicitud', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='subsanaciones', to='tramites.solicitud')),
            ],
            options={
                'verbose_name': 'corrección pedida',
                'verbose_name_plural': 'correcciones pedidas',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='DocumentoObservado',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('motivo', models.CharField(max_length=500, verbose_name='qué debe corregir')),
                ('corregido_en', models.DateTimeField(null=True)),
                ('requisito', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='tramites.requisito')),
                ('subsanacion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='observados', to='tramites.subsanacion')),
            ],
            options={
                'verbose_name': 'documento observado',
                'verbose_name_plural': 'documentos observados',
                'ordering': ['requisito__orden'],
            },
        ),
        migrations.AddField(
            model_name='requisito',
            name='tramite',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='requisitos', to='tramites.tramite', verbose_name='trámite'),
        ),
        migrations.CreateModel(
            name='Borrador',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('huella', models.CharField(max_length=64, unique=True)),
                ('navegador', models.CharField(max_length=64)),
                ('datos', models.JSONField(default=dict)),
                ('completo', models.BooleanField(default=False)),
                ('caduca_en', models.DateTimeField(db_index=True)),
                ('tramite', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='tramites.tramite')),
            ],
            options={
                'verbose_name': 'borrador',
                'verbose_name_plural': 'borradores',
            },
        ),
        migrations.AddField(
            model_name='tramite',
            name='unidad_nacional',
            field=models.ForeignKey(help_text='Atiende las provincias que no tienen unidad propia.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tramites.unidadadministrativa', verbose_name='unidad nacional'),
        ),
        migrations.AddField(
            model_name='provincia',
            name='unidad',
            field=models.ForeignKey(blank=True, help_text='Vacío: atiende la unidad nacional del trámite.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='provincias', to='tramites.unidadadministrativa', verbose_name='unidad que la atiende'),
        ),
        migrations.CreateModel(
            name='Funcionario',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('supervisa', models.BooleanField(default=False, help_text='Ve los casos de todas las unidades.', verbose_name='supervisa')),
                ('usuario', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL, verbose_name='cuenta')),
                ('unidad', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='tramites.unidadadministrativa', verbose_name='unidad')),
            ],
            options={
                'verbose_name': 'funcionario',
                'verbose_name_plural': 'funcionarios',
            },
        ),
        migrations.CreateModel(
            name='Correo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('aviso', models.CharField(choices=[('recibida', 'Recibida'), ('enlace', 'Enlace de seguimiento'), ('correccion_pedida', 'Corrección pedida'), ('correccion_recibida', 'Corrección recibida'), ('aprobada', 'Aprobada'), ('negada', 'Negada'), ('certificado_listo', 'Certificado listo'), ('certificado_reemplazado', 'Certificado reemplazado'), ('certificado_anulado', 'Certificado anulado'), ('desistida', 'Cerrada sin decisión')], max_length=30, verbose_name='aviso')),
                ('para', models.EmailField(max_length=254, verbose_name='para')),
                ('estado', models.CharField(choices=[('pendiente', 'Pendiente'), ('enviado', 'Enviado'), ('fallido', 'No se pudo enviar')], default='pendiente', max_length=12, verbose_name='estado')),
                ('intentos', models.PositiveSmallIntegerField(default=0, verbose_name='intentos')),
                ('proximo_intento', models.DateTimeField(verbose_name='próximo intento')),
                ('reservado_hasta', models.DateTimeField(default=datetime.datetime(2000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc))),
                ('enviado_en', models.DateTimeField(null=True, verbose_name='enviado')),
                ('ultimo_error', models.CharField(blank=True, max_length=300, verbose_name='último error')),
                ('movimiento', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='correo', to='tramites.movimiento')),
            ],
            options={
                'verbose_name': 'correo',
                'verbose_name_plural': 'correos',
                'ordering': ['pk'],
                'indexes': [models.Index(condition=models.Q(('estado', 'pendiente')), fields=['proximo_intento'], name='correo_pendiente')],
            },
        ),
        migrations.CreateModel(
            name='Feriado',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fecha', models.DateField(verbose_name='fecha')),
                ('nombre', models.CharField(max_length=100, verbose_name='nombre')),
                ('provincia', models.ForeignKey(blank=True, help_text='Vacío: feriado nacional.', null=True, on_delete=django.db.models.deletion.CASCADE, to='tramites.provincia', verbose_name='provincia')),
            ],
            options={
                'verbose_name': 'feriado',
                'verbose_name_plural': 'feriados',
                'ordering': ['fecha'],
                'constraints': [models.UniqueConstraint(fields=('fecha', 'provincia'), name='feriado_local_unico', violation_error_message='Ese feriado ya está registrado en esa provincia.'), models.UniqueConstraint(condition=models.Q(('provincia', None)), fields=('fecha',), name='feriado_nacional_unico', violation_error_message='Ese feriado nacional ya está registrado.')],
            },
        ),
        migrations.AddConstraint(
            model_name='subsanacion',
            constraint=models.UniqueConstraint(condition=models.Q(('atendida_en', None)), fields=('solicitud',), name='una_subsanacion_abierta', violation_error_message='La solicitud ya espera una corrección.'),
        ),
        migrations.AddConstraint(
            model_name='documentoobservado',
            constraint=models.UniqueConstraint(fields=('subsanacion', 'requisito'), name='documento_observado_una_vez', violation_error_message='Ese documento ya está observado.'),
        ),
        migrations.AddConstraint(
            model_name='requisito',
            constraint=models.UniqueConstraint(fields=('tramite', 'canal', 'codigo'), name='requisito_unico_por_canal', violation_error_message='El trámite ya tiene ese requisito en ese canal.'),
        ),
        migrations.AddIndex(
            model_name='solicitud',
            index=models.Index(fields=['unidad', 'estado', '-presentada_en'], name='solicitud_bandeja'),
        ),
        migrations.AddIndex(
            model_name='solicitud',
            index=models.Index(fields=['identificacion'], name='solicitud_identificacion'),
        ),
        migrations.AddConstraint(
            model_name='solicitud',
            constraint=models.CheckConstraint(condition=models.Q(('estado__in', ['ingresada', 'en_revision', 'en_subsanacion', 'aprobada', 'certificado_emitido', 'anulacion_pedida', 'certificado_anulado', 'negada', 'desistida'])), name='solicitud_estado_conocido', violation_error_message='El estado de la solicitud no existe.'),
        ),
        migrations.AddConstraint(
            model_name='solicitud',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decidida_en__isnull', False), ('decidida_por__isnull', False), ('estado__in', frozenset(['anulacion_pedida', 'aprobada', 'certificado_anulado', 'certificado_emitido', 'negada']))), models.Q(('decidida_en', None), ('decidida_por', None), models.Q(('estado__in', frozenset(['anulacion_pedida', 'aprobada', 'certificado_anulado', 'certificado_emitido', 'negada'])), _negated=True)), _connector='OR'), name='solicitud_decidida_con_quien_y_cuando', violation_error_message='Toda decisión lleva fecha y funcionario.'),
        ),
        migrations.AddConstraint(
            model_name='solicitud',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('estado', 'negada'), _negated=True), models.Q(('motivo', ''), _negated=True), _connector='OR'), name='solicitud_negada_con_motivo', violation_error_message='Una negativa lleva su motivo.'),
        ),
        migrations.AddConstraint(
            model_name='solicitud',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('estado__in', frozenset(['anulacion_pedida', 'aprobada', 'certificado_anulado', 'certificado_emitido'])), _negated=True), models.Q(('expediente', ''), _negated=True), _connector='OR'), name='solicitud_aprobada_con_expediente', violation_error_message='Una aprobación lleva el número del proceso abierto.'),
        ),
    ]
