"""Form fields for people, used by every form of the portal."""

import re

from django import forms

from people import identity, names, typed
from people.vocabulary import DocumentType

_BETWEEN = re.compile(r"[\s\-–—()_.]+")
_COUNTRY = re.compile(r"^(?:\+|00)?86(?=1[0-9]{10}$)")


class NameField(forms.CharField):
    """A name as on a document.

    Latin names pass here; a form that knows the kind of document asks `names.check` once more.
    """

    def __init__(self, **options):
        options.setdefault("max_length", 64)
        options.setdefault(
            "error_messages",
            {
                "required": "请填写姓名。",
                "max_length": "姓名太长，请对照证件再看一遍。",
            },
        )
        super().__init__(**options)

    def to_python(self, value):
        return names.clean(super().to_python(value))

    def validate(self, value):
        super().validate(value)
        problem = names.check(value, DocumentType.PASSPORT) if value else ""
        if problem:
            raise forms.ValidationError(problem)


class PhoneField(forms.CharField):
    """A mobile number, kept as its 11 digits; +86, spaces, dashes and full width are accepted."""

    def __init__(self, **options):
        options.setdefault("max_length", 40)
        options.setdefault(
            "error_messages",
            {
                "required": "请填写手机号。",
                "max_length": "手机号是11位数字，请再看一遍。",
            },
        )
        options.setdefault(
            "widget",
            forms.TextInput(attrs={"type": "tel", "inputmode": "numeric", "autocomplete": "tel"}),
        )
        super().__init__(**options)

    def to_python(self, value):
        value = super().to_python(value)
        return _COUNTRY.sub("", _BETWEEN.sub("", typed.plain(value)))

    def validate(self, value):
        super().validate(value)
        if not value:
            return
        if not re.fullmatch(r"[0-9]+", value):
            raise forms.ValidationError("手机号只有数字，请看看有没有打错的字。")
        if len(value) != 11:
            raise forms.ValidationError(f"手机号是11位，您填了{len(value)}位，请再看一遍。")
        if not re.fullmatch(r"1[3-9][0-9]{9}", value):
            raise forms.ValidationError("这不像手机号，请填13到19开头的11位号码。")


class NeverShown(forms.TextInput):
    """What was typed is not sent back: a document number stands on no page."""

    def format_value(self, value):
        return None


def without_number(text: str) -> None:
    """A validator for free text: a document number belongs in its own sealed column alone."""
    if identity.stands_in(text):
        raise forms.ValidationError("请不要在这里写证件号码，去掉以后再提交。")


class MultilineField(forms.CharField):
    """A few lines of plain text: one kind of line end, no control characters, no number."""

    widget = forms.Textarea(attrs={"rows": 3})
    default_validators = [without_number]

    def to_python(self, value):
        value = super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")
        if "\0" in value:
            raise forms.ValidationError("文字里有看不见的字符，请重新打一遍。")
        # The other control characters nobody types on purpose.
        return re.sub(r"[\x01-\x08\x0b-\x1f\x7f]", "", value)
