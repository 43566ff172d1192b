"""Document numbers: what passes, what each wrong one is answered, what is read out of them."""

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import numdb
from stdnum.cn import ric

from people import identity
from people.vocabulary import DocumentType, Sex

CARD, PERMIT, FOREIGN, PASSPORT = DocumentType
TODAY = datetime.date(2026, 11, 23)
GOOD = "629900198805061230"
DIVISIONS = Path(__file__).parents[2] / "organizations" / "data" / "divisions.json"

birthdays = st.dates(datetime.date(1900, 1, 1), TODAY)
orders = st.integers(0, 999)


def number(region: str = "629900", born: str = "19880506", order: int = 123) -> str:
    body = f"{region}{born}{order:03d}"
    return body + identity.check_character(body)


def check(text: str, kind: str = CARD) -> str:
    return identity.check(kind, text, TODAY)


def test_the_example_number_is_what_the_standard_computes():
    # GB 11643-1999, appendix A.
    assert identity.check_character("11010519491231002") == "X"
    assert number() == GOOD
    assert check(GOOD) == ""


@given(st.text("0123456789", min_size=17, max_size=17))
def test_the_check_character_is_the_reference_s(body):
    assert identity.check_character(body) == ric.calc_check_digit(f"{body}0")


# The reference refuses a code before its time (620702 is of 2002); we only remark on it.
@given(st.dates(datetime.date(2002, 1, 1), TODAY), orders)
def test_a_number_we_take_is_one_the_reference_takes(born, order):
    text = number("620702", f"{born:%Y%m%d}", order)
    assert check(text) == ""
    assert ric.is_valid(text)
    derived = identity.derive(CARD, text)
    assert derived == identity.Derived(Sex.MALE if order % 2 else Sex.FEMALE, born)
    assert ric.get_birth_date(text) == born


# Theirs to refuse are dated regions; ours, nothing that they take within these years.
@given(st.sampled_from(["620702", "110105", "440305", "622201"]), birthdays, orders)
def test_a_number_the_reference_takes_is_one_we_take(region, born, order):
    text = number(region, f"{born:%Y%m%d}", order)
    assert check(text) == "" or not ric.is_valid(text)


@given(birthdays, orders, st.integers(0, 17), st.sampled_from("0123456789"))
def test_one_wrong_digit_anywhere_is_found(born, order, place, digit):
    text = number("629900", f"{born:%Y%m%d}", order)
    wrong = text[:place] + digit + text[place + 1 :]
    assert (check(wrong) == "") == (wrong == text)


@given(birthdays, orders, st.integers(0, 16))
def test_two_neighbours_swapped_are_found(born, order, place):
    text = number("629900", f"{born:%Y%m%d}", order)
    wrong = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    assert (check(wrong) == "") == (wrong == text)


@pytest.mark.parametrize(
    "typed",
    [
        f" {GOOD} ",
        "629900 19880506 1230",
        "629900-19880506-1230",
        "６２９９００１９８８０５０６１２３０",
        "６２９９００　１９８８０５０６　１２３０",
        f"\u200b{GOOD}\ufeff",
        f"\u202a{GOOD}\u202c",
    ],
)
def test_spaces_full_width_and_unseen_characters_are_nobody_s_fault(typed):
    assert identity.normalise(CARD, typed) == GOOD
    assert check(typed) == ""


@pytest.mark.parametrize("ten", ["X", "x", "Ｘ", "ｘ", "Ⅹ", "ⅹ"])
def test_every_way_to_write_the_ten_is_an_x(ten):
    body = next(number(order=n) for n in range(40) if number(order=n).endswith("X"))[:17]
    assert identity.normalise(CARD, body + ten) == f"{body}X"
    assert check(body + ten) == ""


@given(st.text(max_size=60))
def test_no_text_breaks_the_check_and_cleaning_twice_is_cleaning_once(text):
    for kind in DocumentType:
        assert isinstance(identity.check(kind, text, TODAY), str)
        identity.derive(kind, text)
    once = identity.normalise(CARD, text)
    assert identity.normalise(CARD, once) == once


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "请填写证件号码。"),
        ("   ", "请填写证件号码。"),
        ("62990088050612", "居民身份证号码是18位，您填了14位，请对照证件再数一遍。"),
        (
            "629900880506123",
            "这是15位的旧号码，现在已经停用。请照新的身份证填18位号码。",
        ),
        (f"{GOOD}0", "居民身份证号码是18位，您填了19位，请对照证件再数一遍。"),
        (
            "六29900198805061230",
            "居民身份证号码只有数字，末尾可能是X，请看看有没有打错的字。",
        ),
        (
            "62990019880506123O",
            "居民身份证号码只有数字，末尾可能是X，请看看有没有打错的字。",
        ),
        ("6299001988050X1232", "X只会出现在最后一位，请对照证件再看一遍。"),
        ("629900198805061233", "末位校验不对，请对照证件再看一遍末尾的“1233”。"),
        (number("029900"), "号码开头的“029900”不对，请对照证件再看一遍。"),
        (number("840000"), "号码开头的“840000”不对，请对照证件再看一遍。"),
        (
            number("810000"),
            "这像是港澳台居民居住证的号码，请对照证件，把证件类型改成“港澳台居民居住证”。",
        ),
        (
            number("911840"),
            "这像是外国人永久居留身份证的号码，请对照证件，把证件类型改成“外国人永久居留身份证”。",
        ),
    ],
)
def test_each_wrong_number_is_answered_in_one_sentence(typed, sentence):
    assert check(typed) == sentence


@pytest.mark.parametrize(
    "born", ["19880230", "19881301", "19880500", "20230229", "18991231", "00000101"]
)
def test_impossible_birth_dates_are_refused(born):
    assert check(number(born=born)) == f"号码里的出生日期“{born}”不对，请对照证件再看一遍。"


def test_a_birth_date_after_today_is_refused_and_today_s_own_is_not():
    assert check(number(born="20261123")) == ""
    assert check(number(born="20261124")) == (
        "号码里的出生日期“20261124”在今天以后，请对照证件再看一遍。"
    )


def test_a_leap_day_is_a_birth_date():
    assert check(number(born="20000229")) == ""


@pytest.mark.parametrize("region", ["810000", "820000", "830000"])
def test_residence_permits_are_built_alike(region):
    text = number(region, order=124)
    assert check(text, PERMIT) == ""
    assert identity.derive(PERMIT, text) == identity.Derived(Sex.FEMALE, datetime.date(1988, 5, 6))
    assert "居民身份证" in check(GOOD, PERMIT)


def test_the_foreign_card_of_2023_begins_with_nine():
    text = number("911840")
    assert check(text, FOREIGN) == ""
    assert identity.derive(FOREIGN, text) == identity.Derived(Sex.MALE, datetime.date(1988, 5, 6))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("USA110188050612", ""),
        ("usa 1101 880506 12", ""),
        # 29 February: of 1900 it is none, of 2000 it is one.
        ("USA110100022912", ""),
        ("USA110188023012", "号码里的出生日期“880230”不对，请对照证件再看一遍。"),
    ],
)
def test_the_foreign_card_of_before_is_still_valid(typed, sentence):
    assert check(typed, FOREIGN) == sentence
    assert identity.derive(FOREIGN, typed) is None


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("E12345678", ""),
        ("e 1234 5678", ""),
        ("G1234567", ""),
        ("12345", ""),
        ("1234", "护照号码是5到12位的字母和数字，请对照护照再看一遍。"),
        ("ABCDEFGH", "护照号码是5到12位的字母和数字，请对照护照再看一遍。"),
        ("E1234567890123", "护照号码是5到12位的字母和数字，请对照护照再看一遍。"),
        ("护照E12345678", "护照号码是5到12位的字母和数字，请对照护照再看一遍。"),
        (GOOD, "这像是身份证号码，请对照证件，把证件类型改过来。"),
    ],
)
def test_passports(typed, sentence):
    assert check(typed, PASSPORT) == sentence
    assert identity.derive(PASSPORT, typed) is None


def test_what_can_be_read_is_read_while_the_last_digit_is_still_wrong():
    derived = identity.Derived(Sex.MALE, datetime.date(1988, 5, 6))
    assert identity.derive(CARD, "629900198805061239") == derived
    assert identity.derive(CARD, "62990019880506123") is None
    assert identity.derive(CARD, "629900198802301231") is None


@pytest.mark.parametrize(
    ("born", "today", "years"),
    [
        ((2010, 11, 24), (2026, 11, 23), 15),
        ((2010, 11, 23), (2026, 11, 23), 16),
        ((2010, 11, 22), (2026, 11, 23), 16),
        ((2012, 2, 29), (2028, 2, 28), 15),
        ((2012, 2, 29), (2028, 2, 29), 16),
        # In a year without the day, one is a year older on 1 March.
        ((2008, 2, 29), (2025, 2, 28), 16),
        ((2008, 2, 29), (2025, 3, 1), 17),
        ((2026, 11, 23), (2026, 11, 23), 0),
    ],
)
def test_age_turns_on_the_birthday(born, today, years):
    assert identity.age(datetime.date(*born), datetime.date(*today)) == years


@given(st.dates(datetime.date(1900, 1, 1)), st.integers(0, 100))
def test_nobody_is_older_than_the_years_between(born, later):
    today = datetime.date(born.year + later, 12, 31) if born.year + later < 9999 else born
    assert identity.age(born, today) == today.year - born.year


def test_a_region_that_differs_is_only_worth_a_remark():
    # The code of 1970 is long gone, its holders are not; the reference refuses them.
    old = number("622201", "19700101")
    assert not ric.is_valid(old)
    assert check(old) == ""
    assert identity.region_differs(old, "620702")
    assert not identity.region_differs(old, "62")
    assert not identity.region_differs(old, "")


@given(birthdays, st.integers(0, 499), st.sampled_from(Sex))
def test_demo_numbers_are_valid_and_belong_to_nobody(born, serial, sex):
    text = identity.demo_number(born, serial, sex)
    assert check(text) == ""
    assert identity.derive(CARD, text) == identity.Derived(sex, born)
    assert text.startswith("629900")


def test_the_region_of_demo_numbers_is_assigned_to_no_place():
    places = numdb.get("cn/loc")
    assert "county" in dict(places.info("620702")[-1][1])
    assert "county" not in dict(places.info(identity.DEMO_REGION)[-1][1])
    assert identity.DEMO_REGION not in DIVISIONS.read_text(encoding="utf-8")


def test_demo_numbers_of_one_day_are_five_hundred_of_each_sex():
    born = datetime.date(1988, 5, 6)
    made = {identity.demo_number(born, serial, sex) for serial in range(500) for sex in Sex}
    assert len(made) == 1000
    for serial in (-1, 500):
        with pytest.raises(ValueError, match="serial"):
            identity.demo_number(born, serial, Sex.MALE)


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        f"本人证件{GOOD}，请核对",
        "核对６２９９００１９８８０５０６１２３０",
        "629900 1988 0506 1230 已核",
        f"{GOOD[:6]}-{GOOD[6:14]}-{GOOD[14:]}",
    ],
)
def test_a_number_is_found_inside_a_text(text):
    assert identity.stands_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "本人到窗口核对了证件",
        "629900198805061233",
        f"1{GOOD}",
        "19900000001",
        "2026年11月23日 18:00",
    ],
)
def test_other_texts_hold_none(text):
    assert not identity.stands_in(text)
