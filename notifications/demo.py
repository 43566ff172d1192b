"""What became of the demo city's messages of the days before: as workers would have left them."""

import datetime

from django.db import connection
from django.utils import timezone

# One in so many was not needed any more, one SMS in so many did not arrive. Told by the id, so that
# nothing has to be drawn.
SUPPRESSED, FAILED = 23, 41
NOT_NEEDED, NOT_TAKEN = "相关事项已办好", "手机号不能接收短信"
_DELIVER = """
    UPDATE notifications_message m SET
        state = d.state, attempts = 1, claimed_at = m.created_at,
        finished_at = m.created_at + interval '4 seconds',
        error = CASE d.state WHEN 'suppressed' THEN %(not_needed)s
            WHEN 'failed' THEN %(not_taken)s ELSE '' END
    FROM (
        SELECT id, CASE
            WHEN n %% %(suppressed)s = 0 THEN 'suppressed'
            WHEN channel = 'sms' AND n %% %(failed)s = 0 THEN 'failed'
            ELSE 'sent' END AS state
        FROM (
            SELECT id, channel, row_number() OVER (ORDER BY created_at, dedupe_key) AS n
            FROM notifications_message WHERE state = 'queued' AND created_at < %(until)s
        ) numbered
    ) d
    WHERE m.id = d.id
"""


def deliver_past(now: datetime.datetime) -> int:
    """Everything written before today; today's are left to the workers. Returns how many."""
    until = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(_DELIVER, {
            "until": until, "suppressed": SUPPRESSED, "failed": FAILED, "not_needed": NOT_NEEDED,
            "not_taken": NOT_TAKEN,
        })  # fmt: skip
        return cursor.rowcount
