"""What the page 服务覆盖 shows, put together once for the page."""

import datetime
from dataclasses import replace

from django.urls import reverse

from campaigns.coverage import Cut
from campaigns.models.campaign import CampaignState
from dashboards import city_map, months_heat, months_next, months_vehicle, places
from dashboards.city_map import CityMap
from dashboards.heat import GROUP, TARGET, Heat
from dashboards.months import ALL, BY, NO_PLATFORM, Months
from dashboards.shares import FIRST, STEPS
from people.vocabulary import PLATFORMS, Occupation


def context(months: Months, now: datetime.datetime) -> dict:
    """A number of queries that grows with nothing."""
    heat = months_heat.table(months)
    return {
        "months": months,
        "scope": months.scope,
        "heat": heat,
        "headline": headline(months, heat),
        "lede": lede(months),
        "tabs_by": _tabs(months),
        "compared": months_heat.compared(months),
        "map": _map(months, heat),
        "map_key": city_map.KEY,
        "key": _key(heat),
        "occupations": Occupation.choices,
        "platforms": PLATFORMS,
        "no_platform": NO_PLATFORM,
        "all_months": ALL,
        **_next(months, heat, now),
    }


def headline(months: Months, heat: Heat) -> str:
    """The answer: how many places nobody has reached."""
    if not months.chosen:
        return "这段时间没有服务月" if months.known else "还没有服务月"
    if not heat.lines:
        return "进度按区县统计"
    if not heat.zeros:
        return "每一处都送到了"
    return f"还有{heat.zeros}处没有送到"


def lede(months: Months) -> str:
    one = months.one
    if one is None:
        days = f"{months.period.words}的" if months.period else ""
        return f"{days}{len(months.chosen)}个服务月，数字点得开"
    nth = (months.today - one.starts_on).days + 1
    length = (one.ends_on - one.starts_on).days + 1
    when = f"第{nth}天" if 0 < nth <= length else one.get_state_display()
    days = f"，只看{months.period.words}" if months.period else ""
    return f"{one.title}{when}{days}，数字点得开"


def _tabs(months: Months) -> list[dict]:
    return [
        {
            "label": label,
            "url": months.query(by="" if by == "item" else by, **_widened(months, by)),
            "on": by == months.by,
        }
        for by, label in BY.items()
        if by != "item" or months.known
    ]


def _widened(months: Months, by: str) -> dict[str, str]:
    """Items are those of one month."""
    return {"campaign": ""} if by == "item" and not months.one else {}


def _key(heat: Heat) -> list[tuple[str, str]]:
    """What the colours of this table mean: class, words."""
    if heat.measure == TARGET:
        return list(city_map.KEY)
    if heat.measure == GROUP:
        steps = [(f"{least * heat.full / 100:g}", step) for least, step in reversed(STEPS)]
        first = f"{FIRST * heat.full / 100:g}"
        return [("h-0 h-c", f"每百人不到{first}人次，先办"), ("h-0", f"不到{steps[0][0]}"),
                *((f"h-{step}", f"{least}起") for least, step in steps),
                *([("h-u", "没报职工人数")] if heat.has_unmeasured else [])]  # fmt: skip
    return [("h-0 h-c", "还是零，先办"), ("h-1", "有人次，没有可比的数")]


def _map(months: Months, heat: Heat) -> CityMap | None:
    """The totals of the rows on the map; townships have no places there."""
    unions = {union.pk: union for union in months.rows if not months.is_own(union)}
    if months.by == "township" or heat.measure != TARGET or len(unions) < 2:
        return None
    shares = {line.head.key: line.total for line in heat.lines if line.head.key in unions}

    def link(union) -> str:
        return reverse("dashboards:coverage") + months.query(union=str(union.public_id))

    return city_map.draw("各区县合计", heat.title, list(unions.values()), shares, link)


def _next(months: Months, heat: Heat, now: datetime.datetime) -> dict:
    """Steps and stops are those of the running month, whatever the table is read by or cut to."""
    if not months.one or months.one.state != CampaignState.RUNNING:
        return {}
    plain = replace(months, by="item", cut=Cut(), period=None)
    table = heat if plain == months else months_heat.table(plain)
    planned, middles = months_next.coming(months.one, now), places.middles()
    steps = months_next.steps(plain, table, planned, middles)
    return {
        "first_steps": steps[: months_next.FIRST],
        "more_steps": steps[months_next.FIRST :],
        "vehicle": months_vehicle.vehicle(plain, planned, middles),
        "radius": round(months_vehicle.RADIUS_KM),
    }
