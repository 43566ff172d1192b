"""What is past its time goes and is counted; everything else stays."""

import datetime

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from accounts.models import SignIn
from assistance.models import HelpRequest
from audit.models import Entry
from dashboards import screens
from dashboards.models import ScreenLink
from membership import drafts
from membership.models import Application
from tests.assistance.asked import a_known_worker, a_request
from tests.factories import a_worker
from tests.membership.conftest import details, submit  # noqa: F401 - fixtures
from unionportal.tidying import tidy

# It removes files that nothing knows of: none but this test's.
pytestmark = pytest.mark.usefixtures("private_folder")

DAY = datetime.timedelta(days=1)
NOW = timezone.now()
NOTHING = {
    "sessions": 0, "sign_ins": 0, "failures": 0, "failure_log": 0, "access_log": 0, "drafts": 0,
    "help_requests": 0, "screen_links": 0, "sheet_rows": 0, "import_rows": 0, "exports": 0, "stray_sheets": 0,
}  # fmt: skip


def a_draft(days: int, last_login: int | None) -> Application:
    seen = NOW - last_login * DAY if last_login is not None else None
    return drafts.open_draft(a_worker(last_login=seen), at=NOW - days * DAY)


@pytest.mark.parametrize(
    ("days", "last_login", "stays"),
    [(91, 61, False), (91, None, False), (91, 59, True), (89, 89, True), (89, None, True)],
)
def test_a_draft_nobody_came_back_to_goes_after_ninety_days(db, days, last_login, stays):
    draft = a_draft(days, last_login)

    assert tidy(at=NOW) == NOTHING | {"drafts": int(not stays)}
    assert Application.objects.filter(pk=draft.pk).exists() == stays


def test_what_was_sent_in_is_no_draft_and_stays(submit, worker):  # noqa: F811
    application = submit(worker, at=NOW - 400 * DAY)

    assert tidy(at=NOW) == NOTHING
    assert Application.objects.filter(pk=application.pk).exists()


@pytest.mark.parametrize(
    ("state", "days", "stays"),
    [
        ("refused", 181, False), ("withdrawn", 181, False), ("refused", 179, True),
        ("accepted", 400, True),
    ],
)  # fmt: skip
def test_what_came_to_nothing_is_forgotten_after_half_a_year(city, state, days, stays):
    asked = a_request(
        a_known_worker(), city.ganzhou_federation, city.railway, state=state,
        decided_at=NOW - days * DAY,
    )  # fmt: skip

    assert tidy(at=NOW) == NOTHING | {"help_requests": int(not stays)}
    assert HelpRequest.objects.filter(pk=asked.pk).exists() == stays


@pytest.mark.parametrize(
    ("lasts", "revoked", "stays"),
    [(1, None, False), (3, None, True), (365, 201, False), (365, 199, True), (365, None, True)],
)
def test_a_screen_link_goes_long_after_it_ended(city, administrator, lasts, revoked, stays):
    made_at = NOW - 202 * DAY
    link, _ = screens.make(
        union=city.root, place="会议室", days=lasts, actor=administrator, at=made_at
    )
    if revoked:
        screens.revoke(link, actor=administrator, at=NOW - revoked * DAY)

    assert tidy(at=NOW) == NOTHING | {"screen_links": int(not stays)}
    assert ScreenLink.objects.exists() == stays
    # What was done with it stays on record.
    assert Entry.objects.filter(action="dashboards.screen_made").exists()


def test_expired_sessions_go_and_open_ones_stay(db):
    for key, left in (("past", -1), ("open", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=NOW + left * DAY)

    assert tidy(at=NOW) == NOTHING | {"sessions": 1}
    assert Session.objects.get().session_key == "open"


def test_records_of_signing_in_stay_for_more_than_six_months(worker):
    for days in (199, 201):
        at = NOW - days * DAY
        SignIn.objects.create(user=worker, session_key=f"k{days}", started_at=at)
        for table in (AccessAttempt, AccessFailureLog, AccessLog):
            extra = {"failures_since_start": 1} if table is AccessAttempt else {}
            row = table.objects.create(username=f"u{days}", ip_address="127.0.0.1", **extra)
            table.objects.filter(pk=row.pk).update(attempt_time=at)

    went = {"sign_ins": 1, "failures": 1, "failure_log": 1, "access_log": 1}
    assert tidy(at=NOW) == NOTHING | went
    assert tidy(at=NOW) == NOTHING
    assert SignIn.objects.get().session_key == "k199"


def test_how_much_went_is_on_record_and_a_day_without_is_not(db):
    tidy(at=NOW)
    assert not Entry.objects.exists()
    a_draft(91, None)
    tidy(at=NOW)
    assert Entry.objects.get(action="unionportal.tidied").data == NOTHING | {"drafts": 1}


def test_the_command_says_each_count(db, capsys):
    a_draft(91, None)
    call_command("tidy")
    lines = capsys.readouterr().out.splitlines()
    assert "90天没交、本人也没再来的草稿：1" in lines
    assert len(lines) == len(NOTHING)
