"""Where a request comes from: addresses that cannot be forged, and words people recognise."""

import pytest

from accounts import devices
from tests.accounts.doors import SIGN_IN

PEER = "192.0.2.10"


@pytest.fixture
def coming(rf, settings):
    """`coming(proxies, forwarded)`: the address found behind so many proxies of our own."""

    def address(proxies: int, forwarded: str | None, peer: str = PEER) -> str:
        settings.TRUSTED_PROXIES = proxies
        headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
        return devices.address_of(rf.get("/", REMOTE_ADDR=peer, headers=headers))

    return address


@pytest.mark.parametrize(
    ("proxies", "forwarded", "found"),
    [
        (0, None, PEER),
        (0, "203.0.113.1", PEER),
        (1, "203.0.113.1", "203.0.113.1"),
        (1, "6.6.6.6, 203.0.113.1", "203.0.113.1"),
        (1, None, PEER),
        (2, "203.0.113.1, 10.0.0.1", "203.0.113.1"),
        (2, "6.6.6.6, 203.0.113.1, 10.0.0.1", "203.0.113.1"),
        (2, "203.0.113.1", PEER),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "::ffff:203.0.113.1", "203.0.113.1"),
        (1, "fe80::1%eth0", "fe80::1"),
        (1, "unknown", ""),
        (1, "203.0.113.1:4711", ""),
        (1, "\x00", ""),
    ],
)
def test_only_what_our_own_proxies_wrote_is_believed(coming, proxies, forwarded, found):
    assert coming(proxies, forwarded) == found


def test_behind_a_socket_without_an_address_nothing_breaks(coming):
    assert coming(0, None, peer="") == ""


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.10", "192.0.2.10"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", ""),
    ],
)
def test_a_line_is_one_however_many_addresses_it_has(address, network):
    assert devices.network_of(address) == network


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0", "安卓手机，微信"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17) Version/17 Safari/604", "苹果手机，Safari浏览器"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126 Safari/537 Edg/126", "Windows电脑，Edge浏览器"),
        ("Mozilla/5.0 (Macintosh) Chrome/126 Safari/537", "苹果电脑，谷歌浏览器"),
        ("<script>\x7f", "未知设备"),
        ("", "未知设备"),
    ],
)
def test_a_device_is_named_the_way_people_say_it(rf, agent, words):
    assert devices.describe(rf.get("/", headers={"User-Agent": agent})) == words


@pytest.mark.django_db
def test_forging_the_header_does_not_get_around_the_limit_of_an_address(client, settings):
    settings.TRUSTED_PROXIES = 1
    for number in range(61):
        forged = {"X-Forwarded-For": f"6.6.6.{number}, 203.0.113.1"}
        client.cookies.clear()
        answer = client.post(SIGN_IN, {"phone": f"1990002{number:04d}"}, headers=forged)
    assert "您所在的网络" in answer.content.decode()
