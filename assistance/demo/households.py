"""Fictional households, the same ones for the same serial number.

Their document numbers are of the unassigned region, with order numbers from 400 on, which no other
fictional person of the demo city has; their phones are 19900008000 to 19900009999.
"""

import datetime
from dataclasses import dataclass

from assistance.vocabulary import Cause, Group, HardshipClass, Language, NeedKind
from people import identity
from people.vocabulary import Sex

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
# Words that say at first sight that nobody is called so.
GIVEN = ("示例", "范例", "样例", "演练", "样本", "模拟", "测试", "示范", "试用", "演示")
FIRST_BIRTHDAY = datetime.date(1958, 1, 1)
BIRTHDAYS = 15_000
FIRST_ORDER, LAST_ORDER = 400, 449
FIRST_PHONE = 19_900_008_000
MOST = 2_000
UNITS = (
    "演示物流公司工会", "演示医院护理工会", "演示商场工会", "演示物业公司工会", "演示蔬菜合作社",
    "演示砖厂", "",
)  # fmt: skip
STREETS = ("东街", "西街", "南环路", "北环路", "县府街", "文化巷")


@dataclass(frozen=True)
class Household:
    serial: int
    name: str
    number: str
    phone: str
    unit: str
    group: str
    hardship_class: str
    cause: str
    size: int
    language: str
    needs: tuple[str, ...]
    address: str
    # A head and month, whole yuan.
    income: int
    note: str


def household(serial: int) -> Household:
    """The fictional household with this serial number (0 ≤ serial < MOST)."""
    if not 0 <= serial < MOST:
        raise ValueError(f"serial must be 0 to {MOST - 1}")
    born = FIRST_BIRTHDAY + datetime.timedelta(days=serial * 37 % BIRTHDAYS)
    sex = Sex.MALE if serial * 7 % 13 < 7 else Sex.FEMALE
    kinds = (*[HardshipClass.RELATIVE] * 5, *[HardshipClass.DEEP] * 3, HardshipClass.SUDDEN)
    kind, needs = kinds[serial % 9], tuple(NeedKind)
    wanted = (needs[serial % 8], needs[serial * 3 % 8])[: 1 + serial % 2]
    return Household(
        serial=serial,
        name=SURNAMES[serial * 5 % len(SURNAMES)] + GIVEN[serial * 7 % len(GIVEN)],
        number=identity.demo_number(born, FIRST_ORDER + serial // BIRTHDAYS, sex),
        phone=str(FIRST_PHONE + serial),
        unit=UNITS[serial % len(UNITS)],
        group=(*[Group.HARDSHIP] * 4, Group.ISOLATED, Group.FRONTLINE, Group.FAMILY)[serial % 7],
        hardship_class=kind,
        cause=tuple(Cause)[serial * 3 % 8],
        size=1 + serial * 5 % 6,
        language=tuple(Language)[serial % 5] if serial % 11 == 0 else Language.MANDARIN,
        needs=tuple(dict.fromkeys(wanted)),
        address=f"{STREETS[serial % len(STREETS)]}{serial % 90 + 1}号",
        income={HardshipClass.DEEP: 420, HardshipClass.RELATIVE: 980}.get(kind, 1_650)
        + serial * 7 % 200,
        note="下班后打电话方便" if serial % 13 == 0 else "",
    )
