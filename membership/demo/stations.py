"""620 stations around the real county seats, by name and address plainly made up."""

import datetime
import random
from collections.abc import Iterator

from organizations.models import Division, Organization, Station
from people.vocabulary import PLATFORMS

Kind = Station.Kind
FACILITIES = (
    "饮水机",
    "微波炉",
    "充电插座",
    "医药箱",
    "桌椅",
    "空调",
    "卫生间",
    "WiFi",
    "血压计",
    "AED",
)
# Seat of the district, latitude and longitude; how far its places lie about it, in degrees.
SEATS = {
    "甘州区": (38.930, 100.450, 0.16),
    "肃南裕固族自治县": (38.837, 99.615, 0.30),
    "民乐县": (38.434, 100.812, 0.15),
    "临泽县": (39.152, 100.164, 0.13),
    "高台县": (39.378, 99.820, 0.15),
    "山丹县": (38.785, 101.089, 0.16),
}
# How many of a hundred stations stand in the district's own town, near its seat.
IN_TOWN = 60
# A hundred stations of a district, by kind.
MIX = (
    (Kind.PLATFORM, 44), (Kind.LOVE, 24), (Kind.OUTDOOR, 24), (Kind.DRIVER, 7), (Kind.CENTRE, 1),
)  # fmt: skip
HOURS = ((7, 20), (8, 20), (8, 21), (8, 22), (9, 18), (6, 23), (18, 2))
CONTACTS = ("马演示", "牛演示", "杨演示", "柳演示", "石演示", "田演示", "江演示", "林演示")


def load(today: datetime.date, total: int = 620) -> None:
    """`total` stations, spread over the districts by size: 甘州区 has three shares, the others one
    and a half. One INSERT.
    """
    districts = list(Division.objects.filter(level=Division.Level.DISTRICT))
    weights = [6 if district.name == "甘州区" else 3 for district in districts]
    rows: list[Station] = []
    for number, district in enumerate(districts, 1):
        # The last one takes what rounding left over.
        count = total * weights[number - 1] // sum(weights)
        if number == len(districts):
            count = total - len(rows)
        rows += _district(district, number, count, today)
    Station.objects.bulk_create(rows)


def _district(district: Division, number: int, count: int, today) -> Iterator[Station]:
    chance = random.Random(number)
    unions = {
        union.name: union
        for union in Organization.objects.filter(division__in=[district, *district.children.all()])
    }
    federation = unions[f"{district.name}总工会"]
    joins = unions[f"{district.name}快递外卖行业工会联合会"]
    townships = list(district.children.all())
    kinds = [kind for kind, share in MIX for _ in range(share)]
    chance.shuffle(kinds)
    for serial in range(1, count + 1):
        # Every township has its own 工会爱心驿站 first; the first one never closes.
        is_first = serial <= min(7, len(townships))
        township = townships[serial - 1] if is_first else chance.choice(townships)
        kind = Kind.LOVE if is_first else kinds[serial % len(kinds)]
        keeper = unions.get(f"{township.name}总工会") if chance.random() < 0.4 else None
        yield Station(
            code=f"S{number}{serial:03d}", kind=kind, organization=keeper or federation,
            joins=joins, division=township, **_named(kind, district, township, serial, is_first),
            **_placed(district.name, serial, chance), **_kept(serial, chance, today),
            **_open(serial, chance),
        )  # fmt: skip


def _named(kind, district: Division, township: Division, serial: int, is_first: bool) -> dict:
    platform = PLATFORMS[serial % len(PLATFORMS)] if kind == Kind.PLATFORM else ""
    place = f"{township.name}演示"
    names = {
        Kind.LOVE: f"{place}{serial}号工会爱心驿站",
        Kind.OUTDOOR: f"{place}{serial}号户外劳动者服务站点",
        Kind.PLATFORM: f"{place}{serial}号{platform}站点",
        Kind.DRIVER: f"{place}{serial}号司机之家",
        Kind.CENTRE: f"{district.name}演示{serial}号职工服务中心",
    }
    return {
        "name": f"{township.name}工会爱心驿站" if is_first else names[kind],
        "platform": platform,
        "address": f"{district.name}{township.name}演示路{serial}号",
    }


def _placed(district: str, serial: int, chance: random.Random) -> dict:
    latitude, longitude, spread = SEATS[district]
    if serial % 100 < IN_TOWN:
        spread /= 8
    if serial % 40 == 39:
        # Some nobody has measured yet.
        return {}
    return {
        "latitude": round(latitude + chance.uniform(-spread, spread), 6),
        "longitude": round(longitude + chance.uniform(-spread, spread), 6),
    }


def _kept(serial: int, chance: random.Random, today: datetime.date) -> dict:
    verified = today - datetime.timedelta(days=chance.randrange(5, 420))
    return {
        "facilities": [name for name in FACILITIES if chance.random() < 0.45] or ["饮水机"],
        "contact": CONTACTS[serial % len(CONTACTS)],
        "contact_phone": "0936-000-0000",
        "verified_on": None if serial % 23 == 0 else verified,
    }


def _open(serial: int, chance: random.Random) -> dict:
    opens, closes = chance.choice(HOURS)
    return {
        "opens_at": datetime.time(opens), "closes_at": datetime.time(closes),
        "is_24h": serial % 31 == 1,
    }  # fmt: skip
