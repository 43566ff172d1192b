"""What every export asks: what it is for, and of a list of people how names are written."""

from collections.abc import Sequence

from django import forms

from people.fields import without_number


class ReasonForm(forms.Form):
    """The reason goes on record."""

    reason = forms.CharField(
        label="导出做什么用", max_length=100, min_length=4, validators=[without_number],
        error_messages={
            "required": "请写明导出做什么用。",
            "min_length": "请写得具体一点，至少4个字。",
            "max_length": "请写在100字以内。",
        },
    )  # fmt: skip


class ExportFields(ReasonForm):
    """Masked unless somebody says otherwise."""

    field_order: Sequence[str] = ("names", "reason")
    names = forms.ChoiceField(
        label="姓名怎么写", initial="masked", widget=forms.RadioSelect,
        choices=[("masked", "隐去名字，只留姓"), ("full", "写全姓名，每个人都会看到这次导出")],
        error_messages={"required": "请选姓名怎么写。", "invalid_choice": "请选姓名怎么写。"},
    )  # fmt: skip
