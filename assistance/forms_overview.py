from django import forms

from people.forms_export import ExportFields

WHAT = [("coverage", "总览的数字，没有姓名"), ("files", "档案名单")]


class ExportForm(ExportFields):
    field_order = ("what", "names", "reason")
    what = forms.ChoiceField(
        label="导出什么", choices=WHAT, initial="coverage", widget=forms.RadioSelect,
        error_messages={"required": "请选导出什么。", "invalid_choice": "请选导出什么。"},
    )  # fmt: skip

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["names"].label = "名单里的姓名怎么写"
