"""What the applicant is told: what is wrong and what to do, in plain Spanish."""

from .formatos import PAGINAS_MAXIMAS, TAMANO_MAXIMO, Defecto

FRASES = {
    "borrosa": "La imagen está borrosa{pagina}. Apoye el documento en una mesa, acerque la cámara, "
    "espere a que enfoque y tome la foto de nuevo sin moverse.",
    "borrosa.movida": "La imagen salió movida{pagina}. Apoye el documento en una mesa, sostenga el "
    "teléfono con las dos manos y tome la foto de nuevo sin moverse.",
    "borrosa.zona": "Una parte de la imagen está borrosa{pagina}. Ponga el teléfono paralelo al "
    "documento, espere a que enfoque y tome la foto de nuevo.",
    "opaca": "La imagen está opaca{pagina}: la tinta casi no se distingue del papel. Tome la foto "
    "con buena luz, de día junto a una ventana y sin hacer sombra.",
    "cortada": "La imagen parece cortada{pagina}: hay texto o un borde que se sale. Tome la foto "
    "dejando ver los cuatro bordes del documento.",
    "cortada.carta": "La carta no sale entera{pagina}. Tome la foto de nuevo con los cuatro puntos "
    "negros de las esquinas a la vista.",
    "ilegible": "La letra se ve demasiado pequeña o confusa para leerla{pagina}. Acerque la cámara "
    "hasta que el documento llene la foto, o escanéelo de nuevo.",
    "ilegible.grano": "La imagen tiene tanto grano que cuesta leerla{pagina}. Tome la foto "
    "de nuevo con más luz, de día junto a una ventana.",
    "sin_firma": "No encontramos una firma manuscrita. Imprima la carta, fírmela a mano con "
    "esfero y vuelva a escanearla o fotografiarla.",
    "sin_firma.recuadro": "El recuadro de la firma está vacío. Firme a mano, con esfero, dentro "
    "del recuadro y vuelva a fotografiar o escanear la carta.",
    "sin_firma.recuadro_dudoso": "Lo que hay en el recuadro no parece una firma hecha a mano. "
    "Firme con esfero dentro del recuadro y vuelva a fotografiar o escanear la carta.",
    "sin_firma.recuadro_oculto": "No se ve el recuadro de la firma. Tome la foto de nuevo con la "
    "carta entera, sin nada encima.",
    "sin_firma.electronica": "El archivo trae una firma electrónica, pero el trámite pide la firma "
    "manuscrita y no la encontramos. Imprima la carta, fírmela a mano y escanéela de nuevo.",
    "tipo": "El archivo no es una imagen JPG ni un documento PDF. Guárdelo o escanéelo en uno de "
    "esos formatos y súbalo de nuevo.",
    "tipo.mezcla": "El archivo mezcla dos formatos y por seguridad no lo aceptamos. Escanee o "
    "fotografíe el documento de nuevo y suba ese archivo.",
    "tipo.heic": "Es una foto HEIC de iPhone y el trámite recibe JPG o PDF. En su iPhone abra "
    "Ajustes, Cámara, Formatos, elija «Más compatible» y tome la foto de nuevo.",
    "tamano.pdf": "El PDF pesa {medida} y el máximo es {limite}. Escanéelo otra vez en blanco y "
    "negro o a 150 puntos por pulgada (dpi). O tome una foto de la hoja: si pesa más, la reducimos "
    "nosotros.",
    "tamano.foto": "La foto pesa {medida} y lo más que podemos recibir es {limite}. Tómela de "
    "nuevo con menos resolución.",
    "tamano": "El archivo pesa {medida} y el máximo es {limite}. Redúzcalo o escanéelo con menos "
    "resolución y súbalo de nuevo.",
    "danado": "El archivo está dañado o incompleto y no se puede abrir. Escanee o fotografíe el "
    "documento de nuevo y súbalo otra vez.",
    "danado.vacio": "El archivo está vacío. Escanee o fotografíe el documento de nuevo y súbalo "
    "otra vez.",
    "danado.pixeles": "La imagen es demasiado grande para abrirla de forma segura. Tome la foto "
    "con una resolución menor.",
    "danado.barridos": "La imagen está guardada de una forma que no podemos abrir con seguridad. "
    "Tome la foto de nuevo o guárdela como JPG normal.",
    "danado.costoso": "No pudimos abrir este archivo de forma segura. Escanee o fotografíe el "
    "documento de nuevo y súbalo otra vez.",
    "protegido": "El PDF está protegido con contraseña o con permisos. Ábralo, guárdelo sin "
    "protección (o imprímalo y escanéelo) y súbalo de nuevo.",
    "activo": "El PDF contiene elementos activos (programas, formularios o archivos adjuntos) que "
    "no aceptamos por seguridad. Imprímalo y escanéelo, o guárdelo como PDF simple.",
    "virus": "El archivo trae una marca de virus y no lo aceptamos. Escanee o fotografíe el "
    "documento de nuevo, en otro equipo si puede, y suba ese archivo.",
    "paginas": f"El documento tiene más de {PAGINAS_MAXIMAS} páginas. Suba solo las páginas que "
    "pide este requisito.",
    "paginas.medidas": "Las páginas del PDF tienen un tamaño fuera de lo normal. Guárdelo en "
    "tamaño A4 y súbalo de nuevo.",
    "blanco": "El documento está en blanco: no se ve nada escrito. Revise que escaneó el lado "
    "correcto y súbalo de nuevo.",
    "pequeno": "La imagen es demasiado pequeña para leer el documento. Suba la foto original, no "
    "una miniatura.",
    "revision": "En este momento no podemos revisar su archivo. No es un problema del archivo: "
    "inténtelo de nuevo en unos minutos.",
}


def de(causa: str, pagina: int | None = None, clave: str = "") -> str:
    """The sentence of a cause; `pagina` is named only when there are several."""
    frase = FRASES.get(f"{causa}.{clave}") or FRASES[causa]
    return frase.replace("{pagina}", f" (página {pagina})" if pagina else "")


def de_defecto(defecto: Defecto) -> str:
    frase = de(defecto.causa, clave=defecto.clave)
    if defecto.causa == "tamano":
        return frase.format(medida=peso(int(defecto.medida)), limite=peso(int(defecto.umbral)))
    return frase


def peso(octetos: int) -> str:
    """Bytes as people say them: "640 KB", "1 MB", "3,2 MB"; never rounded down to the limit."""
    if octetos < 1_000_000 and octetos < TAMANO_MAXIMO:
        return f"{max(1, round(octetos / 1024))} KB"
    megas = octetos / 1_048_576
    if 1 < megas < 1.1:
        return "un poco más de 1 MB"
    return f"{megas:.1f}".replace(".0", "").replace(".", ",") + " MB"
