from django.conf import settings
from django.shortcuts import render


class TopeDeCuerpo:
    """Refuse a request that declares a body over `CUERPO_MAXIMO`, before reading any of it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            cabe = 0 <= int(request.META.get("CONTENT_LENGTH") or 0) <= settings.CUERPO_MAXIMO
        except ValueError:  # No number, or one of thousands of digits.
            cabe = False
        return self.get_response(request) if cabe else render(request, "413.html", status=413)


class SiempreUtf8:
    """Read every form as UTF-8, which our pages are, whatever charset the request claims.

    Django believes the claim, and some codecs of Python are no charset (`zlib`) or give characters
    that no database takes (`unicode_escape`): either would end in a server error.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.encoding = "utf-8"
        return self.get_response(request)
