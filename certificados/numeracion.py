"""Numbers without gaps. `letra_de_control` is here for its callers; it lives in `codigos`."""

from django.db import connection
from django.db.models import F
from django.db.transaction import TransactionManagementError

from certificados.codigos import letra_de_control
from certificados.models import Contador

__all__ = ["letra_de_control", "siguiente"]


def siguiente(serie: str) -> int:
    """The next number of the series, from 1; given back if the caller's transaction fails.

    Raises TransactionManagementError outside a transaction, where a crash would leave a gap.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("siguiente() needs the caller's transaction.")
    contador = Contador.objects.filter(pk=serie)
    if not contador.update(ultimo=F("ultimo") + 1):
        Contador.objects.bulk_create([Contador(serie=serie)], ignore_conflicts=True)
        contador.update(ultimo=F("ultimo") + 1)
    return contador.values_list("ultimo", flat=True).get()
