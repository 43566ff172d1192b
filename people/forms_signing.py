"""The two fields of every receipt: a drawing, or the name typed. Input only."""

from django import forms

from audit.refusal import Refused
from people import signature
from people.fields import NameField


class SignedForm(forms.Form):
    """Whose signature it is, is the act's question (people.signature.check)."""

    signature = forms.CharField(required=False, widget=forms.HiddenInput)
    signed_name = NameField(label="签收人姓名", required=False)

    def clean_signature(self):
        try:
            return signature.parse(self.cleaned_data["signature"])
        except Refused as refused:
            # Beside the place where one signs; the field itself is not seen.
            self.add_error("signed_name", refused.message)
            return []

    def clean(self):
        given = super().clean()
        if not self.errors and not given["signature"] and not given["signed_name"]:
            self.add_error("signed_name", signature.MISSING)
        return given
