"""What the form fields take from keyboards and pasteboards, and what they answer."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from people.fields import MultilineField, NameField, PhoneField


def answer(field: forms.Field, typed: str) -> str:
    """What the field makes of it, or the sentence that refuses it."""
    try:
        return field.clean(typed)
    except ValidationError as error:
        return error.messages[0]


@pytest.mark.parametrize(
    ("typed", "result"),
    [
        (" 李 示例 ", "李示例"),
        ("阿依.试用", "阿依·试用"),
        ("John  Smith", "John Smith"),
        ("", "请填写姓名。"),
        ("\u200b", "请填写姓名。"),
        ("李", "姓名至少两个字，请填证件上的全名。"),
        ("李\0例", "姓名里有看不见的字符，请重新打一遍姓名。"),
        ("示" * 65, "姓名最多25个字，请对照证件再看一遍。"),
    ],
)
def test_names(typed, result):
    assert answer(NameField(), typed) == result


def test_a_name_may_be_left_out_where_it_is_optional():
    assert answer(NameField(required=False), " ") == ""


@pytest.mark.parametrize(
    "typed",
    [
        "19900000001", " 199 0000 0001 ", "199-0000-0001", "+86 19900000001", "+8619900000001",
        "8619900000001", "0086 199 0000 0001", "（+86）19900000001", "１９９０００００００１",
        "＋８６１９９０００００００１", "\u202d19900000001\u202c", "199.0000.0001",
    ],
)  # fmt: skip
def test_a_phone_is_its_eleven_digits(typed):
    assert answer(PhoneField(), typed) == "19900000001"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "请填写手机号。"),
        ("1990000000", "手机号是11位，您填了10位，请再看一遍。"),
        ("199000000012", "手机号是11位，您填了12位，请再看一遍。"),
        ("12900000001", "这不像手机号，请填13到19开头的11位号码。"),
        ("09360000000", "这不像手机号，请填13到19开头的11位号码。"),
        ("1990000000l", "手机号只有数字，请看看有没有打错的字。"),
        ("+85261234567", "手机号只有数字，请看看有没有打错的字。"),
        ("١٩٩٠٠٠٠٠٠٠١", "手机号只有数字，请看看有没有打错的字。"),
        ("1990000000\0", "手机号只有数字，请看看有没有打错的字。"),
        ("1" * 41, "手机号是11位，您填了41位，请再看一遍。"),
    ],
)
def test_a_wrong_phone_is_answered_in_one_sentence(typed, sentence):
    assert answer(PhoneField(), typed) == sentence


def test_a_phone_field_opens_the_number_keys():
    widget = PhoneField().widget
    assert (widget.input_type, widget.attrs["inputmode"]) == ("tel", "numeric")


@pytest.mark.parametrize(
    ("typed", "result"),
    [
        (" 一行 ", "一行"),
        ("第一行\r\n第二行\r第三行\n第四行", "第一行\n第二行\n第三行\n第四行"),
        ("有\x07响铃\x1b和\x7f删除", "有响铃和删除"),
        ("留\t着", "留\t着"),
        ("带\0的", "文字里有看不见的字符，请重新打一遍。"),
        ("证件号 629900198805061230", "请不要在这里写证件号码，去掉以后再提交。"),
        ("证件尾号1230", "证件尾号1230"),
    ],
)
def test_lines(typed, result):
    assert answer(MultilineField(), typed) == result


@given(st.text())
def test_no_text_breaks_a_field_and_no_control_character_gets_through(text):
    for field in (NameField(), PhoneField(), MultilineField()):
        given_back = answer(field, text)
        assert not any(ord(character) < 32 and character not in "\t\n" for character in given_back)
