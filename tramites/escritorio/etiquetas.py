"""The tags of a case, in the list and on its page: its state and its current deadline."""

from collections.abc import Collection
from datetime import date

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from tramites.estados import CORRE_EL_TERMINO, TONO
from tramites.plazos import plazo_en_palabras


def del_estado(solicitud) -> SafeString:
    """The state and, when a sent correction waits for the office, since when.

    `solicitud` was read with `bandeja.con_correccion`, here and below.
    """
    etiquetas = [_etiqueta(TONO[solicitud.estado], solicitud.get_estado_display())]
    if solicitud.estado in CORRE_EL_TERMINO and solicitud.corregida_en:
        dia = timezone.localdate(solicitud.corregida_en)
        etiquetas.append(_etiqueta("duda", f"Volvió corregida el {dia:%d-%m-%Y}"))
    return format_html_join(" ", "{}", ((etiqueta,) for etiqueta in etiquetas))


def del_termino(solicitud, feriados: Collection[date], cerca: date) -> str:
    """The office's last day and what remains of the term, which is near up to `cerca` (see
    `terminos.limite_de_cerca`); while the person corrects, their last day."""
    if solicitud.corrige_hasta:
        pausa = f"En pausa: la persona corrige hasta el {solicitud.corrige_hasta:%d-%m-%Y}"
        return _etiqueta("neutro", pausa)
    vence, hoy = solicitud.vence_el, timezone.localdate()
    if solicitud.estado not in CORRE_EL_TERMINO:
        return f"{vence:%d-%m-%Y}"
    queda = f"{vence:%d-%m-%Y} · {plazo_en_palabras(hoy, vence, feriados)}"
    if vence < hoy:
        return _etiqueta("mal", f"{queda}: riesgo de silencio positivo (COA 207)")
    return _etiqueta("duda" if vence <= cerca else "neutro", queda)


def _etiqueta(tono: str, texto: str) -> SafeString:
    return render_to_string("componentes/etiqueta.html", {"tono": tono, "texto": texto})
