"""What is typed beside a file: the household's answer, reasons, the city's ceilings. Input only."""

from django import forms
from django.utils import timezone

from assistance.classes import Ceiling
from assistance.forms_files import number, text
from assistance.vocabulary import HardshipClass
from funds.fields import MoneyField
from people.fields import without_number


class AnswerForm(forms.Form):
    """What the household says when it is asked."""

    AGREED, LATER, DECLINED = "agreed", "later", "declined"
    CHOICES = ((AGREED, "同意建档"), (LATER, "以后再说"), (DECLINED, "不同意"))

    answer = forms.ChoiceField(
        label="对方怎么说", choices=CHOICES, widget=forms.RadioSelect,
        error_messages={"required": "请选对方怎么说。", "invalid_choice": "请选对方怎么说。"},
    )  # fmt: skip
    guardian_agreed = forms.BooleanField(
        label="家里有未满14岁的孩子，监护人同意登记孩子的情况", required=False
    )
    until = forms.DateField(
        label="哪天以后再问", required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "请按 2026-11-23 的样子填日期。"},
    )  # fmt: skip

    def clean(self):
        given = self.cleaned_data
        if given.get("answer") == self.LATER and not given.get("until") and not self.errors:
            self.add_error("until", "请填哪天以后再问。")
        return given


class ReasonForm(forms.Form):
    """Why a file is closed."""

    reason = forms.CharField(
        label="退出原因", min_length=2, max_length=60, validators=[without_number],
        error_messages={
            "required": "请写明退出原因。", "min_length": "请写得具体一点。",
            "max_length": "写短一点，不超过60个字。",
        },
    )  # fmt: skip


class RevealForm(forms.Form):
    reason = forms.CharField(
        label="查看原因（本人会看到）", min_length=4, max_length=100, validators=[without_number],
        error_messages={
            "required": "请写明为什么要看完整号码。",
            "min_length": "请写得具体一点，至少4个字。",
            "max_length": "请写在100字以内。",
        },
    )  # fmt: skip

    def __init__(self, *args, **options):
        options.setdefault("auto_id", "id_reveal_%s")
        super().__init__(*args, **options)


class ClassesForm(forms.Form):
    """The ceilings of one year, one row a class."""

    year = number("年份", 2015, 2100)

    def __init__(self, *args, **options):
        options.setdefault("initial", {}).setdefault("year", timezone.localdate().year)
        super().__init__(*args, **options)
        for value, label in HardshipClass.choices:
            self.fields[f"{value}_ceiling"] = MoneyField(label=f"{label}（元）", required=False)
            self.fields[f"{value}_note"] = text("依据", 120)

    @property
    def rows(self):
        """(label, ceiling, basis) of each class, as bound fields."""
        return [
            (label, self[f"{value}_ceiling"], self[f"{value}_note"])
            for value, label in HardshipClass.choices
        ]

    def ceilings(self) -> dict[str, Ceiling]:
        given = self.cleaned_data
        return {
            value: Ceiling(given[f"{value}_ceiling"], given[f"{value}_note"])
            for value in HardshipClass.values
        }
