"""What is typed when something is given by real name. Input only."""

import datetime
import uuid

from django import forms

from campaigns.models import Campaign, GrantKind, ServiceItem
from campaigns.vocabulary import Category
from funds.fields import MoneyField
from organizations.models import Organization
from people.fields import PhoneField, without_number
from people.forms_document import DocumentFields
from people.forms_signing import SignedForm
from people.vocabulary import Occupation

# Under which item of the month a kind most likely stands.
LIKELY = {
    GrantKind.SOLATIUM: (Category.CARE, Category.HARDSHIP, Category.GIFTS),
    GrantKind.WARM_PACK: (Category.GIFTS, Category.CARE),
    GrantKind.ACCIDENT: (Category.ACCIDENT_COVER, Category.RIGHTS),
    GrantKind.CHECKUP_SUBSIDY: (Category.HEALTH_CHECK,),
}


class FindForm(forms.Form):
    """What is given, and to whom: by document or by the phone one signs in with."""

    kind = forms.ChoiceField(
        label="发什么", choices=GrantKind.choices, widget=forms.RadioSelect,
        error_messages={"required": "请选发什么。", "invalid_choice": "请选发什么。"},
    )  # fmt: skip
    organization = forms.ChoiceField(
        label="哪个工会发",
        error_messages={"required": "请选工会。", "invalid_choice": "请选工会。"},
    )

    def __init__(self, *args, unions, **options):
        super().__init__(*args, **options)
        self.unions = {str(union.public_id): union for union in unions}
        self.fields["organization"].choices = [(key, u.name) for key, u in self.unions.items()]
        if len(unions) == 1:
            self.fields["organization"].widget = forms.HiddenInput()
            self.initial.setdefault("organization", next(iter(self.unions)))

    def clean_organization(self) -> Organization:
        return self.unions[self.cleaned_data["organization"]]


class DocumentForm(DocumentFields, FindForm):
    by = "document"
    field_order = ("kind", "organization", "name", "document_type", "number")


class PhoneForm(FindForm):
    by = "phone"
    phone = PhoneField(label="手机号", help_text="本人登录这里用的手机号，要已经实名登记")
    field_order = ("kind", "organization", "phone")


class SignForm(SignedForm):
    """What exactly is given, and the signature."""

    token = forms.CharField(max_length=4000, widget=forms.HiddenInput)
    client_id = forms.UUIDField(widget=forms.HiddenInput)
    item = forms.ModelChoiceField(
        label="算在哪一项", queryset=ServiceItem.objects.none(), empty_label=None,
        error_messages={"required": "请选项目。", "invalid_choice": "请从列出的项目里选。"},
    )  # fmt: skip
    money = MoneyField(label="金额（元）", required=False)
    goods = forms.CharField(
        label="物品", required=False, max_length=64, validators=[without_number],
        widget=forms.TextInput(attrs={"placeholder": "比如：保暖包1份"}),
        error_messages={"max_length": "物品写在64个字以内。"},
    )  # fmt: skip
    given_on = forms.DateField(
        label="哪一天发的",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请选日期。", "invalid": "请按 2026-11-04 的样子填日期。"},
    )  # fmt: skip
    occupation = forms.ChoiceField(
        label="从业类别", choices=[("", "请选择"), *Occupation.choices],
        error_messages={"required": "请选从业类别。", "invalid_choice": "请选从业类别。"},
    )  # fmt: skip
    agreed = forms.BooleanField(
        label="本人同意实名登记这次领取", help_text="只用来核对账目、避免重复发放",
        error_messages={"required": "要本人同意实名登记，才能发放。"},
    )  # fmt: skip

    def __init__(self, *args, campaign, kind, **options):
        options.setdefault("initial", {})
        options["initial"].setdefault("client_id", uuid.uuid4())
        super().__init__(*args, **options)
        self.fields["item"].queryset = campaign.items.all()
        self.initial.setdefault("item", likely_item(campaign, kind))
        if kind == GrantKind.WARM_PACK:
            self.fields["money"].label = "花了多少（元）"
            self.fields["goods"].required = True
            self.fields["goods"].error_messages["required"] = "请写发了什么，比如“保暖包1份”。"
        else:
            self.fields["money"].required = True


def likely_item(campaign: Campaign, kind: str):
    items = list(campaign.items.all())
    for category in LIKELY.get(GrantKind(kind), ()):
        for item in items:
            if item.category == category:
                return item
    return items[0] if items else None


class ReverseForm(forms.Form):
    reason = forms.CharField(
        label="冲销原因（本人会看到）", max_length=200, min_length=4, validators=[without_number],
        error_messages={
            "required": "请写明冲销原因，以后对账要看。",
            "min_length": "请写得具体一点，至少4个字。",
            "max_length": "请写在200字以内。",
        },
    )  # fmt: skip


def date_within(campaign: Campaign, today: datetime.date) -> datetime.date:
    """Today, or the month's last day when it is over."""
    return min(max(today, campaign.starts_on), campaign.ends_on)
