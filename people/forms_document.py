"""Who somebody is by their document, as every form that registers a person asks it."""

from django import forms

from people.fields import NameField, NeverShown
from people.vocabulary import DocumentType


class DocumentFields(forms.Form):
    """Name, kind and number of the document; the number is never shown again."""

    name = NameField(label="姓名")
    document_type = forms.ChoiceField(
        label="证件", choices=DocumentType.choices, initial=DocumentType.IDENTITY_CARD,
        error_messages={"required": "请选证件类型。", "invalid_choice": "请选证件类型。"},
    )  # fmt: skip
    number = forms.CharField(
        label="证件号码", max_length=64, help_text="加密保存，填过就不再显示",
        widget=NeverShown(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "请填证件号码。", "max_length": "号码太长，请对照证件再看一遍。"},
    )  # fmt: skip
