"""Why these two: one plain sentence a pair, made of the facts the assignment weighed."""

from collections.abc import Mapping

from assistance.vocabulary import Language, NeedKind
from assistance.weighing import Household, Place

LONGEST = 120
LANGUAGES = [language for language in Language if language != Language.MANDARIN]
SKILLS = list(NeedKind)


def mask(values, order) -> int:
    """A bit for each of `order` that is among `values`."""
    return sum(1 << place for place, word in enumerate(order) if word in values)


def words(bits: int, order) -> list[str]:
    return [word.label for place, word in enumerate(order) if bits >> place & 1]


def sentence(household: Household, place: Place, held: int, names: Mapping[int, str]) -> str:
    """`names` are the divisions' by id; `held` is how many households the cadre calls already."""
    parts = [
        _near(household, place, names),
        *_language(household, place),
        *_skills(household, place),
        # It is kept with the pair: that there was nobody yet would soon read oddly.
        *([f"已联系{held}户"] if held else []),
    ]
    return f"{'，'.join(parts)}。"[:LONGEST]


def is_across(household: Household, place: Place) -> bool:
    return (
        place.district not in (0, household.district)
        and not _is(household.unit, place.unit)
        and not _is(household.township, place.township)
    )


def _is(mine: int, theirs: int) -> bool:
    return bool(mine) and mine == theirs


def _near(household: Household, place: Place, names: Mapping[int, str]) -> str:
    if _is(household.unit, place.unit):
        return "同一个单位"
    if _is(household.township, place.township):
        return f"同在{names[place.township]}"
    if _is(household.district, place.district):
        return f"同在{names[place.district]}"
    if not place.district:
        return "市里的干部，各区县都可以联系"
    return f"{names[place.district]}的干部，本区县没有空位了"


def _language(household: Household, place: Place) -> list[str]:
    if not household.language:
        return []
    spoken = words(household.language, LANGUAGES)[0]
    return [f"{'会' if household.language & place.languages else '不会'}说{spoken}"]


def _skills(household: Household, place: Place) -> list[str]:
    served = words(household.needs & place.skills, SKILLS)
    return [f"能帮{'、'.join(served)}"] if served else []
