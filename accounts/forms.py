"""What is typed at the doors. Input only."""

import re

from django import forms

from people.fields import PhoneField

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


class TypedField(forms.CharField):
    """Text as it is typed; what nobody can type is refused in our own words."""

    def to_python(self, value):
        value = super().to_python(value)
        if "\0" in value:
            raise forms.ValidationError("里面有看不见的字符，请重新填一遍。")
        return value


class CodeField(forms.CharField):
    """Six digits; spaces and full-width digits are accepted."""

    def __init__(self, label: str, missing: str, **options):
        super().__init__(
            label=label, max_length=20,
            widget=forms.TextInput(
                attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": None}
            ),
            error_messages={"required": missing, "max_length": "这里只填6位数字。"},
            **options,
        )  # fmt: skip

    def to_python(self, value):
        return re.sub(r"\s", "", super().to_python(value).translate(_FULL_WIDTH))

    def validate(self, value):
        super().validate(value)
        if not re.fullmatch(r"[0-9]{6}", value):
            raise forms.ValidationError("这里是6位数字，请再看一遍。")


class PhoneForm(forms.Form):
    phone = PhoneField(label="手机号")


class SmsCodeForm(forms.Form):
    code = CodeField("短信验证码", "请填短信里的6位数字。")


class StaffForm(forms.Form):
    username = TypedField(
        label="账号", max_length=32,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
        error_messages={"required": "请填账号。", "max_length": "账号不超过32个字符。"},
    )  # fmt: skip
    password = TypedField(
        label="密码", max_length=128, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "请填密码。", "max_length": "密码太长，请再看一遍。"},
    )  # fmt: skip

    def clean_username(self) -> str:
        return self.cleaned_data["username"].lower()


class OtpForm(forms.Form):
    code = CodeField("动态口令", "请填手机上现在显示的6位数字。")


class PasswordForm(forms.Form):
    """One's own new password; the present one is asked unless it is the first, just used."""

    now = TypedField(
        label="现在的密码", max_length=128, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "请填现在的密码。", "max_length": "密码太长，请再看一遍。"},
    )  # fmt: skip
    new = TypedField(
        label="新密码", max_length=128, strip=False,
        help_text="至少12个字符，可以是一句好记的话，不要用常见的密码。",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "请填新密码。", "max_length": "密码不超过128个字符。"},
    )  # fmt: skip
    again = TypedField(
        label="再填一遍新密码", max_length=128, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "请再填一遍新密码。", "max_length": "密码不超过128个字符。"},
    )  # fmt: skip

    def __init__(self, *args, user, **options):
        super().__init__(*args, **options)
        if user.must_change_password:
            del self.fields["now"]

    def clean(self):
        given = self.cleaned_data
        if given.get("new") and given.get("again") and given["new"] != given["again"]:
            self.add_error("again", "两遍填的不一样，请再填一遍。")
        return given
