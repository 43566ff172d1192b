"""The form with the self-check before it, and the desk that answers."""

import datetime
import re

import pytest

from assistance.models import ClassRule, FileState, HardshipFile, HelpRequest, HelpRequestState
from assistance.vocabulary import Cause, HardshipClass
from audit import services as audit
from people import identity
from people import services as people
from tests import factories
from tests.assistance.asked import TEXT, a_known_worker, a_request
from tests.assistance.rows import a_file
from tests.factories import local
from tests.organizations.queries import queries_of

pytestmark = pytest.mark.django_db
PAGE = "/me/help/request/"
DESK = "/desk/assistance/requests/"
State = HelpRequestState
NUMBER = identity.demo_number(datetime.date(1988, 5, 6), 321, "male")


@pytest.fixture
def person(db):
    return a_known_worker()


@pytest.fixture
def typed(city):
    return {
        "cause": Cause.OWN_ILLNESS, "division": city.railway.pk, "text": TEXT, "agreed": "on",
    }  # fmt: skip


@pytest.fixture
def asked(city, person):
    return a_request(person, city.ganzhou_federation, city.railway)


@pytest.fixture
def rules(db, time_machine):
    time_machine.move_to(local(2026, 11, 23, 10, 0))
    for kind, fen in ((HardshipClass.DEEP, 900_00), (HardshipClass.RELATIVE, 1_350_00)):
        ClassRule.objects.create(year=2026, hardship_class=kind, ceiling_fen=fen)


class TestAsking:
    def test_it_is_sent_in_and_followed(self, signed_in, person, typed):
        client = signed_in(person)
        assert "提交申请" in client.get(PAGE).text
        text = client.post(PAGE, typed, follow=True).text
        for word in ("收到您的申请了", "工会正在看", "撤回申请", TEXT):
            assert word in text
        assert "提交申请</button>" not in text

    def test_a_double_click_asks_once(self, signed_in, person, typed):
        client = signed_in(person)
        for _ in range(2):
            assert client.post(PAGE, typed).status_code in (200, 302)
        assert HelpRequest.objects.count() == 1

    @pytest.mark.parametrize(
        ("wrong", "field", "said"),
        [
            ({"cause": ""}, "cause", "请选一个主要原因。"),
            ({"cause": "castle"}, "cause", "请选一个主要原因。"),
            ({"division": ""}, "division", "请选所在地。"),
            ({"division": "9" * 30}, "division", "请选所在地。"),
            ({"text": ""}, "text", "请写几句家里的情况。"),
            ({"text": "事" * 301}, "text", "请写在300字以内。"),
            ({"text": "我\0病了"}, "text", "文字里有看不见的字符，请重新打一遍。"),
            ({"text": f"身份证{NUMBER}"}, "text", "请不要在这里写证件号码，去掉以后再提交。"),
            ({"agreed": ""}, "agreed", "要您同意登记，工会才能办理。"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_said_beside_the_field(
        self, signed_in, person, typed, wrong, field, said
    ):
        response = signed_in(person).post(PAGE, typed | wrong)
        assert response.status_code == 200
        assert said in response.context["form"].errors[field]
        assert not HelpRequest.objects.exists()

    def test_a_district_is_not_where_one_lives(self, signed_in, person, typed, city):
        response = signed_in(person).post(PAGE, typed | {"division": city.ganzhou.pk})
        assert "division" in response.context["form"].errors

    def test_the_phone_is_the_accounts_and_masked(self, signed_in, person):
        text = signed_in(person).get(PAGE).text
        assert person.phone not in text
        assert f"{person.phone[:3]}****{person.phone[-4:]}" in text

    def test_without_an_identity_there_are_two_ways_and_no_form(self, signed_in, worker, typed):
        client = signed_in(worker)
        for response in (client.get(PAGE), client.post(PAGE, typed)):
            assert "先办入会登记" in response.text
            assert "去工会窗口" in response.text
            assert 'name="text"' not in response.text
        assert not HelpRequest.objects.exists()

    def test_on_file_there_is_none_either(self, signed_in, person, city, typed):
        a_file(city.ganzhou_federation, person=person.person)
        client = signed_in(person)
        for response in (client.get(PAGE), client.post(PAGE, typed)):
            assert "您已经有帮扶档案了" in response.text
        assert not HelpRequest.objects.exists()

    @pytest.mark.parametrize(
        ("state", "word"),
        [(State.REFUSED, "已由大病保险报销"), (State.WITHDRAWN, "您撤回了")],
    )
    def test_after_an_answer_it_may_be_asked_again(self, signed_in, person, city, state, word):
        a_request(
            person, city.ganzhou_federation, city.railway, state=state, reason="已由大病保险报销"
        )
        text = signed_in(person).get(PAGE).text
        assert word in text
        assert "再申请一次" in text

    def test_accepted_it_leads_to_the_own_file(self, signed_in, person, city, asked):
        HelpRequest.objects.update(state=State.ACCEPTED)
        a_file(city.ganzhou_federation, person=person.person)
        assert "看我的帮扶" in signed_in(person).get(PAGE).text

    def test_it_is_withdrawn(self, signed_in, person, asked):
        client = signed_in(person)
        for _ in range(2):
            assert client.post(f"{PAGE}{asked.pk}/withdraw/").url == PAGE
        asked.refresh_from_db()
        assert asked.state == State.WITHDRAWN

    def test_nobody_elses(self, signed_in, asked, other_worker):
        client = signed_in(other_worker)
        assert client.post(f"{PAGE}{asked.pk}/withdraw/").status_code == 404
        assert TEXT not in client.get(PAGE).text

    def test_what_was_answered_meanwhile_cannot_be_withdrawn(self, signed_in, person, asked):
        HelpRequest.objects.update(state=State.REFUSED)
        response = signed_in(person).post(f"{PAGE}{asked.pk}/withdraw/", follow=True)
        assert "现在是“未通过”，不能这样办" in response.text

    def test_a_consent_taken_back_is_seen_on_the_page(self, signed_in, person, asked):
        people.withdraw_consent(person.person, purpose="assistance", actor=person)
        assert "您撤回了" in signed_in(person).get(PAGE).text


class TestTheSelfCheck:
    def test_no_field_of_it_has_a_name_or_stands_in_a_form(self, signed_in, person, rules):
        text = signed_in(person).get(PAGE).text
        fields = re.findall(r'<input[^>]*id="check-[^>]*>', text)
        assert len(fields) == 3
        assert not [field for field in fields if "name=" in field]
        check = text.index('id="self-check"')
        form = re.search(r'<form method="post" class="card-p', text).start()
        assert check < form
        assert text[check:form].count("<form") == 0
        assert "您填的数字只在这台手机上算，不会上传" in text

    def test_without_javascript_it_is_not_there_and_the_ceilings_are_said(
        self, signed_in, person, rules
    ):
        text = signed_in(person).get(PAGE).text
        assert re.search(r'id="self-check"[^>]* hidden', text)
        assert "深度困难：人均每月不超过900元" in text
        assert text.index("深度困难：") < text.index("相对困难：")

    def test_the_ceilings_are_those_of_the_year(self, signed_in, person, rules, time_machine):
        time_machine.move_to(local(2027, 1, 4, 10, 0))
        text = signed_in(person).get(PAGE).text
        assert "2027年的困难标准还没有公布，您可以直接申请" in text
        assert "self-check" not in text


class TestTheDesk:
    @pytest.fixture
    def page(self, asked):
        return f"{DESK}{asked.pk}/"

    def test_what_waits_comes_first_under_masked_names(
        self, signed_in, district_administrator, asked, city
    ):
        a_request(
            a_known_worker("钱试例"), city.ganzhou_federation, city.railway, state=State.REFUSED
        )
        client = signed_in(district_administrator)
        response = client.get(DESK)
        assert [row.pk for row in response.context["page"].rows] == [asked.pk]
        assert "赵**" in response.text
        for word in ("赵范例", TEXT, "本人大病", asked.worker.phone):
            assert word not in response.text
        assert len(client.get(DESK, {"state": "all"}).context["page"].rows) == 2
        assert len(client.get(DESK, {"state": "castle\0"}).context["page"].rows) == 1

    def test_every_look_at_what_was_written_is_on_record(
        self, signed_in, district_administrator, asked, page
    ):
        client = signed_in(district_administrator)
        for _ in range(2):
            assert TEXT in client.get(page).text
        first, second = audit.looks_at(asked.worker.person)
        assert (first.action, first.actor_unit) == ("assistance.request_opened", "甘州区总工会")
        assert second.actor_id == district_administrator.pk
        assert "看了您的帮扶申请" in signed_in(asked.worker).get("/me/looks/").text

    def test_it_is_accepted_from_there(self, signed_in, district_administrator, asked, page):
        client = signed_in(district_administrator)
        for _ in range(2):
            response = client.post(
                f"{page}accept/", {"group": "hardship", "hardship_class": "deep", "unit_name": ""}
            )
            file = HardshipFile.objects.get()
            assert response.url == f"/desk/assistance/files/{file.pk}/"
        assert (file.state, file.hardship_class) == (FileState.ON_FILE, "deep")

    def test_the_phone_of_somebody_elses_file_is_asked_about(
        self, signed_in, district_administrator, asked, page, city
    ):
        a_file(city.ganzhou_federation, phone=asked.worker.phone)
        client = signed_in(district_administrator)
        text = client.post(f"{page}accept/", {"group": "hardship"}).text
        assert "这个手机号已经登记" in text
        assert "不是同一户" in text
        client.post(f"{page}accept/", {"group": "hardship", "is_confirmed": "on"})
        asked.refresh_from_db()
        assert asked.state == State.ACCEPTED

    @pytest.mark.parametrize(
        "given",
        [
            {}, {"group": "castle"}, {"group": "hardship", "hardship_class": "x\0"},
            {"group": "hardship", "unit_name": "长" * 65},
        ],
    )  # fmt: skip
    def test_odd_input_opens_nothing(self, signed_in, district_administrator, page, given):
        response = signed_in(district_administrator).post(f"{page}accept/", given)
        assert response.status_code == 200
        assert not HardshipFile.objects.exists()

    def test_or_refused_with_a_reason(self, signed_in, district_administrator, asked, page):
        client = signed_in(district_administrator)
        assert "请写明没有通过的理由" in client.post(f"{page}refuse/", {"reason": ""}).text
        client.post(f"{page}refuse/", {"reason": "药费已报销"})
        asked.refresh_from_db()
        assert (asked.state, asked.reason) == (State.REFUSED, "药费已报销")

    def test_what_cannot_be_done_now_is_said(self, signed_in, district_administrator, asked, page):
        HelpRequest.objects.update(state=State.WITHDRAWN)
        client = signed_in(district_administrator)
        assert "本人撤回了" in client.get(page).text
        response = client.post(f"{page}accept/", {"group": "hardship"})
        assert response.status_code == 200
        assert not HardshipFile.objects.exists()

    def test_a_number_withdrawn_is_called_no_more(
        self, signed_in, district_administrator, asked, page
    ):
        client = signed_in(district_administrator)
        assert asked.worker.phone in client.get(page).text
        HelpRequest.objects.update(state=State.WITHDRAWN)
        assert asked.worker.phone not in client.get(page).text

    def test_another_district_and_the_auditor_see_none_of_it(
        self, signed_in, city, asked, page, cadre, auditor, reviewer
    ):
        far = factories.a_member_of_staff("钱试样", city.minle_federation, "administrator")
        assert not signed_in(far).get(DESK).context["page"].rows
        assert signed_in(far).get(page).status_code == 404
        for act in ("accept", "refuse"):
            response = signed_in(far).post(f"{page}{act}/", {"group": "hardship", "reason": "不"})
            assert response.status_code == 404
        for user in (cadre, auditor, reviewer):
            for path in (DESK, page):
                assert signed_in(user).get(path).status_code == 404
        assert not audit.looks_at(asked.worker.person).exists()

    def test_odd_words_in_the_address_change_nothing(
        self, signed_in, district_administrator, asked
    ):
        client = signed_in(district_administrator)
        for query in ({"after": "x"}, {"before": "x~y\0"}, {"after": "9999-99-99~1"}):
            assert client.get(DESK, query).context["page"].rows == [asked]

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_list_takes_as_many_queries_for_three_rows_as_for_one(
        self, signed_in, district_administrator, city, number
    ):
        for turn in range(number):
            a_request(
                a_known_worker(f"赵范{'甲乙丙'[turn]}"), city.ganzhou_federation, city.railway
            )
        assert queries_of(signed_in(district_administrator), DESK) == 6


def test_the_item_of_the_month_leads_to_the_form(signed_in, campaign, person):
    item = campaign.items.filter(category="hardship").first()
    text = signed_in(person).get(f"/services/{item.pk}/").text
    assert f'href="{PAGE}"' in text
