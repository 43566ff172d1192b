"""From when to when a page counts: whole days of the city's time, both ends included."""

import datetime
from dataclasses import dataclass

from django import forms

from audit.days import midnight

DAY = datetime.timedelta(days=1)
MOST_DAYS = 366
USUAL_DAYS = 30


@dataclass(frozen=True)
class Period:
    since: datetime.date
    until: datetime.date

    @property
    def length(self) -> int:
        return (self.until - self.since).days + 1

    @property
    def days(self) -> list[datetime.date]:
        return [self.since + nth * DAY for nth in range(self.length)]

    @property
    def before(self) -> "Period":
        """As many days right before."""
        return Period(self.since - self.length * DAY, self.since - DAY)

    @property
    def with_before(self) -> "Period":
        """Twice as many days: those before and its own."""
        return Period(self.before.since, self.until)

    @property
    def starts_at(self) -> datetime.datetime:
        return midnight(self.since)

    @property
    def ends_at(self) -> datetime.datetime:
        """The first moment that is not in it any more."""
        return midnight(self.until + DAY)

    @property
    def words(self) -> str:
        first, last = self.since, self.until
        if first == last:
            return f"{first.month}月{first.day}日"
        year = f"{first.year}年" if first.year != last.year else ""
        return f"{year}{first.month}月{first.day}日至{last.month}月{last.day}日"


def last_days(today: datetime.date, number: int = USUAL_DAYS) -> Period:
    """The last `number` days, today among them."""
    return Period(today - (number - 1) * DAY, today)


def month(first: datetime.date) -> Period:
    """The calendar month of a day."""
    first = first.replace(day=1)
    return Period(first, (first + 31 * DAY).replace(day=1) - DAY)


class PeriodForm(forms.Form):
    """`since` and `until` of an address line; without them the last thirty days."""

    since = forms.DateField(label="从", required=False, error_messages={"invalid": "请选日期。"})
    until = forms.DateField(label="到", required=False, error_messages={"invalid": "请选日期。"})

    def clean(self):
        given = super().clean()
        since, until = given.get("since"), given.get("until")
        for day in (since, until):
            if day and not 2015 <= day.year <= 2100:
                raise forms.ValidationError("请选2015年以后的日期。")
        if since and until and since > until:
            raise forms.ValidationError("开始的日子在结束的后面，请换一下。")
        if since and until and (until - since).days >= MOST_DAYS:
            raise forms.ValidationError("一次最多看一年。")
        return given


def read(query, today: datetime.date) -> tuple[Period, PeriodForm]:
    """The period an address asks for, and the form that says what is wrong with it; then the last
    thirty days stand in. One end alone: thirty days from it or up to it.
    """
    form = PeriodForm(query)
    if not form.is_valid():
        return last_days(today), form
    since, until = form.cleaned_data["since"], form.cleaned_data["until"]
    if since and not until:
        until = max(since, min(today, since + (MOST_DAYS - 1) * DAY))
    if not until:
        return last_days(today), form
    return Period(since or until - (USUAL_DAYS - 1) * DAY, until), form
