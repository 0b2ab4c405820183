"""Receiving a file to compare: only as much as a certificate may weigh is kept, in memory."""

from io import BytesIO

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

# Bytes. A certificate has some 60 KB, and with revocation lists inside (B-LT) as much as these: the
# large ones of public authorities have a few megabytes.
PESO_MAXIMO = 8 * 1_048_576


class SubidaDeCertificado(FileUploadHandler):
    """Keeps up to PESO_MAXIMO bytes and one more; the rest is counted and dropped."""

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self._guardado = BytesIO()

    def receive_data_chunk(self, raw_data, start):
        self._guardado.write(raw_data[: max(0, PESO_MAXIMO + 1 - start)])

    def file_complete(self, file_size):
        self._guardado.seek(0)
        return InMemoryUploadedFile(
            self._guardado,
            self.field_name,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
        )
