"""Cadres of the demo city, fictional and by the hundred, and their pairs: made as people make them."""

import datetime
import itertools
import random

from accounts.models import Kind, User
from assistance import gathering
from assistance.admitting import Choice
from assistance.assignment import assign
from assistance.explaining import sentence
from assistance.models import CadreProfile, Pairing
from assistance.pairing import pair_all
from assistance.vocabulary import Language, NeedKind
from organizations.models import Organization, Post, Role

SURNAMES = "安白柴邓高郭韩贺黄康兰雷李梁刘马牛裴乔石宋田王魏武肖谢邢徐杨袁张赵周"
# Words that say at first sight that nobody is called so.
GIVEN = ("示例", "范例", "样例", "演练", "样本", "模拟", "测试", "示范", "试用", "演示")
KINDS = (Organization.Kind.FEDERATION, Organization.Kind.TOWNSHIP, Organization.Kind.INDUSTRY)
FIRST_PHONE = 19_900_003_000
PHONES = 5_000
# In the autonomous county many are at ease in these.
SPOKEN = {"肃南": (Language.YUGUR, Language.YUGUR, Language.TIBETAN, Language.MONGOLIAN)}


def cadres(count: int, *, since: datetime.datetime, first: int = 0) -> list[Post]:
    """So many cadres over the city's unions, with what they speak and know, from the serial number
    `first` on. No passwords: they are there to be paired; who is to be tried out is in the account
    table.
    """
    lots = random.Random(943 + first)
    users = User.objects.bulk_create([_user(first + serial) for serial in range(count)])
    unions = _unions()
    posts = [
        Post(user=user, organization=union, role=Role.CADRE, since=since)
        for user, union in zip(users, itertools.cycle(unions), strict=False)
    ]
    Post.objects.bulk_create(posts)
    CadreProfile.objects.bulk_create([_profile(post, lots) for post in posts])
    return posts


def _user(serial: int) -> User:
    name = SURNAMES[serial * 7 % len(SURNAMES)] + GIVEN[serial // len(SURNAMES) % len(GIVEN)]
    phone = str(FIRST_PHONE + serial) if serial < PHONES else None
    user = User(
        kind=Kind.STAFF, username=f"cadre{serial + 1:04d}", name=name, phone=phone, is_demo=True
    )
    user.set_unusable_password()
    return user


def _unions() -> list[Organization]:
    """Each district in turn, so that a few cadres are spread over all of them."""
    rows = Organization.objects.filter(kind__in=KINDS, is_active=True, parent__isnull=False)
    by_district: dict[str, list[Organization]] = {}
    for union in rows.order_by("path"):
        by_district.setdefault(union.path[:14], []).append(union)
    rounds = itertools.zip_longest(*by_district.values())
    return [union for row in rounds for union in row if union]


def _profile(post: Post, lots: random.Random) -> CadreProfile:
    spoken = SPOKEN.get(post.organization.name[:2], (Language.TIBETAN,))
    often = 0.4 if post.organization.name[:2] in SPOKEN else 0.03
    return CadreProfile(
        post=post, languages=[lots.choice(spoken)] if lots.random() < often else [],
        skills=sorted({lots.choice(NeedKind.values) for _ in range(lots.choice((0, 1, 1, 2)))}),
    )  # fmt: skip


def pair(files, *, at: datetime.datetime, actor=None, across: bool = False) -> list[Pairing]:
    """The best pairs of these files and all free cadres, confirmed in one go, as on the day."""
    where = gathering.Map()
    ours = gathering.households(files, where)
    theirs = gathering.free_places(gathering.ANYWHERE, where, at)
    matches = assign(ours, theirs, across=across)
    choices = [
        Choice(
            match.household.key, match.place.key,
            sentence(match.household, match.place, match.held, where.names),
        )
        for match in matches
    ]  # fmt: skip
    return pair_all(choices, actor=actor, at=at).made
