"""What is typed about earmarked money. Input only."""

import uuid

from django import forms

from funds.fields import MoneyField
from organizations.models import Organization
from people.fields import without_number


class FundForm(forms.Form):
    name = forms.CharField(
        label="名称", max_length=64, validators=[without_number],
        error_messages={"required": "请填专项资金的名称。", "max_length": "名称不超过64个字。"},
    )  # fmt: skip
    amount = MoneyField(label="总额（元）")


class ResizeForm(forms.Form):
    amount = MoneyField(label="总额改为（元）")


class AllocateForm(forms.Form):
    """A sum for each of several unions; those left empty get nothing this time."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    note = forms.CharField(
        label="说明", required=False, max_length=40, validators=[without_number],
        widget=forms.TextInput(attrs={"placeholder": "比如：第一批"}),
        error_messages={"max_length": "说明不超过40个字。"},
    )  # fmt: skip

    def __init__(self, *args, unions: list[Organization], **options):
        options.setdefault("initial", {"client_id": uuid.uuid4()})
        super().__init__(*args, **options)
        self.unions = unions
        for union in unions:
            self.fields[self.name(union)] = MoneyField(label=f"拨给{union.name}", required=False)

    @staticmethod
    def name(union: Organization) -> str:
        return f"to_{union.public_id.hex}"

    def clean(self):
        given = super().clean()
        if not self.errors and not self.amounts():
            self.add_error(None, "还没有填要拨多少，请至少填一个区县的金额。")
        return given

    def amounts(self) -> dict[Organization, int]:
        found = {union: self.cleaned_data.get(self.name(union)) or 0 for union in self.unions}
        return {union: fen for union, fen in found.items() if fen}

    def purpose(self) -> str:
        note = self.cleaned_data["note"]
        return f"拨付：{note}" if note else "拨付"


class CounterForm(forms.Form):
    reason = forms.CharField(
        label="收回的原因", max_length=200, min_length=4, validators=[without_number],
        error_messages={
            "required": "请写明为什么收回，以后对账要看。",
            "min_length": "请写得具体一点，至少4个字。",
            "max_length": "请写在200字以内。",
        },
    )  # fmt: skip
