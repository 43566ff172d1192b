"""The sheet of a survey (摸底排查): one row is one household, in the words of the portal."""

import re
from dataclasses import dataclass, field
from typing import Any

from assistance import scope
from assistance.vocabulary import Cause, Group, HardshipClass, Language, NeedKind
from audit.refusal import Refused
from funds import money
from organizations.models import Division, Organization
from people import identity, names, typed
from people.vocabulary import DocumentType
from spreadsheets import cells
from spreadsheets.kinds import Cell, Column
from spreadsheets.models import Import
from spreadsheets.reading import DIGITS_LOST, EXAMPLE

NUMBER = "number"
MOST_PEOPLE = 30
MASKED = "这里是隐去中间几位的号码，请照原来的表重新填完整的号码。"
_EXPONENT = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.IGNORECASE)


@dataclass
class Known:
    """What the sheet may name, read once: three queries, however many rows."""

    job: Import
    # Unions that keep files, as far as both the uploader and the import reach.
    unions: list[Organization] = field(default_factory=list)
    townships: dict[str, Division] = field(default_factory=dict)

    @classmethod
    def of(cls, job: Import) -> "Known":
        reach = job.organization.path
        own = scope.unions_for(job.uploaded_by)
        unions = [union for union in own if union.path.startswith(reach)]
        return cls(job, unions, _townships(unions))

    def keeper(self, township: Division) -> Organization | None:
        return scope.keeper_of(township, self.unions)


def _townships(unions: list[Organization]) -> dict[str, Division]:
    """Those whose households are kept here; of one name in several districts with the district."""
    rows = Division.objects.filter(level=Division.Level.TOWNSHIP).select_related("parent")
    kept = [row for row in rows if scope.keeper_of(row, unions)]
    called = [row.name for row in kept]
    return {
        row.name if called.count(row.name) == 1 else f"{row.name}（{row.parent}）": row
        for row in kept
    }


def _labels(choices) -> dict[str, Any]:
    return {label: value for value, label in choices}


def _chosen(name: str, title: str, choices, **options) -> Column:
    labels = _labels(choices)
    options.setdefault("help", "从下拉框里选。")
    return Column(name, title, cells.choice(labels, what=title), choices=tuple(labels), **options)


def columns(known: Known) -> list[Column]:
    needs = _labels(NeedKind.choices)
    return [
        Column("name", "姓名", name, required=True, width=12, as_text=True,
               help="和证件上一字不差。"),
        _chosen("document_type", "证件类型", DocumentType.choices, width=16,
                empty=DocumentType.IDENTITY_CARD.value, help="不填就是居民身份证。"),
        Column(NUMBER, "证件号码", number, required=True, width=24, as_text=True,
               help="18位要填全。这一列是“文本”，不要改成数字，改了后几位就丢了。"),
        Column("phone", "手机", phone, width=14, as_text=True, empty="",
               help="本人常用的手机号，11位；没有就空着。"),
        Column("unit_name", "单位", cells.text(64, what="单位"), width=24, as_text=True, empty="",
               help="和工会名称写得一样，结对时会先找本单位的干部。"),
        Column("division", "居住乡镇", cells.choice(known.townships, what="居住乡镇"), required=True,
               choices=tuple(known.townships), width=16,
               help="从下拉框里选。档案建在这个乡镇所在的区县总工会。"),
        _chosen("group", "群体", Group.choices, required=True, width=20),
        _chosen("hardship_class", "困难类别", HardshipClass.choices, empty="",
                help="还没有定就空着。"),
        _chosen("cause", "原因", Cause.choices, empty="", help="主要的一个，从下拉框里选。"),
        Column("household_size", "家庭人口", cells.integer(MOST_PEOPLE, least=1, units=("人", "口")),
               width=10, empty=1, help="连本人一共几口，只填数字；空着算1人。"),
        _chosen("language", "常用语言", Language.choices, empty=Language.MANDARIN.value,
                help="不填就是普通话。"),
        Column("needs", "需要", cells.choices(needs, what="需要"), choices=tuple(needs), free=True,
               width=20, empty=(), help="几样用“、”隔开；没有就空着。"),
        Column("address", "住址", cells.text(120, what="住址"), width=26, as_text=True, empty="",
               help="送东西、上门用得着才填。"),
        Column("income", "人均月收入", yuan, width=12,
               help="全家每月收入除以人口，单位元；定类别用得着才填。"),
        Column("note", "备注", cells.text(300, what="备注"), width=26, as_text=True, empty="",
               help="可以空着。不要写证件号码。"),
    ]  # fmt: skip


def example(known: Known) -> dict[str, Any]:
    return {
        "name": "赵示例", "document_type": DocumentType.IDENTITY_CARD.label,
        "number": "（18位号码）", "phone": "19900000000", "unit_name": "演示物流公司工会",
        "division": next(iter(known.townships), ""), "group": Group.HARDSHIP.label,
        "hardship_class": HardshipClass.RELATIVE.label, "cause": Cause.OWN_ILLNESS.label,
        "household_size": 3, "language": Language.MANDARIN.label,
        "needs": f"{NeedKind.GOODS.label}、{NeedKind.MEDICINE.label}", "address": "演示小区1号楼",
        "income": 900, "note": EXAMPLE,
    }  # fmt: skip


INSTRUCTIONS = (
    "摸底排查，一行是一户。导入以后档案是“摸底”，征求本人同意以后才算在档。",
    "证件号码加密保存，上传的表格和里面的行7天以后清除，请自己保管好原来的表。",
)


def name(cell: Cell) -> str:
    clean = names.clean(cells.shown(cell))
    problem = names.check(clean, DocumentType.PASSPORT)
    if problem:
        raise Refused(problem)
    return clean


def number(cell: Cell) -> str:
    """The number without spaces; whether it can be right depends on the document's type."""
    line = cells.plain(cell)
    if "*" in line:
        raise Refused(MASKED)
    if _EXPONENT.fullmatch(line):
        raise Refused(DIGITS_LOST)
    return identity.normalise("", line)


def phone(cell: Cell) -> str:
    line = re.sub(r"[\s()+.\-]", "", typed.plain(cells.shown(cell)))
    found = re.fullmatch(r"(?:86)?(1[3-9]\d{9})", line)
    if not found:
        raise Refused("手机号是13到19开头的11位数字，请核对。")
    return found.group(1)


def yuan(cell: Cell) -> int:
    return money.parse(cells.plain(cell))
