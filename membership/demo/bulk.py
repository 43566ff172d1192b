"""Members and their past applications by COPY: a million within minutes, not row by row."""

import datetime
import itertools
import json
import uuid
from collections.abc import Iterable, Iterator

from django.db import connection

from accounts.models import User
from audit.copying import copy
from audit.models import Entry
from membership.demo.pace import Pace
from membership.demo.persons import person
from membership.models import Application, Member
from organizations.models import Division, Organization
from people import crypto
from people.models import Person
from people.services import NUMBER

CHUNK = 20_000
# Every fifth member joined online; the others were members before the portal.
ONLINE = 5
SPREAD_DAYS = 120
# Over so many times as long those joined who were members before the portal.
BACK = 6
LATE_REASONS = (
    "当天系统升级，晚了一会儿，请您谅解",
    "要向用工单位核实工作地，对方第二天才回话",
    "当天来办的人多，没有赶上，第二天一早办好",
    "受理的同事临时外出，没有及时交接",
)
_OK = [
    {"code": "number", "level": "ok", "text": "证件号码校验通过"},
    {"code": "phone", "level": "ok", "text": "手机号本人验证"},
    {"code": "membership", "level": "ok", "text": "没有重复入会"},
    {"code": "age", "level": "ok", "text": "年满16周岁"},
]


def load(count: int, *, reviewers: dict[int, User], today: datetime.date) -> None:
    """`count` members; `reviewers`: district division id -> who decided there."""
    places = _places()
    pace = Pace.until(today, SPREAD_DAYS)
    serials = iter(range(count))
    while chunk := list(itertools.islice(serials, CHUNK)):
        _load_chunk(chunk, places, reviewers, pace)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('membership_member_number', %s)", [count + 1])


def _places() -> list[tuple[Division, Division, Organization]]:
    """(district, township, joint union of the township), each township once."""
    townships = Division.objects.filter(level="township").select_related("parent")
    joint = {union.division_id: union for union in Organization.objects.filter(kind="joint")}
    return [(township.parent, township, joint[township.pk]) for township in townships]


def _load_chunk(serials, places, reviewers, pace) -> None:
    rows = [_row(serial, places, reviewers, pace) for serial in serials]
    online = [row for row in rows if row["online"]]
    copy(Person, _PERSON, (_person(row) for row in rows))
    copy(User, _USER, (_user(row) for row in online))
    copy(Application, _APPLICATION, _applications(online))
    copy(Member, _MEMBER, (_member(row) for row in rows))
    copy(Entry, _ENTRY, itertools.chain.from_iterable(_entries(row) for row in online))


def _row(serial, places, reviewers, pace) -> dict:
    who = person(serial)
    district, township, union = places[serial * 11 % len(places)]
    return {
        "serial": serial,
        "who": who,
        "id": uuid.UUID(int=(0xDE << 120) + serial),
        "district": district,
        "township": township,
        "union": union,
        "reviewer": reviewers[district.pk],
        "online": serial % ONLINE == 0,
        "course": pace.course(serial // ONLINE),
    }


_PERSON = (
    "id", "name", "name_pinyin", "name_initials", "document_type", "number_sealed",
    "number_fingerprint", "number_masked", "sex", "birth_date", "is_demo", "created_at",
)  # fmt: skip


def _person(row):
    who = row["who"]
    sealed = crypto.seal(who.number, NUMBER)
    return (
        row["id"], who.name, who.pinyin, who.initials, "identity_card", "\\x" + sealed.hex(),
        crypto.fingerprint("identity_card", who.number), crypto.mask(who.number), who.sex,
        who.birth_date, True, row["course"].submitted,
    )  # fmt: skip


_USER = (
    "password", "is_superuser", "public_id", "kind", "name", "person_id", "is_active", "is_staff",
    "is_demo", "must_change_password", "created_at",
)  # fmt: skip


def _user(row):
    # No phone: only the first few demo workers can sign in, phones 1990000xxxx are few.
    return (
        "!", False, row["id"], "worker", row["who"].name, row["id"], True, False, True, False,
        row["course"].submitted,
    )  # fmt: skip


_APPLICATION = (
    "id", "applicant_id", "person_id", "state", "draft", "name", "document_type", "phone",
    "occupation", "employer", "district_id", "township_id", "organization_id", "policy_version",
    "created_at", "submitted_at", "due_at", "seconds_given", "late_reason", "opened_at",
    "opened_by_id", "returned_at", "return_items", "decided_at", "decided_by_id", "decision_reason",
    "was_late", "worked_seconds", "findings", "is_demo",
)  # fmt: skip


def _applications(rows) -> Iterator[tuple]:
    ids = dict(
        User.objects.filter(public_id__in=[row["id"] for row in rows]).values_list(
            "public_id", "pk"
        )
    )
    for row in rows:
        row["applicant"] = ids[row["id"]]
        yield _application(row)


def _application(row):
    who, course = row["who"], row["course"]
    return (
        row["id"], row["applicant"], row["id"], "approved", "\\x", who.name, "identity_card", "",
        who.occupation, who.employer, row["district"].pk, row["township"].pk, row["union"].pk,
        "2026-11", course.submitted, course.submitted, course.due, course.given,
        LATE_REASONS[row["serial"] // 250 % len(LATE_REASONS)] if course.late else "",
        course.opened, row["reviewer"].pk, course.returned or "", "[]", course.decided,
        row["reviewer"].pk, "", course.late, course.worked, json.dumps(_OK), True,
    )  # fmt: skip


_MEMBER = (
    "id", "number", "person_id", "organization_id", "application_id", "state", "occupation",
    "employer", "joined_at",
)  # fmt: skip


def _member(row):
    who, joined = row["who"], _joined(row)
    state = "retained" if row["serial"] % 97 == 1 else "active"
    return (
        row["id"], f"{row['district'].code}{joined:%y}{row['serial'] + 1:07d}", row["id"],
        row["union"].pk, row["id"] if row["online"] else "", state, who.occupation, who.employer,
        joined,
    )  # fmt: skip


def _joined(row) -> datetime.datetime:
    """Who joined online, when that was decided; the others over the two years before."""
    if row["online"]:
        return row["course"].decided
    back = row["serial"] // 7 % BACK * SPREAD_DAYS
    return row["course"].decided - datetime.timedelta(days=back)


_ENTRY = (
    "at", "action", "actor_id", "actor_name", "actor_unit", "subject_type", "subject_id",
    "person_id", "reason", "data",
)  # fmt: skip


def _entries(row) -> Iterable[tuple]:
    def entry(at, action, actor_id, actor_name):
        return (
            at, action, actor_id, actor_name, row["union"].name, "membership.application",
            row["id"], row["id"], "", "{}",
        )  # fmt: skip

    reviewer, course = row["reviewer"], row["course"]
    yield entry(course.submitted, "membership.submitted", row["applicant"], row["who"].name)
    yield entry(course.opened, "membership.opened", reviewer.pk, reviewer.name)
    if course.returned:
        yield entry(course.returned, "membership.returned", reviewer.pk, reviewer.name)
        yield entry(course.resumed, "membership.resubmitted", row["applicant"], row["who"].name)
    yield entry(course.decided, "membership.approved", reviewer.pk, reviewer.name)
