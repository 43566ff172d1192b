"""Who may open what: every address of the resolver × everybody, against one table.

An address without a row fails the build, and so does a row without an address. Each address is
asked for with an object of 甘州区 and of the first worker, so that the columns mean: own, same
subtree, other subtree, above, nothing to do with it. What only takes a POST gets an empty one,
rolled back afterwards: the door is asked, not the act.
"""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.models import SignIn
from membership import attachments, cards, deciding
from notifications.models import Channel, Message
from notifications.models import State as MessageState
from organizations.models import Post, Role
from tests import factories
from tests.access.asked import asked_and_published
from tests.access.booked import booked_and_wished
from tests.access.cared import called_and_needed
from tests.access.delivered import round_and_delivery
from tests.access.funded import funded_and_given
from tests.access.logged import an_activity_with_a_photo
from tests.access.paired import paired_and_proposed
from tests.access.screened import a_screen
from tests.access.table import COLUMNS, TABLE
from tests.access.tabled import import_and_export
from tests.membership.conftest import a_number, details, submit  # noqa: F401 - fixtures


def addresses(patterns=None, namespace: str = "") -> list[tuple[str, list[str]]]:
    """(name, parameters) of every address but those of the configuration admin."""
    found = []
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace == "admin":
                continue
            inner = f"{pattern.namespace}:" if pattern.namespace else namespace
            found += addresses(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            found.append((f"{namespace}{pattern.name}", list(pattern.pattern.converters)))
    return found


@pytest.fixture
def calling(city):
    """The cadre of the column: the household of the rows is theirs."""
    return factories.a_member_of_staff("褚测试", city.ganzhou_federation, Role.CADRE)


@pytest.fixture
def objects(
    city, worker, reviewer, administrator, district_administrator, calling, private_folder,
    submit,  # noqa: F811
):  # fmt: skip
    """A member, an application and all else that an address may name, of 甘州区's first worker."""
    application = submit(worker, at=timezone.now(), number=a_number())
    photo = attachments.add(application, upload=factories.a_picture(), actor=worker)
    member = deciding.approve(application, actor=reviewer)
    station = factories.a_station("火车站驿站", city.couriers)
    message = Message.objects.create(
        kind="test", channel=Channel.INBOX, recipient=worker, title="一条消息", body="内容",
        state=MessageState.FAILED, dedupe_key="matrix",
    )  # fmt: skip
    post = Post.objects.get(user=reviewer)
    return {
        "sign_in": SignIn.objects.create(user=reviewer, session_key="elsewhere"),
        "photo": photo,
        "member": member,
        "application": member.application,
        "token": cards.token(member),
        "station": station,
        "union": city.couriers,
        "message": message,
        "post": post,
        "district": city.ganzhou,
        **(served := booked_and_wished(city, worker, administrator)),
        "item": served["month"].items.first(),
        **round_and_delivery(served["month"], administrator),
        **funded_and_given(city, served["month"], administrator),
        **called_and_needed(city, calling, administrator),
        **an_activity_with_a_photo(city, served["month"]),
        **import_and_export(city, served["month"], district_administrator),
        **asked_and_published(city, worker, administrator),
        **paired_and_proposed(city, administrator),
        **a_screen(city, district_administrator),
    }


def arguments(name: str, parameters: list[str], objects) -> dict:
    application = objects["application"]
    month, share, grant = (objects[name].pk for name in ("month", "share", "grant"))
    picture = {"pk": objects["activity"].pk, "photo": objects["shown"].pk}
    row = {"pk": objects["proposal"].pk, "row": objects["proposed"].pk}
    this_month = {"month": timezone.localdate().replace(day=1)}
    by_name = {
        "campaigns:activity-photo": picture,
        "campaigns:activity-photo-remove": picture,
        "campaigns:imports-verify": {"pk": month, "job": objects["import"].pk},
        "campaigns:fund-ledger": {"pk": month, "share": share},
        "campaigns:fund-counter": {"pk": month, "share": share, "entry": objects["entry"].pk},
        "campaigns:grant": {"pk": month, "grant": grant},
        "campaigns:grant-reverse": {"pk": month, "grant": grant},
        "assistance:proposal-row": row,
        "assistance:proposal-row-out": row,
        "assistance:avoid-no-more": {
            "pk": objects["unpaired"].pk,
            "avoidance": objects["avoidance"].pk,
        },
        "dashboards:promise-month": {"named": f"{timezone.localdate():%Y-%m}"},
        "dashboards:export": {"name": "promise"},
        "dashboards:brief-month": this_month,
        "dashboards:brief-month-word": this_month,
        "membership:card-check": {"token": objects["token"]},
        "dashboards:screen-open": {"token": objects["screen_token"]},
        "membership:attachment": {"pk": application.pk, "photo": objects["photo"].pk},
        "organizations:scan-station": {"code": objects["station"].code},
        "organizations:scan-union": {"code": objects["union"].code},
    }
    if name in by_name:
        return by_name[name]
    subject = next((kind for part, kind in KINDS if part in name), "application")
    return {parameter: _value(parameter, objects[subject]) for parameter in parameters}


# A part of the address's name -> which object it names.
KINDS = (
    ("dashboards:screen", "screen_link"),
    ("dashboards:brief", "month"),
    ("assistance:household", "household"), ("assistance:contact-correct", "contact"),
    ("assistance:contact", "household"), ("assistance:need-sign", "brought"),
    ("assistance:need", "need"), ("assistance:supply", "supply"),
    ("assistance:fund-ledger", "purse_share"), ("assistance:fund-counter", "purse_entry"),
    ("assistance:fund", "purse"),
    ("assistance:own-receipt", "own_need"), ("assistance:file-publicity", "own_file"),
    ("assistance:file", "household"),
    ("assistance:publication", "notice"), ("assistance:request", "help_request"),
    ("assistance:pair", "unpaired"), ("assistance:avoid", "unpaired"),
    ("assistance:proposal", "proposal"), ("assistance:hand-over-ask", "unpaired"),
    ("assistance:hand-over", "hand_over"), ("assistance:cadre", "cadre_post"),
    ("assistance:absence", "absence"),
    ("campaigns:imports", "month"), ("spreadsheets:import", "import"),
    ("spreadsheets:export", "export"),
    ("campaigns:log", "month"), ("campaigns:activities", "month"),
    ("campaigns:activity", "activity"),
    ("campaigns:rounds", "month"), ("campaigns:round-add", "month"), ("campaigns:round", "round"),
    ("campaigns:delivery", "delivery"),
    ("service", "item"), ("campaigns:campaign", "month"), ("campaigns:plan", "month"),
    ("campaigns:fund", "month"), ("campaigns:give", "month"), ("campaigns:grants", "month"),
    ("campaigns:items", "month"), ("campaigns:targets", "month"), ("campaigns:move", "month"),
    ("campaigns:desk-sessions", "month"), ("campaigns:desk-session-add", "month"),
    ("campaigns:desk-session", "session"), ("campaigns:session", "session"),
    ("booking", "booking"), ("campaigns:book", "session"),
    ("campaigns:desk-wishes", "month"), ("campaigns:claimed-wish", "claimed"),
    ("campaigns:deliver-wish", "claimed"), ("campaigns:unclaim-wish", "claimed"),
    ("wish", "wish"),
    ("membership:member", "member"), ("release-phone", "member"), ("choose", "application"),
    ("session", "sign_in"), ("desk-account", "post"),
    ("workforce", "union"), ("townships", "district"), ("station", "station"), ("union", "union"), ("post", "post"),
    ("hours", "union"), ("message", "message"), ("inbox", "message"), ("resend", "message"),
)  # fmt: skip


def _value(parameter: str, found):
    value = getattr(found, "public_id", None) or found.pk
    return getattr(found, parameter, value) if parameter == "code" else value


def ask(browser: Client, url: str) -> str:
    answer = browser.get(url)
    if answer.status_code != 405:
        return outcome(answer)
    with transaction.atomic():
        answer = browser.post(url)
        transaction.set_rollback(True)
    return outcome(answer)


def outcome(answer) -> str:
    """200, 404, 405 … or “in” for the way to a sign-in page and “on” for another redirect."""
    if answer.status_code in (301, 302):
        return "in" if "sign-in" in answer.url else "on"
    return str(answer.status_code)


@pytest.fixture
def everybody(
    signed_in, client, worker, other_worker, reviewer, colleague, stranger,
    district_administrator, administrator, auditor, city, calling, objects,
):  # fmt: skip
    sibling = factories.a_member_of_staff("钱试样", city.minle_federation, Role.ADMINISTRATOR)
    disabled = factories.a_member_of_staff("停用者", city.ganzhou_federation, Role.REVIEWER)
    clients = [
        client,
        *map(signed_in, (worker, other_worker, reviewer, colleague, stranger, calling,
                         district_administrator, sibling, administrator, auditor, disabled)),
    ]  # fmt: skip
    for browser in clients[1:]:
        # What asks for the second factor once more is let through: the rights behind are asked.
        session = browser.session
        session["stepped_up_at"] = timezone.now().timestamp()
        session.save()
    disabled.is_active = False
    disabled.save(update_fields=["is_active"])
    return dict(zip(COLUMNS, clients, strict=True))


def test_every_address_has_a_row():
    assert sorted({name for name, _ in addresses()}) == sorted(TABLE)


def test_everybody_gets_what_the_table_says(everybody, objects):
    wrong = []
    for name, parameters in sorted(addresses(), key=lambda address: address[0] in LEAVES):
        url = reverse(name, kwargs=arguments(name, parameters, objects))
        for column, browser in everybody.items():
            found = ask(browser, url)
            if found != TABLE[name][column]:
                wrong.append(f"{name} {column}: {found}, not {TABLE[name][column]}")
    assert wrong == []


# Asked last: they end the sessions that the other rows need.
LEAVES = {"accounts:sign-out"}


def test_the_configuration_admin_opens_for_nobody_of_them(everybody):
    for path in ("/admin/", "/admin/organizations/officehours/", "/admin/nothing/"):
        for column, browser in everybody.items():
            answer = browser.get(path, follow=True)
            led_to = answer.request["PATH_INFO"]
            assert answer.status_code == 404 or led_to == STAFF_DOOR, (path, column, led_to)


STAFF_DOOR = reverse("accounts:staff-sign-in")


def test_posting_without_a_token_changes_nothing(everybody, objects):
    """Every address refuses a POST from another site (CSRF), whoever is signed in."""
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = everybody["reviewer"].cookies
    for name, parameters in addresses():
        url = reverse(name, kwargs=arguments(name, parameters, objects))
        assert strict.post(url).status_code in (403, 404, 405), name
