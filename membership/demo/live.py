"""Today's applications in every state, made by the same acts that people use."""

import datetime

from accounts.models import Kind, User
from membership import clock, deciding, drafts, joining
from membership.demo.accounts import WORKERS
from membership.demo.persons import Fictional, person
from membership.models import Application
from organizations.models import Division, Organization, Station

# Serial numbers of people who are nobody's members yet. Every 60,000th shares name and birthday:
# these share them with none of the first 30,000 members, the twin with member number 5.
FIRST = 6_030_000
TWIN = 6_000_005
MINUTE = datetime.timedelta(minutes=1)
DAY = datetime.timedelta(days=1)
RETURN_ITEMS = [
    {"field": "name", "problem": "姓名和证件号码对不上", "hint": "对照证件，看看有没有错字"},
    {"field": "township", "problem": "工作的乡镇街道不对", "hint": "选您平时接单最多的地方"},
]


class Day:
    """One day's work of the demo city, seen from `now`."""

    def __init__(self, reviewers: dict[int, User], now: datetime.datetime):
        self.reviewers = reviewers
        self.now = now
        self.serial = FIRST
        self.places = [
            (district, list(Division.objects.filter(parent=district)))
            for district in Division.objects.filter(level=Division.Level.DISTRICT)
        ]

    def load(self) -> None:
        for number in range(18):
            self.approved(minutes_ago=260 - number * 9)
        for number in range(3):
            self.refused(minutes_ago=150 - number * 20)
        for number in range(24):
            self.waiting(minutes_ago=12 + number * 9)
        self.submitted(minutes_ago=64, who=person(TWIN))
        overdue = self._overdue_since()
        for extra in (0, 90):
            self.waiting(minutes_ago=overdue + extra)
        self.explained(minutes_ago=overdue + 200)
        for number in range(4):
            self.returned(minutes_ago=100 + number * 1300)
        self.withdrawn(minutes_ago=90)
        self.draft()
        self.named_workers()

    def submitted(
        self, minutes_ago: int, phone: str = "", who: Fictional | None = None
    ) -> Application:
        following, (district, townships) = self._next()
        who = who or following
        at = self.now - minutes_ago * MINUTE
        user = User.objects.create(
            kind=Kind.WORKER, phone=phone or self._phone(), is_demo=True, created_at=at
        )
        township = townships[self.serial % len(townships)]
        details = joining.Details(
            name=who.name,
            document_type="identity_card",
            number=who.number,
            sex=who.sex,
            birth_date=who.birth_date,
            occupation=who.occupation,
            employer=who.employer,
            district=district,
            township=township,
            organization=self._union(who, district, township),
            station=Station.objects.filter(division=township).first(),
        )
        application = drafts.open_draft(user, at=at)
        drafts.save(application, _typed(details))
        return joining.submit(application, details=details, actor=user, at=at)

    def waiting(self, minutes_ago: int) -> Application:
        return self.submitted(minutes_ago)

    def approved(self, minutes_ago: int, phone: str = "") -> Application:
        application = self.submitted(minutes_ago, phone)
        at = self.now - (minutes_ago - 40) * MINUTE
        reviewer = self._reviewer(application)
        deciding.open_for_review(application, actor=reviewer, at=at - 5 * MINUTE)
        deciding.approve(application, actor=reviewer, at=at)
        return application

    def refused(self, minutes_ago: int) -> None:
        application = self.submitted(minutes_ago)
        deciding.refuse(
            application,
            reason="您现在在外市上班，请在工作地的工会申请",
            actor=self._reviewer(application),
            at=self.now - (minutes_ago - 60) * MINUTE,
        )

    def returned(self, minutes_ago: int, phone: str = "") -> None:
        application = self.submitted(minutes_ago, phone)
        deciding.return_for_correction(
            application,
            items=RETURN_ITEMS,
            actor=self._reviewer(application),
            at=self.now - (minutes_ago - 30) * MINUTE,
        )

    def explained(self, minutes_ago: int) -> None:
        application = self.submitted(minutes_ago)
        deciding.explain_delay(
            application,
            reason="要向用工单位核实工作地，正在联系",
            promised_at=self.now + datetime.timedelta(days=1),
            actor=self._reviewer(application),
            at=self.now - MINUTE,
        )

    def withdrawn(self, minutes_ago: int) -> None:
        application = self.submitted(minutes_ago)
        joining.withdraw(
            application, actor=application.applicant, at=self.now - (minutes_ago - 10) * MINUTE
        )

    def draft(self) -> None:
        who, _ = self._next()
        user = User.objects.create(kind=Kind.WORKER, phone=self._phone(), is_demo=True)
        drafts.save(drafts.open_draft(user, at=self.now), {"name": who.name})

    def named_workers(self) -> None:
        """The phones of the account table, each in its own state."""
        member, waiting, returned, newcomer = (phone for phone, _ in WORKERS)
        self.approved(200, member)
        self.submitted(50, waiting)
        self.returned(140, returned)
        User.objects.create(kind=Kind.WORKER, phone=newcomer, is_demo=True)

    def _overdue_since(self) -> int:
        """How many minutes ago one had to apply to be late by now, holidays and weekends included."""
        root = Organization.objects.get(parent=None)
        days = 1
        while clock.due_if_submitted(root, self.now - days * DAY) >= self.now:
            days += 1
        return days * 1440

    def _next(self) -> tuple[Fictional, tuple]:
        self.serial += 1
        return person(self.serial), self.places[self.serial % len(self.places)]

    def _phone(self) -> str:
        return f"1990000{1000 + self.serial - FIRST:04d}"

    def _reviewer(self, application: Application) -> User:
        return self.reviewers[application.district_id]

    def _union(self, who, district, township) -> Organization:
        serving = Organization.objects.filter(
            division=district, kind="industry", occupations__contains=[who.occupation]
        ).first()
        return serving or Organization.objects.get(division=township, kind="joint")


def _typed(details: joining.Details) -> dict[str, str]:
    """What the applicant typed: whoever is sent back finds it in the form."""
    given = vars(details)
    return {name: str(getattr(given[name], "pk", given[name])) for name in _TYPED}


_TYPED = ("name", "document_type", "number", "occupation", "employer", "district", "township",
          "organization")  # fmt: skip
