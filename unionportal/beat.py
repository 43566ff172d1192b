"""The clock hand of the portal: hands due tasks to the queue, whatever the machine's clock does."""

import datetime
import logging

from celery.beat import Scheduler
from django.db import Error, connection

from notifications import heartbeat

logger = logging.getLogger("portal.beat")

LONGEST_SLEEP = 5
LONG_AGO = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


class SteadyScheduler(Scheduler):
    """Keeps no file, trusts no last run in the future, wakes at least every five seconds.

    At start everything is due at once, and two or three of these may run side by side: every
    task asks the database what there is to do and is harmless when done twice.
    """

    max_interval: float

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.max_interval = min(self.max_interval, LONGEST_SLEEP)

    def setup_schedule(self) -> None:
        super().setup_schedule()
        for entry in self.schedule.values():
            entry.last_run_at = LONG_AGO

    def tick(self, *args, **kwargs) -> float:
        self.beat_heart()
        self.forget_the_future()
        return super().tick(*args, **kwargs)

    def forget_the_future(self) -> None:
        """After the clock went back, plain Celery would sleep until it has caught up again."""
        ahead = [
            entry for entry in self.schedule.values() if entry.last_run_at > entry.default_now()
        ]
        for entry in ahead:
            entry.last_run_at = LONG_AGO
        if ahead:
            logger.warning("beat.clock_went_back")
            # Celery's queue of what comes next is ordered by the clock that was wrong.
            self._heap = None

    def beat_heart(self) -> None:
        try:
            heartbeat.beat("beat")
        except Error:
            # The next tick tries again on a new connection; /healthz tells meanwhile.
            logger.warning("beat.database_unreachable")
            connection.close()
