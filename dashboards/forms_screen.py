from django import forms

DAYS = ((7, "一周"), (30, "一个月"), (90, "三个月"))


class ScreenForm(forms.Form):
    """Where the screen hangs, and how long the link opens it."""

    place = forms.CharField(
        label="放在哪里",
        max_length=32,
        error_messages={"required": "请写屏在哪里，以后好认。", "max_length": "不超过32个字。"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="如：三楼会议室",
    )
    days = forms.TypedChoiceField(
        label="用多久",
        choices=DAYS,
        coerce=int,
        initial=30,
        widget=forms.RadioSelect,
        error_messages={"required": "请选用多久。", "invalid_choice": "请从列出的里面选。"},
        help_text="到期后屏上不再显示数字，可以再做一个",
    )
