"""A person helped, on the own phone: the self-check that sends nothing, the request, the receipt."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assistance import publishing
from assistance.models import ClassRule, HardshipFile, HelpRequest, Need, NeedState, Supply
from assistance.notice_days import last_day
from assistance.vocabulary import HardshipClass, NeedKind
from people.models import Purpose
from tests.assistance.asked import a_known_worker, a_request, consent_to
from tests.assistance.rows import a_file, a_pair
from tests.browser import PHONE
from tests.journeys import acts
from tests.journeys.inspection import faults
from tests.journeys.test_every_page import walk

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
DAY = datetime.timedelta(days=1)
REQUEST = "/me/help/request/"


@pytest.fixture
def person(city):
    return a_known_worker()


@pytest.fixture
def rules(db):
    for kind, fen in ((HardshipClass.DEEP, 900_00), (HardshipClass.RELATIVE, 1_350_00)):
        ClassRule.objects.create(
            year=timezone.localdate().year, hardship_class=kind, ceiling_fen=fen
        )


@pytest.fixture
def helped(city, person, cadre):
    """On file, with a cadre, with rice at the door and a notice that begins today."""
    cadre.phone = "19900005551"
    cadre.save(update_fields=["phone"])
    file = a_file(
        city.ganzhou_federation, person=person.person, hardship_class=HardshipClass.DEEP,
        unit_name="甘州区试验快递站",
    )  # fmt: skip
    a_pair(file, cadre)
    for state, signed in ((NeedState.DELIVERED, None), (NeedState.SIGNED, timezone.now())):
        need = Need.objects.create(file=file, kind=NeedKind.GOODS, state=state, raised_by=cadre)
        Supply.objects.create(
            need=need, goods=[{"name": "大米", "quantity": "10", "unit": "公斤"}], bought_by=cadre,
            delivered_by=cadre, bought_at=timezone.now() - DAY,
            delivered_at=timezone.now() - DAY / 2, signed_at=signed,
        )  # fmt: skip
    Need.objects.create(file=file, kind=NeedKind.LAW, text="想问劳动合同", raised_by=cadre)
    return file


def test_the_numbers_of_the_self_check_stay_on_the_phone(site, phone, person, rules):
    acts.enter(phone, site, person)
    phone.goto(f"{site}{REQUEST}", wait_until="networkidle")
    asked = []
    phone.on("request", lambda request: asked.append(f"{request.url} {request.post_data}"))

    phone.get_by_label("家里几口人").fill("3")
    phone.get_by_label("全家每月收入").fill("4321")
    phone.get_by_label("看病、上学自己付的").fill("1987")
    expect(phone.get_by_role("status")).to_contain_text("人均每月约778元，不超过“深度困难”的标准")
    phone.get_by_label("看病、上学自己付的").fill("987")
    expect(phone.get_by_role("status")).to_contain_text("不超过“相对困难”的标准")
    phone.get_by_label("看病、上学自己付的").fill("")
    expect(phone.get_by_role("status")).to_contain_text("超过了今年的标准")
    phone.get_by_label("家里几口人").fill("0")
    expect(phone.get_by_role("status")).to_contain_text("请填1到30")
    phone.get_by_label("家里几口人").fill("3")
    phone.wait_for_timeout(500)
    assert asked == []
    kept = phone.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
    )
    assert "4321" not in kept
    phone.goto(f"{site}/me/help/")
    phone.go_back()
    expect(phone.get_by_label("全家每月收入")).to_have_value("")

    fill_in(phone)
    with phone.expect_request(lambda request: request.method == "POST") as sent:
        phone.get_by_role("button", name="提交申请").click()
    assert set(re.findall(r"(?:^|&)([a-z]+)=", sent.value.post_data)) == {
        "csrfmiddlewaretoken", "cause", "division", "text", "agreed",
    }  # fmt: skip
    expect(phone.get_by_text("工会正在看")).to_be_visible()
    assert "4321" not in HelpRequest.objects.get().text


def fill_in(phone) -> None:
    phone.get_by_label("本人大病").check()
    phone.get_by_label("住在哪个乡镇街道").select_option(label="火车站街道")
    phone.get_by_label("想说的话").fill("去年查出病，药费自己付一大半")
    phone.get_by_label("我同意工会登记").check()


def test_without_javascript_there_is_no_check_and_the_request_goes(site, a_browser, person, rules):
    phone = a_browser(**PHONE, java_script_enabled=False)
    acts.enter(phone, site, person)
    phone.goto(f"{site}{REQUEST}")
    expect(phone.get_by_label("全家每月收入")).to_be_hidden()
    expect(phone.get_by_text("深度困难：人均每月不超过900元")).to_be_attached()
    fill_in(phone)
    phone.get_by_role("button", name="提交申请").click()
    expect(phone.get_by_text("工会正在看")).to_be_visible()


def test_another_cadre_in_one_tap_silence_and_the_receipt(site, phone, person, helped):
    acts.enter(phone, site, person)
    phone.goto(f"{site}/me/help/")
    expect(phone.get_by_role("link", name="打给褚演示")).to_have_attribute(
        "href", "tel:19900005551"
    )
    phone.get_by_role("button", name="换一位联系人").click()
    phone.get_by_role("button", name="确定").click()
    expect(phone.get_by_text("有事还是找褚演示")).to_be_visible()
    phone.get_by_role("button", name="两周").click()
    expect(phone.get_by_text("我们先不打扰您")).to_be_visible()
    phone.get_by_role("button", name="可以联系我了").click()
    expect(phone.get_by_role("button", name="两周")).to_be_visible()
    phone.get_by_role("link", name="签收").click()
    phone.get_by_label("签收人姓名").fill("赵范例")
    phone.get_by_role("button", name="收到了，签收").click()
    expect(phone.get_by_role("status")).to_contain_text("签收好了")
    file = HardshipFile.objects.get()
    assert file.hand_overs.count() == 1
    assert file.quiet_until is None


def test_every_page_of_it_is_sound(
    site, a_browser, city, person, helped, rules, cadre, district_administrator
):
    asking, asked, nobody = (
        a_known_worker("钱范例"),
        a_known_worker("孙范例"),
        a_known_worker("李例"),
    )
    nobody.person = None
    nobody.save(update_fields=["person"])
    request = a_request(asked, city.ganzhou_federation, city.railway)
    consent_to(helped.person, Purpose.PUBLICATION)
    waiting = Need.objects.get(state=NeedState.DELIVERED)
    today = timezone.localdate()
    found = []
    for user, paths in {
        person: ("/me/", "/me/help/", f"/me/help/receipts/{waiting.pk}/", "/me/help/publicity/",
                 REQUEST, "/me/data/withdraw/?purpose=publication"),
        asking: ("/me/help/", REQUEST), asked: ("/me/help/", REQUEST), nobody: (REQUEST,),
    }.items():  # fmt: skip
        page = a_browser()
        acts.enter(page, site, user)
        found += walk(page, site, *paths)
    desk = a_browser(viewport={"width": 1280, "height": 800})
    acts.enter(desk, site, district_administrator)
    found += walk(desk, site, "/desk/assistance/publications/add/")
    publishing.publish(
        [helped.pk], starts_on=today, ends_on=last_day(today), actor=district_administrator
    )
    found += walk(
        desk, site, "/desk/assistance/requests/", f"/desk/assistance/requests/{request.pk}/",
        "/desk/assistance/publications/", f"/desk/assistance/files/{helped.pk}/publicity/",
    )  # fmt: skip
    found += walk(a_browser(), site, "/publicity/")
    assert found == []


def test_a_form_sent_empty_says_what_is_missing(site, phone, person, rules):
    acts.enter(phone, site, person)
    phone.goto(f"{site}{REQUEST}")
    phone.get_by_role("button", name="提交申请").click()
    phone.get_by_role("alert").wait_for()
    assert faults(phone) == []
