"""What a campaign officer types when planning a month."""

import datetime

from django import forms

from campaigns.models import Campaign
from campaigns.models.campaign import OFFICERS
from campaigns.shaping import MOST_ITEMS, Wanted
from campaigns.variants import variants
from campaigns.vocabulary import Category
from funds.fields import MoneyField
from organizations.layout import laid_out
from organizations.models import Organization
from organizations.posts import within
from people.fields import without_number

LONGEST_DAYS = 200
MOST_PEOPLE = 10_000_000


def _day(label: str, required: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": required, "invalid": "请按 2026-11-04 的样子填日期。"},
    )


class DaysForm(forms.Form):
    """A name and two days."""

    title = forms.CharField(
        label="名称", max_length=64, min_length=4, validators=[without_number],
        error_messages={
            "required": "请填服务月的名称。", "max_length": "名称不超过64个字。",
            "min_length": "名称写得完整一点，至少4个字。",
        },
    )  # fmt: skip
    starts_on = _day("哪天开始", "请选开始日期。")
    ends_on = _day("哪天结束", "请选结束日期。")

    def clean(self):
        given = super().clean()
        first, last = given.get("starts_on"), given.get("ends_on")
        if first and not 2020 <= first.year <= 2100:
            self.add_error("starts_on", "年份不对，请核对。")
        elif first and last and last < first:
            self.add_error("ends_on", "结束日期要在开始日期之后。")
        elif first and last and last - first > datetime.timedelta(days=LONGEST_DAYS):
            self.add_error("ends_on", f"一个服务月不超过{LONGEST_DAYS}天，请核对日期。")
        return given


class OpenForm(DaysForm):
    """`source` is "variant:<key>" or "campaign:<uuid>"."""

    field_order = ("source", "title", "starts_on", "ends_on", "organization")

    def __init__(self, *args, user, **options):
        super().__init__(*args, **options)
        self.earlier = Campaign.objects.visible_to(user)[:20]
        self.fields["source"] = forms.ChoiceField(
            label="用哪份清单", choices=self._sources(), widget=forms.RadioSelect,
            error_messages={"required": "请选一份清单。", "invalid_choice": "请从列出的清单里选。"},
        )  # fmt: skip
        unions = Organization.objects.filter(
            within(user, OFFICERS, "path"), kind=Organization.Kind.FEDERATION, is_active=True
        ).order_by("path")
        self.fields["organization"] = forms.ModelChoiceField(
            label="主办工会", queryset=unions, empty_label=None,
            error_messages={"required": "请选主办工会。", "invalid_choice": "请从列出的工会里选。"},
        )  # fmt: skip
        self.order_fields(self.field_order)

    def _sources(self) -> list:
        printed = [(f"variant:{v.key}", v.heading) for v in variants().values()]
        last = [(f"campaign:{c.pk}", f"{c.title}（{c.starts_on.year}年）") for c in self.earlier]
        return printed + last

    def origin(self) -> dict:
        """The chosen list as `planning.open_campaign` takes it."""
        kind, _, key = self.cleaned_data["source"].partition(":")
        if kind == "variant":
            return {"variant": variants()[key]}
        return {"last": next(c for c in self.earlier if str(c.pk) == key)}


class EditForm(DaysForm):
    wish_cap = MoneyField(label="微心愿最多多少元", error_messages={"required": "请填金额。"})

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.helper = laid_out("title", ("starts_on", "ends_on"), "wish_cap")

    def clean_wish_cap(self):
        cap = self.cleaned_data["wish_cap"]
        if not 1_00 <= cap <= 10_000_00:
            raise forms.ValidationError("微心愿的限额在1元到10,000元之间。")
        return cap


class ItemsForm(forms.Form):
    """One row an item and a few empty ones: name, category, order. An empty name leaves it out."""

    SPARE = 3

    def __init__(self, *args, campaign, **options):
        super().__init__(*args, **options)
        self.known = list(campaign.items.all())
        self.numbers = range(min(len(self.known) + self.SPARE, MOST_ITEMS))
        for number in self.numbers:
            self._row(number, self.known[number] if number < len(self.known) else None)

    def _row(self, number: int, item) -> None:
        self.fields[f"name_{number}"] = forms.CharField(
            label=f"第{number + 1}项", required=False, max_length=32, initial=item and item.name,
            validators=[without_number], error_messages={"max_length": "项目名称不超过32个字。"},
        )  # fmt: skip
        self.fields[f"category_{number}"] = forms.ChoiceField(
            label=f"第{number + 1}项的类别", required=False, initial=item and item.category,
            choices=[("", "选类别"), *Category.choices],
            error_messages={"invalid_choice": "请从列出的类别里选。"},
        )  # fmt: skip
        self.fields[f"order_{number}"] = forms.IntegerField(
            label=f"第{number + 1}项排第几", required=False, initial=number + 1,
            min_value=1, max_value=99,
            error_messages=dict.fromkeys(
                ("invalid", "min_value", "max_value"), "排序请填1到99的数字。"
            ),
        )  # fmt: skip

    def clean(self):
        given = super().clean()
        for number in self.numbers:
            if given.get(f"name_{number}") and not given.get(f"category_{number}"):
                self.add_error(f"category_{number}", "请选类别，不同清单靠它来比较。")
        return given

    def rows(self) -> list:
        """(name field, category field, order field) for the template."""
        return [
            (self[f"name_{n}"], self[f"category_{n}"], self[f"order_{n}"]) for n in self.numbers
        ]

    def wanted(self) -> list[Wanted]:
        given = self.cleaned_data
        found = [
            (given.get(f"order_{n}") or 99, n, Wanted(name, given[f"category_{n}"], self._pk(n)))
            for n in self.numbers
            if (name := given.get(f"name_{n}"))
        ]
        return [wanted for *_, wanted in sorted(found, key=lambda row: row[:2])]

    def _pk(self, number: int) -> int | None:
        return self.known[number].pk if number < len(self.known) else None


class TargetsForm(forms.Form):
    """A number a cell, empty for none."""

    def __init__(self, *args, campaign, columns, targets, **options):
        super().__init__(*args, **options)
        self.items, self.columns = list(campaign.items.all()), columns
        for item in self.items:
            for district in columns:
                self.fields[self.name(item, district)] = forms.IntegerField(
                    label=f"{district.name}，{item.name}", required=False, min_value=0,
                    max_value=MOST_PEOPLE, initial=targets.get((item.pk, district.pk)),
                    widget=forms.TextInput(attrs={"inputmode": "numeric"}),
                    error_messages={
                        "invalid": "请填整数。", "min_value": "不能是负数。",
                        "max_value": "数字太大，请核对。",
                    },
                )  # fmt: skip

    @staticmethod
    def name(item, district) -> str:
        return f"t_{item.pk}_{district.pk}"

    def rows(self) -> list:
        """(item, [field, …]) in the order of the columns."""
        return [(item, [self[self.name(item, d)] for d in self.columns]) for item in self.items]

    def people(self) -> dict[tuple[int, int], int]:
        return {
            (item.pk, district.pk): self.cleaned_data[self.name(item, district)] or 0
            for item in self.items
            for district in self.columns
        }
