"""Numbers without gaps."""

from django.db import connection
from django.db.transaction import TransactionManagementError

# The first of a series makes its row; the others wait here for the one before.
SIGUIENTE = """
    INSERT INTO certificados_contador (serie, ultimo) VALUES (%s, 1)
    ON CONFLICT (serie) DO UPDATE SET ultimo = certificados_contador.ultimo + 1
    RETURNING ultimo
"""


def siguiente(serie: str) -> int:
    """The next number of the series, from 1; given back if the caller's transaction fails.

    Raises TransactionManagementError outside a transaction, where a crash would leave a gap.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("siguiente() needs the caller's transaction.")
    with connection.cursor() as cursor:
        cursor.execute(SIGUIENTE, [serie])
        return cursor.fetchone()[0]
