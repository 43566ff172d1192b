"""The demo shows the code itself: to demo accounts, in the demo, and nowhere else."""

import pytest
from django.test import Client

from accounts import second_factor
from tests.accounts.doors import (
    DEVICE,
    ENROL,
    SECOND_FACTOR,
    STEP_UP,
    give_password,
    is_in,
    shown,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo_clerk(clerk):
    clerk.is_demo = True
    clerk.save(update_fields=["is_demo"])
    return clerk


def code_on(page) -> str:
    text = page.content.decode()
    mark = 'id="demo-code">'
    return text.partition(mark)[2][:6] if mark in text else ""


def test_the_code_shown_is_the_one_that_counts(client, demo_clerk, device):
    give_password(client, demo_clerk)
    code = code_on(client.get(SECOND_FACTOR))

    assert code == shown(device)
    assert client.post(SECOND_FACTOR, {"code": code}).status_code == 302


def test_right_after_one_was_used_the_next_is_shown_and_counts(client, demo_clerk):
    codes = []
    for browser in (client, Client()):
        give_password(browser, demo_clerk)
        codes.append(code_on(browser.get(SECOND_FACTOR)))
        browser.post(SECOND_FACTOR, {"code": codes[-1]})
        assert is_in(browser)
    assert len(set(codes)) == 2


def test_a_first_sign_in_of_the_demo_shows_it_too(client, newcomer):
    newcomer.is_demo = True
    newcomer.save(update_fields=["is_demo"])
    give_password(client, newcomer)

    code = code_on(client.get(ENROL))

    assert client.post(ENROL, {"code": code}).status_code == 302
    assert second_factor.device_of(newcomer)


def pages_of(user, client) -> list[str]:
    give_password(client, user)
    found = [code_on(client.get(SECOND_FACTOR))]
    client.post(SECOND_FACTOR, {"code": shown(second_factor.device_of(user))})
    assert is_in(client, STEP_UP)
    return found + [code_on(client.get(page)) for page in (STEP_UP, DEVICE)]


def test_others_never_see_one_even_in_the_demo(client, clerk):
    assert pages_of(clerk, client) == ["", "", ""]


def test_outside_the_demo_nobody_ever_does(client, demo_clerk, settings):
    settings.DEMO = False
    assert pages_of(demo_clerk, client) == ["", "", ""]


def test_in_the_demo_a_demo_account_sees_one_on_each_of_them(client, demo_clerk):
    assert all(pages_of(demo_clerk, client))


def test_somebody_elses_code_cannot_be_seen_from_ones_own_session(client, demo_clerk, reviewer):
    """The page shows the code of whoever gave the password here, nobody's the address names."""
    give_password(client, demo_clerk)
    mine = code_on(client.get(SECOND_FACTOR, {"user": reviewer.pk}))
    assert mine == shown(second_factor.device_of(demo_clerk))
