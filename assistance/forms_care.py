"""What is typed about contacts, needs and supplies. Input only."""

import uuid
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils import timezone

from assistance.goods import MOST_GOODS, Goods
from assistance.models import Contact
from assistance.said import Said
from assistance.vocabulary import Care, ContactChannel, NeedKind, Result
from funds.fields import MoneyField
from funds.money import yuan
from people.fields import MultilineField, NameField, without_number

NOTHING = "nothing"
DATE = {"type": "date"}


def day_field(label: str, **options):
    options.setdefault("error_messages", {"invalid": "请按 2026-12-05 的样子填日期。"})
    widget = forms.DateInput(attrs=DATE, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, **options)


def short_text(label: str, length: int, **options):
    options.setdefault("error_messages", {})
    options["error_messages"].setdefault("max_length", f"请写在{length}个字以内。")
    return forms.CharField(
        label=label, max_length=length, required=options.pop("required", False),
        validators=[without_number], **options,
    )  # fmt: skip


class ContactForm(forms.Form):
    """Three taps: the result, what is needed, and sending it."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    result = forms.ChoiceField(
        label="联系上了吗", choices=Result.choices, widget=forms.RadioSelect,
        error_messages={"required": "请选联系的结果。", "invalid_choice": "请选联系的结果。"},
    )  # fmt: skip
    needs = forms.MultipleChoiceField(
        label="需要什么", choices=[(NOTHING, "没有需要"), *NeedKind.choices], required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "请从列出的里面选。"},
    )  # fmt: skip
    channel = forms.ChoiceField(
        label="怎么联系的", choices=ContactChannel.choices, widget=forms.RadioSelect,
        initial=ContactChannel.CALL,
        error_messages={"required": "请选联系的方式。", "invalid_choice": "请选联系的方式。"},
    )  # fmt: skip
    care = forms.ChoiceField(
        label="哪一种关怀", choices=Care.choices, widget=forms.RadioSelect, required=False,
        error_messages={"invalid_choice": "请从列出的里面选。"},
    )  # fmt: skip
    note = MultilineField(
        label="写一句话", max_length=200, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="写联系的情况，不写证件号码",
        error_messages={"max_length": "请写在200个字以内。"},
    )  # fmt: skip
    on = day_field("哪一天联系的")
    next_on = day_field("约好下次联系")
    quiet_until = day_field("先不打扰，到")
    # The silence the page was shown with.
    quiet_seen = forms.DateField(required=False, widget=forms.HiddenInput)
    asks_for_another = forms.BooleanField(label="对方想换一位联系人", required=False)

    def __init__(self, *args, **options):
        initial = options.setdefault("initial", {})
        initial.setdefault("client_id", uuid.uuid4())
        initial.setdefault("on", timezone.localdate())
        initial.setdefault("quiet_seen", initial.get("quiet_until"))
        super().__init__(*args, **options)
        for kind in NeedKind:
            self.fields[f"want_{kind}"] = short_text(
                f"{kind.label}：具体要什么", 100,
                widget=forms.TextInput(attrs={"placeholder": PLACEHOLDERS.get(kind, "")}),
            )  # fmt: skip

    @property
    def wants(self):
        """(kind, the field that says what exactly)"""
        return [(kind.value, self[f"want_{kind}"]) for kind in NeedKind]

    @property
    def has_more(self) -> bool:
        """Whether what is folded away is filled in, or wrong."""
        filled = any(self[name].value() for name in FOLDED if name not in PRESET)
        return filled or any(self[name].errors for name in FOLDED)

    def said(self) -> Said:
        given = self.cleaned_data
        return Said(
            channel=given["channel"], result=given["result"], care=given["care"],
            needs={kind: given[f"want_{kind}"] for kind in given["needs"] if kind != NOTHING},
            note=given["note"], on=given["on"], next_on=given["next_on"],
            quiet_until=given["quiet_until"], quiet_seen=given["quiet_seen"], asks_for_another=given["asks_for_another"],
        )  # fmt: skip


# Below the three questions; some of it is filled in from the start.
FOLDED = ("channel", "care", "note", "on", "next_on", "quiet_until", "asks_for_another")
PRESET = ("channel", "on")
PLACEHOLDERS = {
    NeedKind.GOODS: "比如：大米10公斤", NeedKind.MEDICINE: "比如：陪着去一趟医院",
    NeedKind.SCHOOL: "比如：五年级课外书",
}  # fmt: skip


def as_written(contact: Contact, wanted: dict[str, str]) -> dict:
    """A contact as its form shows it again. `wanted`: kind -> what exactly."""
    return {
        "client_id": contact.client_id, "result": contact.result, "channel": contact.channel,
        "needs": contact.needs or [NOTHING], "care": contact.care, "note": contact.note,
        "on": timezone.localdate(contact.at), "next_on": contact.next_on,
        "quiet_until": contact.quiet_until,
        **{f"want_{kind}": text for kind, text in wanted.items()},
    }  # fmt: skip


class AssignForm(forms.Form):
    to = forms.ChoiceField(
        label="交给谁办",
        error_messages={"required": "请选一位同事。", "invalid_choice": "请从列出的同事里选。"},
    )  # fmt: skip
    # With whom it was when the page was shown.
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput, max_value=2**62)

    def __init__(self, *args, people, user, **options):
        super().__init__(*args, **options)
        self.people = {str(person.public_id): person for person in people}
        self.fields["to"].choices = [
            (key, "我自己办" if person == user else str(person))
            for key, person in self.people.items()
        ]

    def clean_to(self):
        return self.people[self.cleaned_data["to"]]


class ClosingForm(forms.Form):
    note = short_text(
        "结果", 120, required=True, error_messages={"required": "请写一句，跟进的人会看到。"}
    )


class GoodForm(forms.Form):
    """One thing: 大米 10 公斤."""

    name = short_text(
        "物品", 20, widget=forms.TextInput(attrs={"list": "supplies", "autocomplete": "off"})
    )
    quantity = forms.IntegerField(
        label="数量", required=False, min_value=1, max_value=9999,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": "数量请填整数。", "min_value": "数量至少是1。", "max_value": "数量太大，请核对。",
        },
    )  # fmt: skip
    unit = short_text("单位", 6, initial="份")

    def clean(self):
        given = super().clean()
        name, quantity = given.get("name"), given.get("quantity")
        if self.errors:
            return given
        if name and not quantity:
            self.add_error("quantity", "请填数量。")
        if quantity and not name:
            self.add_error("name", "请写是什么。")
        return given

    def item(self) -> dict:
        given = self.cleaned_data
        unit = given["unit"] or "份"
        return {"name": given["name"], "quantity": given["quantity"], "unit": unit}


class BaseGoods(BaseFormSet):
    def items(self) -> list[dict]:
        return [form.item() for form in self.forms if form.cleaned_data.get("name")]


GoodsFormSet: Any = formset_factory(
    GoodForm, formset=BaseGoods, extra=3, max_num=MOST_GOODS, absolute_max=MOST_GOODS
)


class PayForm(forms.Form):
    """What it cost a household, and from which money."""

    money = MoneyField(
        label="花了多少（元）", required=False, help_text="捐来的、库里有的填0或不填"
    )
    share = forms.ChoiceField(
        label="从哪里支出", required=False,
        error_messages={"invalid_choice": "请从列出的资金里选。"},
    )  # fmt: skip

    def __init__(self, *args, shares, **options):
        super().__init__(*args, **options)
        self.shares = {str(share.pk): share for share in shares}
        self.fields["share"].choices = [("", "不花钱"), *map(_choice, self.shares.values())]
        if self.shares:
            self.initial.setdefault("share", next(iter(self.shares)))

    def goods(self, items: list[dict]) -> Goods:
        given = self.cleaned_data
        return Goods(
            items=items, cost_fen=given["money"], share=self.shares.get(given["share"])
        )  # fmt: skip


def _choice(share) -> tuple[str, str]:
    return str(share.pk), f"{share.organization}，还剩{yuan(share.remaining_fen)}元"


class DeliverForm(forms.Form):
    without_contact = forms.BooleanField(
        label="无接触：放在门口，让对方自己取", required=False, initial=True
    )
    volunteer = NameField(
        label="志愿者姓名", required=False, max_length=32, help_text="您自己送的就不用填"
    )


class DeliverAllForm(DeliverForm):
    """What was set aside in one go, brought in one go."""

    batch = forms.UUIDField(widget=forms.HiddenInput)


class GiveForm(PayForm):
    """The same goods for several households; what it cost is for one of them."""

    field_order = ("kind", "money", "share")
    batch = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label="哪一类需要", choices=NeedKind.choices, initial=NeedKind.GOODS,
        error_messages={"required": "请选哪一类。", "invalid_choice": "请从列出的里面选。"},
    )  # fmt: skip
    households = forms.MultipleChoiceField(
        label="给哪些户", widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "还没有选户，请至少选一户。",
            "invalid_choice": "有一户不在名单里了，请重新选。",
        },
    )  # fmt: skip

    def __init__(self, *args, files, **options):
        options.setdefault("initial", {}).setdefault("batch", uuid.uuid4())
        super().__init__(*args, **options)
        self.known = {str(file.pk): file for file in files}
        self.fields["households"].choices = [(key, key) for key in self.known]
        self.fields["money"].label = "每户花了多少（元）"

    def chosen(self) -> list:
        return [self.known[key] for key in self.cleaned_data["households"]]
