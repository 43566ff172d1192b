from django import forms

from people.fields import without_number

WHAT = [("coverage", "总览的数字，没有姓名"), ("files", "档案名单")]
NAMES = [("masked", "隐去名字，只留姓"), ("full", "写全姓名，每个人都会看到这次导出")]


class ExportForm(forms.Form):
    what = forms.ChoiceField(
        label="导出什么", choices=WHAT, initial="coverage", widget=forms.RadioSelect,
        error_messages={"required": "请选导出什么。", "invalid_choice": "请选导出什么。"},
    )  # fmt: skip
    names = forms.ChoiceField(
        label="名单里的姓名怎么写", choices=NAMES, initial="masked", widget=forms.RadioSelect,
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
