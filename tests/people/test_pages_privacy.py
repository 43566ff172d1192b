"""隐私说明: open to everybody, and true of what the forms really ask."""

import re

import pytest
from django.urls import reverse

from membership.forms import MeForm

PRIVACY = reverse("people:privacy")


def words(answer) -> str:
    return re.sub(r"<[^>]+>|\s+", "", answer.content.decode())


def test_anybody_may_read_it(client, db, settings):
    answer = client.get(PRIVACY)
    assert answer.status_code == 200
    page = words(answer)
    assert "用途用哪些信息" in page
    assert "谁能看" in page
    assert "留多久" in page
    assert f"本说明是{settings.POLICY_VERSION}版" in page
    assert f"tel:{settings.CITY_PHONE}" in answer.content.decode()


def test_every_question_of_the_application_has_its_purpose(client, db):
    """PIPL §17: a field added to the form without a line here fails."""
    page = words(client.get(PRIVACY))
    named = {
        "name": "姓名", "document_type": "证件类型", "number": "号码", "sex": "性别",
        "birth_date": "出生日期", "occupation": "从业类别", "employer": "平台或单位",
        "district": "区县", "township": "乡镇街道",
    }  # fmt: skip
    assert set(MeForm().fields) == set(named)
    table = page[page.index("用途用哪些信息") : page.index("谁能看")]
    assert [field for field, word in named.items() if word not in table] == []


def test_it_can_only_be_read(client, db):
    assert client.post(PRIVACY).status_code == 405


def test_a_worker_is_led_to_their_own_data_and_a_stranger_is_not(client, signed_in, worker):
    assert reverse("people:data") in signed_in(worker).get(PRIVACY).content.decode()
    assert reverse("people:data") not in client.get(PRIVACY).content.decode()


@pytest.mark.parametrize("page", ["privacy", "data", "withdraw-consent", "looks"])
def test_no_page_carries_inline_style_or_script(signed_in, worker, page):
    html = signed_in(worker).get(reverse(f"people:{page}")).content.decode()
    assert "style=" not in html
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
    assert "！" not in html
