"""What officers type about rounds of deliveries. Input only."""

import datetime
import uuid

from django import forms

from organizations.layout import laid_out
from people.fields import without_number

LAST_YEAR = 2100
# As many as a page of the list holds.
MOST_TICKS = 50


def _day(label: str, *, required: str = "", help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label, required=bool(required), help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": required, "invalid": "请按 2026-11-04 的样子填日期。"},
    )  # fmt: skip


def _number(label: str, most: int, wrong: str, **options) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=1, max_value=most,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
        **options,
    )  # fmt: skip


class DaysInReach(forms.Form):
    """Days that a calendar on the wall could show."""

    def clean(self):
        given = super().clean()
        for name, day in list(given.items()):
            if isinstance(day, datetime.date) and not 2020 <= day.year <= LAST_YEAR:
                self.add_error(name, "年份不对，请核对。")
        return self.cleaned_data


class RoundForm(DaysInReach):
    name = forms.CharField(
        label="名称", max_length=48, min_length=2, validators=[without_number],
        error_messages={
            "required": "请填名称，比如“医药箱进站点”。", "max_length": "名称不超过48个字。",
            "min_length": "名称写得完整一点，至少2个字。",
        },
    )  # fmt: skip
    goods = forms.CharField(
        label="送什么", max_length=32, validators=[without_number],
        help_text="同样的东西每次都写一样，新的送到，旧的就算补上了",
        error_messages={"required": "请填送什么，比如“医药箱”。", "max_length": "不超过32个字。"},
    )  # fmt: skip
    starts_on = _day("哪天开始", required="请选开始日期。")
    ends_on = _day("哪天送完", required="请选送完的日期。")
    expires_on = _day("这批的有效期到", help_text="没有有效期就空着；个别不一样的，记录时可以改")
    warn_days = _number("到期前几天提醒", 365, "请填1到365天。", initial=30)

    def __init__(self, *args, campaign, **options):
        super().__init__(*args, **options)
        items = {str(item.pk): item for item in campaign.items.all()}
        self.fields["item"] = forms.TypedChoiceField(
            label="算哪一项", required=False, coerce=items.get, empty_value=None,
            choices=[("", "不算哪一项"), *((pk, item.name) for pk, item in items.items())],
            error_messages={"invalid_choice": "请从这个服务月的项目里选。"},
        )  # fmt: skip
        self.helper = laid_out(
            ("name", "goods"), "item", ("starts_on", "ends_on"), ("expires_on", "warn_days"),
        )  # fmt: skip

    def clean(self):
        given = super().clean()
        first, last = given.get("starts_on"), given.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "送完的日期要在开始之后。")
        good = given.get("expires_on")
        if first and good and good <= first:
            self.add_error("expires_on", "有效期要在开始配送之后，请核对。")
        return self.cleaned_data


class ArrivalForm(DaysInReach):
    """What is written down of a delivery, or of several at once."""

    delivered_on = _day("哪天送到", required="请选送到的日期。")
    quantity = _number("数量", 9999, "请填1到9999。", initial=1)
    expires_on = _day("有效期到", help_text="没有有效期就空着")
    receiver = forms.CharField(
        label="签收人", max_length=32, required=False, validators=[without_number],
        error_messages={"max_length": "姓名不超过32个字。"},
    )  # fmt: skip
    note = forms.CharField(
        label="备注", max_length=120, required=False, validators=[without_number],
        error_messages={"max_length": "备注不超过120个字。"},
    )  # fmt: skip

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.helper = laid_out(("delivered_on", "quantity"), ("expires_on", "receiver"), "note")


def ticked(given) -> list[uuid.UUID]:
    """The ids of the ticked rows; what is none is passed over."""
    found = []
    for text in given.getlist("delivery")[:MOST_TICKS]:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found
