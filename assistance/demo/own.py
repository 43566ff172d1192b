"""The own side that can be tried out: somebody helped, requests in every state, five notices.

Made by the same acts that people do, so that messages, consents and the record tell the same.
"""

import datetime
import itertools
import uuid

from django.utils import timezone

from accounts.models import Kind, User
from assistance import (
    answering,
    contacting,
    filing,
    moving,
    needs,
    notice_days,
    pairing,
    publicity,
    publishing,
    recording,
    requesting,
    supplying,
)
from assistance.answering import Placed
from assistance.cadres import serving
from assistance.described import Described
from assistance.goods import Goods
from assistance.models import FileState, HardshipFile, HelpRequest, Need, Origin, Publication
from assistance.said import Said
from assistance.vocabulary import Cause, ContactChannel, Group, HardshipClass, NeedKind, Result
from organizations.models import Division, Organization, Post, Role
from organizations.posts import holders

DAY = datetime.timedelta(days=1)
# The demo member of the account table is helped: whoever signs in with it finds the page full.
MEMBER = "19900000001"
RICE = (
    {"name": "大米", "quantity": "10", "unit": "公斤"},
    {"name": "牛奶", "quantity": "1", "unit": "箱"},
)
COAT = ({"name": "防寒服", "quantity": "1", "unit": "件"},)

# cause, in own words, what becomes of it
REQUESTS = (
    (Cause.OWN_ILLNESS, "夏天查出病，手术做完在家养着，跑不了单，药费每月自己付一千多", ""),
    (Cause.SCHOOLING, "两个孩子都在外地上学，今年站点单量少，学费是借的", ""),
    (Cause.FAMILY_ILLNESS, "母亲住院三个月，我一边照顾一边跑车，收入少了一半", "accept"),
    (Cause.JOB_LOSS, "站点撤了，想找新的活，眼下房租有点紧", "refuse"),
    (Cause.DISASTER, "库房漏水，刚进的货全泡了", "withdraw"),
)  # fmt: skip
REFUSAL = "您现在有稳定收入，超过了今年的标准。就业方面的事已转给区工会，会有人联系您"


def load(now: datetime.datetime) -> None:
    recipient(now)
    requests(now)
    notices(now)


# --- somebody helped --------------------------------------------------------------------------
def recipient(
    now: datetime.datetime, place: tuple[Organization, Division] | None = None
) -> HardshipFile | None:
    """The demo member: on file for three weeks, called last week, with rice at the door.

    `place`: the federation that keeps the file and the township, the first of the tree if nothing
    is said.
    """
    user = User.objects.filter(kind=Kind.WORKER, phone=MEMBER, person__isnull=False).first()
    if user is None or user.person is None:
        return None
    union, township = place or _places()[0]
    keeper = _keeper(union)
    described = Described(
        division=township, group=Group.HARDSHIP, phone=MEMBER, unit_name="演示物流公司工会",
        hardship_class=HardshipClass.SUDDEN, cause=Cause.FAMILY_ILLNESS, household_size=3,
    )  # fmt: skip
    file = filing.open_for(
        user.person, described, organization=union, actor=keeper, origin=Origin.BY_HAND,
        is_confirmed=True, at=now - 24 * DAY,
    )  # fmt: skip
    file = moving.agree(file, actor=keeper, at=now - 22 * DAY)
    recording.look(file, viewer=keeper, at=now - 21 * DAY)
    _called(file, union, now)
    return file


def _called(file: HardshipFile, union: Organization, now: datetime.datetime) -> None:
    post = _free_cadre(union, now)
    if post is None:
        return
    pairing.pair(file, post, actor=None, why="同一区县，由街道就近联系", at=now - 20 * DAY)
    cadre = post.user
    for days, channel, note in (
        (18, ContactChannel.VISIT, "上门认了门，老人的药快没了，记下来去办"),
        (6, ContactChannel.CALL, "药拿到了，孩子月考进步，天冷了想要点米面"),
    ):
        said = Said(channel=channel, result=Result.REACHED, note=note)
        contacting.record(file, said, actor=cadre, client_id=uuid.uuid4(), at=now - days * DAY)
    _brought(file, cadre, now)


def _brought(file: HardshipFile, cadre: User, now: datetime.datetime) -> None:
    coat = _bought(file, "过冬的衣服", COAT, cadre, now - 17 * DAY)
    person = file.person
    if person:
        signed = supplying.Signed(person.name)
        supplying.sign(coat, signed, actor=person.user, at=now - 15 * DAY)
    _bought(file, "米和奶", RICE, cadre, now - 2 * DAY)
    needs.raise_need(
        file, kind=NeedKind.POLICY, text="大病救助怎么办", actor=cadre, at=now - 6 * DAY
    )


def _bought(
    file: HardshipFile, text: str, goods: tuple, cadre: User, at: datetime.datetime
) -> Need:
    need = needs.raise_need(file, kind=NeedKind.GOODS, text=text, actor=cadre, at=at)
    supplying.buy(need, Goods(goods), actor=cadre, at=at)
    supplying.deliver(need, actor=cadre, at=at + DAY)
    return need


def _free_cadre(union: Organization, now: datetime.datetime) -> Post | None:
    """Somebody who calls nobody yet, with a number if there is one."""
    rows = serving(now - 20 * DAY).filter(organization__path__startswith=union.path)
    rows = rows.exclude(pairings__until__isnull=True, pairings__isnull=False)
    return rows.order_by("user__phone", "pk").select_related("user").first()


# --- requests ---------------------------------------------------------------------------------
def requests(now: datetime.datetime) -> list[HelpRequest]:
    """One in every state, and one more that waits, over the districts."""
    workers = User.objects.filter(
        kind=Kind.WORKER, is_demo=True, person__isnull=False, person__hardship_files=None
    )
    asking = workers.exclude(phone=MEMBER).order_by("pk")[: len(REQUESTS)]
    places = itertools.cycle(_places())
    return [
        _asked(worker, next(places), given, now - days * DAY)
        for days, (worker, given) in enumerate(zip(asking, REQUESTS, strict=False), 1)
    ]


def _asked(worker: User, place: tuple, given: tuple, at: datetime.datetime) -> HelpRequest:
    union, township = place
    cause, text, act = given
    asked = requesting.ask(worker=worker, division=township, cause=cause, text=text, at=at)
    later, keeper = at + DAY / 4, _keeper(union)
    match act:
        case "accept":
            placed = Placed(Group.HARDSHIP, HardshipClass.RELATIVE)
            return answering.accept(asked, actor=keeper, placed=placed, is_confirmed=True, at=later)
        case "refuse":
            return answering.refuse(asked, reason=REFUSAL, actor=keeper, at=later)
        case "withdraw":
            return requesting.withdraw(asked, actor=worker, at=later)
        case _:
            return asked


# --- notices ----------------------------------------------------------------------------------
def notices(now: datetime.datetime) -> list[Publication]:
    """Two that stand, one to come, one that is over and one taken down."""
    rows = HardshipFile.objects.filter(
        is_demo=True, state=FileState.ON_FILE, publications=None, organization=_places()[0][0]
    ).exclude(hardship_class="")  # fmt: skip
    files = list(rows.select_related("person__user", "organization").order_by("created_at")[:5])
    found = [
        _notice(file, now - ago * DAY, ahead * DAY)
        for file, (ago, ahead) in zip(files, ((3, 0), (2, 0), (1, 4), (40, 0), (2, 1)), strict=False)
    ]  # fmt: skip
    if len(found) == 5:
        publishing.take_down(found[-1], actor=_keeper(files[-1].organization), at=now - DAY)
    return found


def _notice(
    file: HardshipFile, at: datetime.datetime, ahead: datetime.timedelta
) -> Publication:  # fmt: skip
    keeper, starts_on = _keeper(file.organization), timezone.localdate(at + ahead)
    publicity.agree(file, actor=keeper, at=at - DAY)
    (made,) = publishing.publish(
        [file.pk], starts_on=starts_on, ends_on=notice_days.last_day(starts_on), actor=keeper,
        at=at,
    )  # fmt: skip
    return made


# --- where ------------------------------------------------------------------------------------
def _places() -> list[tuple[Organization, Division]]:
    """The federation of each district with a township of it, in the order of the tree."""
    unions = Organization.objects.filter(
        kind=Organization.Kind.FEDERATION, parent__isnull=False, is_active=True
    )
    townships = Division.objects.filter(level=Division.Level.TOWNSHIP).select_related("parent")
    first = {place.parent_id: place for place in townships.order_by("-position", "-pk")}
    return [
        (union, first[union.division_id])
        for union in unions.order_by("path")
        if union.division_id in first
    ]


def _keeper(union: Organization) -> User:
    """Who administers the union, or the one above it."""
    return holders(union, Role.ADMINISTRATOR)[0]
