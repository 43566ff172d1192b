"""What is typed about wishes. Input only."""

import re

from django import forms

from funds.fields import MoneyField
from organizations.models import Organization
from people import typed
from people.fields import MultilineField, without_number

LONGEST = 60
# A phone, or any other number by which a stranger reaches somebody.
_SPACED = re.compile(r"(?<=\d)[\s\-–—_.·()（）]+(?=\d)")
_REACHES = re.compile(r"\d{7,}")


def without_phone(text: str) -> None:
    """A validator: what hangs on the wall leads nobody to the worker."""
    if _REACHES.search(_SPACED.sub("", typed.plain(text))):
        raise forms.ValidationError("请不要写电话号码，挂出来谁都看得到。送到了我们会联系您。")


class WishForm(forms.Form):
    text = forms.CharField(
        label="我想要", max_length=LONGEST, validators=[without_number, without_phone],
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": LONGEST}),
        help_text="60个字以内，不写姓名、电话和住址",
        error_messages={
            "required": "请写下您的心愿。", "max_length": "请写在60个字以内。",
        },
    )  # fmt: skip
    value_fen = MoneyField(
        label="大约多少元", error_messages={"required": "请填大约多少元。", "max_length": "金额太长，请核对。"}
    )  # fmt: skip
    organization = forms.ModelChoiceField(
        label="在哪个区县领", queryset=Organization.objects.none(), empty_label="请选择",
        error_messages={"required": "请选区县。", "invalid_choice": "请选区县。"},
    )  # fmt: skip

    def __init__(self, *args, campaign, unions, **options):
        super().__init__(*args, **options)
        most = campaign.wish_cap_fen // 100
        self.campaign = campaign
        self.fields["value_fen"].help_text = f"不超过{most}元"
        place = self.fields["organization"]
        place.queryset = Organization.objects.filter(pk__in=[union.pk for union in unions])
        place.choices = [("", "请选择"), *((union.pk, union.division.name) for union in unions)]

    def clean_text(self):
        # One line, as it hangs on the wall.
        return " ".join(self.cleaned_data["text"].split())

    def clean_value_fen(self):
        fen = self.cleaned_data["value_fen"]
        if not 0 < fen <= self.campaign.wish_cap_fen:
            most = self.campaign.wish_cap_fen // 100
            raise forms.ValidationError(f"请填1到{most}元。")
        return fen


class RefuseWishForm(forms.Form):
    reason = MultilineField(
        label="不通过的理由（本人会看到）", max_length=120,
        error_messages={"required": "请写明不通过的理由，本人会看到。", "max_length": "请写在120字以内。"},
    )  # fmt: skip


class NotReceivedForm(forms.Form):
    remark = forms.CharField(
        label="是什么情况", max_length=120, validators=[without_number, without_phone],
        error_messages={
            "required": "请写一句情况，认领的人和工会会看到。", "max_length": "请写在120字以内。",
        },
    )  # fmt: skip
