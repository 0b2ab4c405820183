from django.conf import settings
from django.shortcuts import render


class TopeDeCuerpo:
    """Refuse a request whose declared body exceeds `CUERPO_MAXIMO` before reading any of it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        largo = request.META.get("CONTENT_LENGTH") or "0"
        # ASCII, because "²".isdigit() is true and int("²") is an error.
        if not (largo.isascii() and largo.isdigit()) or int(largo) > settings.CUERPO_MAXIMO:
            return render(request, "413.html", status=413)
        return self.get_response(request)


class SiempreUtf8:
    """Read every form as UTF-8, which our pages are, whatever charset the request claims.

    Django believes the claim, and Python knows "charsets" that are none (`zlib`) or that give
    characters which no database takes (`unicode_escape`): both would be our failure.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.encoding = "utf-8"
        return self.get_response(request)
