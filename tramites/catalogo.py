"""The catalogue: what can be asked for, with which documents, and who attends it.

All of it is rows that staff edit; `cargar_catalogo` loads their first version from `datos/`. No
code names a procedure, a unit or a holiday.
"""

from django.db import models

from .texto import check_imprimible


class UnidadAdministrativa(models.Model):
    """Who attends cases: a provincial coordination or a national directorate (R9)."""

    class Tipo(models.TextChoices):
        COORDINACION_PROVINCIAL = "coordinacion_provincial", "Coordinación Provincial"
        DIRECCION_NACIONAL = "direccion_nacional", "Dirección Nacional"

    codigo = models.SlugField("código", unique=True)
    nombre = models.CharField("nombre", max_length=150, validators=[check_imprimible])
    tipo = models.CharField("tipo", max_length=30, choices=Tipo)
    # Null only while the catalogue is being loaded, since provinces name units too.
    sede = models.ForeignKey(
        "Provincia",
        verbose_name="provincia de su sede",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Sus feriados tampoco cuentan en los términos (COA 159).",
    )
    # What a window tells whoever must go there. Not published anywhere: staff write them.
    direccion = models.CharField(
        "dirección", max_length=200, blank=True, help_text="Calle, número y ciudad."
    )
    telefono = models.CharField(
        "teléfono", max_length=30, blank=True, help_text="Vacío: se da el del trámite."
    )

    class Meta:
        verbose_name = "unidad administrativa"
        verbose_name_plural = "unidades administrativas"
        ordering = ["nombre"]

    def __str__(self):
        return self.nombre


class Provincia(models.Model):
    """One of the 24 provinces. The national unit attends those without a unit of their own."""

    codigo = models.CharField("código", max_length=2, unique=True)
    nombre = models.CharField("nombre", max_length=60, unique=True, validators=[check_imprimible])
    # Spanish alphabetical order, which no database collation can be trusted to know.
    orden = models.PositiveSmallIntegerField("orden alfabético", default=0)
    unidad = models.ForeignKey(
        UnidadAdministrativa,
        verbose_name="unidad que la atiende",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="provincias",
        help_text="Vacío: atiende la unidad nacional del trámite.",
    )

    class Meta:
        verbose_name = "provincia"
        verbose_name_plural = "provincias"
        ordering = ["orden", "nombre"]

    def __str__(self):
        return self.nombre


class Tramite(models.Model):
    """A procedure of the catalogue, with every text that its public page shows (R1 to R49)."""

    codigo = models.SlugField("código", unique=True)
    sigla = models.CharField(
        "sigla", max_length=6, help_text="Va en el número de cada solicitud: IESS-RT-…"
    )
    nombre = models.CharField("nombre oficial", max_length=250)
    nombre_corto = models.CharField("nombre corto", max_length=120)
    activo = models.BooleanField("se ofrece en la ventanilla", default=True)
    unidad_nacional = models.ForeignKey(
        UnidadAdministrativa,
        verbose_name="unidad nacional",
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Atiende las provincias que no tienen unidad propia.",
    )
    resumen = models.TextField("para qué sirve")
    beneficiarios = models.TextField("quién puede pedirlo")
    dirigido_a = models.CharField("dirigido a", max_length=200)
    tipo_resultado = models.CharField("tipo de resultado", max_length=120)
    resultado = models.CharField(
        "documento que se obtiene", max_length=200, validators=[check_imprimible]
    )
    proposito_certificado = models.TextField(
        "propósito que declara el certificado", validators=[check_imprimible]
    )
    nombre_expediente = models.CharField("cómo se llama el proceso abierto", max_length=150)
    contenido_carta = models.TextField("qué debe decir la carta", help_text="Una línea por dato.")
    destinatario_virtual = models.CharField("destinatario de la carta virtual", max_length=200)
    destinatario_presencial = models.CharField(
        "destinatario de la carta presencial", max_length=200
    )
    pasos_virtual = models.TextField("pasos en línea", help_text="Una línea por paso.")
    pasos_presencial = models.TextField("pasos en persona", help_text="Una línea por paso.")
    nota_imagenes = models.TextField("nota sobre las imágenes")
    costo = models.CharField("costo", max_length=200)
    horario = models.TextField("dónde y en qué horario")
    canales = models.TextField("canales de atención", help_text="Una línea por canal.")
    base_legal = models.CharField("base legal", max_length=200)
    sitio_web = models.CharField("sitio web", max_length=120)
    enlace_oficial = models.URLField("enlace oficial")
    contacto_dependencia = models.CharField("contacto: dependencia", max_length=120)
    contacto_correo = models.EmailField("contacto: correo")
    contacto_telefono = models.CharField("contacto: teléfono", max_length=30)

    class Meta:
        verbose_name = "trámite"
        verbose_name_plural = "trámites"
        ordering = ["nombre_corto"]

    def __str__(self):
        return self.nombre_corto

    @classmethod
    def ofrecidos(cls):
        """The procedures that the window offers today."""
        return cls.objects.filter(activo=True)

    def unidad_para(self, provincia: Provincia) -> UnidadAdministrativa:
        """The unit that attends this procedure in `provincia` (R9)."""
        return provincia.unidad or self.unidad_nacional

    def requisitos_de(self, canal: str, tipo_identificacion: str):
        """What a person with that identification presents in that channel, acting in person."""
        aplica_a = [Requisito.AplicaA.TODOS, tipo_identificacion]
        return self.requisitos.filter(canal=canal, activo=True, aplica_a__in=aplica_a)

    def requisitos_virtuales(self, tipo_identificacion: str | None = None):
        """The files to upload online: all, or those for one kind of identification."""
        return self.requisitos_con_archivo(Requisito.Canal.VIRTUAL, tipo_identificacion)

    def requisitos_con_archivo(self, canal: str, tipo_identificacion: str | None = None):
        """The files that a case of `canal` needs; in person, those that the officer scans."""
        if tipo_identificacion:
            return self.requisitos_de(canal, tipo_identificacion).filter(exige_archivo=True)
        return self.requisitos.filter(canal=canal, activo=True, exige_archivo=True)


class Requisito(models.Model):
    """One document that a procedure asks for in one channel, and the checks that it wants."""

    class Canal(models.TextChoices):
        VIRTUAL = "virtual", "En línea"
        PRESENCIAL = "presencial", "En persona"

    class Clase(models.TextChoices):
        OBLIGATORIO = "obligatorio", "Obligatorio"
        ALTERNATIVO = "alternativo", "Alternativo"
        ADICIONAL = "adicional", "Adicional"

    class AplicaA(models.TextChoices):
        TODOS = "todos", "Todas las personas"
        CEDULA = "cedula", "Quien tiene cédula"
        CODIGO_EXTRANJERO = "codigo_extranjero", "Quien tiene código de extranjero"
        TERCERO = "tercero", "Quien actúa por otra persona"

    tramite = models.ForeignKey(
        Tramite, verbose_name="trámite", on_delete=models.CASCADE, related_name="requisitos"
    )
    codigo = models.SlugField("código")
    nombre = models.CharField("nombre oficial", max_length=200)
    nombre_corto = models.CharField("nombre corto", max_length=60)
    instrucciones = models.TextField("qué hacer")
    canal = models.CharField("canal", max_length=20, choices=Canal)
    clase = models.CharField("clase", max_length=20, choices=Clase)
    aplica_a = models.CharField("aplica a", max_length=20, choices=AplicaA, default=AplicaA.TODOS)
    comprobaciones = models.TextField(
        "qué comprueba quien aprueba", blank=True, help_text="Una por línea."
    )
    exige_archivo = models.BooleanField("se adjunta un archivo", default=False)
    exige_legibilidad = models.BooleanField("revisar que se lea", default=False)
    exige_firma = models.BooleanField("revisar que tenga firma", default=False)
    activo = models.BooleanField("se pide", default=True)
    orden = models.PositiveSmallIntegerField("orden", default=0)
    referencia = models.CharField("regla de la ficha", max_length=30, blank=True)

    class Meta:
        verbose_name = "requisito"
        verbose_name_plural = "requisitos"
        ordering = ["orden", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tramite", "canal", "codigo"],
                name="requisito_unico_por_canal",
                violation_error_message="El trámite ya tiene ese requisito en ese canal.",
            )
        ]

    def __str__(self):
        return self.nombre_corto

    @property
    def por_comprobar(self) -> list[str]:
        """What an officer must have checked before approving, one sentence each."""
        return self.comprobaciones.splitlines()

    @property
    def exigencias(self) -> tuple[str, ...]:
        """The checks that it asks for, as `documentos.revision.Exigencia` names them."""
        return ("legible",) * self.exige_legibilidad + ("firma",) * self.exige_firma


class Feriado(models.Model):
    """A public holiday, of the whole country or of one province."""

    fecha = models.DateField("fecha")
    nombre = models.CharField("nombre", max_length=100)
    provincia = models.ForeignKey(
        Provincia,
        verbose_name="provincia",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        help_text="Vacío: feriado nacional.",
    )

    class Meta:
        verbose_name = "feriado"
        verbose_name_plural = "feriados"
        ordering = ["fecha"]
        constraints = [
            models.UniqueConstraint(
                fields=["fecha", "provincia"],
                name="feriado_local_unico",
                violation_error_message="Ese feriado ya está registrado en esa provincia.",
            ),
            models.UniqueConstraint(
                fields=["fecha"],
                condition=models.Q(provincia=None),
                name="feriado_nacional_unico",
                violation_error_message="Ese feriado nacional ya está registrado.",
            ),
        ]

    def __str__(self):
        return f"{self.fecha:%d-%m-%Y} {self.nombre}"


class MesPublicado(models.Model):
    """One row of the table that the institution published before this portal (R48, R49)."""

    anio = models.PositiveSmallIntegerField("año")
    mes = models.PositiveSmallIntegerField("mes")
    quejas = models.PositiveIntegerField("volumen de quejas")
    atenciones = models.PositiveIntegerField("volumen de atenciones")

    class Meta:
        verbose_name = "mes publicado"
        verbose_name_plural = "meses publicados"
        ordering = ["-anio", "-mes"]
        constraints = [
            models.UniqueConstraint(
                fields=["anio", "mes"],
                name="mes_publicado_unico",
                violation_error_message="Ese mes ya está publicado.",
            ),
            models.CheckConstraint(
                condition=models.Q(mes__range=(1, 12)),
                name="mes_publicado_valido",
                violation_error_message="El mes va de 1 a 12.",
            ),
            # A year that no calendar has would break the public page.
            models.CheckConstraint(
                condition=models.Q(anio__range=(2000, 2099)),
                name="mes_publicado_de_este_siglo",
                violation_error_message="El año va de 2000 a 2099.",
            ),
        ]

    def __str__(self):
        return f"{self.anio}-{self.mes:02d}"
