"""The doors: who is led where, and in which manner."""

import pytest
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.accounts.doors import ACCOUNT, DESK, MINE, SET_PASSWORD, SIGN_IN, STAFF

pytestmark = pytest.mark.django_db

DRAFT = reverse("membership:join-draft")
HTMX = {"HX-Request": "true"}
SCRIPT = {"X-Requested-With": "XMLHttpRequest"}


@pytest.fixture
def without_second_factor(signed_in, clerk):
    TOTPDevice.objects.filter(user=clerk).delete()
    return signed_in(clerk)


def test_a_visitor_is_led_to_the_right_door_and_back(client):
    assert client.get(MINE).url == f"{SIGN_IN}?next=%2Fme%2F"
    assert client.get(f"{DESK}?a=1&b=2").url == f"{STAFF}?next=%2Fdesk%2F%3Fa%3D1%26b%3D2"


def test_a_worker_has_no_way_to_the_desk(signed_in, worker):
    assert signed_in(worker).get(DESK).url.startswith(STAFF)


def test_a_clerk_is_no_worker(signed_in, clerk):
    assert signed_in(clerk).get(MINE).url.startswith(SIGN_IN)


@pytest.mark.parametrize(
    "page", [DESK, ACCOUNT, SET_PASSWORD, "/desk/applications/", "/desk/posts/"]
)
def test_without_the_second_factor_the_desk_stays_shut(without_second_factor, page):
    assert without_second_factor.get(page).url.startswith(STAFF)


def test_those_who_may_are_let_in(signed_in, worker, clerk):
    assert signed_in(worker).get(MINE).status_code == 200
    assert signed_in(clerk).get(DESK).status_code == 200


def test_a_first_password_opens_nothing_but_its_own_page(signed_in, clerk):
    clerk.must_change_password = True
    clerk.save(update_fields=["must_change_password"])
    inside = signed_in(clerk)

    assert inside.get(DESK).url == SET_PASSWORD
    assert (
        inside.post(reverse("accounts:staff-phone"), {"phone": "19900009999"}).url == SET_PASSWORD
    )
    assert inside.get(SET_PASSWORD).status_code == 200


def test_a_fragment_is_not_filled_with_a_sign_in_page(client):
    came_from = {"Referer": "http://testserver/me/?a=1"}
    answer = client.get(reverse("membership:card"), headers=HTMX | came_from)

    assert (answer.status_code, answer.content) == (401, b"")
    assert answer["HX-Redirect"] == f"{SIGN_IN}?next=http%3A%2F%2Ftestserver%2Fme%2F%3Fa%3D1"


def test_a_script_is_told_in_its_own_language(client):
    answer = client.post(DRAFT, {"name": "李"}, headers=SCRIPT)

    assert answer.status_code == 401
    assert answer.json() == {"saved": False, "sign_in": SIGN_IN}


def test_an_act_leads_back_to_the_page_it_was_done_on(client):
    came_from = {"Referer": "http://testserver/desk/account/?x=1"}
    answer = client.post(SET_PASSWORD, headers=came_from)
    assert answer.url == f"{STAFF}?next=http%3A%2F%2Ftestserver%2Fdesk%2Faccount%2F%3Fx%3D1"


@pytest.mark.parametrize("elsewhere", ["https://example.com/me/", "//example.com", "http://[", ""])
def test_a_page_of_another_site_is_not_where_one_is_led_back(client, elsewhere):
    answer = client.post(SET_PASSWORD, headers={"Referer": elsewhere})
    assert answer.url == STAFF


def test_a_form_that_is_kept_leads_back_to_itself(client):
    join = reverse("membership:join-me")
    answer = client.post(join, {"name": "李"}, headers={"Referer": "http://testserver/"})
    assert answer.url == f"{SIGN_IN}?next=%2Fjoin%2Fme%2F"
