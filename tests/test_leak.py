"""No checksum-valid document number outside its ciphertext: the whole house is searched.

A day of the city is lived through the portal's own pages, with numbers typed in every way; then
tables, Redis, pages, cookies and logs are searched. Each search is first shown to find a number.
"""

import base64
import io
import itertools
import json
import logging
import pickle
import zlib
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse
from django.utils import timezone

from assistance.models import HardshipFile
from audit import services as audit
from campaigns.models import Campaign, Grant
from dashboards import export_pages
from funds import services as funds
from funds.models import Allocation, FundEntry
from membership import cards, deciding, joining
from membership.models import Application, Member
from notifications import delivery
from notifications.models import Channel, Message
from organizations.models import Division, Organization, Post
from people import crypto
from people import services as people
from spreadsheets import sealing
from spreadsheets.models import Import
from tests import factories, leaks
from tests.access.funded import funded_and_given
from tests.assistance.surveyed import HEADS, a_row
from tests.campaigns.conftest import a_campaign
from tests.campaigns.given import address, find, sign
from tests.campaigns.importing import worked_on
from tests.membership.conftest import ITEM, a_number, details, submit  # noqa: F401 - fixtures
from tests.people.conftest import number_of
from tests.spreadsheets.making import a_book, an_upload
from unionportal import logs

pytestmark = pytest.mark.django_db(transaction=True)

ME, UNION, CONFIRM = (reverse(f"membership:join-{step}") for step in ("me", "union", "confirm"))
# The one page that may show a number: the form in which its owner is typing it.
OWN_FORM = "membership:join-me"
# The demo's telephone offers a made-up one to fill forms with; production has no such page.
OFFERS = "notifications:demo-outbox"


# --- the searcher itself ----------------------------------------------------------------------
NUMBER = "629900198805061230"
WIDE = "".join(chr(ord(digit) + 0xFEE0) for digit in NUMBER)
PACKED = base64.urlsafe_b64encode(zlib.compress(json.dumps({"n": NUMBER}).encode())).rstrip(b"=")


@pytest.mark.parametrize(
    "written",
    [
        NUMBER,
        f"号码{NUMBER}。",
        WIDE,
        "629900 19880506 1230",
        "629900-19880506-1230",
        "?text=629900%2019880506%201230",
        json.dumps({"number": WIDE}),
        {"deep": [{"number": NUMBER}]},
        NUMBER.encode(),
        memoryview(NUMBER.encode()),
        pickle.dumps({"number": NUMBER}),
        base64.b64encode(f"x{NUMBER}".encode()),
        base64.b64encode(base64.b64encode(f"number: {NUMBER}".encode())),
        b"." + PACKED + b":1vN8zR:signature",
    ],
)
def test_the_searcher_finds_a_number_however_it_is_wrapped(written):
    assert leaks.numbers_in("nothing", written) == {NUMBER}


@pytest.mark.parametrize(
    "written", ["", None, "6299**********1230", "629900198805061239", f"1{NUMBER}", "19900000001"]
)
def test_and_nothing_else(written):
    assert leaks.numbers_in(written) == set()


# --- a day of the city ------------------------------------------------------------------------
@pytest.fixture
def log():
    """Everything that is logged, down to debugging, as the portal writes it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.formatter())
    root = logging.getLogger()
    loggers = [
        root,
        *(logging.getLogger(name) for name in ("portal", "django_structlog", "django.request")),
    ]
    levels = [(each, each.level) for each in loggers]
    for each in loggers:
        each.setLevel(logging.DEBUG)
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)
    for each, level in levels:
        each.setLevel(level)


@pytest.fixture
def lived(
    log, city, worker, other_worker, reviewer, administrator, auditor, submit, signed_in,  # noqa: F811
    private_folder, tmp_path,
):  # fmt: skip
    """A worker in every state and whoever may see them, each having done their part."""
    kinds = (
        "typing", "wide", "member", "refused", "withdrawn", "lost", "given", "misnamed",
        "surveyed", "doubtful", "mended", "unread", "by_hand", "mistyped",
    )  # fmt: skip
    day = SimpleNamespace(
        log=log, city=city, numbers={kind: a_number() for kind in kinds}, typing=worker,
        folder=tmp_path,
        returned=other_worker, reviewer=reviewer, administrator=administrator,
        clients={each: signed_in(each) for each in (worker, other_worker, reviewer, administrator, auditor)},
    )  # fmt: skip
    through_the_pages(day)
    through_every_state(day, submit, signed_in)
    with_mishaps(day, signed_in)
    look_at_the_member(day)
    give_by_name(day)
    survey_households(day)
    file_by_hand(day)
    delivery.deliver(list(Message.objects.values_list("pk", flat=True)))
    audit.seal()
    return day


def through_the_pages(day) -> None:
    """One is still typing; another typed in full width, with spaces, and is to correct it."""
    _type(day.clients[day.typing], day.city, day.numbers["typing"])
    number = day.numbers["wide"]
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in number[:17]) + number[17].lower()
    _apply(day.clients[day.returned], day.city, f"{wide[:6]} {wide[6:14]} {wide[14:]}")
    returned = Application.objects.get(applicant=day.returned)
    deciding.return_for_correction(
        returned, items=[ITEM], actor=day.reviewer, at=returned.submitted_at
    )


def through_every_state(day, submit, signed_in) -> None:  # noqa: F811
    now, sent = timezone.now(), {}
    for state in ("member", "refused", "withdrawn"):
        user = factories.a_worker()
        sent[state] = submit(user, at=now, number=day.numbers[state], name="孙范例")
        day.clients[user] = signed_in(user)
    deciding.open_for_review(sent["member"], actor=day.reviewer, at=now)
    day.member = deciding.approve(sent["member"], actor=day.reviewer, at=now)
    deciding.refuse(sent["refused"], reason="请在工作地申请", actor=day.reviewer, at=now)
    joining.withdraw(sent["withdrawn"], actor=sent["withdrawn"].applicant, at=now)


def with_mishaps(day, signed_in) -> None:
    """A form sent when its session was over, a member's number once more, a digit not typed."""
    _type(Client(), day.city, day.numbers["lost"])
    _apply(signed_in(factories.a_worker()), day.city, day.numbers["member"])
    _type(signed_in(factories.a_worker()), day.city, f"{day.numbers['refused'][:17]}?")


def look_at_the_member(day) -> None:
    """A search for a number; a look at one; a look refused for what stands in its reason."""
    client, number = day.clients[day.reviewer], day.numbers["member"]
    client.get(reverse("membership:members"), {"text": number})
    reveal = reverse("membership:member-reveal", args=[day.member.pk])
    day.revealed = client.post(reveal, {"reason": "核对本人证件"})
    client.post(reveal, {"reason": f"核对{number}"})


def give_by_name(day) -> None:
    """A gift to somebody new and one to the member, signed for; a number under another name; and
    the ledger taken out in full names.
    """
    month = a_campaign(day.city.root, day.administrator)
    client = day.clients[day.administrator]
    funded_and_given(day.city, month, day.administrator)
    funds.allocate(month_fund(month), organization=day.city.root, amount_fen=1_000_00,
                   actor=day.administrator)  # fmt: skip
    number = day.numbers["given"]
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in number)
    for typed, name in ((wide, "郑试例"), (day.numbers["member"], "孙范例")):
        assert sign(client, month, find(client, month, number=typed, name=name)).status_code == 302
    people.register(name="王范例", document_type="identity_card", number=day.numbers["misnamed"])
    day.misnamed = find(client, month, number=day.numbers["misnamed"])
    session = client.session
    session["stepped_up_at"] = timezone.now().timestamp()
    session.save()
    day.exported = client.post(
        address("grants-export", month), {"names": "full", "reason": "月底和财务对账"}
    )


def survey_households(day) -> None:
    """A survey's sheet with a good row, a doubtful and a bad one; and one no worker has read yet."""
    client, survey = day.clients[day.administrator], reverse("assistance:survey")
    numbers = day.numbers
    rows = [
        a_row(证件号码=numbers["surveyed"], 手机="19900001234"),
        a_row(证件号码=f"{numbers['doubtful'][:6]} {numbers['doubtful'][6:]}", 手机="19900001234"),
        a_row(证件号码=numbers["mended"], 群体="不知道", 备注=f"本人{numbers['mended']}"),
    ]
    content = a_book([HEADS, *rows], sheet=f"摸底{numbers['mended']}")
    client.post(survey, {"file": an_upload(content, f"{numbers['surveyed']}.xlsx")})
    day.survey = worked_on(Import.objects.get(kind="survey"))
    client.post(reverse("spreadsheets:import-confirm", args=[day.survey.pk]))
    day.survey = worked_on(day.survey)
    unread = a_book([HEADS, a_row(证件号码=numbers["unread"])])
    client.post(survey, {"file": an_upload(unread, "再一份.xlsx")})
    day.problems = client.get(reverse("spreadsheets:import-problems", args=[day.survey.pk]))


def file_by_hand(day) -> None:
    """A file opened at the desk, its number looked at once; a number with a slip of the finger."""
    client = day.clients[day.administrator]
    typed = {
        "name": "周范例", "document_type": "identity_card", "number": day.numbers["by_hand"],
        "division": day.city.railway.pk, "group": "hardship", "language": "mandarin",
        "household_size": "1", "organization": day.city.ganzhou_federation.public_id,
        "members-TOTAL_FORMS": "0", "members-INITIAL_FORMS": "0",
    }  # fmt: skip
    client.post(reverse("assistance:file-add"), typed)
    day.file = HardshipFile.objects.get(origin="by_hand")
    client.post(reverse("assistance:file-add"), typed | {"number": day.numbers["mistyped"] + "1"})
    day.mistyped = client.post(
        reverse("assistance:file-add"), typed | {"number": day.numbers["mistyped"], "group": ""}
    )
    day.looked_up = client.post(
        reverse("assistance:file-reveal", args=[day.file.pk]), {"reason": "核对本人证件"}
    )


def month_fund(month):
    month.refresh_from_db()
    return month.fund


def _type(client, city, number: str):
    return client.post(ME, {
        "name": "李示例", "document_type": "identity_card", "number": number,
        "occupation": "food", "employer": "美团", "district": city.ganzhou.pk,
        "township": city.railway.pk,
    })  # fmt: skip


def _apply(client, city, number: str) -> None:
    assert _type(client, city, number).url == UNION
    assert client.post(UNION, {"organization": city.couriers.pk}).url == CONFIRM
    client.post(CONFIRM, {"text": "on", "consent": "on"})


def test_the_day_was_lived(lived):
    """Every number reached the portal, and there is enough in which it could lie open."""
    assert set(Application.objects.values_list("state", flat=True)) == {
        "draft", "returned", "approved", "refused", "withdrawn",
    }  # fmt: skip
    assert number_of(lived.member.person) == lived.numbers["member"]
    assert people.find("identity_card", lived.numbers["wide"]).user == lived.returned
    assert number_of(lived.file.person) == lived.numbers["by_hand"]
    surveyed = HardshipFile.objects.get(import_id=lived.survey.pk)
    assert number_of(surveyed.person) == lived.numbers["surveyed"]
    assert (lived.survey.bad, lived.survey.doubtful) == (1, 1)
    assert sum(1 for _ in leaks.stored()) > 1000
    assert len(leaks.in_keys()) > 10
    assert lived.log.getvalue().count("\n") > 50


def test_no_table_holds_a_number(lived):
    assert leaks.database() == {}

    Message.objects.create(
        kind="test", channel=Channel.SMS, to="x", title="x", dedupe_key="leak",
        body=f"您的号码{lived.numbers['member']}",
    )  # fmt: skip
    audit.record("people.revealed", data={"number": lived.numbers["wide"]})
    assert leaks.database() == {
        "notifications_message.body": {lived.numbers["member"]},
        "audit_entry.data": {lived.numbers["wide"]},
    }


def test_no_private_file_holds_a_number(lived):
    """The sheet that no worker has read yet lies there, sealed; the one that was read is gone."""
    [waiting] = [file for file in lived.folder.rglob("*") if file.is_file()]
    assert leaks.in_files(lived.folder) == {}

    content = crypto.unseal_bytes(waiting.read_bytes(), sealing.FILE)
    (lived.folder / "open.xlsx").write_bytes(content)
    assert leaks.in_files(lived.folder) == {"open.xlsx": {lived.numbers["unread"]}}


def test_redis_holds_no_number(lived):
    assert leaks.in_redis() == {}

    cache.set("leak", {"number": lived.numbers["member"]})
    session = Client().session
    session["typed"] = lived.numbers["wide"]
    session.save()
    assert set().union(*leaks.in_redis().values()) == {
        lived.numbers["member"], lived.numbers["wide"],
    }  # fmt: skip


def test_a_session_is_searched_in_the_database_too(lived):
    session = Client().session
    session["typed"] = lived.numbers["wide"]
    session.save()
    assert set().union(*leaks.database().values()) == {lived.numbers["wide"]}


def test_no_message_says_a_number(lived):
    said = list(Message.objects.values_list("title", "body", "params", "link"))
    assert len(said) > 10
    assert leaks.numbers_in(*itertools.chain.from_iterable(said)) == set()


def test_no_page_shows_a_number(lived):
    """Every address, asked for by everybody with everything it might name."""
    assert leaks.numbers_in(lived.revealed.content) == {lived.numbers["member"]}

    shown, pages = set(), 0
    parts = leaks.opened(lived.exported.getvalue())
    assert len(parts) > 5
    assert leaks.numbers_in(*parts, lived.misnamed.content) == set()
    assert leaks.numbers_in(lived.looked_up.content) == {lived.numbers["by_hand"]}
    assert leaks.numbers_in(lived.mistyped.content) == set()
    assert len(leaks.opened(lived.problems.content)) > 5
    assert leaks.numbers_in(*leaks.opened(lived.problems.content)) == set()
    for name, place in every_address():
        for user, client in lived.clients.items():
            answer = client.get(place)
            if answer.status_code == 405:
                break
            pages += answer.status_code == 200
            found = leaks.numbers_in(*leaks.opened(answer.getvalue()), *answer.headers.values())
            if name == OFFERS:
                found -= {answer.context["number"]}
            shown |= {(name, user, number) for number in found}
    assert pages > 150
    assert shown == {
        (OWN_FORM, lived.typing, lived.numbers["typing"]),
        (OWN_FORM, lived.returned, lived.numbers["wide"]),
    }


def test_no_cookie_holds_a_number(lived):
    jars = [client.cookies for client in lived.clients.values()]
    cookies = [morsel.value for jar in jars for morsel in jar.values()]
    assert len(cookies) > 5
    assert leaks.numbers_in(*cookies) == set()


def test_no_line_of_the_log_holds_a_number(lived):
    said = lived.log.getvalue()
    assert leaks.numbers_in(said) == set()
    # The search went through it, masked.
    masked = f"6299**********{lived.numbers['member'][14:]}"
    assert f"/desk/members/?text={masked}" in said

    lived.log.write(f"typed {lived.numbers['member']}")
    assert leaks.numbers_in(lived.log.getvalue()) == {lived.numbers["member"]}


# --- every address with everything it might name ----------------------------------------------
def every_address() -> list[tuple[str, str]]:
    known = everything()
    found = []
    for name, parameters in patterns():
        for values in itertools.product(*(known[parameter] for parameter in parameters)):
            try:
                found.append(
                    (name, reverse(name, kwargs=dict(zip(parameters, values, strict=True))))
                )
            except NoReverseMatch:
                continue
    return found


def patterns(resolver=None, namespace: str = "") -> list[tuple[str, list[str]]]:
    found = []
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                inner = f"{pattern.namespace}:" if pattern.namespace else namespace
                found += patterns(pattern, inner)
        else:
            found.append((f"{namespace}{pattern.name}", list(pattern.pattern.converters)))
    return found


def everything() -> dict[str, list]:
    applications = list(Application.objects.values_list("pk", flat=True))
    member = Member.objects.get()
    union = Organization.objects.get(name="甘州区快递外卖行业工会联合会")
    rows = [
        member.pk, Post.objects.first().pk, Message.objects.first().pk, Campaign.objects.get().pk,
        HardshipFile.objects.get(origin="by_hand").pk, *Import.objects.values_list("pk", flat=True),
    ]  # fmt: skip
    return {
        "pk": [*applications, *rows, Division.objects.get(name="甘州区").pk],
        "public_id": [union.public_id],
        "code": [union.code],
        "token": [cards.token(member)],
        "photo": applications[:1],
        "share": list(Allocation.objects.values_list("pk", flat=True)),
        "entry": list(FundEntry.objects.values_list("pk", flat=True)[:2]),
        "grant": list(Grant.objects.values_list("pk", flat=True)),
        "job": list(Import.objects.values_list("pk", flat=True)[:1]),
        "row": [1],
        "avoidance": [1],
        "month": [timezone.localdate().replace(day=1)],
        "name": [page.name for page in export_pages.PAGES],
    }
