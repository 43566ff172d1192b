"""What administrators type about posts, office hours and the calendar. Input only."""

import datetime

from django import forms
from django.utils import timezone

from accounts.models import Kind, User
from organizations.fields import UnionField
from organizations.layout import laid_out, part
from organizations.models import Role
from organizations.office_hours import Hours
from people.fields import NameField


class AppointForm(forms.Form):
    """One form for both: an account that exists is appointed, a new one is opened with a name."""

    username = forms.RegexField(
        r"^[A-Za-z0-9._-]{3,32}$", label="账号名", strip=True,
        help_text="已有账号填账号名即可；新账号请自己起一个，用字母和数字。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        error_messages={
            "required": "请填写账号名。",
            "invalid": "账号名用3到32个字母、数字，可以有点、横线和下划线。",
        },
    )  # fmt: skip
    name = NameField(
        label="姓名", required=False,
        help_text="新开账号要填；已有账号可以不填。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    organization = UnionField(label="在哪个工会任职")
    role = forms.ChoiceField(
        label="角色", choices=[("", "请选择"), *Role.choices],
        error_messages={"required": "请选角色。", "invalid_choice": "请选角色。"},
    )  # fmt: skip

    def __init__(self, *args, unions, **options):
        super().__init__(*args, **options)
        self.fields["organization"].choose_from(unions)
        self.helper = laid_out(
            ("username", "name"), "organization", part("organizations/_unions_list.html"), "role",
            hide_optional=True,
        )  # fmt: skip

    def clean_username(self) -> str:
        return self.cleaned_data["username"].lower()

    def clean(self):
        username = self.cleaned_data.get("username")
        if not username:
            return self.cleaned_data
        account = User.objects.filter(kind=Kind.STAFF, username=username).first()
        self.cleaned_data["account"] = account
        name = self.cleaned_data.get("name")
        if account and name and account.name != name:
            self.add_error("name", f"这个账号是{account.name}的，请核对账号名或姓名。")
        if not account and not name and "name" not in self.errors:
            self.add_error("name", "没有这个账号。要新开账号，请填写姓名；否则请核对账号名。")
        return self.cleaned_data


class ClockField(forms.TimeField):
    def __init__(self, label: str, **options):
        super().__init__(
            label=label,
            required=False,
            widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            error_messages={"invalid": "请按 09:00 的样子填时间。"},
            **options,
        )


class HoursForm(forms.Form):
    """Own office hours, or those of the union above."""

    own = forms.TypedChoiceField(
        label="用谁的办公时间", coerce=lambda value: value == "yes",
        choices=[("no", "沿用上级工会的"), ("yes", "用自己的")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选一种。", "invalid_choice": "请选一种。"},
    )  # fmt: skip
    opens = ClockField("上班")
    lunch_from = ClockField("午休开始")
    lunch_to = ClockField("午休结束")
    closes = ClockField("下班", help_text="当天的申请在这之前答复")
    cutoff = ClockField("当日截止", help_text="在这之前交齐的，当天答复")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.helper = laid_out(
            "own", part("organizations/_hours_now.html"), ("opens", "closes"),
            ("lunch_from", "lunch_to"), "cutoff", hide_optional=True,
        )  # fmt: skip

    def clean(self):
        if not self.cleaned_data.get("own"):
            return self.cleaned_data
        for name in Hours.__dataclass_fields__:
            if name not in self.errors and self.cleaned_data.get(name) is None:
                self.add_error(name, "请填时间，比如 09:00。")
        if not self.errors:
            self._check_order()
        return self.cleaned_data

    def _check_order(self) -> None:
        at = self.cleaned_data
        wrong = {
            "lunch_from": (at["lunch_from"] <= at["opens"], "午休要在上班以后开始。"),
            "lunch_to": (at["lunch_to"] < at["lunch_from"], "午休结束不能早于午休开始。"),
            "closes": (at["closes"] <= at["lunch_to"], "下班要在午休结束以后。"),
            "cutoff": (
                not at["opens"] < at["cutoff"] <= at["closes"],
                "当日截止要在上班以后，不晚于下班。",
            ),
        }
        for name, (is_wrong, message) in wrong.items():
            if is_wrong:
                self.add_error(name, message)

    def hours(self) -> Hours | None:
        """The hours asked for, or None to follow the union above."""
        at = self.cleaned_data
        if not at["own"]:
            return None
        return Hours(**{name: at[name] for name in Hours.__dataclass_fields__})


class OverrideForm(forms.Form):
    """A day that differs from what was published."""

    day = forms.DateField(
        label="哪一天", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请选日期。", "invalid": "没有这一天，请再看一遍日期。"},
    )  # fmt: skip
    is_working = forms.TypedChoiceField(
        label="这一天", coerce=lambda value: value == "yes", empty_value=None,
        choices=[("yes", "上班"), ("no", "休息")], widget=forms.RadioSelect,
        error_messages={"required": "请选上班或休息。", "invalid_choice": "请选上班或休息。"},
    )  # fmt: skip
    note = forms.CharField(
        label="说明", max_length=60, help_text="为什么调整，比如：自治县县庆放假",
        error_messages={"required": "请写明原因。", "max_length": "请写在60字以内。"},
    )  # fmt: skip

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.helper = laid_out("day", "is_working", "note")

    def clean_day(self) -> datetime.date:
        day, this_year = self.cleaned_data["day"], timezone.localdate().year
        if not this_year - 1 <= day.year <= this_year + 2:
            raise forms.ValidationError("只能调整去年到后年之间的日子。")
        return day
