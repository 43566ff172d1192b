"""The page and the sheet on which a contact is written down."""

import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from assistance.models import Contact, HandOver, HardshipFile, Need
from tests import leaks
from tests.assistance.cared import contacted
from tests.assistance.test_households import MINE, words

DAY = datetime.timedelta(days=1)


@pytest.fixture
def phone_in_hand(signed_in, cadre):
    return signed_in(cadre)


@pytest.fixture
def address(household):
    return reverse("assistance:contact", args=[household.pk])


def typed(**fields) -> dict:
    return {"client_id": str(uuid.uuid4()), "result": "reached", "channel": "call", **fields}


def again(file) -> HardshipFile:
    return HardshipFile.objects.get(pk=file.pk)


def test_three_taps_are_enough(phone_in_hand, address, household):
    page = phone_in_hand.get(address)
    form = page.context["form"]
    sent = {
        "client_id": form["client_id"].value(), "channel": form["channel"].value(),
        "on": form["on"].value(), "result": "reached", "needs": "medicine",
    }  # fmt: skip
    answer = phone_in_hand.post(address, sent, follow=True)
    assert answer.redirect_chain == [(MINE, 302)]
    due = timezone.localdate() + 14 * DAY
    assert "记好了：电话，已联系，1件需要已列入待办" in words(answer)
    assert f"下次联系：{due.month}月{due.day}日前。" in words(answer)
    assert (Contact.objects.get().channel, Need.objects.get().kind) == ("call", "medicine")


def test_no_need_is_no_need(phone_in_hand, address):
    phone_in_hand.post(address, typed(needs=["nothing"]))
    assert Contact.objects.get().needs == []
    # Both at once, without a script that would untick one: the need counts.
    phone_in_hand.post(address, typed(needs=["nothing", "law"]))
    assert list(Need.objects.values_list("kind", flat=True)) == ["law"]


def test_what_exactly_is_needed_can_be_said(phone_in_hand, address):
    phone_in_hand.post(address, typed(needs=["goods", "law"], want_goods="大米10公斤"))
    assert set(Need.objects.values_list("kind", "text")) == {("goods", "大米10公斤"), ("law", "")}


def test_everything_below_the_three_questions(phone_in_hand, address, household):
    day = timezone.localdate()
    phone_in_hand.post(
        address,
        typed(
            channel="visit", care="life", note="身体还好\r\n想换个热水袋", on=day - DAY,
            quiet_until=day + 20 * DAY, asks_for_another="on",
        ),
    )  # fmt: skip
    made = Contact.objects.get()
    assert (made.channel, made.care, made.note) == ("visit", "life", "身体还好\n想换个热水袋")
    assert timezone.localdate(made.at) == day - DAY
    assert again(household).quiet_until == day + 20 * DAY
    assert HandOver.objects.get().file == household


def test_silence_that_holds_stands_in_the_form(phone_in_hand, address, household, cadre):
    until = timezone.localdate() + 20 * DAY
    contacted(household, cadre, quiet_until=until)
    form = phone_in_hand.get(address).context["form"]
    assert form["quiet_until"].value() == form["quiet_seen"].value() == until
    phone_in_hand.post(address, typed(quiet_until="", quiet_seen=until))
    assert again(household).quiet_until is None


def test_a_page_sent_twice_is_one_contact(phone_in_hand, address):
    sent = typed(needs=["goods"])
    for _ in range(2):
        assert phone_in_hand.post(address, sent).status_code == 302
    assert (Contact.objects.count(), Need.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"result": ""}, "result"), ({"result": "x"}, "result"), ({"channel": "pigeon"}, "channel"),
        ({"needs": ["gold"]}, "needs"), ({"care": "x"}, "care"),
        ({"note": "长" * 201}, "note"), ({"note": "629900198805061230"}, "note"),
        ({"note": "\0"}, "note"), ({"want_goods": "长" * 101}, "want_goods"),
        ({"want_law": "629900198805061230"}, "want_law"), ({"on": "昨天"}, "on"),
        ({"on": "0000-00-00"}, "on"), ({"on": "2999-01-01"}, "on"),
        ({"next_on": "2020-01-01"}, "next_on"), ({"quiet_until": "x"}, "quiet_until"),
        ({"quiet_until": "9999-12-31"}, "quiet_until"), ({"client_id": "x"}, "client_id"),
        ({"client_id": "\0"}, "client_id"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_the_field(phone_in_hand, address, given, field):
    answer = phone_in_hand.post(address, typed(**given))
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert not Contact.objects.exists()


def test_what_is_folded_away_opens_when_it_is_wrong(phone_in_hand, address):
    answer = phone_in_hand.post(address, typed(next_on="2020-01-01"))
    assert '<details class="more" open>' in answer.content.decode()
    assert '<details class="more">' in phone_in_hand.get(address).content.decode()


def test_the_sheet_is_the_form_alone(phone_in_hand, address, household):
    sheet = phone_in_hand.get(address, {"sheet": "", "called": ""}).content.decode()
    assert "<html" not in sheet
    assert "刚才的电话打通了吗" in sheet
    assert f'action="{address}"' in sheet
    assert "记一次联系" in phone_in_hand.get(address, {"sheet": ""}).content.decode()


def test_whoever_is_not_on_file_any_more_is_not_called(phone_in_hand, address, household):
    HardshipFile.objects.filter(pk=household.pk).update(state="lifted")
    assert "不用再记联系" in words(phone_in_hand.get(address))
    assert phone_in_hand.post(address, typed()).status_code == 200
    assert not Contact.objects.exists()


def test_a_supervisor_comes_back_to_the_household(signed_in, address, household, administrator):
    answer = signed_in(administrator).post(address, typed())
    assert answer.url == reverse("assistance:household", args=[household.pk])


def test_a_contact_is_put_right_on_the_day(phone_in_hand, household, cadre):
    made = contacted(household, cadre, needs={"goods": "大米"}, note="身体还好")
    url = reverse("assistance:contact-correct", args=[made.pk])
    form = phone_in_hand.get(url).context["form"]
    assert form["note"].value() == "身体还好"
    assert form["want_goods"].value() == "大米"
    sent = typed(client_id=str(made.client_id), result="declined", note="想再想想")
    answer = phone_in_hand.post(url, sent, follow=True)
    assert "改好了" in words(answer)
    made.refresh_from_db()
    assert (made.result, made.note, made.needs) == ("declined", "想再想想", [])
    assert Need.objects.get().state == "cancelled"


def test_later_it_is_history(phone_in_hand, household, cadre):
    made = contacted(household, cadre, at=timezone.now() - DAY)
    answer = phone_in_hand.get(reverse("assistance:contact-correct", args=[made.pk]), follow=True)
    assert "只能当天改" in words(answer)


def test_somebody_elses_contact_is_not_found(signed_in, household, cadre, administrator, far_cadre):
    made = contacted(household, cadre)
    url = reverse("assistance:contact-correct", args=[made.pk])
    for user in (administrator, far_cadre):
        assert signed_in(user).get(url).status_code == 404


def test_no_number_is_shown(phone_in_hand, address, household):
    page = phone_in_hand.get(address)
    assert leaks.numbers_in(page.content) == set()
    assert household.person.number_masked not in page.content.decode()


# --- what waited on the phone --------------------------------------------------------------------
SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


def sent(client, address, user, given):
    given = given | {"account": str(user.public_id)}
    return client.post(address, given, headers=SCRIPT)


def test_the_script_is_told_that_it_arrived_and_a_repeat_is_harmless(phone_in_hand, address, cadre):
    given = typed(note="没有网的时候写的")
    for _ in range(2):
        answer = sent(phone_in_hand, address, cadre, given)
        assert (answer.status_code, answer.json()) == (200, {"saved": True, "url": MINE})
    assert Contact.objects.get().note == "没有网的时候写的"


def test_it_arrived_also_when_the_household_was_handed_over_meanwhile(
    phone_in_hand, address, cadre, household
):
    given = typed()
    sent(phone_in_hand, address, cadre, given)
    household.pairings.update(until=timezone.now())
    assert sent(phone_in_hand, address, cadre, given).json()["saved"]
    assert sent(phone_in_hand, address, cadre, typed()).status_code == 404
    assert Contact.objects.count() == 1


def test_the_script_reads_what_is_wrong_by_field(phone_in_hand, address, cadre):
    answer = sent(phone_in_hand, address, cadre, typed(result=""))
    assert (answer.status_code, answer.json()["errors"]) == (422, {"result": "请选联系的结果。"})
    old = (timezone.localdate() - 30 * DAY).isoformat()
    answer = sent(phone_in_hand, address, cadre, typed(on=old))
    assert "最多补记14天" in answer.json()["errors"]["on"]
    assert not Contact.objects.exists()


def test_another_account_does_not_send_what_was_typed_by_one(phone_in_hand, address, other_cadre):
    answer = sent(phone_in_hand, address, other_cadre, typed())
    assert (answer.status_code, answer.json()["saved"]) == (409, False)
    assert not Contact.objects.exists()


def test_signed_out_the_script_is_shown_the_way_in(client, db, address):
    answer = client.post(address, typed(), headers=SCRIPT)
    assert (answer.status_code, "sign_in" in answer.json()) == (401, True)
