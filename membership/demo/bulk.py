"""Members and their past applications by COPY: a million within minutes, not row by row."""

import datetime
import itertools
import json
import uuid
from collections.abc import Iterable, Iterator

from django.db import connection
from django.utils import timezone

from accounts.models import User
from audit.copying import copy
from audit.models import Entry
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
LATE_REASON = "当天系统升级，晚了一会儿，请您谅解"
_OK = [
    {"code": "number", "level": "ok", "text": "证件号码校验通过"},
    {"code": "phone", "level": "ok", "text": "手机号本人验证"},
    {"code": "membership", "level": "ok", "text": "没有重复入会"},
    {"code": "age", "level": "ok", "text": "年满16周岁"},
]


def load(count: int, *, reviewers: dict[int, User], today: datetime.date) -> None:
    """`count` members; `reviewers`: district division id -> who decided there."""
    places = _places()
    serials = iter(range(count))
    while chunk := list(itertools.islice(serials, CHUNK)):
        _load_chunk(chunk, places, reviewers, today)
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('membership_member_number', %s)", [count + 1])


def _places() -> list[tuple[Division, Division, Organization]]:
    """(district, township, joint union of the township), each township once."""
    townships = Division.objects.filter(level="township").select_related("parent")
    joint = {union.division_id: union for union in Organization.objects.filter(kind="joint")}
    return [(township.parent, township, joint[township.pk]) for township in townships]


def _load_chunk(serials, places, reviewers, today) -> None:
    rows = [_row(serial, places, reviewers, today) for serial in serials]
    online = [row for row in rows if row["online"]]
    copy(Person, _PERSON, (_person(row) for row in rows))
    copy(User, _USER, (_user(row) for row in online))
    copy(Application, _APPLICATION, _applications(online))
    copy(Member, _MEMBER, (_member(row) for row in rows))
    copy(Entry, _ENTRY, itertools.chain.from_iterable(_entries(row) for row in online))


def _row(serial, places, reviewers, today) -> dict:
    who = person(serial)
    district, township, union = places[serial * 11 % len(places)]
    day = today - datetime.timedelta(days=1 + serial * 17 % SPREAD_DAYS)
    decided = _at(day, 9 * 60 + serial * 7 % 480)
    return {
        "serial": serial,
        "who": who,
        "id": uuid.UUID(int=(0xDE << 120) + serial),
        "district": district,
        "township": township,
        "union": union,
        "reviewer": reviewers[district.pk],
        "online": serial % ONLINE == 0,
        "submitted": decided - datetime.timedelta(minutes=35 + serial % 90),
        "decided": decided,
        "late": serial % 250 == 0,
    }


def _at(day: datetime.date, minutes: int) -> datetime.datetime:
    midnight = datetime.datetime.combine(day, datetime.time(), timezone.get_default_timezone())
    return midnight + datetime.timedelta(minutes=minutes)


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
        who.birth_date, True, row["submitted"],
    )  # fmt: skip


_USER = (
    "password", "is_superuser", "public_id", "kind", "name", "person_id", "is_active", "is_staff",
    "is_demo", "must_change_password", "created_at",
)  # fmt: skip


def _user(row):
    # No phone: only the first few demo workers can sign in, phones 1990000xxxx are few.
    return (
        "!", False, row["id"], "worker", row["who"].name, row["id"], True, False, True, False,
        row["submitted"],
    )  # fmt: skip


_APPLICATION = (
    "id", "applicant_id", "person_id", "state", "draft", "name", "document_type", "phone",
    "occupation", "employer", "district_id", "township_id", "organization_id", "policy_version",
    "created_at", "submitted_at", "due_at", "seconds_given", "late_reason", "opened_at",
    "opened_by_id", "return_items", "decided_at", "decided_by_id", "decision_reason", "was_late",
    "findings", "is_demo",
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
    who = row["who"]
    due = row["decided"] + datetime.timedelta(minutes=-30 if row["late"] else 95)
    return (
        row["id"], row["applicant"], row["id"], "approved", "\\x", who.name, "identity_card", "",
        who.occupation, who.employer, row["district"].pk, row["township"].pk, row["union"].pk,
        "2026-11", row["submitted"], row["submitted"], due, 7200,
        LATE_REASON if row["late"] else "", row["submitted"] + datetime.timedelta(minutes=12),
        row["reviewer"].pk, "[]", row["decided"], row["reviewer"].pk, "", row["late"],
        json.dumps(_OK), True,
    )  # fmt: skip


_MEMBER = (
    "id", "number", "person_id", "organization_id", "application_id", "state", "occupation",
    "employer", "joined_at",
)  # fmt: skip


def _member(row):
    who = row["who"]
    state = "retained" if row["serial"] % 97 == 1 else "active"
    return (
        row["id"], f"{row['district'].code}{row['decided']:%y}{row['serial'] + 1:07d}", row["id"],
        row["union"].pk, row["id"] if row["online"] else "", state, who.occupation, who.employer,
        row["decided"],
    )  # fmt: skip


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

    reviewer, opened = row["reviewer"], row["submitted"] + datetime.timedelta(minutes=12)
    yield entry(row["submitted"], "membership.submitted", row["applicant"], row["who"].name)
    yield entry(opened, "membership.opened", reviewer.pk, reviewer.name)
    yield entry(row["decided"], "membership.approved", reviewer.pk, reviewer.name)
