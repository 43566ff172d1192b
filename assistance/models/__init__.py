"""1+1: hardship files, pairs, contacts, needs and what was brought."""

from assistance.models.care import Contact, Need, NeedState, Supply
from assistance.models.coverage import CoverageDay, CoverageDelta, CoverageTally, Overloaded
from assistance.models.days import CareDayDelta, CareDayTally
from assistance.models.file import ClassRule, FileState, HardshipFile, Origin
from assistance.models.notice import Notice, Noticed, NoticeKind
from assistance.models.pairing import (
    Absence,
    Avoidance,
    CadreProfile,
    HandOver,
    HandOverReason,
    Pairing,
    Proposal,
    ProposalState,
    ProposedPair,
)
from assistance.models.public import HelpRequest, HelpRequestState, Publication

__all__ = [
    "Absence", "Avoidance", "CadreProfile", "CareDayDelta", "CareDayTally", "ClassRule", "Contact", "CoverageDay", "CoverageDelta",
    "CoverageTally", "FileState", "HandOver", "HandOverReason", "HardshipFile", "HelpRequest",
    "HelpRequestState", "Need", "NeedState", "Notice", "NoticeKind", "Noticed", "Origin", "Overloaded", "Pairing",
    "Proposal", "ProposalState", "ProposedPair", "Publication", "Supply",
]  # fmt: skip
