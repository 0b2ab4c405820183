"""Numbers without gaps."""

from django.db import connection
from django.db.transaction import TransactionManagementError

# The first number of a series makes its row; concurrent callers wait here for each other.
SIGUIENTE = """
    INSERT INTO certificados_contador (serie, ultimo) VALUES (%s, 1)
    ON CONFLICT (serie) DO UPDATE SET ultimo = certificados_contador.ultimo + 1
    RETURNING ultimo
"""


def siguiente(serie: str) -> int:
    """Take the next number of the series, from 1; it is given back if the transaction fails.

    Raises TransactionManagementError outside a transaction, where a crash would leave a gap.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("siguiente() needs the caller's transaction.")
    with connection.cursor() as cursor:
        cursor.execute(SIGUIENTE, [serie])
        return cursor.fetchone()[0]
