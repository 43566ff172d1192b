"""The database's clock, the one that all machines share; a machine's own may jump by a day."""

import datetime

from django.db import connection


def now() -> datetime.datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]
