"""One place and one window, and several of them in one go. Input only."""

import datetime

from django import forms
from django.forms import formset_factory
from django.utils import timezone

from campaigns import sessions
from organizations.forms_places import DivisionField
from organizations.layout import laid_out
from organizations.models import Station
from people.fields import without_number

MOST_STOPS = 10
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_HOUR = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class StopForm(forms.Form):
    place = forms.CharField(
        label="地点", max_length=80, validators=[without_number],
        widget=forms.TextInput(attrs={"list": "stations", "autocomplete": "off"}),
        help_text="选驿站，或写别的地方",
        error_messages={"required": "请填地点，让人找得到。", "max_length": "地点不超过80个字。"},
    )  # fmt: skip
    division = DivisionField(label="所在地", required=False, help_text="选了驿站就不用填")
    day = forms.DateField(
        label="日期", widget=_DAY,
        error_messages={"required": "请选日期。", "invalid": "这一天不存在，请重选。"},
    )  # fmt: skip
    begins = forms.TimeField(
        label="开始", widget=_HOUR,
        error_messages={"required": "请填开始时间。", "invalid": "请按 09:00 的样子填时间。"},
    )  # fmt: skip
    until = forms.TimeField(
        label="结束", widget=_HOUR,
        error_messages={"required": "请填结束时间。", "invalid": "请按 11:30 的样子填时间。"},
    )  # fmt: skip
    capacity = forms.IntegerField(
        label="名额", min_value=1, max_value=sessions.MOST_SEATS,
        error_messages={
            "required": "请填名额。", "invalid": "名额请填整数。",
            "min_value": "名额至少1个。", "max_value": f"名额最多{sessions.MOST_SEATS}个。",
        },
    )  # fmt: skip

    def __init__(self, *args, campaign, stations, divisions, **options):
        super().__init__(*args, **options)
        self.campaign, self.stations = campaign, stations
        field = self.fields["division"]
        # Read once for all the stops of one page.
        field.known, field.choices = divisions.known, divisions.choices
        self.helper = laid_out(
            ("place", "division"), ("day", "capacity"), ("begins", "until"), hide_optional=True
        )

    def has_changed(self):
        """Hours and seats are taken over from the stop before: alone they are no stop yet."""
        return bool({"place", "division", "day"} & set(self.changed_data))

    def clean(self):
        at = self.cleaned_data
        at["station"] = self._station(at.get("place"))
        if at["station"]:
            at["division"] = at["station"].division
        elif at.get("place") and not at.get("division") and "division" not in self.errors:
            self.add_error("division", "这不是登记过的驿站，请选所在地。")
        self._set_window()
        return at

    def _station(self, place):
        """The station of that name; of several namesakes the one in the chosen division."""
        found = list(self.stations.filter(name=place)[:5]) if place else []
        chosen = self.cleaned_data.get("division")
        near = [row for row in found if chosen and chosen.pk in (row.division_id, _above(row))]
        if len(found) > 1 and len(near) != 1:
            self.add_error("division", "有几个驿站叫这个名字，请选所在地。")
            return None
        return (near or found)[0] if found else None

    def _set_window(self) -> None:
        at = self.cleaned_data
        if not all(at.get(name) is not None for name in ("day", "begins", "until")):
            return
        at["starts_at"], at["ends_at"] = (
            timezone.make_aware(datetime.datetime.combine(at["day"], at[name]))
            for name in ("begins", "until")
        )
        field, problem = sessions.window_problem(
            self.campaign, at["starts_at"], at["ends_at"], timezone.now()
        )
        if problem and not self._keeps_the_window():
            self.add_error(field, problem)

    def _keeps_the_window(self) -> bool:
        """A session that has begun is not moved, yet its seats may still be changed."""
        return bool(self.initial) and not {"day", "begins", "until"} & set(self.changed_data)

    def stop(self) -> sessions.Stop:
        return sessions.Stop(**{name: self.cleaned_data[name] for name in _STOP})


_STOP = ("place", "division", "starts_at", "ends_at", "capacity", "station")


def _above(station: Station) -> int | None:
    return station.division.parent_id


StopFormSet = formset_factory(
    StopForm, extra=1, min_num=0, max_num=MOST_STOPS, validate_max=True, absolute_max=MOST_STOPS
)
