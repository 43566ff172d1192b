"""One file on its page: who opens it is on record, and sees what they need for the household."""

import uuid

import pytest
from django.utils import timezone

from assistance import classes, facts
from assistance.classes import Ceiling
from assistance.models import Contact, FileState, HardshipFile
from audit import services as audit
from audit.models import Entry
from people import services as people
from people.models import Consent, Person
from tests.assistance.rows import a_file, a_pair
from tests.assistance.typed import a_number
from tests.people.conftest import number_of

FILES = "/desk/assistance/files/"
PHONE = "19900001234"


@pytest.fixture
def file(city) -> HardshipFile:
    file = a_file(
        city.ganzhou_federation, division=city.railway, phone=PHONE, household_size=3,
        state=FileState.ASKED,
    )  # fmt: skip
    facts.write(file, {
        "address": "东街1号", "income_fen": 2700_00, "note": "行动不便",
        "members": [{"name": "赵小样", "relation": "女儿", "birth_year": 2019, "note": "上小学"}],
    })  # fmt: skip
    file.save(update_fields=["facts"])
    return file


@pytest.fixture
def desk(district_administrator, signed_in):
    return signed_in(district_administrator)


def page_of(client, file) -> str:
    answer = client.get(f"{FILES}{file.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


# --- looks ------------------------------------------------------------------------------------
def test_every_opening_is_a_look_that_the_person_finds(file, desk, district_administrator):
    page_of(desk, file)
    page_of(desk, file)
    looks = list(audit.looks_at(file.person))
    assert [(look.action, look.actor_id) for look in looks] == [
        ("assistance.opened", district_administrator.pk)
    ] * 2
    assert people.recent_looks(file.person).rows[0].what == "打开了您的帮扶档案"


def test_ones_own_file_leaves_no_look(file, desk, district_administrator):
    district_administrator.person = file.person
    district_administrator.save(update_fields=["person"])
    page_of(desk, file)
    assert not audit.looks_at(file.person).exists()


@pytest.mark.parametrize("name", ["edit", "consent"])
def test_so_are_the_pages_that_show_what_stands_in_it(file, desk, name):
    assert desk.get(f"{FILES}{file.pk}/{name}/").status_code == 200
    assert audit.looks_at(file.person).count() == 1


# --- what is seen -----------------------------------------------------------------------------
def test_the_keeper_sees_what_helping_needs(file, desk, administrator):
    classes.set_rules(
        timezone.localdate().year, {"relative": Ceiling(1_500_00)}, actor=administrator
    )
    page = page_of(desk, file)
    for text in ("东街1号", "行动不便", "赵小样", "2,700元", "人均900元", "属于“相对困难”"):
        assert text in page, text
    assert file.person.number_masked in page
    assert number_of(file.person) not in page


def test_whoever_has_to_ask_sees_the_phone_and_nobody_else_once_there_is_a_cadre(
    file, desk, cadre, signed_in
):
    assert PHONE in page_of(desk, file)
    HardshipFile.objects.filter(pk=file.pk).update(
        state=FileState.ON_FILE, agreed_at=timezone.now()
    )
    a_pair(HardshipFile.objects.get(pk=file.pk), cadre)
    kept = page_of(desk, file)
    assert PHONE not in kept
    assert "199****1234" in kept
    assert PHONE in page_of(signed_in(cadre), file)


def test_the_cadre_sees_the_household_and_no_button_of_the_keepers(file, cadre, signed_in):
    HardshipFile.objects.filter(pk=file.pk).update(
        state=FileState.ON_FILE, agreed_at=timezone.now()
    )
    a_pair(HardshipFile.objects.get(pk=file.pk), cadre)
    page = page_of(signed_in(cadre), file)
    assert "东街1号" in page
    for word in ("记为脱困", "退出帮扶", "查看（将被记录）", "修改"):
        assert word not in page, word


def test_others_do_not_find_it(
    file, signed_in, cadre, other_cadre, far_cadre, stranger, reviewer, auditor, worker, client
):
    for user in (cadre, other_cadre, far_cadre, stranger, reviewer, auditor):
        for path in ("", "edit/", "consent/"):
            assert signed_in(user).get(f"{FILES}{file.pk}/{path}").status_code == 404
        for path in ("move/", "leave/", "number/"):
            assert signed_in(user).post(f"{FILES}{file.pk}/{path}").status_code == 404
    for browser in (signed_in(worker), client):
        assert "sign-in" in browser.get(f"{FILES}{file.pk}/").url
    assert not audit.looks_at(file.person).exists()


def test_a_file_of_nobody_is_not_found(desk):
    assert desk.get(f"{FILES}{uuid.uuid4()}/").status_code == 404
    assert desk.get(f"{FILES}abc/").status_code == 404


# --- the number -------------------------------------------------------------------------------
def test_the_full_number_is_shown_once_with_a_reason(file, desk):
    answer = desk.post(f"{FILES}{file.pk}/number/", {"reason": "核对本人证件"})
    assert number_of(file.person) in answer.content.decode()
    entry = Entry.objects.get(action="people.revealed")
    assert (entry.reason, entry.actor_unit) == ("核对本人证件", "甘州区总工会")
    assert number_of(file.person) not in page_of(desk, file)


@pytest.mark.parametrize("reason", ["", "看看", "长" * 101, "核对629900198805061230"])
def test_without_a_sound_reason_it_stays_hidden(file, desk, reason):
    answer = desk.post(f"{FILES}{file.pk}/number/", {"reason": reason})
    assert answer.status_code == 200
    assert number_of(file.person) not in answer.content.decode()
    assert not Entry.objects.filter(action="people.revealed").exists()


# --- acts -------------------------------------------------------------------------------------
def state_of(file) -> str:
    return HardshipFile.objects.get(pk=file.pk).state


def move(desk, file, act):
    return desk.post(f"{FILES}{file.pk}/move/", {"act": act}, follow=True).content.decode()


def test_its_way_by_its_buttons(file, desk):
    consent = f"{FILES}{file.pk}/consent/"
    assert desk.post(consent, {"answer": "agreed"}).status_code == 302
    assert state_of(file) == FileState.ON_FILE
    assert "记为脱困" in page_of(desk, file)
    assert "已记为脱困" in move(desk, file, "lift")
    assert "已记为返困" in move(desk, file, "relapse")
    answer = desk.post(f"{FILES}{file.pk}/leave/", {"reason": "搬到外地"}, follow=True)
    assert "退出：搬到外地" in answer.content.decode()
    assert "已重新打开" in move(desk, file, "reopen")
    assert state_of(file) == FileState.ASKED


def test_an_act_its_state_does_not_allow_is_told_so(file, desk):
    assert "不能这样办" in move(desk, file, "relapse")
    for act in ("", "agree", "leave", "delete", "\0"):
        assert move(desk, file, act)
    assert state_of(file) == FileState.ASKED


@pytest.mark.parametrize("reason", ["", " ", "长" * 61, "证件629900198805061230"])
def test_a_reason_that_will_not_do_is_said_beside_it(file, desk, reason):
    answer = desk.post(f"{FILES}{file.pk}/leave/", {"reason": reason})
    assert answer.status_code == 200
    assert answer.context["leave_form"].errors["reason"]
    assert state_of(file) == FileState.ASKED


# --- the question -----------------------------------------------------------------------------
def ask(desk, file, **typed):
    return desk.post(f"{FILES}{file.pk}/consent/", typed)


def test_later_needs_a_day_and_is_asked_again_then(file, desk):
    assert ask(desk, file, answer="later").context["form"].errors["until"]
    assert ask(desk, file, answer="later", until="2020-01-01").context["form"].errors["until"]
    day = timezone.localdate() + timezone.timedelta(days=30)
    assert ask(desk, file, answer="later", until=day.isoformat()).status_code == 302
    assert HardshipFile.objects.get().ask_again_on == day


def test_declined_it_is_closed(file, desk):
    assert ask(desk, file, answer="declined").status_code == 302
    assert state_of(file) == FileState.LEFT
    assert "现在不用征求意见" in desk.get(f"{FILES}{file.pk}/consent/").content.decode()


def test_with_a_child_the_guardians_tick_is_asked_for(file, desk):
    HardshipFile.objects.filter(pk=file.pk).update(has_minor=True)
    assert ask(desk, file, answer="agreed").context["form"].errors["guardian_agreed"]
    assert ask(desk, file, answer="agreed", guardian_agreed="on").status_code == 302
    assert set(Consent.objects.values_list("purpose", flat=True)) == {"assistance", "guardian"}


@pytest.mark.parametrize(
    "typed", [{}, {"answer": "maybe"}, {"answer": "\0"}, {"answer": "later", "until": "明天"}]
)
def test_an_answer_that_is_none_is_asked_again(file, desk, typed):
    assert ask(desk, file, **typed).status_code == 200
    assert state_of(file) == FileState.ASKED


# --- queries ----------------------------------------------------------------------------------
@pytest.mark.parametrize("rows", [1, 3])
def test_a_constant_number_of_queries(city, file, desk, cadre, rows, django_assert_num_queries):
    pairing = a_pair(file, cadre)
    for _ in range(rows):
        Contact.objects.create(
            file=file, pairing=pairing, by=cadre, channel="call", result="reached", note="都好"
        )
        audit.record("assistance.edited", actor=cadre, subject=file)
    page_of(desk, file)
    with django_assert_num_queries(QUERIES):
        page_of(desk, file)


QUERIES = 12


# --- the form ---------------------------------------------------------------------------------
def form(city, **typed) -> dict:
    return {
        "name": "赵范例", "document_type": "identity_card", "number": a_number(),
        "phone": "199 0000 5678", "division": city.railway.pk, "group": "hardship",
        "hardship_class": "", "cause": "", "language": "mandarin", "household_size": "2",
        "needs": ["goods"], "income": "1,800.50", "address": "东街1号", "note": "好",
        "organization": city.ganzhou_federation.public_id, "members-TOTAL_FORMS": "2",
        "members-INITIAL_FORMS": "0", "members-0-name": "赵小样", "members-0-relation": "女儿",
        "members-0-birth_year": "1990", "members-0-note": "", "members-1-name": "",
    } | typed  # fmt: skip


def test_a_file_is_opened_on_its_page(city, desk):
    answer = desk.post(f"{FILES}add/", form(city))
    file = HardshipFile.objects.get()
    assert answer.url == f"{FILES}{file.pk}/"
    assert (file.phone, file.needs, file.household_size) == ("19900005678", ["goods"], 2)
    assert facts.read(file) == {
        "address": "东街1号", "note": "好", "income_fen": 1800_50,
        "members": [{"name": "赵小样", "relation": "女儿", "birth_year": 1990}],
    }  # fmt: skip


def test_no_income_is_an_income_and_nothing_written_is_none(city, desk):
    desk.post(f"{FILES}add/", form(city, income="0"))
    assert facts.read(HardshipFile.objects.get())["income_fen"] == 0
    desk.post(f"{FILES}add/", form(city, income="", phone=""))
    assert "income_fen" not in facts.read(HardshipFile.objects.latest("created_at"))


def test_a_number_typed_wrong_is_not_sent_back(city, desk):
    number = a_number()
    answer = desk.post(f"{FILES}add/", form(city, number=number, household_size="x"))
    page = answer.content.decode()
    assert (answer.status_code, number in page) == (200, False)
    assert not Person.objects.exists()


def test_who_is_on_file_already_is_shown_with_the_way_there(city, desk, file):
    typed = form(city, number=number_of(file.person))
    page = desk.post(f"{FILES}add/", typed).content.decode()
    assert "本人已有档案，在甘州区总工会，征求意见" in page
    assert f'href="{FILES}{file.pk}/"' in page


def test_of_a_file_elsewhere_there_is_no_way(city, desk):
    far = a_file(city.minle_federation)
    page = desk.post(f"{FILES}add/", form(city, number=number_of(far.person))).content.decode()
    assert "本人已在民乐县总工会建档" in page
    assert str(far.pk) not in page


def test_anothers_phone_is_asked_about_and_can_be_confirmed(city, desk, file):
    typed = form(city, phone=PHONE)
    page = desk.post(f"{FILES}add/", typed).content.decode()
    assert "不是同一户，照样保存" in page
    assert desk.post(f"{FILES}add/", typed | {"is_confirmed": "on"}).status_code == 302


def test_editing_shows_what_stands_there_and_keeps_the_person(city, desk, file):
    page = desk.get(f"{FILES}{file.pk}/edit/").content.decode()
    for text in ("东街1号", "2,700", "赵小样", PHONE):
        assert text in page, text
    assert file.person.number_masked not in page
    typed = form(city, address="西街2号", **{"members-0-name": ""} | {
        "members-0-relation": "", "members-0-birth_year": ""})  # fmt: skip
    assert desk.post(f"{FILES}{file.pk}/edit/", typed).status_code == 302
    changed = HardshipFile.objects.get(pk=file.pk)
    assert facts.read(changed)["address"] == "西街2号"
    assert changed.person == file.person


@pytest.mark.parametrize(
    "typed",
    [
        {"name": ""}, {"name": "赵\0"}, {"number": "1" * 100}, {"number": ""}, {"phone": "123"},
        {"division": ""}, {"division": "9" * 30}, {"division": "x"}, {"group": "poor"},
        {"household_size": "0"}, {"household_size": "9" * 30}, {"household_size": "1.5"},
        {"needs": ["money"]}, {"income": "-1"}, {"income": "9" * 40}, {"income": "许多"},
        {"address": "长" * 121}, {"note": "长" * 301}, {"note": "证件629900198805061230"},
        {"interval_days": "0"}, {"organization": str(uuid.uuid4())}, {"organization": "\0"},
        {"members-TOTAL_FORMS": "x"}, {"members-TOTAL_FORMS": "99"}, {"members-0-name": "\0"},
        {"members-0-name": "", "members-0-relation": "女儿"}, {"members-0-birth_year": "12"},
        {"members-0-note": "长" * 101}, {"language": "klingon"}, {"document_type": "card"},
        {"household_size": "1"}, {"members-0-birth_year": "2099"},
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_on_the_page(city, desk, typed):
    answer = desk.post(f"{FILES}add/", form(city, **typed))
    assert answer.status_code == 200
    assert not HardshipFile.objects.exists()
