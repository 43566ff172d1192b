"""What of a demo city is multiplied, and what makes each copy a row of its own (growing.py).

In the SQL here `row` is a row of the demo city with its `serial`, `k` the number of the copy, `n`
the number of the new row among all of its kind; `%(online)s` copies came in through the portal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Model

from accounts.models import User
from audit.models import Entry
from campaigns.models import Activity, ActivityGoods, ActivityItem, ActivityReach
from membership.models import Application, Member
from notifications.models import Message
from people.models import Person
from tests.bench.seeds import ONLINE, SEEDS

# Far above those of whoever is there already.
FIRST_USER = 10_000_000
FIRST_NUMBER = 1_000_000

ID = "('de' || lpad(to_hex(n), 30, '0'))::uuid"
APPLICANT = f"{FIRST_USER} + n"
# Among those with an account, one after the other.
READER = f"({SEEDS} + {ONLINE} * mod(k::bigint * 7919 + serial, %(readers)s))"
ACTIVITY = "md5({0} || ':' || k)::uuid"
EIGHT_MONTHS = "make_interval(days => mod(k * 97, 246))"


@dataclass(frozen=True)
class Kind:
    """Rows of `model` for which `where` holds, numbered by `serial`; `changed`: column -> SQL of
    what differs in a copy. `earlier`: how much older a copy is than its row.
    """

    model: type[Model]
    where: str
    serial: str
    changed: Mapping[str, str] = field(default_factory=dict)
    earlier: str = "interval '0'"


def _member(model: type[Model], by: str, **changed: str) -> Kind:
    """By the ids of membership/demo/bulk.py: a fixed beginning and the serial number."""
    serial = f"('x' || right({by}, 8))::bit(32)::int"
    where = f"{by} LIKE 'de000000-0000-0000-0000-%' AND {serial} < {SEEDS}"
    return Kind(model, where, serial, changed, EIGHT_MONTHS)


PERSONS = _member(
    Person, "id::text", id=ID,
    # As many share a birthday in every size of city.
    birth_date="date '1966-01-01' + mod(row.birth_date - date '1966-01-01' + k * 37, 15000)",
    number_fingerprint="md5(n::text) || md5('bench' || n)",
)  # fmt: skip
MEMBERS = _member(
    Member, "id::text", id=ID, person_id=ID,
    number=f"left(row.number, 8) || ({FIRST_NUMBER} + n)",
    application_id="CASE WHEN row.application_id IS NOT NULL AND k < %(online)s"
    f" THEN {ID} END",
)  # fmt: skip
USERS = _member(
    # One phone, one account.
    User, "public_id::text", id=APPLICANT, public_id=ID, person_id=ID, phone="NULL",
)  # fmt: skip
APPLICATIONS = _member(
    Application, "id::text", id=ID, applicant_id=APPLICANT, person_id=ID,
)  # fmt: skip
RECORD = _member(
    Entry, "subject_id", subject_id=f"({ID})::text", person_id=ID,
    actor_id=f"CASE row.action WHEN 'membership.submitted' THEN {APPLICANT} ELSE row.actor_id END",
)  # fmt: skip
MESSAGES = Kind(
    Message, "recipient_id IS NOT NULL", "row_number() OVER (ORDER BY created_at, id)",
    {
        "id": "gen_random_uuid()",
        "recipient_id": f"{FIRST_USER} + {READER}",
        "about": f"'membership.application:' || ('de' || lpad(to_hex({READER}), 30, '0'))::uuid",
        "dedupe_key": "row.dedupe_key || ':' || k",
        "state": "CASE WHEN mod(n, 50) = 0 THEN 'failed' WHEN mod(n, 20) = 7 THEN 'suppressed'"
        " ELSE 'sent' END",
        "finished_at": f"row.created_at - {EIGHT_MONTHS} + interval '4 seconds'",
    },
    EIGHT_MONTHS,
)  # fmt: skip

# Without money: no district was given that much.
ACTIVITIES = Kind(
    Activity, "state <> 'draft'", "row_number() OVER (ORDER BY id)",
    {
        "id": ACTIVITY.format("row.id"), "client_id": ACTIVITY.format("row.id"),
        "import_id": "NULL", "allocation_id": "NULL", "money_fen": "0",
    },
)  # fmt: skip


def _of_activity(model: type[Model], **changed: str) -> Kind:
    where = "activity_id IN (SELECT id FROM seed_campaigns_activity)"
    belongs = {"activity_id": ACTIVITY.format("row.activity_id")}
    return Kind(model, where, "id", {**belongs, **changed})


PARTS = (
    _of_activity(ActivityItem, money_fen="0"),
    _of_activity(ActivityReach),
    _of_activity(ActivityGoods),
)
STORIES = Kind(
    Entry, "subject_id IN (SELECT id::text FROM seed_campaigns_activity)", "id",
    {"subject_id": f"({ACTIVITY.format('row.subject_id')})::text"},
)  # fmt: skip
ALL = (PERSONS, USERS, APPLICATIONS, RECORD, MEMBERS, MESSAGES, ACTIVITIES, *PARTS)
