"""What is typed for a brief. Input only; the remark goes into the paper and is kept nowhere."""

from django import forms

from dashboards.brief_text import has_number
from people.fields import MultilineField


class RemarkForm(forms.Form):
    remark = MultilineField(
        label="加一段话", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="可以不填。印在导语后面，不保存；不要写个人的姓名和号码。",
        error_messages={"max_length": "请写在500字以内。"},
    )  # fmt: skip

    def clean_remark(self) -> str:
        remark = self.cleaned_data["remark"]
        if has_number(remark):
            raise forms.ValidationError("这里像是有电话或证件号码，去掉以后再提交。")
        return remark
