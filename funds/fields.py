"""The form field for money."""

from django import forms

from audit.refusal import Refused
from funds import money


class MoneyField(forms.CharField):
    """Yuan as typed; cleans to whole fen, and to 0 when left empty and not required."""

    def __init__(self, **options):
        options.setdefault("max_length", 24)
        options.setdefault(
            "error_messages",
            {"required": "请填金额。", "max_length": "金额太长，请核对。"},
        )
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(**options)

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return 0
        try:
            return money.parse(text)
        except Refused as refused:
            raise forms.ValidationError(refused.message) from None

    def prepare_value(self, value):
        if not isinstance(value, int):
            return value
        return money.yuan(value) if value else ""
