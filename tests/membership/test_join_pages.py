"""The four steps in the browser's own language: forms in, redirects out, nothing lost."""

import re

import pytest
from django.urls import reverse

from membership import drafts
from membership.models import Application, State
from people import identity
from people.vocabulary import DocumentType
from tests.membership.conftest import BORN, a_number

ME, UNION, CONFIRM = (reverse(f"membership:join-{step}") for step in ("me", "union", "confirm"))


@pytest.fixture
def client(signed_in, worker):
    return signed_in(worker)


@pytest.fixture
def typed(city):
    def build(**fields):
        return {
            "name": "李示例", "document_type": "identity_card", "number": a_number(),
            "occupation": "food", "employer": "美团", "district": city.ganzhou.pk,
            "township": city.railway.pk,
        } | fields  # fmt: skip

    return build


def errors(answer) -> list[str]:
    return re.findall(
        r'class="err"[^>]*><svg.*?</svg><span>(.*?)</span>', answer.content.decode(), re.DOTALL
    )


def test_from_the_first_step_to_the_promise(client, worker, typed, city):
    assert client.post(ME, typed()).url == UNION
    assert client.post(UNION, {"organization": city.couriers.pk}).url == CONFIRM
    answer = client.post(CONFIRM, {"text": "on", "consent": "on"})

    application = Application.objects.get()
    assert answer.url == reverse("membership:progress", args=[application.pk])
    assert (application.state, application.organization) == (State.SUBMITTED, city.couriers)
    page = client.get(answer.url).content.decode()
    assert "已收到您的申请" in page
    assert "前</span>答复" in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"number": "629900198805061233"}, "末位校验不对，请对照证件再看一遍末尾的“1233”。"),
        ({"number": "629900198802301235"}, "出生日期"),
        ({"number": "629900880506123"}, "15位"),
        ({"number": ""}, "请填写证件号码。"),
        ({"name": ""}, "请填写姓名。"),
        ({"name": "李😀"}, "姓名"),
        ({"name": "李"}, "姓名"),
        ({"occupation": "pilot"}, "请选从业类别。"),
        ({"township": ""}, "请选工作的乡镇街道"),
        ({"document_type": "x"}, "请选一种证件。"),
        ({"employer": "长" * 65}, "太长了"),
    ],
)
def test_bad_input_gets_one_sentence_at_its_place_and_is_kept(client, typed, fields, sentence):
    answer = client.post(ME, typed(**fields))

    assert answer.status_code == 200
    assert any(sentence in found for found in errors(answer)), errors(answer)
    kept = drafts.read(Application.objects.get())
    assert {key: kept[key] for key in fields} == fields


def test_a_township_of_another_district_is_refused(client, typed, city):
    answer = client.post(ME, typed(township=city.hongshui.pk))

    assert any("不在所选区县里" in found for found in errors(answer))


@pytest.mark.parametrize("name", ["阿依·试用", "䶮示例", "𠮷示例"])
def test_rare_and_dotted_names_are_kept_as_typed(client, typed, name):
    assert client.post(ME, typed(name=name)).url == UNION
    assert drafts.read(Application.objects.get())["name"] == name


def test_full_width_digits_and_a_small_x_are_accepted(client, typed):
    number = next(n for n in (a_number() for _ in range(400)) if n.endswith("X"))
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in number[:-1]) + "x"

    assert client.post(ME, typed(number=f" {wide} ")).url == UNION


def test_under_sixteen_is_refused_kindly(client, typed):
    young = identity.demo_number(BORN.replace(year=2012), 1, "male")
    answer = client.post(ME, typed(number=young))

    assert any("年满16周岁" in found for found in errors(answer))


def test_sex_and_birthday_are_read_from_the_number(client, typed):
    client.post(ME, typed(number="629900198805061233"))

    assert "男，1988年5月6日" in client.get(ME).content.decode()


def test_a_passport_asks_for_what_its_number_does_not_tell(client, typed):
    answer = client.post(ME, typed(document_type=DocumentType.PASSPORT, number="E12345678"))

    assert [text[:4] for text in errors(answer)] == ["请选性别", "请填出生"]


def test_without_javascript_a_refresh_lists_the_townships(client, typed, city):
    answer = client.post(ME, typed(township="", refresh="1"))

    page = answer.content.decode()
    assert "火车站街道" in page
    assert errors(answer) == []


def test_confirming_needs_both_ticks(client, typed, city):
    client.post(ME, typed())
    client.post(UNION, {"organization": city.couriers.pk})

    answer = client.post(CONFIRM, {"text": "on"})

    assert errors(answer) == ["请先同意，不同意就没法办理入会。"]
    assert Application.objects.get().state == State.DRAFT


def test_confirming_an_unfinished_draft_leads_back(client):
    assert client.get(CONFIRM).url == f"{ME}?check=1"


def test_a_forged_union_is_refused_at_its_place(client, typed, city):
    client.post(ME, typed())

    for forged in (city.root.pk, 999999, "x", ""):
        assert client.post(UNION, {"organization": forged}).status_code == 200
    assert client.get(CONFIRM).status_code == 302


def test_a_scanned_union_comes_first(client, typed, city):
    client.get(reverse("organizations:scan-union", args=[city.joint.code]))
    client.post(ME, typed())

    page = client.get(UNION).content.decode()
    assert page.index("火车站街道联合工会") < page.index("甘州区快递外卖行业工会联合会")


def test_autosave_answers_what_the_number_tells(client, typed):
    answer = client.post(reverse("membership:join-draft"), typed(number="629900198805061233"))

    assert answer.json() == {
        "saved": True, "derived": "男，1988年5月6日",
        "number": "末位校验不对，请对照证件再看一遍末尾的“1233”。",
    }  # fmt: skip


def test_a_replayed_confirmation_changes_nothing(client, typed, city):
    client.post(ME, typed())
    client.post(UNION, {"organization": city.couriers.pk})
    first = client.post(CONFIRM, {"text": "on", "consent": "on"})
    again = client.post(CONFIRM, {"text": "on", "consent": "on"}, follow=True)

    assert again.redirect_chain[-1][0] == first.url
    assert Application.objects.count() == 1


def test_with_an_open_application_every_door_leads_to_it(client, application):
    for door in ("join", "join-me", "join-union", "join-confirm"):
        answer = client.get(reverse(f"membership:{door}"), follow=True)
        assert answer.request["PATH_INFO"] == reverse("membership:progress", args=[application.pk])


def test_another_workers_application_does_not_exist(signed_in, other_worker, application):
    stranger = signed_in(other_worker)

    for name in ("progress", "withdraw"):
        assert stranger.get(reverse(f"membership:{name}", args=[application.pk])).status_code == 404
    for name in ("withdraw", "resubmit", "photo"):
        assert (
            stranger.post(reverse(f"membership:{name}", args=[application.pk])).status_code == 404
        )


def test_withdrawing_asks_first_and_then_does_it(client, application):
    address = reverse("membership:withdraw", args=[application.pk])

    assert "确定撤回" in client.get(address).content.decode()
    client.post(address)
    application.refresh_from_db()
    assert application.state == State.WITHDRAWN


def test_a_correction_is_listed_mended_and_sent_again(client, returned, typed):
    progress = client.get(reverse("membership:progress", args=[returned.pk])).content.decode()
    assert "请补这1样" in progress
    assert "计时已暂停" in progress

    client.post(ME, typed(name="李示范"))
    client.post(UNION, {"organization": returned.organization_id})
    client.post(reverse("membership:resubmit", args=[returned.pk]))

    returned.refresh_from_db()
    assert (returned.state, returned.name) == (State.SUBMITTED, "李示范")


@pytest.mark.parametrize(
    "value", ["\0", "x" * 5000, "'; DROP TABLE--", "<script>alert(1)</script>", "😀"]
)
@pytest.mark.parametrize(
    "field", ["name", "number", "district", "township", "birth_date", "occupation"]
)
def test_no_input_breaks_the_page(client, typed, field, value):
    answer = client.post(ME, typed(**{field: value}))

    # A NUL is dropped; only a field that may be empty can do without what is left.
    assert answer.status_code == (302 if (field, value) == ("birth_date", "\0") else 200)
    assert "<script>alert(1)" not in answer.content.decode()
