"""Joining, members, their sums, and what the membership drive wants."""

from membership.models.application import (
    DECIDED_STATES,
    MOVES,
    OPEN_STATES,
    SEES_APPLICATIONS,
    Application,
    ApplicationQuerySet,
    Attachment,
    State,
)
from membership.models.clock import (
    ALL,
    TWENTY,
    ClockDelta,
    ClockTally,
    MinutesTally,
    MonthMinutesTally,
)
from membership.models.drive import MOST_PEOPLE, DriveTarget
from membership.models.member import (
    SEES_MEMBERS,
    STANDING_STATES,
    Member,
    MemberQuerySet,
    MemberState,
)
from membership.models.roll import Grain, RollDelta, RollSum
from membership.models.tally import Measure, Tally, TallyDelta

__all__ = [
    "ALL",
    "DECIDED_STATES",
    "MOST_PEOPLE",
    "MOVES",
    "OPEN_STATES",
    "SEES_APPLICATIONS",
    "SEES_MEMBERS",
    "STANDING_STATES",
    "TWENTY",
    "Application",
    "ApplicationQuerySet",
    "Attachment",
    "ClockDelta",
    "ClockTally",
    "DriveTarget",
    "Grain",
    "Measure",
    "Member",
    "MemberQuerySet",
    "MemberState",
    "MinutesTally",
    "MonthMinutesTally",
    "RollDelta",
    "RollSum",
    "State",
    "Tally",
    "TallyDelta",
]  # fmt: skip
