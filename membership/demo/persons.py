"""Fictional people by the million, the same ones for the same serial number."""

import datetime
import itertools
import random
from dataclasses import dataclass

from people import identity, names
from people import services as people
from people.vocabulary import DocumentType, Occupation, Sex

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎"
# Words that say at first sight that nobody is called so.
GIVEN = ("示例", "范例", "样例", "演练", "样本", "模拟", "测试", "示范", "试用", "演示")
FIRST_BIRTHDAY = datetime.date(1966, 1, 1)
BIRTHDAYS = 15_000  # to early 2007: everybody is of age


@dataclass(frozen=True)
class Fictional:
    name: str
    pinyin: str
    initials: str
    number: str
    sex: str
    birth_date: datetime.date
    occupation: str
    employer: str


def _spelled() -> list[tuple[str, str, str]]:
    full = [surname + given for surname, given in itertools.product(SURNAMES, GIVEN)]
    return [(name, *names.search_columns(name)) for name in full]


_NAMES: list[tuple[str, str, str]] = []
_OCCUPATIONS = tuple(Occupation)
_ON_PLATFORMS = {
    Occupation.TRUCK: ("货拉拉", "满帮", "快狗"),
    Occupation.RIDE: ("滴滴", "曹操", "T3"),
    Occupation.PARCEL: ("顺丰", "中通", "圆通", "申通", "韵达", "极兔", "京东"),
    Occupation.FOOD: ("美团", "饿了么", "达达", "闪送"),
}


def person(serial: int) -> Fictional:
    """The fictional person with this serial number (0 ≤ serial < 6,750,000)."""
    if not _NAMES:
        _NAMES.extend(_spelled())
    # 37 and 15000 share no factor: every (birthday, serial) pair comes once.
    birth_date = FIRST_BIRTHDAY + datetime.timedelta(days=serial * 37 % BIRTHDAYS)
    sex = Sex.MALE if serial * 7 % 13 < 8 else Sex.FEMALE
    name, pinyin, initials = _NAMES[serial * 31 % len(_NAMES)]
    occupation = _OCCUPATIONS[serial * 5 % 9 if serial % 6 else serial // 6 % len(_OCCUPATIONS)]
    employers = _ON_PLATFORMS.get(occupation, ("",))
    return Fictional(
        name=name,
        pinyin=pinyin,
        initials=initials,
        number=identity.demo_number(birth_date, serial // BIRTHDAYS, sex),
        sex=sex,
        birth_date=birth_date,
        occupation=occupation,
        employer=employers[serial % len(employers)],
    )


def unused_number() -> str:
    """A valid fictional number that nobody has, for whoever tries the form.

    Those with an order from 450 on are given to nobody by `person`.
    """
    while True:
        born = FIRST_BIRTHDAY + datetime.timedelta(days=random.randrange(BIRTHDAYS))
        sex = random.choice((Sex.MALE, Sex.FEMALE))
        number = identity.demo_number(born, random.randrange(450, 500), sex)
        if people.find(DocumentType.IDENTITY_CARD, number) is None:
            return number
