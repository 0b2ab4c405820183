class CabezaDePagina:
    """Answer a HEAD as the GET of the same address, without its body (RFC 9110, 9.3.2).

    Monitors ask that way, and so does what looks at the links of a mail before its reader. Here, so
    that no view tells them apart.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method != "HEAD":
            return self.get_response(request)
        request.method = "GET"
        respuesta = self.get_response(request)
        if respuesta.streaming:
            respuesta.streaming_content = ()
        else:
            respuesta.content = b""  # Its length stays told.
        return respuesta
