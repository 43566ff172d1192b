"""A row of the lists of 当日答复: a person by a masked name, never who of the staff it was."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from membership.models import DECIDED_STATES, Application, State
from people import names


@dataclass(frozen=True)
class Row:
    application: Application
    at: datetime.datetime

    @property
    def name(self) -> str:
        return names.mask(self.application.name) or "已隐去姓名"

    @property
    def is_overdue(self) -> bool:
        return self.application.is_late(self.at)

    @property
    def is_stopped(self) -> bool:
        return self.application.state == State.RETURNED

    @property
    def is_decided(self) -> bool:
        return self.application.state in DECIDED_STATES

    @property
    def minutes(self) -> int | None:
        """Whole minutes of office time the answer took."""
        seconds = self.application.worked_seconds
        return seconds // 60 if self.is_decided and seconds is not None else None

    @property
    def was_paused(self) -> bool:
        return self.is_decided and self.application.returned_at is not None

    @property
    def missing(self) -> int:
        """How many things the applicant was asked to correct."""
        return len(self.application.return_items)

    @property
    def reason(self) -> str:
        """Why it is or was late; said also when nobody has said it yet."""
        if self.is_overdue or self.application.was_late:
            return self.application.late_reason or "还没有写明原因"
        return ""


def rows(applications: Iterable[Application], at: datetime.datetime) -> list[Row]:
    return [Row(application, at) for application in applications]
