import re

import pytest
import segno
import time_machine

from audit.models import Entry
from membership import cards, deciding
from people.qr import qr
from tests.factories import local

NOON = local(2026, 11, 23, 11, 30)


@pytest.fixture
def member(application, reviewer):
    return deciding.approve(application, actor=reviewer, at=NOON)


def test_a_fresh_code_names_the_member_and_the_look_is_on_record_once(member):
    token = cards.token(member)

    assert cards.check(token) == member
    assert cards.check(token) == member
    entry = Entry.objects.get(action="membership.card_checked")
    assert entry.person_id == member.person_id


def test_a_code_is_good_for_two_minutes_only(member):
    with time_machine.travel(NOON, tick=False) as now:
        token = cards.token(member)
        now.shift(cards.LIFETIME_SECONDS)
        assert cards.check(token) == member
        now.shift(1)
        assert cards.check(token) is None


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "😀:1:2", "AAAA:1:" + "x" * 27])
def test_a_forged_code_is_nobodys(member, token):
    assert cards.check(token) is None


def test_every_dark_square_of_the_code_is_drawn():
    url = "http://127.0.0.1/card/x/"
    dark = sum(map(sum, segno.make(url, error="m", micro=False).matrix))

    assert sum(int(run) for run in re.findall(r"h(\d+)", qr(url))) == dark


def test_the_picture_carries_no_inline_style(member):
    svg = qr("http://127.0.0.1/card/x/")

    assert svg.startswith("<svg")
    assert "style=" not in svg
