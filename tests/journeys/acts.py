"""What people do at the portal, in their own words; used by every journey."""

import base64
import re
import time

import time_machine
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page, expect

from membership import cards
from people.qr import qr
from tests import clients, processes

PASSWORD = "zhangye-yanshi-2026"
STEP = 30
_TYPED = (
    "name", "document_type", "number", "occupation", "employer", "district", "township",
    "organization",
)  # fmt: skip


def typed(details) -> dict[str, str]:
    """The draft behind these details."""
    given = vars(details)
    return {name: str(getattr(given[name], "pk", given[name])) for name in _TYPED}


def enter(page: Page, site: str, user) -> None:
    """Signed in already, as on the second day."""
    page.context.add_cookies([clients.cookie_of(clients.signed_in(user), site)])


def sms_to(page: Page, site: str, phone: str, words: str = "") -> str:
    """The newest message to this phone that has these words, read from the outbox in another tab."""
    tab = page.context.new_page()
    message = tab.locator("article", has_text=phone).filter(has_text=words).first

    def arrived() -> bool:
        tab.goto(f"{site}/demo/outbox/")
        return message.count() > 0

    processes.wait_until(arrived, 20)
    text = message.inner_text()
    tab.close()
    return text


def prove_phone(page: Page, site: str, phone: str, *, scripted: bool = True) -> None:
    """From the question for a phone number to the page behind it."""
    page.get_by_label("手机号").fill(phone)
    page.get_by_role("button", name="获取验证码").click()
    [code] = re.findall(r"(?<!\d)\d{6}(?!\d)", sms_to(page, site, phone, "验证码"))
    page.get_by_label("短信验证码").fill(code)
    if not scripted:
        page.get_by_role("button", name="下一步").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def fill_in(page: Page, fields: dict[str, str]) -> None:
    """我的信息, by the labels that a person reads; selects by what they show."""
    for label, value in fields.items():
        field = page.get_by_label(label)
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)


def next_step(page: Page) -> None:
    page.get_by_role("button", name="下一步").click()


def agree_and_submit(page: Page) -> None:
    page.get_by_label("我已读过并确认").check()
    page.get_by_label("我同意工会").check()
    page.get_by_role("button", name="提交申请").click()
    page.wait_for_url(re.compile(r"/join/[0-9a-f-]{36}/$"))


def code_of(user) -> str:
    """What the authenticator of a member of staff shows; the next one if this was just used."""
    device = TOTPDevice.objects.get(user=user, confirmed=True)
    ahead = device.last_t + 1 - int(time.time()) // STEP
    return f"{totp(device.bin_key, drift=max(0, ahead)):06d}"


def code_of_key(spelled: str) -> str:
    """What an authenticator shows that was given this key by hand."""
    return f"{totp(base64.b32decode(spelled.replace(' ', ''))):06d}"


def sign_in_to_the_desk(page: Page, site: str, user, password: str = PASSWORD) -> None:
    """By password and second factor, as every morning."""
    page.goto(f"{site}/desk/")
    give_password(page, user.username, password)
    page.get_by_label("动态口令").fill(code_of(user))
    page.wait_for_url(f"{site}/desk/")


def give_password(page: Page, username: str, password: str) -> None:
    page.get_by_label("账号").fill(username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="下一步").click()


def with_password(user, password: str = PASSWORD):
    user.set_password(password)
    user.save(update_fields=["password"])
    return user


def open_first(page: Page, site: str, name: str = "") -> None:
    """From the queue by keyboard: J opens the most urgent."""
    page.goto(f"{site}/desk/applications/")
    page.keyboard.press("j")
    expect(page.locator("#detail h1")).to_contain_text(name)


def scanned(page: Page, site: str, member) -> str:
    """The address in the QR on the page: the code of which of the last seconds draws this picture?"""
    drawn = page.locator(".ecard svg.qr").inner_html()
    now = int(time.time())
    for second in range(now, now - 60, -1):
        with time_machine.travel(second, tick=False):
            address = f"{site}/card/{cards.token(member)}/"
        if _path(qr(address)) == _path(drawn):
            return address
    raise AssertionError("the QR is nobody's")


def _path(svg: str) -> str:
    return re.findall(r'\bd="([^"]+)"', svg)[-1]
