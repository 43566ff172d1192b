"""What every export of a list of people asks: how names are written, and what it is for."""

from django import forms

from people.fields import without_number


class ExportFields(forms.Form):
    """Masked unless somebody says otherwise; the reason goes on record."""

    names = forms.ChoiceField(
        label="姓名怎么写", initial="masked", widget=forms.RadioSelect,
        choices=[("masked", "隐去名字，只留姓"), ("full", "写全姓名，每个人都会看到这次导出")],
        error_messages={"required": "请选姓名怎么写。", "invalid_choice": "请选姓名怎么写。"},
    )  # fmt: skip
    reason = forms.CharField(
        label="导出做什么用", max_length=100, min_length=4, validators=[without_number],
        error_messages={
            "required": "请写明导出做什么用。",
            "min_length": "请写得具体一点，至少4个字。",
            "max_length": "请写在100字以内。",
        },
    )  # fmt: skip
