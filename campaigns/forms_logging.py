"""What is typed when an activity is logged, verified or sent back. Input only."""

import datetime
import uuid

from django import forms

from campaigns import entries
from campaigns.entries import KIND_OF
from campaigns.vocabulary import ActivityKind, Category
from funds.fields import MoneyField
from people.fields import MultilineField, without_number
from people.vocabulary import PLATFORMS, Occupation

OCCUPATIONS = [("", "请选择"), *Occupation.choices]
NO_PLATFORM = [("", "没有平台"), *((name, name) for name in PLATFORMS)]
_COUNT = {
    "invalid": "请填整数。", "min_value": "人数不能是负数。",
    "max_value": "一次活动最多记10万人次，请核对。",
}  # fmt: skip
_CHOOSE = {"invalid_choice": "请从列出的里面选。"}


def _text(label: str, longest: int, **options) -> forms.CharField:
    options.setdefault("required", False)
    return forms.CharField(
        label=label, max_length=longest, validators=[without_number],
        error_messages={"max_length": f"写短一点，不超过{longest}个字。"}, **options,
    )  # fmt: skip


def _people(**options) -> forms.IntegerField:
    return forms.IntegerField(
        label="多少人", min_value=0, max_value=entries.MOST_PEOPLE, required=False,
        error_messages=_COUNT, widget=forms.NumberInput(attrs={"inputmode": "numeric"}), **options,
    )  # fmt: skip


class ReachForm(forms.Form):
    """A row of “按职业和平台细分”; one without people is none."""

    occupation = forms.ChoiceField(
        label="职业", choices=OCCUPATIONS, required=False, error_messages=_CHOOSE
    )
    platform = forms.ChoiceField(
        label="平台", choices=NO_PLATFORM, required=False, error_messages=_CHOOSE
    )
    people = _people()
    people.widget.attrs["placeholder"] = "人数"

    def clean(self):
        given = self.cleaned_data
        if given.get("people") and not given.get("occupation"):
            self.add_error("occupation", "请选职业。")
        return given


class GoodsForm(forms.Form):
    name = _text("物资", 32, widget=forms.TextInput(attrs={"placeholder": "物资，如保暖包"}))
    quantity = forms.IntegerField(
        label="数量", min_value=1, max_value=entries.MOST_GOODS, required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "placeholder": "数量"}),
        error_messages={
            "invalid": "请填整数。", "min_value": "至少1。", "max_value": "数量太大，请核对。",
        },
    )  # fmt: skip
    unit = _text("单位", 8, initial="份")

    def clean(self):
        given = self.cleaned_data
        if given.get("name") and not given.get("quantity") and "quantity" not in self.errors:
            self.add_error("quantity", "请填数量。")
        if given.get("quantity") and not given.get("name") and "name" not in self.errors:
            self.add_error("name", "请填是什么物资。")
        return given


MOST_ROWS = 20
ReachRows = forms.formset_factory(
    ReachForm, extra=2, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True
)
GoodsRows = forms.formset_factory(
    GoodsForm, extra=1, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True
)


class LogForm(forms.Form):
    """An entry but for its rows. What must be there is the service's question: a draft lacks it."""

    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    # Whose page it was: what one account typed is never sent by another.
    account = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)
    organization = forms.ChoiceField(
        label="哪个工会办的",
        error_messages={"required": "请选工会。", "invalid_choice": "请从列出的工会里选。"},
    )
    items = forms.MultipleChoiceField(
        label="送了哪一项", required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "这个项目已经不在清单里，请重新选。"},
    )  # fmt: skip
    place = _text(
        "在哪里", 80,
        widget=forms.TextInput(
            attrs={"list": "stations", "autocomplete": "off", "placeholder": "选驿站，或直接写地点"}
        ),
    )  # fmt: skip
    people = _people()
    occupation = forms.ChoiceField(
        label="哪些人", choices=OCCUPATIONS, required=False, error_messages=_CHOOSE
    )
    platform = forms.ChoiceField(
        label="平台", choices=NO_PLATFORM, required=False, error_messages=_CHOOSE
    )
    money = MoneyField(label="花了多少", required=False)
    held_on = forms.DateField(
        label="哪一天", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请选哪一天。", "invalid": "请按 2026-11-23 的样子填日期。"},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="形式", required=False, error_messages=_CHOOSE,
        choices=[("", "按项目自动填"), *ActivityKind.choices],
    )  # fmt: skip
    partner = _text("合作单位", 64)
    note = _text(
        "备注", 300,
        widget=forms.TextInput(attrs={"placeholder": "比如：保暖包36份，骑手现场签收"}),
    )  # fmt: skip

    def __init__(self, *args, campaign, unions, **options):
        super().__init__(*args, **options)
        self.campaign = campaign
        self.known_items = {str(item.pk): item for item in campaign.items.all()}
        self.known_unions = {str(union.public_id): union for union in unions}
        items, union = self.fields["items"], self.fields["organization"]
        items.choices = [(key, item.short) for key, item in self.known_items.items()]
        union.choices = [(key, each.name) for key, each in self.known_unions.items()]
        union.required = len(unions) > 1
        self.fields["held_on"].widget.attrs |= {
            "min": campaign.starts_on.isoformat(), "max": campaign.ends_on.isoformat()
        }  # fmt: skip

    @property
    def chips(self) -> list:
        """(the box, its item), in the order of the list."""
        return list(zip(self["items"], self.known_items.values(), strict=True))

    def clean_organization(self):
        chosen = self.cleaned_data["organization"]
        return self.known_unions[chosen] if chosen else next(iter(self.known_unions.values()))

    def clean_items(self):
        return tuple(self.known_items[key] for key in self.cleaned_data["items"])

    def clean_held_on(self):
        day = self.cleaned_data["held_on"]
        if not 2000 <= day.year <= 2100:
            raise forms.ValidationError("年份不对，请核对。")
        return day

    def clean_kind(self):
        """Left open, it is what the first item is usually done as."""
        given, items = self.cleaned_data["kind"], self.cleaned_data.get("items")
        if given or not items:
            return given or ActivityKind.EVENT
        return KIND_OF[Category(items[0].category)]


class RemarkForm(forms.Form):
    remark = MultilineField(
        label="要改什么（记录的人会看到）", max_length=300,
        error_messages={
            "required": "请写明要改什么，记录的人会看到。", "max_length": "请写在300字以内。",
        },
    )  # fmt: skip


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label="加照片",
        error_messages={"required": "请先选一张照片。", "empty": "这个文件是空的，请重新选一张照片。"},
    )  # fmt: skip


def seen(text: str) -> tuple[uuid.UUID | None, datetime.datetime | None]:
    """(activity, its `saved_at`) of a ticked row, "<id>~<moment>"; what cannot be read is None."""
    pk, _, moment = text.partition("~")
    try:
        return uuid.UUID(pk), datetime.datetime.fromisoformat(moment) if moment else None
    except ValueError:
        return None, None
