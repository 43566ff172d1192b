"""Where a request comes from: the address, the device, and a word for it that people recognise."""

import ipaddress
import uuid

from django.conf import settings

COOKIE = "device"
A_YEAR = 365 * 24 * 3600

_SYSTEMS = (
    ("HarmonyOS", "鸿蒙手机"), ("Android", "安卓手机"), ("iPhone", "苹果手机"), ("iPad", "平板"),
    ("Windows", "Windows电脑"), ("Macintosh", "苹果电脑"), ("Linux", "Linux电脑"),
)  # fmt: skip
_BROWSERS = (
    ("MicroMessenger", "微信"), ("DingTalk", "钉钉"), ("Edg", "Edge浏览器"),
    ("Firefox", "火狐浏览器"), ("Chrome", "谷歌浏览器"), ("Safari", "Safari浏览器"),
)  # fmt: skip


def address_of(request) -> str:
    """The visitor's IP address; what a visitor writes into X-Forwarded-For is not believed."""
    proxies = settings.TRUSTED_PROXIES
    forwarded = request.headers.get("X-Forwarded-For", "")
    hops = forwarded.split(",") if forwarded else []
    named = hops[-proxies] if 0 < proxies <= len(hops) else request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(named.strip().partition("%")[0])
    except ValueError:  # a server behind a Unix socket
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)


def network_of(address: str) -> str:
    """Whom a limit counts as one: an IPv6 line has 2**64 addresses, and they are all its owner's."""
    return str(ipaddress.ip_network(f"{address}/64", strict=False)) if ":" in address else address


def device_of(request) -> str:
    """The random id this browser was given, or "" before it was."""
    return request.get_signed_cookie(COOKIE, default="", salt=COOKIE)


def new_device() -> str:
    return uuid.uuid4().hex


def remember(response, device: str) -> None:
    response.set_signed_cookie(
        COOKIE, device, salt=COOKIE, max_age=A_YEAR, httponly=True, samesite="Lax",
        secure=settings.SECURE_COOKIES,
    )  # fmt: skip


def describe(request) -> str:
    """“安卓手机，微信”, for the list of one's own sign-ins."""
    agent = request.headers.get("User-Agent", "")
    words = [_first(agent, _SYSTEMS), _first(agent, _BROWSERS)]
    return "，".join(word for word in words if word) or "未知设备"


def _first(agent: str, names: tuple[tuple[str, str], ...]) -> str:
    return next((word for mark, word in names if mark in agent), "")
