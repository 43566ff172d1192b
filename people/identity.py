"""Document numbers: clean them, check them, and read out of them what need not be asked.

GB 11643-1999: six digits of region, eight of birth date, three of order (the last one odd for
men), one check character (ISO 7064 MOD 11-2). Residence permits (81/82/83) and the foreign
permanent resident card of 2023 (begins with 9) are built the same way.
"""

import datetime
import re
from dataclasses import dataclass

from people import typed
from people.vocabulary import DocumentType, Sex

MINIMUM_AGE = 16
TOO_YOUNG = "年满16周岁才能加入工会。等您满了16周岁，欢迎再来。"

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
# Not assigned to any place: numbers of demo people can belong to nobody.
DEMO_REGION = "629900"

# Spaces, dashes and dots that people type for reading.
_BETWEEN = re.compile(r"[\s\-–—_.·]+")
# The Roman ten, which some keyboards offer for the X of the last place.
_ROMAN_TEN = str.maketrans("Ⅹⅹ", "XX")
_EIGHTEEN = re.compile(r"[0-9]{17}[0-9X]")
_OLD_FOREIGN = re.compile(r"[A-Z]{3}[0-9]{12}")
_ANYWHERE = re.compile(r"(?<![0-9])[0-9]{17}[0-9X](?![0-9])")
_PASSPORT = re.compile(r"(?=.*[0-9])[A-Z0-9]{5,12}")


@dataclass(frozen=True)
class Derived:
    sex: str
    birth_date: datetime.date


def normalise(document_type: str, number: str) -> str:
    """The number as it is stored and compared: no spaces, half width, capital letters."""
    return _bare(number)


def check(document_type: str, number: str, today: datetime.date) -> str:
    """What is wrong with the number, as one sentence for the person who typed it, or ""."""
    number = normalise(document_type, number)
    if not number:
        return "请填写证件号码。"
    if document_type == DocumentType.PASSPORT:
        return _check_passport(number)
    if document_type == DocumentType.FOREIGN_PERMANENT and _OLD_FOREIGN.fullmatch(number):
        return _check_old_foreign(number)
    return (
        _check_shape(document_type, number)
        or _check_beginning(document_type, number)
        or _check_date(number, today)
        or _check_last(number)
    )


def derive(document_type: str, number: str) -> Derived | None:
    """Sex and birth date, where the number tells them; None for passports and old forms.

    The check character is not looked at, so that a page can already show what it reads while the
    last digit is being mended.
    """
    number = normalise(document_type, number)
    if document_type == DocumentType.PASSPORT or not _EIGHTEEN.fullmatch(number):
        return None
    born = _date(number[6:14])
    if born is None:
        return None
    return Derived(Sex.MALE if int(number[16]) % 2 else Sex.FEMALE, born)


def age(birth_date: datetime.date, today: datetime.date) -> int:
    """Whole years; somebody born on 29 February is a year older on 1 March."""
    had_birthday = (today.month, today.day) >= (birth_date.month, birth_date.day)
    return today.year - birth_date.year - (not had_birthday)


def stands_in(text: str) -> bool:
    """Whether a document number is written somewhere in a text, spaced or not."""
    found = _ANYWHERE.findall(_bare(text))
    return any(_date(each[6:14]) and not _check_last(each) for each in found)


def region_differs(number: str, district_code: str) -> bool:
    """Whether the card was issued elsewhere. Only worth a remark: codes change over a lifetime."""
    return bool(district_code) and not number.startswith(district_code[:6])


def check_character(first_seventeen: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(first_seventeen, WEIGHTS, strict=True))
    return CHECKS[total % 11]


def demo_number(birth_date: datetime.date, serial: int, sex: str) -> str:
    """A valid number that belongs to nobody. `serial` 0–499 tells apart those born on one day."""
    if not 0 <= serial < 500:
        raise ValueError("serial must be 0 to 499")
    order = serial * 2 + (sex == Sex.MALE)
    body = f"{DEMO_REGION}{birth_date:%Y%m%d}{order:03d}"
    return body + check_character(body)


def _bare(text: str) -> str:
    return _BETWEEN.sub("", typed.plain(text)).translate(_ROMAN_TEN).upper()


def _check_shape(document_type: str, number: str) -> str:
    label = DocumentType(document_type).label
    if not re.fullmatch(r"[0-9X]*", number):
        return f"{label}号码只有数字，末尾可能是X，请看看有没有打错的字。"
    if len(number) == 15 and document_type == DocumentType.IDENTITY_CARD:
        return "这是15位的旧号码，现在已经停用。请照新的身份证填18位号码。"
    if len(number) != 18:
        return f"{label}号码是18位，您填了{len(number)}位，请对照证件再数一遍。"
    if not _EIGHTEEN.fullmatch(number):
        return "X只会出现在最后一位，请对照证件再看一遍。"
    return ""


def _check_beginning(document_type: str, number: str) -> str:
    kind = _kind_by_beginning(number)
    if kind is None:
        return f"号码开头的“{number[:6]}”不对，请对照证件再看一遍。"
    if kind != document_type:
        return f"这像是{kind.label}的号码，请对照证件，把证件类型改成“{kind.label}”。"
    return ""


def _kind_by_beginning(number: str) -> DocumentType | None:
    if re.match(r"8[123]0000", number):
        return DocumentType.RESIDENCE_PERMIT
    if number[0] == "9":
        return DocumentType.FOREIGN_PERMANENT
    return DocumentType.IDENTITY_CARD if number[0] in "1234567" else None


def _check_date(number: str, today: datetime.date) -> str:
    digits = number[6:14]
    born = _date(digits)
    if born is None or born.year < 1900:
        return f"号码里的出生日期“{digits}”不对，请对照证件再看一遍。"
    if born > today:
        return f"号码里的出生日期“{digits}”在今天以后，请对照证件再看一遍。"
    return ""


def _check_last(number: str) -> str:
    if check_character(number[:17]) == number[17]:
        return ""
    return f"末位校验不对，请对照证件再看一遍末尾的“{number[14:]}”。"


def _check_old_foreign(number: str) -> str:
    # Two digits of year: whether 19 or 20 cannot be told, so either may make the day exist.
    if _date("19" + number[7:13]) or _date("20" + number[7:13]):
        return ""
    return f"号码里的出生日期“{number[7:13]}”不对，请对照证件再看一遍。"


def _check_passport(number: str) -> str:
    if _EIGHTEEN.fullmatch(number):
        return "这像是身份证号码，请对照证件，把证件类型改过来。"
    if not _PASSPORT.fullmatch(number):
        return "护照号码是5到12位的字母和数字，请对照护照再看一遍。"
    return ""


def _date(digits: str) -> datetime.date | None:
    try:
        return datetime.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
