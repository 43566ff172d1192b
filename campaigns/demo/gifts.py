"""Gifts signed for by fictional people of the demo city, by the same act that officers use."""

import datetime
import random
import uuid
from collections.abc import Iterator

from accounts.models import User
from campaigns import districts, giving, recipients
from campaigns.forms_giving import likely_item
from campaigns.gifts import Gift, Signed
from campaigns.models import Campaign, Grant, GrantKind
from organizations.models import Organization, Post
from people.models import Person
from people.vocabulary import Occupation

# kind, yuan in fen, what besides
GIVEN = (
    (GrantKind.SOLATIUM, 500_00, ""),
    (GrantKind.WARM_PACK, 68_00, "保暖包1份：围脖、手套、护膝"),
    (GrantKind.SOLATIUM, 300_00, ""),
    (GrantKind.CHECKUP_SUBSIDY, 150_00, ""),
    (GrantKind.WARM_PACK, 68_00, "保暖包1份：围脖、手套、护膝"),
    (GrantKind.ACCIDENT, 1_000_00, ""),
)
RIDERS = (Occupation.FOOD, Occupation.PARCEL, Occupation.RIDE, Occupation.TRUCK)
DAY = datetime.timedelta(days=1)


def load(campaign: Campaign, now: datetime.datetime, *, number: int) -> list[Grant]:
    """`number` gifts over the days gone by, every third signed by hand, the last one reversed.

    Whoever may sign in comes first, so that the worker's page has something to show.
    """
    chance = random.Random(f"gifts {campaign.title}")
    givers = list(_givers(campaign))
    if not givers or not campaign.takes_activities:
        return []
    people = Person.objects.filter(is_demo=True).order_by("user__phone", "created_at", "pk")
    days = max(min((now.date() - campaign.starts_on).days, 40), 1)
    made = []
    for serial, person in enumerate(people[:number]):
        union, giver = givers[serial % len(givers)]
        at = now - DAY * (1 + serial * 7 % days)
        made.append(_give(campaign, union, giver, person, serial, at, chance))
    if len(made) > 3:
        giving.reverse(made[-1], reason="登记重复，纸质表上是同一个人", actor=made[-1].given_by)
    return made


def _givers(campaign: Campaign) -> Iterator[tuple[Organization, User]]:
    """(district, who works there), as far as its share is there to pay from."""
    for union in districts.of_campaign(campaign):
        posts = Post.objects.filter(organization=union, user__is_active=True)
        for post in posts.select_related("user").order_by("user__username"):
            if not giving.refusal_to_give(post.user, campaign, union):
                yield union, post.user
                break


def _give(campaign, union, giver, person, serial, at, chance) -> Grant:  # noqa: PLR0917
    kind, fen, goods = GIVEN[serial % len(GIVEN)]
    gift = Gift(
        campaign=campaign, item=likely_item(campaign, kind), organization=union, kind=kind,
        occupation=RIDERS[serial % len(RIDERS)], given_on=at.date(), amount_fen=fen, goods=goods,
        is_demo=True,
    )  # fmt: skip
    signed = Signed(
        name="" if serial % 3 == 0 else person.name,
        strokes=_scrawl(chance) if serial % 3 == 0 else [],
        agreed=True,
    )
    return giving.give(
        gift, to=recipients.of(person), signed=signed, actor=giver, at=at,
        client_id=uuid.uuid5(campaign.pk, f"gift {serial}"),
    )  # fmt: skip


def _scrawl(chance: random.Random) -> list[list[list[int]]]:
    """Three characters as a hurried hand leaves them: strokes that bend."""
    strokes = []
    for left in (90, 390, 690):
        for _ in range(chance.randint(4, 6)):
            x, y = left + chance.randint(0, 90), chance.randint(200, 620)
            across, down = chance.choice(((190, 20), (20, 330), (-130, 240), (150, 190)))
            bend = chance.randint(-60, 60)
            strokes.append([_on_curve(x, y, across, down, bend, step / 8) for step in range(9)])
    return strokes


def _on_curve(x, y, across, down, bend, along) -> list[int]:  # noqa: PLR0917
    bow = 4 * bend * along * (1 - along)
    point = (x + across * along + bow * (down != 20), y + down * along + bow * (down == 20))
    return [min(max(round(number), 0), 1000) for number in point]
