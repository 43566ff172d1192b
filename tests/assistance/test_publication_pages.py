"""The notice as everybody reads it, and the desk that puts it up."""

import datetime

import pytest

from assistance.models import Publication
from assistance.vocabulary import HardshipClass
from audit import services as audit
from people.models import Consent, Purpose
from tests import factories
from tests.assistance.asked import a_known_worker
from tests.assistance.rows import a_file
from tests.assistance.test_publication import LAST, MONDAY, a_consented_file, publish
from tests.factories import local
from tests.organizations.queries import queries_of

pytestmark = pytest.mark.django_db
PUBLIC = "/publicity/"
DESK = "/desk/assistance/publications/"
DAY = datetime.timedelta(days=1)
NAMES = ("赵范例", "钱试例", "孙演示")


@pytest.fixture(autouse=True)
def _monday(time_machine):
    time_machine.move_to(local(2026, 11, 23, 9, 0))


@pytest.fixture
def file(city):
    return a_consented_file(city.ganzhou_federation)


@pytest.fixture
def notice(file, district_administrator):
    return publish(file, actor=district_administrator)[0]


class TestThePublicPage:
    def test_a_masked_name_a_unit_a_class_and_nothing_else(self, client, notice, file):
        text = client.get(PUBLIC).text
        for word in ("赵*例", "甘州区试验快递站", "深度困难", "11月30日"):
            assert word in text
        for word in (
            "赵范例", file.phone, str(file.pk), str(file.person_id), file.person.number_masked,
            file.organization.name,
        ):  # fmt: skip
            assert word not in text

    @pytest.mark.parametrize(
        ("at", "shown"),
        [
            (local(2026, 11, 22, 23, 59), False), (local(2026, 11, 23, 0, 0), True),
            (local(2026, 11, 30, 23, 59), True), (local(2026, 12, 1, 0, 0), False),
        ],
    )  # fmt: skip
    def test_it_comes_and_goes_by_itself_at_midnight(self, client, notice, time_machine, at, shown):
        time_machine.move_to(at)
        assert ("赵*例" in client.get(PUBLIC).text) == shown

    def test_after_the_end_nothing_of_it_is_found(self, client, notice, time_machine):
        time_machine.move_to(local(2026, 12, 1, 0, 1))
        for query in ("", "?after=2026-11-23~x", f"?before=2026-11-01~{notice.pk}", "?text=赵"):
            text = client.get(f"{PUBLIC}{query}").text
            assert "现在没有公示" in text
            assert str(notice.pk) not in text.split("</header>")[1]

    def test_no_machine_keeps_it(self, client, notice):
        response = client.get(PUBLIC)
        assert "noindex" in response["X-Robots-Tag"]
        assert response["Cache-Control"] == "no-store"
        assert '<meta name="robots" content="noindex' in response.text

    def test_no_name_is_searched_for(self, client, notice):
        response = client.get(PUBLIC, {"text": "钱", "name": "钱", "q": "钱"})
        assert "赵*例" in response.text
        assert 'type="search"' not in response.text

    def test_it_turns_its_pages(self, client, city, district_administrator, monkeypatch):
        monkeypatch.setattr("assistance.views_publications.ON_A_SHEET", 2)
        files = [a_consented_file(city.ganzhou_federation, name=name) for name in NAMES]
        publish(*files, actor=district_administrator)
        first = client.get(PUBLIC).context["page"]
        second = client.get(PUBLIC, {"after": first.after}).context["page"]
        assert [len(first.rows), len(second.rows)] == [2, 1]

    @pytest.mark.parametrize("number", [1, 3])
    def test_it_takes_as_many_queries_for_three_rows_as_for_one(
        self, client, city, district_administrator, number
    ):
        files = [a_consented_file(city.ganzhou_federation, name=name) for name in NAMES[:number]]
        publish(*files, actor=district_administrator)
        assert queries_of(client, PUBLIC) == 1


class TestPuttingUp:
    @pytest.fixture
    def desk(self, signed_in, district_administrator):
        return signed_in(district_administrator)

    def test_the_days_are_proposed_and_who_agreed_is_listed_as_it_will_stand(
        self, desk, file, city
    ):
        a_file(city.ganzhou_federation, name="钱试例", hardship_class=HardshipClass.DEEP)
        response = desk.get(f"{DESK}add/")
        for word in ("赵范例", "赵*例", 'value="2026-11-23"', 'value="2026-11-30"'):
            assert word in response.text
        assert "钱试例" not in response.text

    def test_whoever_has_no_class_yet_is_counted(self, desk, city):
        a_consented_file(city.ganzhou_federation, hardship_class="")
        assert "另有1户同意了公示" in desk.get(f"{DESK}add/").text

    def test_it_is_put_up(self, desk, file, client):
        typed = {"starts_on": "2026-11-23", "ends_on": "2026-11-30", "chosen": [file.pk]}
        for _ in range(2):
            response = desk.post(f"{DESK}add/", typed)
            assert response.status_code in (200, 302)
        assert Publication.objects.count() == 1
        assert "赵*例" in client.get(PUBLIC).text

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"starts_on": ""}, "starts_on"), ({"starts_on": "2026-11-22"}, "starts_on"),
            ({"starts_on": "0000-00-00"}, "starts_on"), ({"ends_on": "2026-11-27"}, "ends_on"),
            ({"ends_on": "9999-12-31"}, "ends_on"), ({"ends_on": "30日\0"}, "ends_on"),
            ({"chosen": []}, "chosen"), ({"chosen": ["castle"]}, "chosen"),
            ({"chosen": ["1\0"]}, "chosen"), ({"chosen": ["9" * 40]}, "chosen"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_said_beside_the_field(self, desk, file, wrong, field):
        typed = {"starts_on": "2026-11-23", "ends_on": "2026-11-30", "chosen": [file.pk]}
        response = desk.post(f"{DESK}add/", typed | wrong)
        assert response.status_code == 200
        assert field in response.context["form"].errors
        assert not Publication.objects.exists()

    def test_nobody_of_another_district_is_chosen(self, desk, city):
        far = a_consented_file(city.minle_federation, name="钱试例")
        typed = {"starts_on": "2026-11-23", "ends_on": "2026-11-30", "chosen": [far.pk]}
        assert "钱试例" not in desk.get(f"{DESK}add/").text
        assert "chosen" in desk.post(f"{DESK}add/", typed).context["form"].errors
        assert not Publication.objects.exists()

    def test_it_is_listed_and_taken_down(self, desk, notice, client):
        assert "公示中" in desk.get(DESK).text
        for _ in range(2):
            response = desk.post(f"{DESK}{notice.pk}/take-down/", follow=True)
            assert "已撤下" in response.text
        assert "赵*例" not in client.get(PUBLIC).text
        assert "已撤下" in desk.get(DESK, {"show": "all"}).text

    def test_what_is_over_is_among_all_alone(
        self, signed_in, district_administrator, notice, time_machine
    ):
        time_machine.move_to(local(2026, 12, 1, 9, 0))
        desk = signed_in(district_administrator)
        assert "现在没有公示" in desk.get(DESK).text
        assert "已结束" in desk.get(DESK, {"show": "all"}).text

    def test_another_district_and_others_at_the_desk_see_none(
        self, signed_in, city, notice, file, cadre, auditor
    ):
        far = factories.a_member_of_staff("钱试样", city.minle_federation, "administrator")
        browser = signed_in(far)
        assert not browser.get(DESK, {"show": "all"}).context["page"].rows
        assert browser.post(f"{DESK}{notice.pk}/take-down/").status_code == 404
        assert browser.get(f"/desk/assistance/files/{file.pk}/publicity/").status_code == 404
        for user in (cadre, auditor):
            for path in (DESK, f"{DESK}add/", f"/desk/assistance/files/{file.pk}/publicity/"):
                assert signed_in(user).get(path).status_code == 404

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_lists_take_as_many_queries_for_three_rows_as_for_one(
        self, desk, city, district_administrator, number
    ):
        files = [a_consented_file(city.ganzhou_federation, name=name) for name in NAMES[:number]]
        assert queries_of(desk, f"{DESK}add/") == 6
        publish(*files, actor=district_administrator)
        assert queries_of(desk, DESK) == 5


class TestNotingTheConsent:
    @pytest.fixture
    def kept(self, city):
        return a_file(
            city.ganzhou_federation, person=a_known_worker().person,
            hardship_class=HardshipClass.SUDDEN,
        )  # fmt: skip

    @pytest.fixture
    def url(self, kept):
        return f"/desk/assistance/files/{kept.pk}/publicity/"

    def test_what_was_signed_on_paper_is_noted(self, signed_in, district_administrator, kept, url):
        client = signed_in(district_administrator)
        assert "赵*例" in client.get(url).text
        assert "要本人签字同意" in client.post(url, {"agreed": ""}).text
        assert not Consent.objects.exists()
        for _ in range(2):
            response = client.post(url, {"agreed": "on"}, follow=True)
            assert "记下了，本人同意公示" in response.text
        assert Consent.objects.get().purpose == Purpose.PUBLICATION

    def test_opening_it_is_a_look(self, signed_in, district_administrator, kept, url):
        signed_in(district_administrator).get(url)
        assert audit.looks_at(kept.person).get().action == "assistance.opened"

    def test_who_left_is_not_asked(self, signed_in, district_administrator, kept, url):
        kept.state = "left"
        kept.save(update_fields=["state"])
        client = signed_in(district_administrator)
        assert "不用公示" in client.get(url).text
        client.post(url, {"agreed": "on"})
        assert not Consent.objects.exists()


def test_the_days_of_these_tests_are_five_working_days():
    assert (LAST - MONDAY).days == 7
