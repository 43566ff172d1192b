"""A survey's sheet is looked at row by row: what is wrong is said, who is there twice is parked."""

import pytest

from assistance.models import FileState, HardshipFile
from organizations.models import Division
from people import services as people
from spreadsheets import deciding, reading
from spreadsheets.models import Import
from tests import factories
from tests.assistance.rows import a_file
from tests.assistance.surveyed import a_row, checked
from tests.assistance.typed import a_number
from tests.campaigns.importing import problems, states
from tests.people.conftest import number_of

pytestmark = pytest.mark.usefixtures("private_folder")


def doubts(job: Import) -> list[list[str]]:
    return [[each["text"] for each in row.doubts] for row in job.rows.order_by("number")]


def test_a_good_sheet_waits_for_a_decision(city, district_administrator):
    job = checked(district_administrator, a_row(), a_row())
    assert (job.state, job.good, job.bad, job.doubtful) == ("ready", 2, 0, 0)
    assert not HardshipFile.objects.exists()


@pytest.mark.parametrize(
    ("changed", "column", "says"),
    [
        ({"姓名": ""}, "姓名", "这一格要填"),
        ({"姓名": "赵"}, "姓名", "姓名至少两个字"),
        ({"证件类型": "学生证"}, "证件类型", "证件类型里没有“学生证”"),
        ({"证件号码": ""}, "证件号码", "这一格要填"),
        ({"证件号码": "629900198805061239"}, "证件号码", "末位校验不对"),
        ({"证件号码": "62990019880506123"}, "证件号码", "您填了17位"),
        ({"证件号码": "629900880506123"}, "证件号码", "15位的旧号码"),
        ({"证件号码": 629900198805061230}, "证件号码", "后几位已经丢了"),
        ({"证件号码": "6.29900198805061E+17"}, "证件号码", "后几位已经丢了"),
        ({"证件号码": "6299**********1230"}, "证件号码", "请照原来的表重新填完整的号码"),
        ({"证件类型": "护照"}, "证件号码", "像是身份证号码"),
        ({"手机": "12345"}, "手机", "11位"),
        ({"单位": "长" * 65}, "单位", "不超过64个字"),
        ({"居住乡镇": ""}, "居住乡镇", "这一格要填"),
        ({"居住乡镇": "洪水镇"}, "居住乡镇", "居住乡镇里没有“洪水镇”"),
        ({"群体": "穷人"}, "群体", "群体里没有“穷人”"),
        ({"困难类别": "很困难"}, "困难类别", "困难类别里没有"),
        ({"原因": "懒"}, "原因", "原因里没有"),
        ({"家庭人口": 0}, "家庭人口", "要在1到30之间"),
        ({"家庭人口": "几个"}, "家庭人口", "要填数字"),
        ({"常用语言": "英语"}, "常用语言", "常用语言里没有"),
        ({"需要": "钱"}, "需要", "需要里没有“钱”"),
        ({"人均月收入": "不多"}, "人均月收入", "金额请填数字"),
        ({"备注": "本人证件629900198805061230"}, "备注", reading.IDENTITY),
        ({"住址": "629900198805061230"}, "住址", reading.IDENTITY),
    ],
)  # fmt: skip
def test_each_wrong_cell_says_what_is_wrong(city, district_administrator, changed, column, says):
    job = checked(district_administrator, a_row(**changed))
    assert (job.state, job.good, job.bad) == ("ready", 0, 1)
    assert [(at, says in text) for at, text in problems(job)[0]] == [(column, True)], problems(job)


def test_numbers_are_taken_however_they_are_written(city, district_administrator):
    number = a_number()
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in number[:17]) + number[17].lower()
    row = a_row(证件号码=f" {wide[:6]} {wide[6:14]}-{wide[14:]}", 手机=19900001234)
    assert checked(district_administrator, row).good == 1


def test_the_city_surveys_all_its_districts(city, administrator):
    job = checked(administrator, a_row(), a_row(居住乡镇="洪水镇"))
    assert states(job) == ["good", "good"]


def test_townships_of_one_name_are_told_apart_by_their_district(city, administrator):
    for district in (city.ganzhou, city.minle):
        factories.a_division("城关镇", Division.Level.TOWNSHIP, district)
    job = checked(administrator, a_row(居住乡镇="城关镇"), a_row(居住乡镇="城关镇（民乐县）"))
    assert states(job) == ["bad", "good"]


# --- who is there twice -----------------------------------------------------------------------
def test_the_same_person_twice_in_the_sheet_is_parked_and_not_let_in(city, district_administrator):
    number = a_number()
    job = checked(district_administrator, a_row(证件号码=number), a_row(证件号码=number))
    assert states(job) == ["good", "parked"]
    assert doubts(job)[1] == ["和第2行是同一个人，一人一份档案。"]
    assert deciding.decide(job, None, let_in=True, actor=district_administrator) == 0
    assert deciding.decide(job, [3], let_in=True, actor=district_administrator) == 0
    assert states(job) == ["good", "parked"]


def test_who_is_on_file_already_is_parked_with_the_place(city, district_administrator):
    known = a_file(city.ganzhou_federation, state=FileState.ON_FILE)
    far = a_file(city.minle_federation, state=FileState.ON_FILE, name="钱范例")
    rows = [a_row(姓名=file.person.name, 证件号码=number_of(file.person)) for file in (known, far)]
    job = checked(district_administrator, *rows, a_row())
    assert states(job) == ["parked", "parked", "good"]
    assert doubts(job)[:2] == [
        ["本人已有档案，在甘州区总工会，在档。"], ["本人已在民乐县总工会建档，请和那边联系。"],
    ]  # fmt: skip


def test_who_left_may_be_surveyed_again(city, district_administrator):
    left = a_file(city.ganzhou_federation, state=FileState.LEFT)
    job = checked(district_administrator, a_row(证件号码=number_of(left.person)))
    assert states(job) == ["good"]


def test_one_phone_in_two_rows_is_parked_until_somebody_lets_it_in(city, district_administrator):
    job = checked(district_administrator, a_row(手机="19900001234"), a_row(手机="19900001234"))
    assert states(job) == ["good", "parked"]
    assert doubts(job)[1] == ["手机号和第2行一样，请看看是不是同一户。"]
    assert deciding.decide(job, [3], let_in=True, actor=district_administrator) == 1


def test_the_phone_of_a_file_is_parked(city, district_administrator):
    a_file(city.ganzhou_federation, phone="19900001234")
    a_file(city.minle_federation, phone="19900005678")
    rows = [a_row(手机="19900001234"), a_row(手机="19900005678")]
    job = checked(district_administrator, *rows)
    assert states(job) == ["parked", "parked"]
    assert doubts(job) == [
        ["这个手机号已经登记在赵**的档案里（甘州区总工会）。"],
        ["这个手机号已经登记在民乐县总工会的一份档案里。"],
    ]


def test_rows_without_a_phone_are_no_doubles(city, district_administrator):
    assert states(checked(district_administrator, a_row(手机=""), a_row(手机=""))) == [
        "good", "good",
    ]  # fmt: skip


def test_a_number_under_another_name_is_bad(city, district_administrator):
    number = a_number()
    people.register(name="王范例", document_type="identity_card", number=number)
    job = checked(district_administrator, a_row(证件号码=number))
    assert [column for column, _ in problems(job)[0]] == ["姓名"]
    assert "另一个姓名" in problems(job)[0][0][1]
