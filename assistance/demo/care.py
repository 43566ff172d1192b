"""What cadres of the demo city heard and wrote down; a day on which fifteen households got rice."""

import datetime
import itertools
import random
import uuid
from collections.abc import Iterable, Iterator, Mapping

from django.utils import timezone

from accounts.models import User
from assistance import funding, schedule, supply_many, supplying
from assistance.goods import Goods, shares_for_all
from assistance.models import Contact, HardshipFile, Need, NeedState, Pairing, Supply
from assistance.supplying import Signed
from assistance.vocabulary import ANSWERED, Care, ContactChannel, NeedKind, Result
from funds import services as funds
from funds.models import Fund
from organizations.models import Organization

DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)
FIFTEEN = 15
EACH_FEN = 128_00
FOR_EACH = (
    {"name": "大米", "quantity": 10, "unit": "公斤"},
    {"name": "牛奶", "quantity": 1, "unit": "箱"},
    {"name": "蔬菜", "quantity": 5, "unit": "公斤"},
)
VOLUNTEERS = ("马志愿", "柴志愿", "")
CHANNELS = (*[ContactChannel.CALL] * 6, ContactChannel.WECHAT, ContactChannel.VISIT)
NOTES = (
    "身体还好，家里都平安。", "孩子开学了，一切顺利。", "降温了，提醒多穿衣服、注意煤气。",
    "最近在找活干，让留意招工消息。", "老人腿脚不便，下次上门看看。", "说谢谢工会惦记。", "", "",
)  # fmt: skip
# What was wanted in the words of those who wanted it.
WANTED = {
    NeedKind.GOODS: "大米和食用油", NeedKind.MEDICINE: "配两个月的降压药",
    NeedKind.SCHOOL: "五年级课外书", NeedKind.POLICY: "低保怎么申请",
}  # fmt: skip
# Of so many households one has not been called for too long, one wants silence, one never answers.
SILENT, QUIET, UNANSWERED = 29, 23, 41
# Of so many needs that were heard of a while ago one is open still; the others are settled.
FORGOTTEN, SETTLED_WITHIN = 24, 4


def money(
    organization: Organization, actor: User, *, amount_fen: int, shares: Mapping[Organization, int]
) -> Fund:
    """The money of 1+1, handed out; loaded once more it is the same fund, and nothing is added."""
    fund = funding.set_up(
        organization, name="困难帮扶资金", amount_fen=amount_fen, actor=actor, is_demo=True
    )
    if not fund.allocated_fen:
        for union, fen in shares.items():
            funds.allocate(
                fund, organization=union, amount_fen=fen, actor=actor, purpose="拨付：第一批"
            )
    return fund


def contacts(pairings: Iterable[Pairing], now: datetime.datetime) -> int:
    """What was said in these pairs from their beginning until now, in bulk; how many contacts.

    Most were called within the interval; a few have fallen silent (SILENT).
    """
    made: list[Contact] = []
    needs: list[Need] = []
    files: list[HardshipFile] = []
    for serial, pairing in enumerate(pairings):
        said = list(_said(pairing, serial, now))
        made += said
        needs += _needs(said, serial, now)
        files.append(_followed(pairing, said, wants_quiet=serial % QUIET == QUIET - 1))
    Contact.objects.bulk_create(made, batch_size=1000)
    Need.objects.bulk_create(needs, batch_size=1000)
    HardshipFile.objects.bulk_update(
        files, ("last_contact_at", "last_tried_at", "next_due_on", "quiet_until"), batch_size=500
    )
    return len(made)


def _said(pairing: Pairing, serial: int, now: datetime.datetime) -> Iterator[Contact]:
    """First within a week, then every eight to thirteen days; the silent ones not within the last
    weeks.
    """
    chance = random.Random(f"contacts {serial}")
    until = now - (16 + serial % 6) * DAY if serial % SILENT == SILENT - 1 else now
    at = pairing.since + chance.randint(0, 6) * DAY + chance.randint(1, 6) * HOUR
    while at < until:
        contact = _contact(pairing, serial, at, chance)
        yield contact
        # Whoever was not reached is tried again before long.
        days = chance.randint(8, 13) if contact.result in ANSWERED else chance.randint(1, 5)
        at += days * DAY + chance.randint(-60, 60) * HOUR / 60


def _contact(
    pairing: Pairing, serial: int, at: datetime.datetime, chance: random.Random
) -> Contact:  # fmt: skip
    vain = serial % UNANSWERED == UNANSWERED - 1 or chance.random() < 0.08
    result = Result.NOT_REACHED if vain else Result.REACHED
    return Contact(
        file=pairing.file, pairing=pairing, by=pairing.post.user, at=at, recorded_at=at,
        channel=chance.choice(CHANNELS), result=result,
        care="" if vain else chance.choice(Care.values),
        note="" if vain else chance.choice(NOTES), is_demo=True,
    )  # fmt: skip


def _needs(said: list[Contact], serial: int, now: datetime.datetime) -> Iterator[Need]:
    """Every third household needed something; nearly all of the older wishes are settled."""
    heard = [contact for contact in said if contact.result in ANSWERED]
    turn = serial // 3
    if serial % 3 or not heard:
        return
    kind = tuple(WANTED)[turn % len(WANTED)]
    contact = heard[-1 - turn % min(2, len(heard))]
    contact.needs = [kind]
    settled_at = contact.at + (1 + turn % SETTLED_WITHIN) * DAY
    done = settled_at < now and turn % FORGOTTEN != FORGOTTEN - 1
    yield Need(
        file=contact.file, contact=contact, kind=kind, text=WANTED[kind], raised_by=contact.by,
        raised_at=contact.at, state=NeedState.SETTLED if done else NeedState.RAISED,
        closed_at=settled_at if done else None,
        closing_note="已经办好" if done else "", is_demo=True,
    )  # fmt: skip


def _followed(pairing: Pairing, said: list[Contact], *, wants_quiet: bool) -> HardshipFile:
    """The file as these contacts leave it."""
    file = pairing.file
    answered = [contact for contact in said if contact.result in ANSWERED]
    file.last_tried_at = said[-1].at if said else None
    file.last_contact_at = answered[-1].at if answered else None
    if wants_quiet and answered and answered[-1] is said[-1]:
        said[-1].quiet_until = timezone.localdate(said[-1].at) + 30 * DAY
        file.quiet_until = said[-1].quiet_until
    file.next_due_on = schedule.due_on(file, paired_on=timezone.localdate(pairing.since))
    return file


def supply_fifteen(
    files: Iterable[HardshipFile], *, actor: User, at: datetime.datetime, serial: str = "fifteen"
) -> list[Supply]:
    """Rice, milk and vegetables for the first fifteen of these, to the signed receipt, by the very
    acts that people use; paid from a share that may pay for all of them, else donated.
    """
    chosen = list(itertools.islice(files, FIFTEEN))
    share = shares_for_all(chosen).first()
    enough = share is not None and share.remaining_fen >= EACH_FEN * len(chosen)
    goods = Goods(list(FOR_EACH), EACH_FEN if enough else 0, share if enough else None)
    made = supply_many.give_to_many(
        chosen, goods, kind=NeedKind.GOODS, actor=actor, at=at,
        batch=uuid.uuid5(uuid.NAMESPACE_URL, f"{serial} {at.isoformat()}"),
    )  # fmt: skip
    for number, supply in enumerate(made):
        if supply.delivered_at is None:
            _bring(supply, number, actor, at)
    return list(Supply.objects.filter(pk__in=[supply.pk for supply in made]))


def set_aside(files: Iterable[HardshipFile], *, actor: User, at: datetime.datetime) -> list[Supply]:
    """Donated coats that lie ready: somebody has to bring them yet."""
    return supply_many.give_to_many(
        files, Goods([{"name": "防寒服", "quantity": 1, "unit": "件"}]), kind=NeedKind.GOODS,
        actor=actor, at=at, batch=uuid.uuid5(uuid.NAMESPACE_URL, f"coats {at.isoformat()}"),
    )  # fmt: skip


def _bring(supply: Supply, number: int, actor: User, at: datetime.datetime) -> None:
    arrived = at + HOUR + number * HOUR / 6
    supplying.deliver(
        supply.need, actor=actor, volunteer=VOLUNTEERS[number % len(VOLUNTEERS)], at=arrived
    )
    name = supply.need.file.person.name  # type: ignore[union-attr]
    signed = Signed(strokes=_scrawl(number)) if number % 3 == 0 else Signed(name)
    supplying.sign(supply.need, signed, actor=actor, at=arrived + HOUR / 4)


def _scrawl(number: int) -> list[list[list[int]]]:
    """Two or three characters as a hurried hand leaves them."""
    chance = random.Random(f"scrawl {number}")
    return [
        [
            [left + chance.randint(0, 200), top + chance.randint(-40, 40)]
            for top in range(180, 820, 160)
        ]
        for left in (100, 220, 420, 560, 720)
    ]
