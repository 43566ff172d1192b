"""Work of all rooms in one district, by the acts people use: done, undone and left half-way."""

import datetime
import random

from django.utils import timezone

from assistance import handing_over
from assistance.models import HandOverReason, HardshipFile, NeedState
from assistance.vocabulary import Group
from campaigns import verifying
from campaigns.models import ActivityState, Campaign
from membership import deciding, drafts, joining
from membership.demo.persons import person
from membership.models import Member, MemberState
from organizations import workforce
from organizations.models import Organization, Role
from people.vocabulary import Occupation
from tests import factories
from tests.assistance.cared import a_need, contacted
from tests.assistance.rows import a_file, a_pair
from tests.campaigns.rows import an_activity

# Far from those the demo city uses.
FIRST = 6_640_000
DAY = datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)
REASON = "当天系统升级，晚了一会儿"
PLATFORMS = ("美团", "顺丰", "")
RESULTS = ("reached", "not_reached", "not_reached", "declined")
ITEMS = [{"field": "name", "problem": "姓名和证件号码对不上", "hint": "对照证件"}]


class District:
    """A district's federation with what is below it; everything is drawn from `chance`."""

    def __init__(self, union: Organization, chance: random.Random):
        self.union, self.chance = union, chance
        self.now = timezone.localtime()
        # Tells the people of one district from those of the other, in every run the same.
        self.serial = int(union.division.code[-2:])
        below = Organization.objects.under(union)
        self.joints = list(below.filter(kind=Organization.Kind.JOINT).select_related("division"))
        self.staff = {
            role: factories.a_member_of_staff("演练一", union, role)
            for role in (Role.REVIEWER, Role.CAMPAIGN_OFFICER, Role.CADRE)
        }

    def everything(self) -> None:
        self.joining()
        self.leaving()
        self.serving()
        self.helping()
        self.reporting()

    def joining(self) -> None:
        """In every state, over the last seventy days; one of three answered late."""
        reviewer = self.staff[Role.REVIEWER]
        for serial in range(24):
            at = self.now - self.chance.randrange(1, 70 * 24) * HOUR
            application = self._submitted(at, serial)
            # Late or not: after twenty minutes or after five days.
            answered = min(at + self.chance.choice((HOUR / 3, HOUR, 5 * DAY)), self.now)
            given = {"actor": reviewer, "at": answered, "late_reason": REASON}
            act = serial % 6
            if act in (0, 1):
                deciding.approve(application, **given)
            elif act == 2:
                deciding.refuse(application, reason="不在本区工作", **given)
            elif act == 3:
                deciding.return_for_correction(
                    application, items=ITEMS, actor=reviewer, at=answered
                )
            elif act == 4:
                joining.withdraw(application, actor=application.applicant, at=answered)

    def _submitted(self, at: datetime.datetime, serial: int):
        who = person(FIRST + self.serial * 97 + serial)
        joint = self.chance.choice(self.joints)
        details = joining.Details(
            name=who.name, document_type="identity_card", number=who.number,
            occupation=self.chance.choice(Occupation.values),
            employer=self.chance.choice(PLATFORMS), district=self.union.division,
            township=joint.division, organization=joint, sex=who.sex, birth_date=who.birth_date,
        )  # fmt: skip
        worker = factories.a_worker(phone=f"199{20_000_000 + self.serial * 1000 + serial}")
        return joining.submit(
            drafts.open_draft(worker, at=at), details=details, actor=worker, at=at
        )

    def leaving(self) -> None:
        """Some go, some work at something else since, one comes back."""
        members = list(Member.objects.filter(organization__in=self.joints).order_by("pk")[:9])
        for serial, member in enumerate(members):
            if serial % 2:
                member.occupation = self.chance.choice(Occupation.values)
            else:
                member.state, member.left_at = MemberState.LEFT, self.now - serial * DAY
            member.save()
        if members:
            members[0].state, members[0].left_at = MemberState.ACTIVE, None
            members[0].save()

    def serving(self) -> None:
        campaign = Campaign.objects.running().get()
        verifier = factories.a_member_of_staff(
            "演练二", campaign.organization, Role.CAMPAIGN_OFFICER
        )
        states = (ActivityState.VERIFIED, ActivityState.SUBMITTED, ActivityState.DRAFT)
        for serial in range(9):
            logged = an_activity(
                campaign, self.union, self.staff[Role.CAMPAIGN_OFFICER], state=states[serial % 3],
                items=sorted(self.chance.sample(range(1, 11), 2)), reach=self._reach(),
                held_on=campaign.starts_on + self.chance.randrange(3) * DAY,
            )  # fmt: skip
            if serial in (1, 4):
                verifying.verify(logged, actor=verifier)
            if serial in (3, 4):
                verifying.send_back(logged, remark="人数对不上", actor=verifier)

    def _reach(self) -> list[tuple[str, str, int]]:
        return [
            (occupation, self.chance.choice(PLATFORMS), self.chance.randrange(1, 40))
            for occupation in self.chance.sample(Occupation.values, 2)
        ]

    def helping(self) -> None:
        cadre = self.staff[Role.CADRE]
        states = (NeedState.RAISED, NeedState.ASSIGNED, NeedState.SETTLED, NeedState.CANCELLED)
        for serial in range(6):
            file = a_file(self.union, group=self.chance.choice(Group.values))
            if serial == 5:
                continue
            days = self.chance.randrange(1, 40)
            a_pair(file, cadre, since=self.now - days * DAY, slot=serial + 1)
            file = HardshipFile.objects.get(pk=file.pk)
            if serial:
                result = self.chance.choice(RESULTS)
                contacted(file, cadre, at=self.now - self.chance.randrange(days) * DAY,
                          result=result)  # fmt: skip
                a_need(file, cadre, state=states[serial % 4], at=self.now - serial * 2 * DAY)
            if serial in (2, 4):
                file.interval_days = self.chance.choice((3, 60))
                file.save(update_fields=["interval_days"])
                handing_over.ask(file, reason=HandOverReason.ASKED_FOR, actor=cadre)

    def reporting(self) -> None:
        workforce.report(
            self.union, workers=self.chance.randrange(40_000, 90_000),
            as_of=self.now.date() - 2 * DAY, groups={Occupation.FOOD: 1_234},
            actor=factories.a_member_of_staff("演练三", self.union, Role.ADMINISTRATOR),
        )  # fmt: skip
