"""Where the numbers of 会员发展 lead: the list of exactly these members, the reports behind a rate."""

import datetime

from django.urls import reverse
from django.utils.http import urlencode

from dashboards.drive import Area
from membership.member_list import STANDING
from membership.roll import year as year_of


def new_members(area: Area, year: int, occupation: str = "") -> str:
    """Who joined in that year, of all occupations or of one."""
    since, until = year_of(year)
    url = members(area, since=since, until=until)
    return of_occupation(url, occupation) if occupation else url


def of_occupation(url: str, occupation: str) -> str:
    """The same members, those of one occupation: a table has hundreds of such cells."""
    return f"{url}&occupation={occupation}"


def standing(area: Area) -> str:
    return members(area, state=STANDING)


def members(area: Area, **given: datetime.date | str) -> str:
    asked = {"union": str(area.union.public_id)} | ({"own": "1"} if area.own else {})
    asked |= {name: str(value) for name, value in given.items() if value}
    return f"{reverse('membership:members')}?{urlencode(asked)}"


def workers(area: Area) -> str:
    return f"{reverse('organizations:desk-workforce')}?union={area.union.public_id}"


def not_reported(area: Area) -> str:
    return f"{workers(area)}&missing=1"
