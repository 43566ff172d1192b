"""Names as on documents: what passes, what each wrong one is answered, how they are spelled."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people import names
from people.vocabulary import DocumentType

CARD, PERMIT, FOREIGN, PASSPORT = DocumentType


@pytest.mark.parametrize(
    "name",
    [
        "李示例",
        "李例",
        "阿依古丽·买买提",
        "才让·示例·扎西",
        "䶮示例",
        "𠮷示例",
        "〇示例",
        "㛃例",
        "示" * 25,
    ],
)
def test_names_on_chinese_documents_pass_as_typed(name):
    assert names.clean(name) == name
    assert names.check(name, CARD) == ""
    assert names.check(name, PASSPORT) == ""


@pytest.mark.parametrize(
    "typed",
    [
        "阿依·试用", "阿依・试用", "阿依•试用", "阿依‧试用", "阿依．试用", "阿依.试用", "阿依●试用",
        "阿依 · 试用", "　阿依·试用 ", "阿 依·试 用", "阿依\u200b·试用\ufeff", "阿依\u202d·试用",
    ],
)  # fmt: skip
def test_every_dot_between_the_parts_is_one_dot(typed):
    assert names.clean(typed) == "阿依·试用"


def test_spaces_within_a_chinese_name_and_unseen_characters_go():
    assert names.clean(" 李 示　例\t") == "李示例"
    # A variation selector chooses a glyph, not another character.
    assert names.clean("葛\U000e0100示例") == "葛示例"


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  John   Smith ", "John Smith"),
        ("ＪＯＨＮ　ＳＭＩＴＨ", "JOHN SMITH"),
        ("O'Brien-Lee", "O'Brien-Lee"),
        ("J. R. Smith Jr.", "J. R. Smith Jr."),
        ("Jose\u0301 Nun\u0303ez", "José Nuñez"),
    ],
)
def test_latin_names_pass_on_documents_that_have_them(typed, cleaned):
    assert names.clean(typed) == cleaned
    assert names.check(cleaned, PASSPORT) == ""
    assert names.check(cleaned, FOREIGN) == ""
    assert names.check(cleaned, CARD) == "姓名里有字母。身份证件上的中文姓名请用汉字填写。"
    assert names.check(cleaned, PERMIT) == "姓名里有字母。身份证件上的中文姓名请用汉字填写。"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "姓名至少两个字，请填证件上的全名。"),
        ("李", "姓名至少两个字，请填证件上的全名。"),
        ("李·", "姓名至少两个字，请填证件上的全名。"),
        ("示" * 26, "姓名最多25个字，请对照证件再看一遍。"),
        ("·李示例", "姓名里的间隔号要放在两个字中间，请对照证件再看一遍。"),
        ("李示例·", "姓名里的间隔号要放在两个字中间，请对照证件再看一遍。"),
        ("阿依··试用", "姓名里的间隔号要放在两个字中间，请对照证件再看一遍。"),
        ("李2", "姓名里有数字“2”，请对照证件再看一遍。"),
        ("李②", "姓名里有数字“②”，请对照证件再看一遍。"),
        ("李😀", "姓名里有符号“😀”，请只填证件上的姓名。"),
        ("李❤", "姓名里有符号“❤”，请只填证件上的姓名。"),
        ("李（示例）", "姓名里有符号“（”，请只填证件上的姓名。"),
        ("李,示例", "姓名里有符号“,”，请只填证件上的姓名。"),
        ("李Smith", "姓名里有字母。身份证件上的中文姓名请用汉字填写。"),
        ("李さくら", "姓名里的“さ”不是汉字，请照证件上的汉字填写。"),
        ("Иван", "姓名里的“И”不是汉字，请照证件上的汉字填写。"),
        ("李\0例", "姓名里有看不见的字符，请重新打一遍姓名。"),
        ("李\x1b例", "姓名里有看不见的字符，请重新打一遍姓名。"),
        ("李\u0301例", "姓名里有看不见的字符，请重新打一遍姓名。"),
        ("李\ue863", "姓名里有一个字显示不出来，请换一个输入法再打一遍。"),
    ],
)
def test_each_wrong_name_is_answered_in_one_sentence(name, sentence):
    assert names.check(name, CARD) == sentence


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("J", "姓名至少两个字，请填证件上的全名。"),
        ("J" * 61, "姓名最多60个字，请对照证件再看一遍。"),
        ("-John", "姓名里的间隔号要放在两个字中间，请对照证件再看一遍。"),
        ("John2", "姓名里有数字“2”，请对照证件再看一遍。"),
        ("John@Smith", "姓名里有符号“@”，请只填证件上的姓名。"),
        ("John 李", "姓名里有字母。身份证件上的中文姓名请用汉字填写。"),
    ],
)
def test_each_wrong_latin_name_too(name, sentence):
    assert names.check(name, PASSPORT) == sentence


@given(st.text(max_size=80))
def test_no_text_breaks_the_room_and_cleaning_twice_is_cleaning_once(text):
    once = names.clean(text)
    assert names.clean(once) == once
    assert isinstance(names.check(once, PASSPORT), str)
    pinyin, initials = names.search_columns(once)
    assert len(pinyin) <= 160
    assert len(initials) <= 32


# The 6,763 characters of everyday use.
han = st.characters(codec="gb2312", min_codepoint=0x4E00, max_codepoint=0x9FA5)


@given(st.text(han, min_size=2, max_size=25))
def test_every_name_of_the_common_characters_passes_and_is_spelled_in_letters(name):
    assert names.check(names.clean(name), CARD) == ""
    pinyin, initials = names.search_columns(name)
    assert re.fullmatch("[a-zê]+", pinyin), name
    assert len(initials) <= len(name)


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("曾示例", ("zengshili", "zsl")),
        ("单示例", ("shanshili", "ssl")),
        ("解示例", ("xieshili", "xsl")),
        ("仇示例", ("qiushili", "qsl")),
        ("区示例", ("oushili", "osl")),
        ("查示例", ("zhashili", "zsl")),
        ("盖示例", ("geshili", "gsl")),
        ("薄示例", ("boshili", "bsl")),
        ("𠮷示例", ("jishili", "jsl")),
        ("吕示例", ("lvshili", "lsl")),
        ("欧阳示例", ("ouyangshili", "oysl")),
        ("单于示例", ("chanyushili", "cysl")),
        ("尉迟示例", ("yuchishili", "ycsl")),
        ("万俟示例", ("moqishili", "mqsl")),
        ("闾丘示例", ("lvqiushili", "lqsl")),
        ("阿依·试用", ("ayishiyong", "aysy")),
        ("John Smith", ("johnsmith", "js")),
        ("José Müller", ("josemuller", "jm")),
        ("Weiß", ("weiss", "w")),
    ],
)
def test_names_are_spelled_as_they_are_said(name, spelled):
    assert names.search_columns(name) == spelled


@pytest.mark.parametrize(
    ("name", "pinyin"), [("李单", "lidan"), ("李解", "lijie"), ("李曾", "liceng")]
)
def test_a_surname_s_sound_is_for_the_surname_alone(name, pinyin):
    assert names.search_columns(name)[0] == pinyin


def test_two_characters_that_look_like_a_compound_surname_are_surname_and_given_name():
    # 令狐 needs a given name after it.
    assert names.search_columns("单于") == ("shanyu", "sy")


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("赵例", "赵*"), ("赵范例", "赵*例"), ("欧阳示例", "欧**例"), ("𠮷示例", "𠮷*例"),
        ("古丽·买买提", "古*·**提"), ("阿·买", "阿·*"), ("John Smith", "J*** *****"), ("", ""),
    ],
)  # fmt: skip
def test_on_a_public_notice_the_ends_of_a_name_stay(name, masked):
    assert names.mask_middle(name) == masked
