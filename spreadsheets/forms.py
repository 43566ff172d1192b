"""The one field of an upload. Input only."""

import uuid

from django import forms
from django.conf import settings

from spreadsheets.writing import TYPE


class UploadForm(forms.Form):
    # Made with the page: the same form sent twice is one import.
    client_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    file = forms.FileField(
        label="填好的表格", help_text="Excel或WPS的.xlsx文件，10MB以内，一次最多20,000行。",
        widget=forms.ClearableFileInput(attrs={"accept": f".xlsx,{TYPE}"}), max_length=400,
        error_messages={
            "required": "请选一个文件。", "missing": "没有收到文件，请重新选一个。",
            "empty": "这个文件是空的，请重新选一个。", "invalid": "没有收到文件，请重新选一个。",
            "max_length": "文件名太长，请改短一点再传。",
        },
    )  # fmt: skip

    most_bytes = settings.SPREADSHEET_MAX_BYTES

    def __init__(self, *args, **options):
        options.setdefault("initial", {"client_id": uuid.uuid4()})
        super().__init__(*args, **options)

    def clean_client_id(self):
        return self.cleaned_data["client_id"] or uuid.uuid4()
