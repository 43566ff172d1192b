"""What a worker types, step by step. Input only: rules about people are in joining.py."""

import datetime

from django import forms
from django.utils import timezone

from membership.joining import Details
from organizations.models import Division, Organization, Station
from people import identity, names
from people.fields import NameField, without_number
from people.vocabulary import DocumentType, Occupation, Sex

CARDS = (DocumentType.IDENTITY_CARD, DocumentType.RESIDENCE_PERMIT)


class DivisionChoice(forms.ModelChoiceField):
    """Divisions of one parent; the query runs once for choices and validation together."""

    def __init__(self, **options):
        super().__init__(queryset=Division.objects.none(), **options)


class MeForm(forms.Form):
    """Step 2, 我的信息. `data` is the whole draft, so every step can be checked at any time."""

    name = NameField(label="姓名", widget=forms.TextInput(attrs={"autocomplete": "name"}))
    document_type = forms.ChoiceField(
        label="证件类型", choices=DocumentType.choices, initial=DocumentType.IDENTITY_CARD,
        error_messages={"invalid_choice": "请选一种证件。", "required": "请选一种证件。"},
    )  # fmt: skip
    number = forms.CharField(
        label="证件号码", max_length=40,
        error_messages={"required": "请填写证件号码。", "max_length": "证件号码太长，请对照证件再看一遍。"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip
    sex = forms.ChoiceField(
        label="性别", choices=[("", "请选择"), *Sex.choices], required=False,
        error_messages={"invalid_choice": "请选性别。"},
    )  # fmt: skip
    birth_date = forms.DateField(
        label="出生日期", required=False, widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "这一天不存在，请按 1990-01-31 的样子填。"},
    )  # fmt: skip
    occupation = forms.ChoiceField(
        label="从业类别", choices=[("", "请选择"), *Occupation.choices],
        error_messages={"required": "请选从业类别。", "invalid_choice": "请选从业类别。"},
    )  # fmt: skip
    employer = forms.CharField(
        label="平台或单位", max_length=64, required=False, validators=[without_number],
        error_messages={"max_length": "太长了，写简称就行。"},
    )  # fmt: skip
    district = DivisionChoice(
        label="工作区县",
        empty_label="选区县",
        error_messages={"required": "请选工作的区县。", "invalid_choice": "请选工作的区县。"},
    )
    township = DivisionChoice(
        label="乡镇街道",
        empty_label="选乡镇街道",
        error_messages={
            "required": "请选工作的乡镇街道，选您平时接单最多的地方。",
            "invalid_choice": "这个乡镇街道不在所选区县里，请重选。",
        },
    )

    def __init__(self, data=None, **options):
        super().__init__(data, **options)
        self.fields["district"].queryset = Division.objects.filter(level=Division.Level.DISTRICT)
        chosen = str(self._typed().get("district", ""))
        if chosen.isdecimal() and len(chosen) < 10:
            self.fields["township"].queryset = Division.objects.filter(
                level=Division.Level.TOWNSHIP, parent_id=int(chosen)
            )

    def _typed(self):
        return self.data or self.initial

    def clean(self):
        kind = self.cleaned_data.get("document_type")
        number = self.cleaned_data.get("number")
        if not kind or not number:
            return self.cleaned_data
        today = timezone.localdate()
        number = identity.normalise(kind, number)
        problem = identity.check(kind, number, today)
        if problem:
            self.add_error("number", problem)
            return self.cleaned_data
        self.cleaned_data["number"] = number
        self._derive(kind, number)
        self._check_name(kind)
        self._check_age(today)
        return self.cleaned_data

    def _derive(self, kind: str, number: str) -> None:
        derived = identity.derive(kind, number)
        if derived:
            self.cleaned_data["sex"] = derived.sex
            self.cleaned_data["birth_date"] = derived.birth_date
            return
        if not self.cleaned_data.get("sex") and "sex" not in self.errors:
            self.add_error("sex", "请选性别，这种证件号码里看不出来。")
        if not self.cleaned_data.get("birth_date") and "birth_date" not in self.errors:
            self.add_error("birth_date", "请填出生日期，这种证件号码里看不出来。")

    def _check_name(self, kind: str) -> None:
        name = self.cleaned_data.get("name")
        problem = names.check(name, kind) if name else ""
        if problem:
            self.add_error("name", problem)

    def _check_age(self, today: datetime.date) -> None:
        born = self.cleaned_data.get("birth_date")
        if not born:
            return
        field = "birth_date" if "birth_date" in self.changed_data else "number"
        if born > today:
            self.add_error(field, "出生日期不能在今天以后。")
        elif identity.age(born, today) < identity.MINIMUM_AGE:
            self.add_error(field, identity.TOO_YOUNG)

    def derived_text(self) -> str:
        """“男，1988年5月6日” when the number tells it, else ""."""
        kind = str(self._typed().get("document_type", ""))
        number = identity.normalise(kind, str(self._typed().get("number", "")))
        derived = identity.derive(kind, number)
        if not derived:
            return ""
        born = derived.birth_date
        return f"{Sex(derived.sex).label}，{born.year}年{born.month}月{born.day}日"


class UnionForm(forms.Form):
    """Step 3, 选择工会."""

    organization = forms.ModelChoiceField(
        label="加入哪个工会", queryset=Organization.objects.receiving(),
        error_messages={"required": "请选一个工会。", "invalid_choice": "这个工会现在不能入会，请另选一个。"},
    )  # fmt: skip


class ConfirmForm(forms.Form):
    """Step 4, 核对并提交: the text and the consent are ticked, each by itself."""

    text = forms.BooleanField(
        label="我已读过并确认上面的入会申请",
        error_messages={"required": "请确认入会申请。"},
    )
    consent = forms.BooleanField(
        label="我同意工会为办理入会使用上面这些信息",
        error_messages={"required": "请先同意，不同意就没法办理入会。"},
    )


def details(me: MeForm, union: UnionForm, station: Station | None) -> Details:
    """Both forms must be valid."""
    given = {key: me.cleaned_data[key] for key in _DETAIL_FIELDS}
    return Details(
        **given,
        sex=me.cleaned_data.get("sex", ""),
        birth_date=me.cleaned_data.get("birth_date"),
        organization=union.cleaned_data["organization"],
        station=station,
    )


_DETAIL_FIELDS = (
    "name", "document_type", "number", "occupation", "employer", "district", "township",
)  # fmt: skip


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label="补充照片",
        error_messages={
            "required": "请先选一张照片。",
            "empty": "这个文件是空的，请重新选一张照片。",
        },
    )
