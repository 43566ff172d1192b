"""When a past application of the demo city was sent in, sent back and answered, by office hours."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from organizations import office_hours
from organizations.calendar import as_hours, working_calendar
from organizations.models import OfficeHours
from organizations.office_hours import ZONE, Hours, WorkingDay

MINUTE = datetime.timedelta(minutes=1)
DAY = datetime.timedelta(days=1)
# A prime: each working day gets its share, however many there are.
STEP = 997
LAST_MINUTE = 15 * 60 + 55
LATE, PAUSED = 50, 23


@dataclass(frozen=True)
class Course:
    """`returned` and `resumed` None: it was complete. `worked`: seconds the union had the ball."""

    submitted: datetime.datetime
    opened: datetime.datetime
    due: datetime.datetime
    decided: datetime.datetime
    given: int
    worked: int
    late: bool
    returned: datetime.datetime | None = None
    resumed: datetime.datetime | None = None


@dataclass(frozen=True)
class Pace:
    """The office of the demo city over its working `days`, oldest first."""

    days: Sequence[datetime.date]
    hours: Hours
    is_working: WorkingDay

    @classmethod
    def until(cls, today: datetime.date, spread: int) -> "Pace":
        """The working days among the `spread` days before `today`."""
        is_working = working_calendar()
        days = [today - nth * DAY for nth in range(spread, 0, -1) if is_working(today - nth * DAY)]
        return cls(days, as_hours(OfficeHours()), is_working)

    def course(self, nth: int) -> Course:
        """How the nth application went: most within two hours, one in fifty late, one in
        twenty-three after a correction.
        """
        late = nth % LATE == 0
        # The last day is left to those answered on it.
        day = self.days[nth * STEP % (len(self.days) - late)]
        submitted = (
            datetime.datetime.combine(day, datetime.time(), ZONE) + self._minute(nth) * MINUTE
        )
        due = office_hours.due_at(submitted, self.hours, self.is_working)
        given = self._between(submitted, due)
        if late:
            worked = given + (10 + nth % 97) * 60
            decided = self._after(due, worked - given)
            return Course(submitted, decided - MINUTE, due, decided, given, worked, late)
        worked = min((6 + nth * 29 % 95 + 80 * (nth % 7 == 3)) * 60 + nth % 60, given - 60)
        if nth % PAUSED == 7:
            return self._paused(submitted, due, given, worked, (30 + nth % 50) * 60)
        decided = self._after(submitted, worked)
        return Course(submitted, decided - 2 * MINUTE, due, decided, given, worked, late)

    def _paused(self, submitted, due, given, worked, pause) -> Course:
        """Sent back half-way; the answer to it came after `pause` seconds of office time."""
        returned = self._after(submitted, worked // 2)
        resumed = self._after(returned, pause)
        decided = self._after(resumed, worked - worked // 2)
        due = office_hours.resume(resumed, given - worked // 2, self.hours, self.is_working)
        return Course(
            submitted, returned - MINUTE, max(due, decided), decided, given, worked, False,
            returned, resumed,
        )  # fmt: skip

    def _minute(self, nth: int) -> int:
        """From half past eight to the cut-off; a third of them in the first hour and a half."""
        if nth % 3 == 0:
            return 8 * 60 + 30 + nth * 31 % 90
        return 8 * 60 + 30 + nth * 131 % (LAST_MINUTE - 8 * 60 - 30)

    def _between(self, start, end) -> int:
        return office_hours.working_seconds(start, end, self.hours, self.is_working)

    def _after(self, start, seconds: int) -> datetime.datetime:
        return office_hours.add_working_seconds(start, seconds, self.hours, self.is_working)
